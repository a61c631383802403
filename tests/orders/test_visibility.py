"""Customer by product by entrance: each says what a plain model says, whatever alder has made up (SPEC.md K5)."""

from collections import Counter
from dataclasses import replace

import pytest
from django.core.cache import cache
from django.db import transaction

from tests.orders.entrances import SHOP
from tests.orders.entrances_fast import FAST, pictures
from tests.orders.scenes import GROUPS, LABELS, RETAILERS, WORDS, make_scene
from tests.world import World

SEEDS = (2, 4, 8)  # whose scenes tell every reason apart, as the second test holds


@pytest.mark.parametrize("seed", SEEDS)
def test_every_entrance_knows_what_the_model_knows(world: World, seed: int) -> None:
    cache.clear()
    scene = make_scene(world, seed)
    for retailer in RETAILERS:
        offered = scene.offered(retailer)
        found = {entrance.__name__: entrance(scene, retailer) for entrance in [*SHOP, *FAST]}
        assert found == dict.fromkeys(found, offered), (seed, retailer)
        assert pictures(scene, retailer) == scene.shown(retailer), (seed, retailer)


def test_the_scenes_tell_the_reasons_apart(world: World) -> None:
    """Offered, shown without price or stock, hidden, and a customer switched off: each occurs more than once.

    So do products that a retailer is offered for its group or label alone, and those that it is not for want of one.
    """
    seen: Counter[str] = Counter()
    for seed in SEEDS:
        with transaction.atomic():
            scene = make_scene(world, seed)
            transaction.set_rollback(True)
        for retailer in RETAILERS:
            shown, offered = scene.shown(retailer), scene.offered(retailer)
            seen.update(
                offered=len(offered),
                without=len(shown - offered),
                hidden=len(set(WORDS) - shown),
                off=retailer not in scene.active,
                by_group=len(offered - scene.with_none("groups").offered(retailer)),
                by_own_stock=len(offered - replace(scene, both=set()).offered(retailer)),
                no_own_stock=len(replace(scene, both=set(RETAILERS)).offered(retailer) - offered),
                by_label=len(offered - scene.with_none("labels").offered(retailer)),
                no_group=len(scene.if_all_had(GROUPS, ()).offered(retailer) - offered),
                no_label=len(scene.if_all_had((), LABELS).offered(retailer) - offered),
            )

    assert len(seen) == 10
    assert all(number > 1 for number in seen.values()), seen

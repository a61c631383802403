"""Lots of an order that two serve: each chooses among its own and hears of no others (SPEC.md I10, I13)."""

from typing import Any

import pytest
from django.test import Client

from inventory.enums import MovementKind
from inventory.models import Lot, LotPick
from tests.inventory.test_lots import move
from tests.orders.lots import confirmed, tracked
from tests.orders.serving import lines, serve_by_both
from tests.world import World
from wholesale.tenancy.testing import as_owner


@pytest.fixture
def lots(world: World) -> dict[str, Lot]:
    """Let SOON lie at alder, too."""
    found = tracked(world)
    move(world, (MovementKind.RECEIPT, 5, found["SOON"]), keeper="alder")
    serve_by_both(world)
    return found


def choose(client: Client, path: str, tag: str, key: str, *named: dict[str, Any]) -> Any:
    headers = {"Idempotency-Key": key, "If-Match": tag}
    return client.post(path, {"lots": named}, content_type="application/json", headers=headers)


@pytest.mark.parametrize("units", [1, 500])
def test_a_distributor_chooses_nothing_of_what_the_supplier_hands_over(world, lots, units):
    order = confirmed(world, 36)
    assert lines(order)["PALE"] == (36, 2, 0, None)
    client, path = world.client("dawn"), f"/api/v1/dawn/delivering/orders/alder/{order.number}/lots/"
    read = client.get(path)
    kept, handed = (str(world.warehouses[who].pk) for who in ("dawn", "alder"))
    assert {row["warehouse_id"] for row in read.json()["lots"]} == {kept}
    other = {"warehouse_id": handed, "lot_id": str(lots["SOON"].pk), "units": units}
    own = other | {"warehouse_id": kept, "units": 1}

    refused = choose(client, path, read.headers["ETag"], "k" * 20, own, other)

    assert (refused.status_code, refused.json()["code"]) == (409, "lot_short")
    assert "5" not in refused.json()["detail"], "how many lie there is the supplier's to know"
    with as_owner():
        assert not LotPick.objects.filter(holder_id=order.pk).exists()
    assert choose(client, path, read.headers["ETag"], "l" * 20, own).status_code == 201

"""Real threads on real transactions: the last unit goes to one, and nobody waits for ever."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from inventory.errors import InsufficientStock
from inventory.models import StockBalance
from inventory.services import Wanted, reserve_stock
from tests.inventory.adding_up import adds_up
from tests.world import World
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner


def at_once(jobs: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run all jobs at the same moment, each on its own connection; return answers and DomainErrors."""
    barrier = Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        try:
            barrier.wait()
            return job()
        except InsufficientStock as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def reserve(
    world: World, units: dict[Any, int], *, keepers: tuple[str, ...] = ("dawn",), waits: bool = False
) -> Any:
    with acting_as(world.context("alder")):
        return reserve_stock(
            supplier_id=world.org_id("alder"),
            keepers=tuple(world.org_id(name) for name in keepers),
            holder_id=uuid7(),
            revision=1,
            wanted={product: Wanted(count, allows_backorder=waits) for product, count in units.items()},
            by=world.users["rita"],
        )


def test_the_last_units_go_to_as_many_orders_as_there_are_units(committed_world):
    world = committed_world
    pale, stout = (product.pk for product in world.products["alder"])  # 22 and 24 free

    answers = at_once([lambda: reserve(world, {pale: 5, stout: 1})] * 8)

    refused = [answer for answer in answers if isinstance(answer, InsufficientStock)]
    assert len(refused) == 4
    assert {(s.sku, s.wanted_units, s.available_units) for e in refused for s in e.shortages} == {
        ("PALE", 5, 2)
    }
    with as_owner():
        rows = StockBalance.objects.filter(supplier=world.orgs["alder"], keeper=world.orgs["dawn"])
        assert dict(rows.values_list("product_id", "reserved_units")) == {pale: 22, stout: 4}
    assert adds_up(world)


def test_orders_that_name_products_in_opposite_order_do_not_deadlock(committed_world):
    world = committed_world
    pale, stout = (product.pk for product in world.products["alder"])
    jobs = [
        *[lambda: reserve(world, {pale: 1, stout: 1})] * 6,
        *[lambda: reserve(world, {stout: 1, pale: 1})] * 6,
    ]

    answers = at_once(jobs)

    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert adds_up(world)


def test_orders_from_one_keeper_and_from_both_take_every_unit_and_none_twice(committed_world):
    world = committed_world
    pale, stout = (product.pk for product in world.products["alder"])  # 22 and 24 free at dawn and at alder
    jobs = [
        lambda: reserve(world, {pale: 3, stout: 1}),
        lambda: reserve(world, {stout: 1, pale: 3}, keepers=("dawn", "alder")),
        lambda: reserve(world, {pale: 3, stout: 1}, keepers=("alder",)),
    ] * 7

    answers = at_once(jobs)

    held = [answer for answer in answers if not isinstance(answer, InsufficientStock)]
    with as_owner():
        rows = StockBalance.objects.filter(supplier=world.orgs["alder"], product=pale)
        reserved = dict(rows.values_list("keeper__slug", "reserved_units"))
    assert len(held) == 14  # of 44 units, three at a time
    assert reserved["dawn"] + reserved["alder"] == 2 + 2 + 3 * 14
    assert max(reserved["dawn"], reserved["alder"]) <= 24
    assert adds_up(world)


def test_what_may_wait_takes_the_last_units_once(committed_world):
    world = committed_world
    pale = world.products["alder"][0].pk

    answers = at_once([lambda: reserve(world, {pale: 9}, keepers=("dawn", "alder"), waits=True)] * 8)

    given = [answer[pale] for answer in answers]
    assert sum(one.units + one.own_units for one in given) == 22 + 22
    assert sum(one.backordered_units for one in given) == 8 * 9 - 44
    assert adds_up(world)

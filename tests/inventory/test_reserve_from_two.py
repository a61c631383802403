"""Customers served by a distributor and by the supplier's own stock: the one first, the other the rest (I9, I10)."""

from typing import Any
from uuid import UUID

import pytest

from inventory.errors import InsufficientStock
from inventory.models import StockBalance, StockMovement
from inventory.services import (
    Held,
    Wanted,
    find_stock,
    release_stock,
    reserve_stock,
    return_stock,
    ship_stock,
)
from tests.inventory.adding_up import adds_up
from tests.world import ORDERED, World
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner

# Of PALE 24 are on hand at dawn and at alder, 2 of them reserved; of STOUT 24 and 24.
FREE = 22


class Order:
    """An order of alder's that dawn delivers, its customer served by both."""

    def __init__(self, world: World) -> None:
        self.world, self.revision = world, 0
        self.pale, self.stout = (product.pk for product in world.products["alder"])
        self.dawn, self.alder = (world.warehouses[name].pk for name in ("dawn", "alder"))
        self.keepers = world.org_id("dawn"), world.org_id("alder")
        self.keys: dict[str, Any] = {"supplier_id": world.org_id("alder"), "holder_id": uuid7(), "by": None}

    def act(self, service: Any, **asked: Any) -> Any:
        self.revision += 1
        with acting_as(self.world.context("alder")):
            return service(**self.keys, revision=self.revision, **asked)

    def reserve(self, **wanted: Wanted) -> dict[UUID, Held]:
        by_product = {getattr(self, name): one for name, one in wanted.items()}
        held: dict[UUID, Held] = self.act(reserve_stock, keepers=self.keepers, wanted=by_product)
        return held

    def look(self, **wanted: Wanted) -> dict[UUID, Held]:
        by_product = {getattr(self, name): one for name, one in wanted.items()}
        with acting_as(self.world.context("alder")):
            return find_stock(supplier_id=self.keys["supplier_id"], keepers=self.keepers, wanted=by_product)

    def balances(self, product: UUID) -> dict[str, tuple[int, int]]:
        names = {self.dawn: "dawn", self.alder: "alder"}
        with as_owner():
            rows = StockBalance.objects.filter(product_id=product, warehouse_id__in=names)
            return {names[row.warehouse_id]: (row.on_hand_units, row.reserved_units) for row in rows}


@pytest.fixture
def order(world: World) -> Order:
    return Order(world)


def test_the_distributors_stock_goes_first_and_the_own_gives_the_rest(order: Order) -> None:
    wanted = {"pale": Wanted(FREE + 5), "stout": Wanted(3)}
    found = order.look(**wanted)

    held = order.reserve(**wanted)

    assert (
        held
        == found
        == {
            order.pale: Held(order.dawn, FREE, order.alder, 5),
            order.stout: Held(order.dawn, 3),
        }
    )
    assert order.balances(order.pale) == {"dawn": (24, 24), "alder": (24, ORDERED + 5)}
    assert order.balances(order.stout) == {"dawn": (24, 3), "alder": (24, 0)}
    assert adds_up(order.world)


def test_what_the_distributor_has_none_of_comes_from_the_own_alone(order: Order) -> None:
    order.reserve(pale=Wanted(FREE))

    assert Order(order.world).reserve(pale=Wanted(4)) == {order.pale: Held(None, 0, order.alder, 4)}


def test_what_both_together_lack_is_refused_with_what_both_have(order: Order) -> None:
    with as_owner():
        before = StockMovement.objects.count()

    with pytest.raises(InsufficientStock) as caught:
        order.reserve(pale=Wanted(2 * FREE + 1), stout=Wanted(1))

    assert [(s.sku, s.wanted_units, s.available_units) for s in caught.value.shortages] == [
        ("PALE", 2 * FREE + 1, 2 * FREE)
    ]
    with pytest.raises(InsufficientStock):
        order.look(pale=Wanted(2 * FREE + 1))
    with as_owner():
        assert StockMovement.objects.count() == before


def test_what_may_wait_takes_all_there_is_and_leaves_the_rest_open(order: Order) -> None:
    wanted = Wanted(2 * FREE + 7, allows_backorder=True)

    held = order.reserve(pale=wanted, stout=Wanted(1))

    assert held[order.pale] == Held(order.dawn, FREE, order.alder, FREE, 7)
    assert Order(order.world).reserve(pale=Wanted(3, allows_backorder=True)) == {
        order.pale: Held(backordered_units=3)
    }


def test_more_is_taken_where_the_line_takes_from_already(order: Order) -> None:
    with as_owner():
        elsewhere = order.world.warehouses["alder"]
        second = type(elsewhere).objects.create(organization=order.world.orgs["alder"], name="Second")
        StockBalance.objects.create(
            supplier=order.world.orgs["alder"], warehouse=second, keeper=order.world.orgs["alder"],
            product_id=order.pale, on_hand_units=500,
        )  # fmt: skip
    taken = Wanted(FREE + 9, allows_backorder=True, own_warehouse_id=order.alder)

    assert order.reserve(pale=taken)[order.pale] == Held(order.dawn, FREE, order.alder, 9)
    assert Order(order.world).reserve(pale=Wanted(9))[order.pale] == Held(None, 0, second.pk, 9)


def test_an_order_lets_go_ships_and_returns_at_both_places(order: Order) -> None:
    order.reserve(pale=Wanted(FREE + 5))
    order.act(release_stock)
    assert order.balances(order.pale) == {"dawn": (24, ORDERED), "alder": (24, ORDERED)}

    order.reserve(pale=Wanted(FREE + 5))
    order.act(ship_stock, units_by_product={order.pale: FREE + 3})
    assert order.balances(order.pale) == {"dawn": (2, 2), "alder": (21, ORDERED)}
    order.act(return_stock, units_by_product={order.pale: FREE + 1})
    assert order.balances(order.pale) == {"dawn": (24, 2), "alder": (22, ORDERED)}

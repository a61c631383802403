"""Reserve, release, ship and return: all or nothing, and the ledger always adds up."""

from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from inventory.errors import HeldLess, InsufficientStock, Shortage
from inventory.models import StockBalance, StockMovement
from inventory.services import Held, Wanted, release_stock, reserve_stock, return_stock, ship_stock
from tests.inventory.adding_up import adds_up
from tests.world import ORDERED, World
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner

FREE = 22  # 24 on hand, 2 of PALE ordered


def balance(world: World, sku: str = "PALE", keeper: str = "dawn") -> tuple[int, int]:
    with as_owner():
        row = StockBalance.objects.get(
            supplier=world.orgs["alder"], keeper=world.orgs[keeper], product__sku=sku
        )
    return row.on_hand_units, row.reserved_units


def order(world: World, *, keeper: str = "dawn", **units: int):
    """Reserve for a new order of alder's; return its keys."""
    by_sku = {product.sku: product.pk for product in world.products["alder"]}
    keys: dict[str, Any] = {
        "supplier_id": world.org_id("alder"),
        "holder_id": uuid7(),
        "by": world.users["rita"],
    }
    wanted = {by_sku[sku]: count for sku, count in units.items()}
    asked = {product: Wanted(count) for product, count in wanted.items()}
    with acting_as(world.context("alder")):
        given = reserve_stock(keepers=(world.org_id(keeper),), revision=1, wanted=asked, **keys)
    return keys, wanted, given


def test_reserving_holds_units_in_the_keepers_warehouse(world):
    _, wanted, given = order(world, PALE=5, STOUT=1)

    assert given == {product: Held(world.warehouses["dawn"].pk, units) for product, units in wanted.items()}
    assert balance(world) == (24, ORDERED + 5)
    assert balance(world, "STOUT") == (24, 1)
    assert balance(world, keeper="alder") == (24, ORDERED)
    assert adds_up(world)


def test_one_short_line_leaves_nothing_behind(world):
    with as_owner():
        before = StockMovement.objects.count()

    with pytest.raises(InsufficientStock) as caught:
        order(world, PALE=FREE + 1, STOUT=1)

    pale = world.products["alder"][0]
    assert caught.value.shortages == [Shortage(pale.pk, "PALE", "Pale Ale", FREE + 1, FREE)]
    assert "22" in caught.value.message
    assert balance(world) == (24, ORDERED)
    assert balance(world, "STOUT") == (24, 0)
    with as_owner():
        assert StockMovement.objects.count() == before


def test_a_product_that_the_keeper_does_not_stock_is_sold_out(world):
    with pytest.raises(InsufficientStock) as caught:
        order(world, keeper="ember", STOUT=1)

    assert [s.available_units for s in caught.value.shortages] == [0]


def test_reserving_twice_for_the_same_order_is_refused(world):
    keys, wanted, _ = order(world, PALE=1)

    with pytest.raises(IntegrityError), acting_as(world.context("alder")):
        asked = {product: Wanted(units) for product, units in wanted.items()}
        reserve_stock(keepers=(world.org_id("dawn"),), revision=1, wanted=asked, **keys)

    assert balance(world) == (24, ORDERED + 1)


def test_releasing_gives_everything_back_once(world):
    keys, _, _ = order(world, PALE=5, STOUT=2)

    with acting_as(world.context("alder")):
        release_stock(revision=2, **keys)
        release_stock(revision=3, **keys)

    assert balance(world) == (24, ORDERED)
    assert balance(world, "STOUT") == (24, 0)
    assert adds_up(world)


def test_shipping_less_lets_the_rest_go(world):
    keys, wanted, _ = order(world, PALE=5, STOUT=2)
    pale, stout = wanted

    with acting_as(world.context("alder")):
        ship_stock(revision=2, units_by_product={pale: 3}, **keys)

    assert balance(world) == (21, ORDERED)
    assert balance(world, "STOUT") == (24, 0)
    with as_owner():
        kinds = StockMovement.objects.filter(holder_id=keys["holder_id"], holder_revision=2)
        assert set(kinds.values_list("product_id", "kind", "on_hand_units", "reserved_units")) == {
            (pale, "shipment", -3, -3),
            (pale, "release", 0, -2),
            (stout, "release", 0, -2),
        }
    assert adds_up(world)


def test_shipping_more_than_held_changes_nothing(world):
    keys, wanted, _ = order(world, PALE=5)

    with pytest.raises(HeldLess), acting_as(world.context("alder")):
        ship_stock(revision=2, units_by_product=dict.fromkeys(wanted, 6), **keys)

    assert balance(world) == (24, ORDERED + 5)


def test_returned_units_come_back_to_their_warehouse(world):
    keys, wanted, _ = order(world, PALE=5)
    pale = next(iter(wanted))

    with acting_as(world.context("alder")):
        ship_stock(revision=2, units_by_product=wanted, **keys)
        return_stock(revision=3, units_by_product={pale: 2}, **keys)
    with pytest.raises(HeldLess), acting_as(world.context("alder")):
        return_stock(revision=4, units_by_product={pale: 4}, **keys)

    assert balance(world) == (21, ORDERED)
    assert adds_up(world)


@pytest.mark.parametrize("products", [1, 2])
def test_reserving_takes_one_statement_however_many_lines(world, products, django_assert_num_queries):
    wanted = {product.pk: Wanted(1) for product in world.products["alder"][:products]}

    with acting_as(world.context("alder")), django_assert_num_queries(3):  # two of them the savepoint's
        reserve_stock(
            supplier_id=world.org_id("alder"),
            keepers=(world.org_id("dawn"), world.org_id("alder")),
            holder_id=uuid7(),
            revision=1,
            wanted=wanted,
            by=None,
        )


@pytest.mark.parametrize("who", ["rita", "dawn"])
def test_other_sides_cannot_move_stock_themselves(world, who):
    pale = world.products["alder"][0]

    with pytest.raises(ProgrammingError), acting_as(world.context(who)):
        reserve_stock(
            supplier_id=world.org_id("alder"),
            keepers=(world.org_id("dawn"),),
            holder_id=uuid7(),
            revision=1,
            wanted={pale.pk: Wanted(1)},
            by=None,
        )

    assert balance(world) == (24, ORDERED)


def test_the_ledger_cannot_be_changed_even_by_its_owner(world):
    rows = StockMovement.objects.filter(supplier=world.orgs["alder"])
    with pytest.raises(IntegrityError, match="never changed"), as_owner(), transaction.atomic():
        rows.update(on_hand_units=1)
    with pytest.raises(IntegrityError, match="never changed"), as_owner(), transaction.atomic():
        rows._raw_delete("default")


def test_a_balance_names_the_company_that_keeps_the_warehouse(world):
    with pytest.raises(IntegrityError, match="balance_warehouse"), as_owner(), transaction.atomic():
        StockBalance.objects.filter(keeper=world.orgs["dawn"]).update(keeper=world.orgs["ember"])

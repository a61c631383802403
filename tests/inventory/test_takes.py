"""Stock takes: what was counted is compared with the books of that moment, and corrects them all at once."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command

from inventory.errors import CountBelowReserved, CountedAlready, NotEditable, NotInTake, TakeClosed
from inventory.models import StockBalance, StockMovement, StockTake
from inventory.queries import counted_rows, take_for, totals_of
from inventory.services import adjust_stock, apply_take, count_product, discard_take, open_take, receive_stock
from tests.inventory.pages import on_hand
from tests.world import ORDERED, World
from wholesale.organizations.enums import Side
from wholesale.tenancy.testing import acting_as, as_owner


@pytest.fixture
def take(world: World) -> StockTake:
    """Return the count of alder's own warehouse that the cast has open, with its lines forgotten."""
    with as_owner():
        world.takes["alder", "alder"].lines.all().delete()
    return world.takes["alder", "alder"]


def count(world: World, take: StockTake, units: int, who: str = "alder", number: int = 0, **given: Any):
    with acting_as(world.context(who)):
        return count_product(
            take=take,
            product=world.products["alder"][number],
            units=units,
            by=world.users[who],
            **given,
        )


def apply(world: World, take: StockTake, who: str = "alder") -> StockTake:
    with acting_as(world.context(who)):
        return apply_take(take=take, reason="Sunday count", by=world.users[who])


def test_what_moved_after_a_line_was_counted_is_kept(world, take):
    pale, stout = world.products["alder"]
    stock = {"supplier": world.orgs["alder"], "warehouse": world.warehouses["alder"]}
    count(world, take, 20)  # 24 in the books: four are missing
    with acting_as(world.context("alder")):
        receive_stock(units_by_product={pale.pk: 10, stout.pk: 6}, by=world.users["alder"], **stock)
    count(world, take, 30, number=1)  # 24 and the six that came: none is missing

    applied = apply(world, take)

    assert (on_hand(world, "alder", pale), on_hand(world, "alder", stout)) == (30, 30)
    with as_owner():
        corrections = StockMovement.objects.filter(holder_id=take.pk)
        assert [(row.product_id, row.on_hand_units, row.reason) for row in corrections] == [
            (pale.pk, -4, "Sunday count")
        ]
    with acting_as(world.context("alder")):
        totals = totals_of(counted_rows(applied, side=Side.SELLING))
    assert (totals.counted, totals.different, totals.missing_units, totals.value) == (2, 1, 4, Decimal(-120))
    call_command("check_stock")


def test_a_second_person_is_told_what_the_first_has_counted(world, take):
    first = count(world, take, 20)

    with pytest.raises(CountedAlready) as caught:
        count(world, take, 4)

    assert caught.value.line == first
    assert "20" in caught.value.message
    assert count(world, take, 4, adds=True).counted_units == 24
    assert count(world, take, 21, seen_version=2).counted_units == 21


def test_all_lines_or_none_and_only_once(world, take):
    pale, stout = world.products["alder"]
    count(world, take, 23)
    count(world, take, ORDERED - 1, number=1)
    with as_owner():
        StockBalance.objects.filter(product=stout, keeper=world.orgs["alder"]).update(reserved_units=ORDERED)
        StockMovement.objects.create(
            supplier=world.orgs["alder"],
            keeper=world.orgs["alder"],
            warehouse=world.warehouses["alder"],
            product=stout,
            kind="reservation",
            reserved_units=ORDERED,
        )

    with pytest.raises(CountBelowReserved, match=stout.name):
        apply(world, take)
    assert on_hand(world, "alder", pale) == 24
    count(world, take, ORDERED, number=1, seen_version=1)
    apply(world, take)
    with pytest.raises(TakeClosed):
        apply(world, take)
    with pytest.raises(TakeClosed):
        count(world, take, 1, seen_version=1)
    assert (on_hand(world, "alder", pale), on_hand(world, "alder", stout)) == (23, ORDERED)


def test_whoever_may_correct_stock_there_may_count_it(world):
    pale = world.products["alder"][0]
    with acting_as(world.context("alder")), pytest.raises(NotEditable):
        open_take(supplier=world.orgs["alder"], warehouse=world.warehouses["dawn"], by=world.users["alder"])
    kept = world.takes["alder", "dawn"]
    with acting_as(world.context("dawn")):
        seen = take_for(world.orgs["dawn"], Side.DELIVERING, kept.pk)
        again = open_take(supplier=seen.supplier, warehouse=seen.warehouse, by=world.users["dawn"])
    assert again == kept  # it is open already
    count(world, kept, 25, who="dawn")
    apply(world, kept, who="dawn")
    assert on_hand(world, "dawn", pale) == 25
    with acting_as(world.context("dawn")):
        assert (
            totals_of(counted_rows(kept, side=Side.DELIVERING)).value == 30
        )  # as it was when it was applied


def test_a_count_of_a_category_takes_its_products_alone(world):
    alder = {
        "supplier": world.orgs["alder"],
        "warehouse": world.warehouses["alder"],
        "by": world.users["alder"],
    }
    with acting_as(world.context("alder")):
        kegs = open_take(category="Kegs", **alder)
    with pytest.raises(NotInTake):
        count(world, kegs, 1)
    with acting_as(world.context("alder")):
        discard_take(take=kegs, by=world.users["alder"])
        assert open_take(category="Kegs", **alder) != kegs


def test_no_line_is_applied_by_another_way_meanwhile(world, take):
    """A correction of the same shelf, made while it was counted, is not lost and not made twice."""
    count(world, take, 20)
    with acting_as(world.context("alder")):
        adjust_stock(
            supplier=world.orgs["alder"],
            warehouse=world.warehouses["alder"],
            product=world.products["alder"][0],
            change_units=-1,
            reason="fell off the shelf afterwards",
            by=world.users["alder"],
        )
    apply(world, take)
    assert on_hand(world, "alder", world.products["alder"][0]) == 19

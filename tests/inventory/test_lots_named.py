"""Lots are named where stock comes in, counted and written off one by one, and named afterwards."""

from datetime import date
from typing import Any

import pytest
from django.core.management import call_command

from catalogs.models import Product
from inventory.errors import InsufficientStock, LotDiffers, LotNotNamed, LotShort, NotEditable, StockMoved
from inventory.models import Lot, StockBalance, StockMovement
from inventory.services import LotUnits, count_lot, name_lot, receive_kept_stock, receive_stock, write_off_lot
from inventory.typed_lots import TypedLot, typed_lots
from tests.inventory.test_lots import lying
from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.tenancy.testing import acting_as, as_owner

DAY = date(2031, 5, 1)


@pytest.fixture
def pale(world: World) -> Product:
    """Return PALE of alder, which tracks lots; 24 lie in each warehouse without one."""
    product = world.products["alder"][0]
    with as_owner():
        Product.objects.filter(pk=product.pk).update(tracks_lots=True)
    return product


def receive(world: World, pale: Product, *lots: LotUnits, at: str = "alder") -> None:
    verb = receive_stock if at == "alder" else receive_kept_stock
    with acting_as(world.context(at)):
        verb(units_by_product={}, lots={pale.pk: lots}, **keys(world, at))


def keys(world: World, at: str = "alder") -> dict[str, Any]:
    return {"supplier": world.orgs["alder"], "warehouse": world.warehouses[at], "by": world.users[at]}


def lot_of(code: str) -> Lot:
    with as_owner():
        return Lot.objects.get(code=code)


@pytest.mark.parametrize("at", ["alder", "dawn"])
def test_two_lots_of_a_product_come_in_at_once(world, pale, at):
    receive(world, pale, LotUnits("L1", 6, DAY), LotUnits("L2", 4), LotUnits("L1", 1), at=at)

    assert lying(world, at) == {"L1": 7, "L2": 4}
    assert (lot_of("L1").best_before, lot_of("L2").best_before) == (DAY, None)
    call_command("check_stock")


def test_a_date_is_added_to_a_lot_and_never_changed(world, pale):
    receive(world, pale, LotUnits("L1", 1))
    receive(world, pale, LotUnits("L1", 1, DAY))
    assert lot_of("L1").best_before == DAY

    with pytest.raises(LotDiffers):
        receive(world, pale, LotUnits("L1", 1, date(2031, 6, 1)))
    assert lying(world, "alder") == {"L1": 2}


def test_what_tracks_lots_comes_in_with_one_and_what_does_not_without(world, pale):
    stout = world.products["alder"][1]
    with acting_as(world.context("alder")), pytest.raises(LotNotNamed, match="Pale Ale"):
        receive_stock(units_by_product={pale.pk: 3, stout.pk: 2}, **keys(world))
    with acting_as(world.context("alder")), pytest.raises(LotNotNamed, match="Oatmeal Stout"):
        receive_stock(units_by_product={}, lots={stout.pk: [LotUnits("S1", 3)]}, **keys(world))
    with as_owner():
        assert not Lot.objects.filter(code="S1").exists()
        assert set(
            StockBalance.objects.filter(keeper=world.orgs["alder"]).values_list("on_hand_units", flat=True)
        ) == {24}


def test_a_lot_is_counted_against_what_was_seen_and_written_down(world, pale):
    receive(world, pale, LotUnits("L1", 6, DAY), LotUnits("L2", 4))
    with acting_as(world.context("alder")):
        count_lot(lot=lot_of("L2"), change_units=-1, seen_units=4, reason="counted", **keys(world))
        with pytest.raises(StockMoved):
            count_lot(lot=lot_of("L2"), change_units=-1, seen_units=4, reason="counted", **keys(world))
        with pytest.raises(LotShort):
            count_lot(lot=lot_of("L2"), change_units=-4, reason="counted", **keys(world))
        write_off_lot(lot=lot_of("L1"), units=2, reason="broken", **keys(world))
        with pytest.raises(LotShort):
            write_off_lot(lot=lot_of("L1"), units=5, reason="broken", **keys(world))

    assert lying(world, "alder") == {"L1": 4, "L2": 3}
    with as_owner():
        verbs = set(AuditEntry.objects.filter(subject_name__in=["L1", "L2"]).values_list("verb", flat=True))
    assert verbs == {"lot_adjusted", "lot_written_off"}
    call_command("check_stock")


def test_what_is_reserved_is_not_written_off_with_its_lot(world, pale):
    with acting_as(world.context("alder")):
        name_lot(product=pale, given=LotUnits("L1", 24, DAY), **keys(world))
        with pytest.raises(InsufficientStock):
            write_off_lot(lot=lot_of("L1"), units=24, reason="broken", **keys(world))
    assert lying(world, "alder") == {"L1": 24}


def test_units_without_a_lot_are_named_and_stay_as_many(world, pale):
    with as_owner():
        before = StockMovement.objects.count()
    with acting_as(world.context("alder")):
        name_lot(product=pale, given=LotUnits("L1", 20, DAY), **keys(world))
        with pytest.raises(LotShort, match="Only 4"):
            name_lot(product=pale, given=LotUnits("L2", 5), **keys(world))
        name_lot(product=pale, given=LotUnits("L1", 4), **keys(world))

    assert lying(world, "alder") == {"L1": 24}
    with as_owner():
        assert StockMovement.objects.count() == before + 4
        balance = StockBalance.objects.get(keeper=world.orgs["alder"], product=pale)
    assert balance.on_hand_units == 24
    call_command("check_stock")


def test_who_may_not_correct_a_warehouse_names_nothing_there(world, pale):
    with acting_as(world.context("alder")), pytest.raises(NotEditable):
        name_lot(
            product=pale, given=LotUnits("L1", 1), **keys(world) | {"warehouse": world.warehouses["dawn"]}
        )
    with acting_as(world.context("gale")), pytest.raises(NotEditable):
        name_lot(product=pale, given=LotUnits("L1", 1), **keys(world, "dawn"))
    with acting_as(world.context("dawn")):
        name_lot(product=pale, given=LotUnits("L1", 1), **keys(world, "dawn"))
    assert lying(world) == {"L1": 1}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("PALE 12 L-0815 2031-05-01", [TypedLot(1, "PALE", 12, "L-0815", DAY)]),
        ("x\nPALE ALE\t12\tL7", [TypedLot(2, "PALE ALE", 12, "L7", None)]),
        ("PALE; 12; L7; 2031-13-01", []),
        ("PALE 12", []),
        ("PALE 0 L7", []),
        ("", []),
    ],
)
def test_lots_are_read_line_by_line(text, found):
    assert typed_lots(text) == found

"""Lots follow the stock: as said, as picked, else first expired first out; what comes back comes as it left."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from catalogs.models import Product
from inventory.enums import MovementKind
from inventory.models import Lot, LotBalance, LotPick, StockBalance
from inventory.services import ledger, release_stock, return_stock, ship_stock
from tests.inventory.test_reserve import order
from tests.world import ORDERED, World
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner

TODAY = date.today()  # noqa: DTZ011
SOON, LATE, GONE = TODAY + timedelta(30), TODAY + timedelta(90), TODAY - timedelta(1)
UNSAID = 24  # on hand before anybody said a lot


@pytest.fixture
def lots(world: World) -> dict[str, Lot]:
    """Let PALE have lots, and dawn hold six of LATE, four of SOON and two of GONE beside 24 of none."""
    return tracked(world)


def tracked(world: World) -> dict[str, Lot]:
    pale = world.products["alder"][0]
    with as_owner():
        Product.objects.filter(pk=pale.pk).update(tracks_lots=True)
        found = {
            code: Lot.objects.create(supplier=world.orgs["alder"], product=pale, code=code, best_before=day)
            for code, day in (("LATE", LATE), ("SOON", SOON), ("GONE", GONE))
        }
    move(world, *((MovementKind.RECEIPT, units, found[code]) for code, units in (("LATE", 6), ("SOON", 4))))
    move(world, (MovementKind.RECEIPT, 2, found["GONE"]))
    return found


def move(world: World, *rows, holder=None, keeper="dawn"):
    pale, warehouse = world.products["alder"][0], world.warehouses[keeper]
    with acting_as(world.context("alder")):
        cause = ledger.Cause(world.org_id("alder"), world.users["alder"], holder)
        ledger.move_given(
            [
                ledger.Movement(warehouse.pk, pale.pk, kind, units, lot_id=lot and lot.pk)
                for kind, units, lot in rows
            ],
            cause=cause,
        )


def lying(world: World, keeper: str = "dawn") -> dict[str, int]:
    with as_owner():
        rows = LotBalance.objects.filter(
            product=world.products["alder"][0], keeper=world.orgs[keeper], on_hand_units__gt=0
        )
        return dict(rows.values_list("lot__code", "on_hand_units"))


def shipped(world: World, units: int) -> dict[str, Any]:
    keys, wanted, _ = order(world, PALE=units)
    with acting_as(world.context("alder")):
        ship_stock(revision=2, units_by_product=wanted, **keys)
    return keys


def test_what_is_received_as_a_lot_lies_there_as_that_lot(world, lots):
    assert lying(world) == {"LATE": 6, "SOON": 4, "GONE": 2}
    call_command("check_stock")


def test_the_first_to_expire_leaves_first_and_what_has_expired_last(world, lots):
    shipped(world, 5)
    assert lying(world) == {"LATE": 5, "GONE": 2}

    shipped(world, 6)
    assert lying(world) == {"GONE": 2}

    shipped(world, UNSAID - 1 - ORDERED)
    assert lying(world) == {"GONE": 2}

    move(world, (MovementKind.WRITE_OFF, -1, None))
    assert lying(world) == {"GONE": 2}

    with as_owner():
        balance = StockBalance.objects.get(keeper=world.orgs["dawn"], product=world.products["alder"][0])
    assert balance.on_hand_units == 24 + 12 - 5 - 6 - (UNSAID - 1 - ORDERED) - 1
    call_command("check_stock")


def test_a_lot_that_was_picked_leaves_before_any_other(world, lots):
    keys, wanted, _ = order(world, PALE=5)
    pick = {
        "supplier": world.orgs["alder"],
        "warehouse": world.warehouses["dawn"],
        "keeper": world.orgs["dawn"],
    }
    with as_owner():
        LotPick.objects.create(
            product=world.products["alder"][0], lot=lots["LATE"], holder_id=keys["holder_id"], units=3, **pick
        )

    with acting_as(world.context("alder")):
        ship_stock(revision=2, units_by_product=wanted, **keys)

    assert lying(world) == {"LATE": 3, "SOON": 2, "GONE": 2}
    with as_owner():
        assert not LotPick.objects.exclude(holder_id=world.orders["alder", "rita"].pk).filter(
            lot=lots["LATE"]
        )


def test_what_comes_back_comes_as_the_lot_that_left(world, lots):
    keys = shipped(world, 5)  # four of SOON, one of LATE
    pale = world.products["alder"][0].pk

    with acting_as(world.context("alder")):
        return_stock(revision=3, units_by_product={pale: 2}, **keys)
    assert lying(world) == {"SOON": 2, "LATE": 5, "GONE": 2}

    with acting_as(world.context("alder")):
        return_stock(revision=4, units_by_product={pale: 3}, **keys)
    assert lying(world) == {"SOON": 4, "LATE": 6, "GONE": 2}
    call_command("check_stock")


def test_a_transfer_takes_its_lots_along_and_breaks_its_own(world, lots):
    holder = uuid7()
    move(world, (MovementKind.TRANSFER_OUT, -5, None), holder=holder)
    arrived = (MovementKind.TRANSFER_IN, 5, None), (MovementKind.WRITE_OFF, -1, None)
    move(world, *arrived, holder=holder, keeper="alder")

    assert lying(world) == {"LATE": 5, "GONE": 2}
    assert lying(world, "alder") == {"SOON": 3, "LATE": 1}
    call_command("check_stock")


def test_a_transfer_called_back_brings_its_lots_home(world, lots):
    holder = uuid7()
    move(world, (MovementKind.TRANSFER_OUT, -5, None), holder=holder)
    move(world, (MovementKind.TRANSFER_BACK, 5, None), holder=holder)

    assert lying(world) == {"LATE": 6, "SOON": 4, "GONE": 2}


def test_a_lot_that_is_written_off_is_that_lot_and_then_the_next(world, lots):
    move(world, (MovementKind.WRITE_OFF, -3, lots["GONE"]))

    assert lying(world) == {"LATE": 6, "SOON": 3}
    call_command("check_stock")


def test_letting_go_of_a_reservation_moves_no_lot(world, lots):
    keys, _, _ = order(world, PALE=5)
    with acting_as(world.context("alder")):
        release_stock(revision=2, **keys)

    assert lying(world) == {"LATE": 6, "SOON": 4, "GONE": 2}


def test_a_product_that_has_lots_no_longer_lies_as_none(world, lots):
    with as_owner():
        Product.objects.filter(pk=world.products["alder"][0].pk).update(tracks_lots=False)
    assert lying(world) == {}

    shipped(world, 5)
    assert lying(world) == {}
    call_command("check_stock")


def test_what_is_on_hand_bears_what_its_lots_say(world, lots):
    """Whatever leaves without a word, the lots never add up to more than there is."""
    move(world, (MovementKind.ADJUSTMENT, -(UNSAID + 12 - 5), None))

    assert sum(lying(world).values()) <= 5
    call_command("check_stock")

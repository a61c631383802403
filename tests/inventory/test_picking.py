"""Lots are picked first expired, first out, or by hand; never more than a lot has; and left to whoever picked them."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from inventory.enums import MovementKind
from inventory.errors import LotShort, LotsToChoose
from inventory.models import Lot, LotPick
from inventory.services import choose_lots, propose_lots, release_stock, settle_lots, ship_stock
from tests.inventory.adding_up import lots_add_up
from tests.inventory.test_lots import UNSAID, lying, move, tracked
from tests.inventory.test_reserve import order
from tests.inventory.test_reserve_race import at_once
from tests.world import World
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner


@pytest.fixture
def lots(world: World) -> dict[str, Lot]:
    return tracked(world)


def act(world: World, verb: Any, holder: dict[str, Any], **said: Any) -> Any:
    with acting_as(world.context("alder")):
        return verb(supplier=world.orgs["alder"], holder_id=holder["holder_id"], **said)


def picked(holder: dict[str, Any]) -> dict[str, int]:
    with as_owner():
        rows = LotPick.objects.filter(holder_id=holder["holder_id"])
        return dict(rows.values_list("lot__code", "units"))


def at(world: World, lot: Any, keeper: str = "dawn") -> Any:
    return (world.warehouses[keeper].pk, lot.pk)


def ship(world: World, holder: dict[str, Any], units: dict[Any, int]) -> None:
    act(world, settle_lots, holder, units_by_product=units)
    with acting_as(world.context("alder")):
        ship_stock(revision=2, units_by_product=units, **holder)


def test_the_first_to_expire_is_proposed_and_left_to_who_picked_it(world, lots):
    first, _, _ = order(world, PALE=5)
    second, wanted, _ = order(world, PALE=4)
    act(world, propose_lots, first)
    act(world, propose_lots, second)
    assert (picked(first), picked(second)) == ({"SOON": 4, "LATE": 1}, {"LATE": 4})

    third, of_third, _ = order(world, PALE=3)
    ship(world, third, of_third)
    assert lying(world) == {"SOON": 4, "LATE": 5, "GONE": 2}  # one of LATE, then what has no lot

    ship(world, second, wanted)
    assert lying(world) == {"SOON": 4, "LATE": 1, "GONE": 2}
    assert picked(first) == {"SOON": 4, "LATE": 1}
    assert lots_add_up(world)


def test_somebody_chooses_others_even_one_that_has_expired(world, lots):
    holder, wanted, _ = order(world, PALE=5)
    act(world, propose_lots, holder)
    said = act(world, choose_lots, holder, chosen={at(world, lots["GONE"]): 1, at(world, lots["LATE"]): 3})
    assert said == {"Pale Ale, LATE": 3, "Pale Ale, GONE": 1}
    assert picked(holder) == {"GONE": 1, "LATE": 3}

    ship(world, holder, wanted)
    assert lying(world) == {"SOON": 3, "LATE": 3, "GONE": 1}
    assert picked(holder) == {}


def test_what_has_expired_is_not_proposed_and_stops_the_shipment(world, lots):
    move(world, (MovementKind.RECEIPT, 3, lots["GONE"]))
    move(
        world, (MovementKind.WRITE_OFF, -(UNSAID + 10 - 1), None)
    )  # one without a lot is left, and five of GONE
    holder, wanted, _ = order(world, PALE=4)
    act(world, propose_lots, holder)
    assert picked(holder) == {}
    with pytest.raises(LotsToChoose, match="3 of Pale Ale"):
        ship(world, holder, wanted)
    assert lying(world) == {"GONE": 5}

    act(world, choose_lots, holder, chosen={at(world, lots["GONE"]): 3})
    ship(world, holder, wanted)
    assert lying(world) == {"GONE": 2}
    assert lots_add_up(world)


def test_never_more_than_a_lot_has_nor_than_the_order_takes(world, lots):
    first, _, _ = order(world, PALE=6)
    second, _, _ = order(world, PALE=6)
    act(world, choose_lots, first, chosen={at(world, lots["LATE"]): 4})
    for chosen in (
        {at(world, lots["LATE"]): 3},
        {at(world, lots["SOON"]): 5},
        {at(world, lots["LATE"]): 2, at(world, lots["SOON"]): 4, at(world, lots["GONE"]): 1},
        {at(world, lots["LATE"], "alder"): 1},
    ):
        with pytest.raises(LotShort):
            act(world, choose_lots, second, chosen=chosen)
    assert picked(second) == {}

    row = {
        "supplier": world.orgs["alder"],
        "warehouse": world.warehouses["dawn"],
        "keeper": world.orgs["dawn"],
        "product": world.products["alder"][0],
        "lot": lots["LATE"],
    }
    with pytest.raises(IntegrityError, match="lot_pick_within_lot"), as_owner(), transaction.atomic():
        LotPick.objects.create(holder_id=uuid7(), units=3, **row)
    with as_owner():
        LotPick.objects.create(holder_id=uuid7(), units=2, **row)


def test_letting_go_forgets_what_was_picked_and_a_smaller_lot_too(world, lots):
    first, _, _ = order(world, PALE=4)
    second, _, _ = order(world, PALE=3)
    act(world, propose_lots, first)
    act(world, propose_lots, second)
    with acting_as(world.context("alder")):
        release_stock(revision=2, **first)
    assert (picked(first), picked(second)) == ({}, {"LATE": 3})

    move(world, (MovementKind.WRITE_OFF, -4, lots["LATE"]))
    assert picked(second) == {}
    act(world, propose_lots, second)
    assert picked(second) == {"SOON": 3}
    assert lots_add_up(world)


def test_two_pickers_of_one_lot_do_not_both_get_it(committed_world):
    world = committed_world
    found = tracked(world)
    first, _, _ = order(world, PALE=6)
    second, _, _ = order(world, PALE=6)

    def pick(holder: dict[str, Any]) -> str:
        try:
            act(world, choose_lots, holder, chosen={at(world, found["LATE"]): 4})
        except LotShort:
            return "short"
        return "picked"

    assert sorted(at_once([lambda: pick(first), lambda: pick(second)])) == ["picked", "short"]
    assert sorted([picked(first), picked(second)], key=len) == [{}, {"LATE": 4}]
    assert lots_add_up(world)

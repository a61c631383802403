"""Changes at once, at random and cut short: nothing oversold, the ledger says what open orders say, all or nothing."""

import random
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from inventory.models import StockBalance
from orders.enums import ChangeReason, Move
from orders.models import Order
from orders.queries.reconciliation import reservations_off
from tests.orders.changing import add, check_ledger, counts, edit, shorten, total_of, untouched, wish
from tests.orders.conftest import Buyer
from tests.orders.serving import let_wait, serve_by_both, step
from tests.orders.test_races import at_once, both_through_dawn, everyone, set_stock
from tests.world import World
from wholesale.errors import DomainError
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner

__all__ = ["everyone"]


class Killed(Exception):
    """The process ended before the commit."""


@pytest.mark.parametrize("seed", range(6))
def test_any_sequence_of_changes_leaves_the_ledger_and_the_orders_as_one(world: World, seed: int) -> None:
    chance = random.Random(seed)
    if seed % 2:
        serve_by_both(world)
        let_wait(world, "STOUT")
    buyer = Buyer(world)
    buyer.put(3, 2)
    order = buyer.submit()
    for _ in range(14):
        with suppress(DomainError):
            _change(world, buyer, order, chance)
    check_ledger()
    with acting_as(world.context("alder")):
        assert reservations_off(world.org_id("alder")) == []
    total = total_of(order)
    assert total.goods == 30 * sum(units for _ordered, units in counts(order).values())


def _change(world: World, buyer: Buyer, order: Order, chance: random.Random) -> None:
    """Do one thing that somebody may do to an order, or may not."""
    units = [chance.choice([None, 0, 1, 2, 5, 9, 15, 30]) for _ in range(2)]
    match chance.randrange(5):
        case 0 | 1:
            edit(world, order, wish(world, *units))
        case 2:
            shorten(world, order, *units, why=ChangeReason.WRONGLY_ENTERED)
        case 3:
            buyer.put(*(each or 1 for each in units))
            add(world, order)
        case _:
            move = chance.choice([Move.CONFIRM, Move.PREPARE, Move.CANCEL]) if chance.random() < 0.4 else None
            if move:
                step(world, order, move, "distributor" if move == Move.PREPARE else "supplier")


@pytest.mark.parametrize("change", ["edit", "add", "shorten"])
def test_killed_before_the_commit_it_leaves_nothing(world: World, buyer: Buyer, change: str) -> None:
    buyer.put(3, 2)
    order = buyer.submit()
    buyer.put(1)
    run = {
        "edit": partial(edit, world, order, wish(world, 5, 0)),
        "add": partial(add, world, order),
        "shorten": partial(shorten, world, order, 1),
    }[change]
    before = untouched(order)

    with pytest.raises(Killed), transaction.atomic():
        run()
        raise Killed

    assert untouched(order) == before
    check_ledger()


def _placed(buyer: Buyer, units: int) -> Order:
    buyer.put(units, 0)
    return buyer.submit()


@pytest.mark.server
def test_eight_changes_at_once_never_oversell(everyone: World) -> None:
    buyers = both_through_dawn(everyone)
    set_stock(everyone, on_hand=20)
    with as_owner():
        Order.objects.all().update(shipped_at="2026-01-01T00:00Z")
    orders = [_placed(buyer, 1) for buyer in buyers for _ in range(4)]
    names = ["rita"] * 4 + ["rosa"] * 4

    answers = list(
        at_once(
            *(
                partial(edit, everyone, order, wish(everyone, 6), who=name)
                for order, name in zip(orders, names, strict=True)
            )
        )
    )

    refused = [answer for answer in answers if isinstance(answer, DomainError)]
    with as_owner():
        balance = StockBalance.objects.get(
            product=everyone.products["alder"][0], keeper=everyone.orgs["dawn"]
        )
    assert balance.reserved_units == sum(counts(order)["PALE"][1] for order in orders) == 18
    assert len(refused) == 6


@pytest.mark.server
def test_of_two_tabs_at_once_one_wins_and_an_addition_clicked_thrice_happens_once(everyone: World) -> None:
    rita = both_through_dawn(everyone)[0]
    set_stock(everyone, on_hand=50)
    order = _placed(rita, 3)

    tabs = list(
        at_once(*(partial(edit, everyone, order, wish(everyone, units), version=1) for units in (4, 5)))
    )
    assert sum(isinstance(tab, DomainError) for tab in tabs) == 1

    stands, key = counts(order)["PALE"][1], uuid7()
    rita.put(2)
    assert len({each.pk for each in at_once(*[partial(add, everyone, order, key=key)] * 3)}) == 1
    assert counts(order)["PALE"][1] == stands + 2


@pytest.mark.server
def test_edited_and_confirmed_at_once_one_of_both_is_told(everyone: World) -> None:
    rita = both_through_dawn(everyone)[0]
    set_stock(everyone, on_hand=50)
    order = _placed(rita, 3)

    answers: list[Any] = list(
        at_once(
            partial(edit, everyone, order, wish(everyone, 5), version=1),
            partial(step, everyone, order, Move.CONFIRM, "supplier", version=1),
        )
    )

    assert sum(isinstance(answer, DomainError) for answer in answers) == 1

"""What broke in other systems, by the number under which it was reported there (DATA.md 2.1 names the sources)."""

from functools import partial
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from inventory.errors import InsufficientStock
from inventory.models import StockBalance, StockMovement
from inventory.services import Wanted, ledger, receive_stock, release_stock, reserve_stock, ship_stock
from retailers.models import Customer
from tests.inventory.adding_up import adds_up
from tests.inventory.test_reserve_race import at_once, reserve
from tests.orders.conftest import Buyer
from tests.world import World
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.retries import retried
from wholesale.tenancy.testing import acting_as, as_owner

FREE = 22  # of PALE at dawn, with 24 on hand


def pale(world: World) -> Any:
    return world.products["alder"][0].pk


def balance(world: World, keeper: str = "dawn") -> tuple[int, int]:
    with as_owner():
        row = StockBalance.objects.get(
            supplier=world.orgs["alder"], keeper=world.orgs[keeper], product_id=pale(world)
        )
    return row.on_hand_units, row.reserved_units


def refused(answers: list[Any]) -> int:
    return sum(isinstance(answer, InsufficientStock) for answer in answers)


def test_saleor_543_magento_3036_inventree_12478_two_at_once_for_the_last_units_and_one_is_refused(
    committed_world,
):
    """Check and take in two steps let both pass: here they are one statement under the row's lock."""
    answers = at_once([partial(reserve, committed_world, {pale(committed_world): FREE})] * 2)

    assert refused(answers) == 1
    assert balance(committed_world) == (24, 24)
    assert adds_up(committed_world)


def test_oscar_1811_nopcommerce_8085_writers_at_once_lose_no_units(committed_world):
    """A value read, changed in the program and written back loses what another wrote meanwhile."""
    world = committed_world

    def receive() -> None:
        with acting_as(world.context("alder")):
            receive_stock(
                supplier=world.orgs["alder"],
                warehouse=world.warehouses["alder"],
                units_by_product={pale(world): 1},
                by=world.users["alder"],
            )

    before = balance(world, "alder")[0]
    at_once([receive] * 8)

    assert balance(world, "alder")[0] == before + 8
    assert adds_up(world)


def test_vendure_1738_what_is_checked_is_held_when_the_order_stands(committed_world):
    """Checked in one transaction and allocated in another: an order stood with nothing held for it."""
    world = committed_world
    at_once([partial(reserve, world, {pale(world): 6})] * 6)

    with as_owner():
        held = StockMovement.objects.filter(
            supplier=world.orgs["alder"],
            keeper=world.orgs["dawn"],
            product_id=pale(world),
            kind="reservation",
        )
        assert sum(held.values_list("reserved_units", flat=True)) == balance(world)[1]
    assert balance(world)[1] <= 24


def test_medusa_16502_a_product_asked_for_twice_is_one_demand(world):
    """Two lines of one item each passed the check alone: demand is summed before it is checked."""
    half = ledger.Movement(world.warehouses["dawn"].pk, pale(world), "reservation", 0, FREE // 2 + 1)
    cause = ledger.Cause(world.org_id("alder"), None, uuid7(), 1)

    with acting_as(world.context("alder")):
        assert ledger.move_given([half, half], cause=cause) == []
        assert len(ledger.move_given([half], cause=cause)) == 1

    assert balance(world) == (24, 2 + FREE // 2 + 1)
    assert adds_up(world)


def test_medusa_11403_locks_are_taken_in_one_order_whatever_the_order_of_lines(committed_world):
    world = committed_world
    first, second = (product.pk for product in world.products["alder"])
    jobs = [
        partial(reserve, world, {first: 1, second: 1}),
        partial(reserve, world, {second: 1, first: 1}),
    ] * 5

    assert not [answer for answer in at_once(jobs) if isinstance(answer, Exception)]
    assert adds_up(world)


def test_odoo_268942_a_balance_that_is_locked_is_waited_for_and_never_made_twice(committed_world):
    """A locked row was skipped and a second one made beside it: reserved grew past what was there."""
    world = committed_world
    at_once([partial(reserve, world, {pale(world): 1})] * 10)

    with as_owner():
        rows = StockBalance.objects.filter(
            supplier=world.orgs["alder"], keeper=world.orgs["dawn"], product_id=pale(world)
        )
        assert rows.count() == 1
        with pytest.raises(IntegrityError), transaction.atomic():
            row = rows.get()
            row.pk = uuid7()
            row.save(force_insert=True)
    assert balance(world) == (24, 2 + 10)


def test_odoo_62139_a_balance_moves_with_its_ledger_or_not_at_all(world):
    """Sums and movements drifted apart until a nightly job aligned them: one statement writes both."""
    cause = ledger.Cause(world.org_id("alder"), None, uuid7(), 1)
    asked = [ledger.Movement(world.warehouses["dawn"].pk, pale(world), "shipment", -25, 0)]

    with acting_as(world.context("alder")):
        assert ledger.move_given(asked, cause=cause) == []

    assert balance(world) == (24, 2)
    assert adds_up(world)


def test_erpnext_52700_44990_stock_is_never_below_nothing_nor_below_what_is_reserved(world):
    with as_owner():
        rows = StockBalance.objects.filter(
            supplier=world.orgs["alder"], keeper=world.orgs["dawn"], product_id=pale(world)
        )
        for wrong in ({"on_hand_units": -1}, {"on_hand_units": 1}, {"reserved_units": 25}):
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(**wrong)


def test_saleor_5334_an_order_shipped_holds_nothing_and_shipped_again_moves_nothing(world):
    """Allocations went missing, or were taken twice, when a step was repeated."""
    keys = {"supplier_id": world.org_id("alder"), "holder_id": uuid7(), "by": None}
    wanted = {pale(world): Wanted(5)}
    with acting_as(world.context("alder")):
        reserve_stock(keepers=(world.org_id("dawn"),), revision=1, wanted=wanted, **keys)
        ship_stock(revision=2, units_by_product={pale(world): 5}, **keys)
        release_stock(revision=3, **keys)
        with pytest.raises(IntegrityError), transaction.atomic():
            reserve_stock(keepers=(world.org_id("dawn"),), revision=1, wanted=wanted, **keys)

    assert balance(world) == (19, 2)
    assert adds_up(world)


def test_saleor_6897_two_carts_submitted_at_once_share_what_is_left(committed_world):
    """The lock came after the check-out had begun to read; here whole submissions race."""
    world = committed_world
    with as_owner():
        Customer.objects.filter(pk=world.customers["alder", "remy"].pk).update(distributor=world.orgs["dawn"])
    buyers = [Buyer(world, "rita"), Buyer(world, "remy")]
    for buyer in buyers:
        buyer.put(FREE - 6)

    answers = at_once([partial(retried, buyer.submit) for buyer in buyers])

    assert refused(answers) == 1
    assert balance(world) == (24, 2 + FREE - 6)
    call_command("check_stock")

"""A retailer changes its order until the cut-off: stock, prices, totals, history, mails, and what is refused."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from catalogs.models import Price
from inventory.errors import InsufficientStock
from orders.change_errors import ChangeMoved, NothingChanged, OrderNotOpen
from orders.enums import Move
from orders.errors import BelowMinimum, CustomerOnHold, LinesNotOffered, LinesRefused
from orders.models import Order, OrderEvent
from orders.queries.changing import customer_of_order
from orders.services.editing import preview
from retailers.models import Customer
from tests.catalogs.terms import Terms
from tests.orders.changing import check_ledger, counts, edit, history, total_of, untouched, wish
from tests.orders.conftest import Buyer
from tests.orders.serving import reserved, step
from tests.world import World
from wholesale.errors import StaleVersion
from wholesale.mail.models import OutboundEmail
from wholesale.tenancy.testing import acting_as, as_owner


@pytest.fixture
def order(world: World, buyer: Buyer) -> Order:
    """Return rita's order at alder of three PALE and two STOUT at 30 each."""
    buyer.put(3, 2)
    return buyer.submit(po_number="PO 7")


def test_more_and_less_move_stock_totals_and_history(world: World, order: Order) -> None:
    held = reserved(world)["dawn"][1]

    edit(world, order, wish(world, 5, 1, po_number="PO 8"))

    assert counts(order) == {"PALE": (5, 5), "STOUT": (1, 1)}
    assert reserved(world)["dawn"][1] == held + 2
    assert int(total_of(order).goods) == 180
    assert history(order) == [("ordered", "STOUT", 2, 1, ""), ("ordered", "PALE", 3, 5, "")]
    with as_owner():
        stored = Order.objects.get(pk=order.pk)
        event = OrderEvent.objects.get(order=order, kind="changed")
    assert (stored.version, stored.po_number, stored.number) == (2, "PO 8", order.number)
    assert (event.sequence, event.by_side, event.note) == (2, "retailer", "PO number: PO 7 → PO 8")
    check_ledger()


def test_a_line_at_0_is_out_and_comes_back(world: World, order: Order) -> None:
    edit(world, order, wish(world, 0))
    with as_owner():
        assert Order.objects.get(pk=order.pk).line_count == 1
    assert counts(order)["PALE"] == (0, 0)
    assert int(total_of(order).goods) == 60

    edit(world, order, wish(world, 4))
    assert counts(order)["PALE"] == (4, 4)
    assert int(total_of(order).goods) == 180
    check_ledger()


def test_the_last_line_out_cancels_the_order(world: World, order: Order) -> None:
    before = reserved(world)["dawn"][1]

    edit(world, order, wish(world, 0, 0))

    with as_owner():
        assert Order.objects.get(pk=order.pk).status == "cancelled"
    assert reserved(world)["dawn"][1] == before - 3
    assert counts(order) == {"PALE": (3, 3), "STOUT": (2, 2)}
    check_ledger()


def test_what_changes_takes_todays_price_and_the_rest_keeps_its_own(world: World, order: Order) -> None:
    with as_owner():
        Price.objects.filter(product__in=world.products["alder"]).update(unit_price=40)

    edit(world, order, wish(world, 4))

    assert total_of(order).goods == 4 * 40 + 2 * 30


def test_a_change_that_came_to_something_else_meanwhile_is_refused(world: World, order: Order) -> None:
    with acting_as(world.context("rita")):
        seen = preview(order, customer_of_order(order), wish(world, 4)).digest
    with as_owner():
        Price.objects.filter(product__in=world.products["alder"]).update(unit_price=40)
    before = untouched(order)

    with pytest.raises(ChangeMoved):
        edit(world, order, wish(world, 4, digest=seen))

    assert untouched(order) == before


def test_the_supplier_and_the_distributor_are_told_and_only_one_reads_amounts(
    world: World, order: Order
) -> None:
    edit(world, order, wish(world, 5))

    with as_owner():
        mails = {mail.to: mail for mail in OutboundEmail.objects.filter(template="orders/edited")}
    assert set(mails) == {"alder@example.com", "dawn@example.com"}
    assert "Pale Ale: 3 → 5" in mails["alder@example.com"].text
    assert "$210.00" in mails["alder@example.com"].text
    assert "Pale Ale: 3 → 5" in mails["dawn@example.com"].text
    assert "$" not in mails["dawn@example.com"].text + mails["dawn@example.com"].html


def test_more_than_there_is_leaves_nothing_behind(world: World, order: Order) -> None:
    before = untouched(order)

    with pytest.raises(InsufficientStock) as caught:
        edit(world, order, wish(world, 60, 1))

    assert caught.value.shortages[0].sku == "PALE"
    assert untouched(order) == before
    check_ledger()


def test_after_the_cut_off_nothing_is_changed_nor_cancelled(world: World, order: Order) -> None:
    with as_owner():
        past = timezone.now().date() - timedelta(days=1)
        Order.objects.filter(pk=order.pk).update(delivery_date=past)
    before = untouched(order)

    with pytest.raises(OrderNotOpen, match="could be changed or cancelled until"):
        edit(world, order, wish(world, 4))
    with pytest.raises(OrderNotOpen):
        step(world, order, Move.CANCEL, "retailer")

    assert untouched(order) == before


def test_a_confirmed_order_is_the_suppliers_to_change(world: World, order: Order) -> None:
    step(world, order, Move.CONFIRM, "supplier")
    before = untouched(order)

    with pytest.raises(OrderNotOpen, match="is confirmed"):
        edit(world, order, wish(world, 4))

    assert untouched(order) == before


def test_of_two_tabs_the_second_is_told(world: World, order: Order) -> None:
    edit(world, order, wish(world, 4), version=1)
    before = untouched(order)

    with pytest.raises(StaleVersion):
        edit(world, order, wish(world, 5), version=1)

    assert untouched(order) == before


def test_the_same_again_is_no_change(world: World, order: Order) -> None:
    with pytest.raises(NothingChanged):
        edit(world, order, wish(world, 3, 2, po_number="PO 7"))


def test_what_is_no_longer_offered_can_be_less_at_its_price_but_not_more(world: World, order: Order) -> None:
    with as_owner():
        product = world.products["alder"][0]
        product.is_active = False
        product.save(update_fields=["is_active"])

    with pytest.raises(LinesNotOffered):
        edit(world, order, wish(world, 4))
    edit(world, order, wish(world, 2))

    assert counts(order)["PALE"] == (2, 2)
    assert int(total_of(order).goods) == 120


def test_a_quantity_that_does_not_fit_names_its_line(world: World, order: Order) -> None:
    with as_owner():
        product = world.products["alder"][0]
        product.order_multiple = 2
        product.save(update_fields=["order_multiple"])

    with pytest.raises(LinesRefused, match="multiples of 2"):
        edit(world, order, wish(world, 5))


def test_on_hold_it_can_be_less_but_not_more(world: World, order: Order) -> None:
    with as_owner():
        Customer.objects.filter(pk=order.customer_id).update(is_on_hold=True)

    with pytest.raises(CustomerOnHold):
        edit(world, order, wish(world, 4))
    edit(world, order, wish(world, 2))

    assert counts(order)["PALE"] == (2, 2)


def test_a_hard_minimum_refuses_what_falls_below_it(world: World, order: Order) -> None:
    Terms(world, "rita").set("customer", minimum_order=Decimal(150), minimum_is_hard=True)

    with pytest.raises(BelowMinimum):
        edit(world, order, wish(world, 2))
    edit(world, order, wish(world, 2, 3))

    assert int(total_of(order).goods) == 150

"""What a customer's terms do to its cart and orders: price, fee, minimum, hold and credit, the same everywhere."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from orders.allowance import Allowance, over_limit
from orders.enums import Move, OrderSide
from orders.errors import BelowMinimum, CustomerOnHold, OverCreditLimit, PricesChanged
from orders.models import Order, OrderTotal
from orders.queries.carts import priced_cart
from orders.services.progress import take_step
from orders.totals import delivery_fee
from retailers.models import Customer, CustomerEvent
from retailers.services import hold_customer, release_customer
from tests.catalogs.terms import Terms
from tests.orders.conftest import Buyer
from tests.orders.shopping import api, at, checkout
from tests.orders.test_submit_order import written
from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.mail.models import OutboundEmail
from wholesale.tenancy.testing import acting_as, as_owner


@pytest.fixture
def terms(world: World) -> Terms:
    return Terms(world)


@pytest.fixture
def rita(world: World) -> Client:
    return world.client("rita")


def hold(world: World, reason: str = "Two invoices are past due.") -> None:
    with acting_as(world.context("alder")):
        customer = Customer.objects.get(pk=world.customers["alder", "rita"].pk)
        hold_customer(customer=customer, reason=reason, by=world.users["alder"])


def total_of(order: Order) -> OrderTotal:
    with as_owner():
        return OrderTotal.objects.get(order=order)


def test_a_delivery_fee_is_in_the_total_until_the_goods_free_it(
    world: World, terms: Terms, buyer: Buyer, rita: Client
) -> None:
    terms.set(terms.bars, delivery_fee=Decimal(15), delivery_fee_free_from=Decimal(150))
    buyer.put(1)
    shown = rita.get(api("cart")).json()
    assert [shown[name] for name in ("goods", "delivery_fee", "total")] == ["60.00", "15.00", "75.00"]

    small = total_of(buyer.submit())
    assert (int(small.goods), int(small.delivery_fee), int(small.total)) == (60, 15, 75)
    with as_owner():
        assert "$75.00" in OutboundEmail.objects.get(template="orders/received").text

    buyer.put(5)
    large = total_of(buyer.submit())
    assert (int(large.goods), int(large.delivery_fee), int(large.total)) == (150, 0, 150)


def test_a_fee_that_changed_since_it_was_shown_is_said_and_nothing_is_sent(
    world: World, terms: Terms, buyer: Buyer, rita: Client
) -> None:
    buyer.put(1)
    page = checkout(world, delivery_fee="0")
    terms.set("all", delivery_fee=Decimal(15))
    before = written()

    answer = rita.post(at("submission_create"), page)

    assert answer.status_code == PricesChanged.status
    assert "15" in answer.content.decode()
    assert written() == before


@pytest.mark.parametrize("is_hard", [False, True])
def test_what_is_missing_to_the_minimum_is_said_before(
    world: World, terms: Terms, buyer: Buyer, rita: Client, is_hard: bool
) -> None:
    terms.set("all", minimum_order=Decimal(100))
    terms.set("customer", minimum_is_hard=is_hard)
    buyer.put(1)

    page = rita.get(at("cart")).content.decode()
    shown = rita.get(api("cart")).json()

    assert "$40.00" in page
    assert ("disabled" in page.split('form="checkout"')[-1].split(">")[0]) is is_hard
    assert (shown["missing_to_minimum"], shown["can_be_submitted"]) == ("40.00", not is_hard)


def test_a_hard_minimum_refuses_on_page_api_and_submission(
    world: World, terms: Terms, buyer: Buyer, rita: Client
) -> None:
    terms.set("all", minimum_order=Decimal(100), minimum_is_hard=True)
    buyer.put(1)
    before = written()

    with pytest.raises(BelowMinimum) as caught:
        buyer.submit()
    page = rita.post(at("submission_create"), checkout(world))
    day = {"delivery_date": checkout(world)["delivery_date"]}
    key = {"Idempotency-Key": "one"}
    refused = rita.post(api("submission"), day, content_type="application/json", headers=key)

    assert caught.value.missing == 40
    assert (page.status_code, refused.status_code) == (422, 422)
    assert refused.json()["code"] == "below_minimum"
    assert written() == before
    buyer.put(3)
    assert total_of(buyer.submit()).missing_to_minimum == 0


def test_a_soft_minimum_is_told_to_both(world: World, terms: Terms, buyer: Buyer) -> None:
    terms.set("all", minimum_order=Decimal(100))
    buyer.put(1)

    order = buyer.submit()

    assert total_of(order).missing_to_minimum == 40
    theirs = reverse("orders:buying_detail", args=["rita", "alder", order.number])
    ours = reverse("orders:selling_detail", args=["alder", order.number])
    for name, path in (("alder", ours), ("rita", theirs)):
        page = " ".join(world.client(name).get(path).content.decode().split())
        assert "Below the minimum order by $40.00" in page
    with as_owner():
        mail = OutboundEmail.objects.get(template="orders/received")
    assert "below your minimum order by $40.00" in mail.text
    assert "below your minimum order by $40.00" in mail.html


@pytest.mark.parametrize("blocks", [False, True])
def test_on_hold_warns_or_refuses_and_never_says_why_to_the_retailer(
    world: World, terms: Terms, buyer: Buyer, rita: Client, blocks: bool
) -> None:
    terms.set("all", hold_blocks=blocks)
    buyer.put(2)
    hold(world)
    before = written()

    pages = [rita.get(at(name)).content.decode() for name in ("shop", "cart")]
    words = "takes no orders from you for now" if blocks else "has put your account on hold"
    assert all(words in " ".join(page.split()) for page in pages)
    assert not any("past due" in page for page in pages)
    assert rita.get(api("cart")).json()["can_be_submitted"] is not blocks
    if blocks:
        with pytest.raises(CustomerOnHold):
            buyer.submit()
        assert written() == before
        with acting_as(world.context("alder")):
            release_customer(customer=terms.customer, by=world.users["alder"])
        assert not total_of(buyer.submit()).was_on_hold
    else:
        assert total_of(buyer.submit()).was_on_hold


def test_the_open_orders_count_against_the_limit_until_they_are_closed(
    world: World, terms: Terms, buyer: Buyer, rita: Client
) -> None:
    terms.set("all", has_credit_limit=True, credit_limit=Decimal(200))  # 60 are open already
    buyer.put(3)  # with the stout in the cart 120
    first = buyer.submit()
    buyer.put(1)
    before = written()

    with pytest.raises(OverCreditLimit) as caught:
        buyer.submit()
    assert caught.value.over == 10
    assert "$10.00" in rita.get(at("cart")).content.decode()
    assert written() == before

    with acting_as(world.context("rita")):
        take_step(order=first, move=Move.CANCEL, side=OrderSide.RETAILER, by=world.users["rita"])
    assert total_of(buyer.submit()).over_credit_limit == 0


def test_over_the_limit_with_a_warning_is_noted_on_the_order(
    world: World, terms: Terms, buyer: Buyer
) -> None:
    terms.set("all", has_credit_limit=True, credit_limit=Decimal(0), hold_blocks=False)
    terms.set(
        "customer",
        payment_terms="end_of_month",
        payment_terms_days=10,
        is_tax_exempt=True,
        tax_certificate="QC-1",
    )
    buyer.put(0, 1)

    order = buyer.submit()
    terms.set("customer", payment_terms="on_receipt", payment_terms_days=0)

    total = total_of(order)
    assert (int(total.over_credit_limit), total.payment_terms, total.payment_terms_days) == (
        90,
        "end_of_month",
        10,
    )
    page = world.client("alder").get(reverse("orders:selling_detail", args=["alder", order.number]))
    text = " ".join(page.content.decode().split())
    for words in ("10 days after the end of the month", "Exempt · QC-1", "Over the credit limit by $90.00"):
        assert words in text


def test_terms_cost_a_submission_and_the_shop_no_statement_more(
    world: World, terms: Terms, buyer: Buyer, statements: Any, rita: Client
) -> None:
    buyer.put(1)
    plain = len(statements(buyer.submit))
    terms.set(
        "all",
        has_credit_limit=True,
        credit_limit=Decimal(9999),
        minimum_order=Decimal(5),
        minimum_is_hard=True,
    )
    terms.set("customer", delivery_fee=Decimal(5), price_change_percent=Decimal(5))
    buyer.put(1)
    customer = buyer.customer

    with acting_as(buyer.context):
        cart = len(statements(lambda: priced_cart(customer)))
    with_terms = len(statements(buyer.submit))

    assert (plain, with_terms, cart) == (19, 19, 2)


def test_a_hold_is_told_in_the_history_and_the_log_and_its_reason_is_the_suppliers(world: World) -> None:
    hold(world)
    hold(world)
    hold(world, "Paid nothing since June.")

    with as_owner():
        assert list(
            CustomerEvent.objects.filter(kind="held").order_by("at").values_list("note", flat=True)
        ) == [
            "Two invoices are past due.",
            "Paid nothing since June.",
        ]
        entry = AuditEntry.objects.filter(verb="customer_held").latest("at")
        assert (entry.before["hold_reason"], entry.after) == (
            "Two invoices are past due.",
            {"is_on_hold": True, "hold_reason": "Paid nothing since June."},
        )
    with acting_as(world.context("rita")):
        assert Customer.objects.get(pk=world.customers["alder", "rita"].pk).is_on_hold


@pytest.mark.parametrize(
    ("goods", "fee", "free_from", "expected"),
    [("10", "5", None, "5"), ("10", "5", "10", "0"), ("9.99", "5", "10", "5"), ("0", "5", None, "0")],
)
def test_what_a_delivery_costs(goods: str, fee: str, free_from: str | None, expected: str) -> None:
    enough = None if free_from is None else Decimal(free_from)

    assert delivery_fee(goods=Decimal(goods), fee=Decimal(fee), free_from=enough) == Decimal(expected)


@pytest.mark.parametrize(("limit", "over"), [(None, 0), ("100", 0), ("99.99", "0.01"), ("0", "100")])
def test_how_far_a_limit_is_passed(limit: str | None, over: Any) -> None:
    given = None if limit is None else Decimal(limit)

    passed = over_limit(limit=given, open_amount=Decimal(70), total=Decimal(30))
    assert passed == Decimal(over)
    assert Allowance(over_credit_limit=passed).refuses is bool(passed)

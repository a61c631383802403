"""Tax and deposits: charged in the cart, checked at the checkout, kept on the order, said to both sides."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalogs.models import Product, TaxClass
from orders.errors import PricesChanged
from orders.models import Order, OrderLineAmount, OrderTax, OrderTotal
from orders.queries.carts import priced_cart
from tests.catalogs.rates import kept as charge
from tests.catalogs.terms import Terms
from tests.orders.conftest import Buyer, assort
from tests.orders.shopping import api, at, checkout
from tests.orders.test_submit_order import written
from tests.world import World
from wholesale.mail.models import OutboundEmail
from wholesale.tenancy.testing import acting_as, as_owner


@pytest.fixture
def terms(world: World) -> Terms:
    return Terms(world)


@pytest.fixture
def rita(world: World) -> Client:
    return world.client("rita")


def taxed(world: World, name: str, rate: str, *skus: str) -> TaxClass:
    """Give alder a tax class for these products; without any it is the default."""
    with as_owner():
        made = TaxClass.objects.create(
            supplier=world.orgs["alder"], name=name, rates=[charge(name, rate)], is_default=not skus
        )
        Product.objects.filter(supplier=world.orgs["alder"], sku__in=skus).update(tax_class=made)
    return made


def deposit(world: World, sku: str, amount: str) -> None:
    with as_owner():
        Product.objects.filter(supplier=world.orgs["alder"], sku=sku).update(deposit=Decimal(amount))


@pytest.fixture
def charged(world: World) -> None:
    """Everything at 8.5 %, the stout at 20 %, and a deposit on the pale ale."""
    taxed(world, "Sales tax", "8.5")
    taxed(world, "Luxury", "20", "STOUT")
    deposit(world, "PALE", "1.20")


def kept(order: Order) -> dict[str, Any]:
    """Return what the database keeps of an order's charges."""
    with as_owner():
        total = OrderTotal.objects.get(order=order)
        taxes = OrderTax.objects.filter(order=order).order_by("-rate_percent")
        lines = OrderLineAmount.objects.filter(line__order=order).order_by("line__position")
        assert {tax.retailer_id for tax in taxes} <= {order.retailer_id}
        return {
            "sums": [str(x) for x in (total.goods, total.deposits, total.tax, total.total)],
            "taxes": [(tax.name, str(tax.base), str(tax.amount)) for tax in taxes],
            "lines": [
                (str(x.deposit), *((each["name"], each["rate_percent"]) for each in x.taxes)) for x in lines
            ],
        }


SUMS = ["120.000", "3.600", "13.650", "137.250"]
TAXES = [("Luxury", "30.000", "6.000"), ("Sales tax", "90.000", "7.650")]


@pytest.mark.usefixtures("charged")
def test_the_cart_the_order_and_both_apis_say_the_same(world: World, buyer: Buyer, rita: Client) -> None:
    buyer.put(3, 1)

    cart = rita.get(api("cart")).json()
    page = rita.get(at("cart")).content.decode()
    order = buyer.submit()

    assert [cart[name] for name in ("goods", "deposits", "tax", "total")] == [x[:-1] for x in SUMS]
    assert [(tax["name"], tax["rate_percent"], tax["amount"]) for tax in cart["taxes"]] == [
        ("Luxury", "20.000", "6.00"),
        ("Sales tax", "8.500", "7.65"),
    ]
    assert {line["name"]: line["deposits"] for line in cart["lines"]} == {
        "Pale Ale": "3.60",
        "Oatmeal Stout": "0.00",
    }
    for words in ("Sales tax 8.5%", "$7.65", "Luxury 20%", "$6.00", "Deposits", "$3.60", "$137.25"):
        assert words in page
    found = kept(order)
    assert (found["sums"], found["taxes"]) == (SUMS, TAXES)
    assert sorted(found["lines"]) == [("0.000", ("Luxury", "20.000")), ("1.200", ("Sales tax", "8.500"))]
    for name, path in (
        ("alder", reverse("orders-api:selling_detail", args=["alder", order.number])),
        ("rita", reverse("orders-api:buying_detail", args=["rita", "alder", order.number])),
    ):
        shown = world.client(name).get(path).json()
        assert [shown[each] for each in ("goods", "deposits", "tax", "total")] == [x[:-1] for x in SUMS]
        assert [tax["amount"] for tax in shown["taxes"]] == ["6.00", "7.65"]


@pytest.mark.usefixtures("charged")
def test_both_sides_pages_and_the_mail_name_each_tax(world: World, buyer: Buyer) -> None:
    buyer.put(3, 1)
    order = buyer.submit()

    theirs = reverse("orders:buying_detail", args=["rita", "alder", order.number])
    ours = reverse("orders:selling_detail", args=["alder", order.number])
    pages = [
        world.client(name).get(path).content.decode() for name, path in (("alder", ours), ("rita", theirs))
    ]
    with as_owner():
        mail = OutboundEmail.objects.get(template="orders/received")
        told = OutboundEmail.objects.get(template="orders/to_deliver")

    for text in (*pages, mail.text, mail.html):
        for words in ("Deposits", "$3.60", "Luxury 20%", "$6.00", "Sales tax 8.5%", "$7.65", "$137.25"):
            assert words in text
    assert not any(words in told.text + told.html for words in ("Deposits", "Luxury", "$"))


@pytest.mark.usefixtures("charged")
def test_whoever_is_exempt_pays_no_tax_but_the_deposits(
    world: World, terms: Terms, buyer: Buyer, rita: Client
) -> None:
    terms.set("customer", is_tax_exempt=True, tax_certificate="QC-1")
    buyer.put(3, 1)

    shown = rita.get(api("cart")).json()
    page = rita.get(at("cart")).content.decode()
    found = kept(buyer.submit())

    assert (shown["is_tax_exempt"], shown["tax"], shown["taxes"]) == (True, "0.00", [])
    assert "Exempt" in page
    assert "Sales tax" not in page
    assert found["sums"] == ["120.000", "3.600", "0.000", "123.600"]
    assert found["taxes"] == []
    assert {line[1:] for line in found["lines"]} == {()}


def shown(name: str, amount: str) -> dict[str, Any]:
    """Return what a buyer was shown, for Buyer.submit."""
    return {name: Decimal(amount)}


@pytest.mark.usefixtures("charged")
@pytest.mark.parametrize(
    ("name", "stale", "now"), [("tax", "13.64", "13.65"), ("deposits", "3.50", "3.60"), ("tax", "0", "13.65")]
)
def test_what_changed_since_it_was_shown_is_said_and_nothing_is_sent(
    world: World, buyer: Buyer, rita: Client, name: str, stale: str, now: str
) -> None:
    buyer.put(3, 1)
    page = checkout(world, **{name: stale})
    before = written()

    answer = rita.post(at("submission_create"), page)
    with pytest.raises(PricesChanged, match=now):
        buyer.submit(**shown(name, stale))

    assert answer.status_code == PricesChanged.status
    assert now in answer.content.decode()
    assert written() == before
    assert buyer.submit(**shown(name, now)).line_count == 2


IN_COINS: list[tuple[str, ...]] = [
    # currency, price, rate, deposit on each; goods, deposits, tax, total of three
    ("JPY", "105", "10", "12", "315.000", "0.000", "32.000", "347.000"),
    ("TND", "1.234", "19", "0.1", "3.702", "0.000", "0.703", "4.405"),
    ("USD", "0.07", "7.5", "0.05", "0.210", "0.150", "0.020", "0.380"),
]


@pytest.mark.parametrize("case", IN_COINS, ids=[case[0] for case in IN_COINS])
def test_tax_is_in_coins_of_the_list_and_a_deposit_in_the_supplier_s_own_currency(
    world: World, terms: Terms, buyer: Buyer, case: tuple[str, ...]
) -> None:
    currency, price, rate, unit_deposit, *sums = case
    taxed(world, "VAT", rate)
    deposit(world, "PALE", unit_deposit)
    terms.set("customer", price_list_id=terms.list("Own", price, currency).pk)
    buyer.put(3, 0)

    assert kept(buyer.submit())["sums"] == sums


@pytest.mark.usefixtures("charged")
def test_an_order_keeps_its_taxes_whatever_becomes_of_the_classes(world: World, buyer: Buyer) -> None:
    buyer.put(3, 1)
    order = buyer.submit()
    before = kept(order)

    with as_owner():
        Product.objects.update(tax_class=None, deposit=9)
        TaxClass.objects.all().delete()

    assert kept(order) == before


def test_a_class_of_another_supplier_taxes_nothing(world: World, buyer: Buyer) -> None:
    with as_owner():
        TaxClass.objects.create(
            supplier=world.orgs["birch"], name="Theirs", rates=[charge("Theirs", 50)], is_default=True
        )
    buyer.put(1)

    with acting_as(buyer.context):
        assert priced_cart(buyer.customer).taxes == []
    assert kept(buyer.submit())["taxes"] == []


@pytest.mark.usefixtures("charged")
@pytest.mark.parametrize("lines", [10, 100])
def test_tax_costs_a_submission_no_statement_more(
    world: World, buyer: Buyer, statements: Any, lines: int
) -> None:
    from orders.services.cart import set_cart_lines

    customer, wanted = buyer.customer, assort(world, lines)
    with as_owner():
        Product.objects.update(deposit=1)
    with acting_as(buyer.context):
        set_cart_lines(customer=customer, units_by_product=wanted, by=buyer.user)
        cart = len(statements(lambda: priced_cart(customer).total))

    assert (cart, len(statements(buyer.submit))) == (2, 19)


@pytest.mark.usefixtures("charged")
def test_the_limit_and_what_is_open_count_tax_in_and_the_minimum_does_not(
    terms: Terms, buyer: Buyer, rita: Client
) -> None:
    terms.set("all", has_credit_limit=True, credit_limit=Decimal(60), hold_blocks=False)
    terms.set("customer", minimum_order=Decimal(100), delivery_fee=Decimal(10))
    buyer.put(1, 1)

    shown = rita.get(api("cart")).json()

    assert shown["missing_to_minimum"] == "40.00"
    assert shown["total"] == "79.75"  # 60 goods, 10 delivery, 1.20 deposit, 6 and 2.55 tax
    assert shown["over_credit_limit"] == "79.75"  # 60 are open already

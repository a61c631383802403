"""Why a customer pays what it pays: each step by name, on the popover, its page and in the API."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogs.models import Price, Product, TaxClass
from tests.catalogs.dealer import Dealer
from tests.catalogs.rates import kept
from tests.catalogs.terms import Terms
from tests.orders.shopping import HTMX
from tests.world import World
from wholesale.tenancy.testing import as_owner


@pytest.fixture
def dealer(world: World) -> Dealer:
    return Dealer(world)


@pytest.fixture
def terms(world: World) -> Terms:
    return Terms(world)


def told(dealer: Dealer, **query: str | int) -> str:
    """Return what the popover says, in one line."""
    answer = dealer.client.get(dealer.at("customer_price_why", dealer.pale.pk), query, **HTMX)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def machine(dealer: Dealer, units: int) -> dict[str, object]:
    found: dict[str, object] = dealer.call("get", f"prices/{dealer.pale.pk}/why/?units={units}").json()
    return found


def test_a_list_price_as_it_is(dealer: Dealer) -> None:
    page = told(dealer)

    assert "Price list Standard" in page
    assert "$30.00" in page
    assert not any(words in page for words in ("Rounded", "discount", "Special", "Quantity break"))


def test_every_step_is_named_with_where_it_comes_from(dealer: Dealer, terms: Terms) -> None:
    made = terms.list("Bars 2026", "30")
    with as_owner():
        Price.objects.filter(price_list=made, product=dealer.pale).update(
            break_units=[10, 50], break_prices=[Decimal("28.15"), Decimal(26)]
        )
        TaxClass.objects.create(
            supplier=terms.supplier, name="Sales tax", rates=[kept("Sales tax", "8.5")], is_default=True
        )
        Product.objects.filter(pk=dealer.pale.pk).update(deposit="1.20")
    terms.set(terms.bars, price_list_id=made.pk)
    terms.set("customer", price_change_percent=Decimal(-3))

    page = told(dealer, units=12)

    for words in (
        "Price list Bars 2026", "from group Bars", "$30.00",
        "Quantity break from 10 units", "$28.15",
        "3 % discount", "set for this retailer", "27.3055 USD",
        "Rounded to whole coins", "$27.31",
        "Plus $1.20 deposit.", "Sales tax 8.5%",
    ):  # fmt: skip
        assert words in page
    found = machine(dealer, 12)
    assert (found["list_price"], found["break_units"], found["before_change"]) == ("30.000", 10, "28.150")
    assert (found["change_percent"], found["unit_price"]) == ("-3.00", "27.310")
    assert "No quantity break: the first is from 10 units" in told(dealer, units=9)


@pytest.mark.parametrize(("is_net", "price"), [(True, "25.000"), (False, "22.500")])
def test_a_special_price_stands_in_place_of_the_list(
    dealer: Dealer, terms: Terms, is_net: bool, price: str
) -> None:
    terms.set("customer", price_change_percent=Decimal(-10))
    dealer.set("25", is_net=is_net)

    page, found = told(dealer), machine(dealer, 1)

    assert "Special price of this retailer" in page
    assert "in place of the price on the list Standard" in page
    assert ("not on a net special price" in page) is is_net
    assert (found["unit_price"], found["special_price"], found["is_net"]) == (price, "25.000", is_net)


def test_who_is_exempt_is_told_of_no_tax_but_of_the_deposit(dealer: Dealer, terms: Terms) -> None:
    with as_owner():
        TaxClass.objects.create(
            supplier=terms.supplier, name="Sales tax", rates=[kept("Sales tax", "8.5")], is_default=True
        )
        Product.objects.filter(pk=dealer.pale.pk).update(deposit="1.20")
    assert "Sales tax 8.5%" in told(dealer)
    terms.set("customer", is_tax_exempt=True, tax_certificate="QC-1")

    page, found = told(dealer), machine(dealer, 1)

    assert "Plus $1.20 deposit." in page
    assert "Sales tax" not in page
    assert (found["unit_price"], found["deposit"]) == ("30.000", "1.20")
    assert found["taxes"] == []


def test_no_price_is_said_with_the_reason(dealer: Dealer) -> None:
    with as_owner():
        Price.objects.filter(product=dealer.pale).delete()

    assert "It has no price on the list Standard, and no special price" in told(dealer)
    assert machine(dealer, 1)["unit_price"] is None


@pytest.mark.parametrize("units", ["", "0", "-1", "ten", "9" * 30, "1.5", "²"])
def test_nonsense_for_a_quantity_asks_for_the_fewest(dealer: Dealer, units: str) -> None:
    assert 'value="1"' in told(dealer, units=units)


def test_without_a_script_it_is_a_page(dealer: Dealer) -> None:
    page = dealer.client.get(dealer.at("customer_price_why", dealer.pale.pk)).content.decode()

    assert page.lstrip().startswith("<!DOCTYPE html>")
    assert "Why this price?" in page


def test_a_representative_asks_only_for_its_own_retailers(
    world: World, dealer: Dealer, sally: object
) -> None:
    client = world.client("sally")
    others = dealer.at("customer_price_why", dealer.pale.pk).replace(
        str(dealer.customer.pk), str(world.customers["alder", "remy"].pk)
    )

    assert client.get(dealer.at("customer_price_why", dealer.pale.pk)).status_code == 200
    assert client.get(others).status_code == 404
    foreign = dealer.at("customer_price_why", world.products["birch"][0].pk)
    assert client.get(foreign).status_code == 404


def test_it_takes_six_statements(dealer: Dealer) -> None:
    with CaptureQueriesContext(connection) as heard:
        told(dealer)

    # The product, terms, lists, what is charged, the list's row, the special price.
    assert sum("catalogs_" in each["sql"] for each in heard) == 6

"""What a customer pays: its list, then its markup or discount at any level, rounded; the same wherever it is shown."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from catalogs.models import Product
from catalogs.queries import unit_price
from tests.catalogs.dealer import Dealer
from tests.catalogs.terms import Terms
from tests.orders.conftest import Buyer
from tests.orders.shopping import api, at
from tests.world import World
from wholesale.tenancy.testing import acting_as, as_owner


@pytest.fixture
def terms(world: World) -> Terms:
    return Terms(world)


@pytest.fixture
def rita(world: World) -> Client:
    return world.client("rita")


LEVELS: tuple[Any, ...] = ("customer", "group", "all")


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    ("percent", "price"), [("-2.5", "29.25"), ("12.35", "33.71"), ("-100", "0.00"), ("1000", "330.00")]
)
def test_the_price_is_the_same_in_shop_cart_order_and_api(
    world: World, terms: Terms, buyer: Buyer, rita: Client, level: Any, percent: str, price: str
) -> None:
    terms.set(
        terms.bars if level == "group" else level,
        price_change_percent=Decimal(percent),
    )
    buyer.put(3, 0)
    expected = Decimal(price)

    rows = {row["sku"]: row for row in rita.get(at("shop")).context["page"].rows}
    offered = {row["sku"]: row for row in rita.get(api("products")).json()["results"]}
    cart = rita.get(api("cart")).json()
    order = buyer.submit()

    line = next(each for each in cart["lines"] if each["name"] == "Pale Ale")
    assert rows["PALE"]["unit_price"] == expected
    assert Decimal(offered["PALE"]["unit_price"]) == expected
    assert (Decimal(line["unit_price"]), Decimal(line["amount"])) == (expected, 3 * expected)
    with as_owner():
        placed = order.lines.get(sku="PALE")
        assert (placed.amount.unit_price, placed.amount.amount) == (expected, 3 * expected)


@pytest.mark.parametrize(
    ("currency", "listed", "percent", "price"),
    [
        ("USD", "0.05", "50", "0.08"),
        ("USD", "10.00", "-3.33", "9.67"),
        ("JPY", "105", "-10", "95"),
        ("JPY", "5", "10", "6"),
        ("TND", "1.234", "10", "1.357"),
        ("USD", "999999999.99", "100", None),
    ],
)
def test_a_price_is_rounded_half_up_to_the_coins_of_its_list(
    world: World, terms: Terms, currency: str, listed: str, percent: str, price: str | None
) -> None:
    terms.set(
        "customer",
        price_list_id=terms.list("Own", listed, currency).pk,
        price_change_percent=Decimal(percent),
    )

    for name in ("alder", "rita"):
        with acting_as(world.context(name)):
            pale = Product.objects.annotate(price=unit_price(customer_id=terms.customer.pk)).get(
                sku="PALE", supplier=terms.supplier
            )
        assert pale.price == (None if price is None else Decimal(price))


def test_a_special_price_is_the_same_in_cart_and_order_with_its_breaks(world: World, buyer: Buyer) -> None:
    Dealer(world).set("25", (10, "24"))
    buyer.put(10, 0)

    line = world.client("rita").get(api("cart")).json()["lines"][0]
    order = buyer.submit()

    assert (line["unit_price"], line["amount"]) == ("24.000", "240.00")
    with as_owner():
        assert order.lines.get().amount.unit_price == 24

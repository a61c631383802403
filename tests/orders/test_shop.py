"""The shop's list and grid, a product's own page, what the shop is narrowed by, and the shop as a file."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from catalogs.models import Product
from inventory.models import StockBalance
from orders.queries.facets import counted
from orders.queries.wishing import Wish
from retailers.models import Customer
from tests.orders.conftest import Buyer, assort
from tests.orders.shopping import HTMX, at, held
from tests.world import World
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner

STYLES = {"PALE": ("Alder", {"style": "IPA", "ABV": "5 %"}), "STOUT": ("Birch", {"style": "Stout: dry"})}


@pytest.fixture
def described(world: World) -> World:
    """Return the cast, alder's products with brands and properties."""
    with as_owner():
        for product in world.products["alder"]:
            brand, attributes = STYLES[product.sku]
            Product.objects.filter(pk=product.pk).update(
                brand=brand, attributes=attributes, description="Line one.\n\nLine two.", gtin="4006381333931"
            )
    return world


def skus(page: Any) -> list[str]:
    return [row["sku"] for row in page.context["page"].rows]


def store(world: World, name: str, *rest: object) -> str:
    return reverse(f"orders:{name}", args=["alder", world.customers["alder", "rita"].pk, *rest])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"brand": "Alder"}, ["PALE"]),
        ({"brand": ["Alder", "Birch"]}, ["STOUT", "PALE"]),
        ({"attribute": "style:IPA"}, ["PALE"]),
        ({"attribute": "style:Stout: dry"}, ["STOUT"]),
        ({"attribute": ["style:IPA", "style:Stout: dry"]}, ["STOUT", "PALE"]),
        ({"attribute": ["style:IPA", "ABV:6 %"]}, []),
        ({"attribute": ["style:IPA", "ABV:5 %"], "brand": "Alder", "category": "Beer"}, ["PALE"]),
        ({"attribute": ["style", ":IPA", "style:"], "brand": ""}, ["STOUT", "PALE"]),
        ({"brand": "Alder", "category": "Wine"}, []),
    ],
)
def test_a_shop_is_narrowed_by_brand_and_properties(described: World, query: Any, found: list[str]) -> None:
    assert skus(described.client("rita").get(at("shop"), query)) == found


def test_what_is_pressed_is_taken_back_by_its_chip(described: World) -> None:
    client = described.client("rita")
    page = client.get(at("shop"), {"q": "al", "brand": "Alder", "attribute": "style:IPA", "view": "grid"})
    chips = {choice.label: choice.url for choice in page.context["choices"].chips if choice.is_pressed}

    assert set(chips) == {"All", "Alder", "IPA"}
    assert chips["Alder"] == at("shop") + "?q=al&attribute=style%3AIPA"


def test_counts_say_what_each_choice_would_leave(described: World, buyer: Buyer) -> None:
    """Of a kind as if nothing of that kind were chosen: STOUT's brand counts beside PALE's, in the same category."""
    customer = buyer.customer
    with acting_as(described.context("rita")):
        whole = counted(customer, Wish())
        ipa = counted(customer, Wish(brands=("Alder",), attributes=(("style", "IPA"),)))

    assert (whole.total, whole.categories) == (2, [("Beer", 2)])
    assert whole.brands == [("Alder", 1), ("Birch", 1)]
    assert whole.attributes == {"style": [("IPA", 1), ("Stout: dry", 1)], "ABV": [("5 %", 1)]}
    assert (ipa.total, ipa.brands) == (1, [("Alder", 1)])
    assert ipa.attributes["style"] == [("IPA", 1)]


def test_a_property_that_tells_products_apart_is_no_filter(world: World, buyer: Buyer) -> None:
    assort(world, 30)
    customer = buyer.customer
    with as_owner():
        for number, product in enumerate(Product.objects.filter(supplier=world.orgs["alder"])):
            Product.objects.filter(pk=product.pk).update(attributes={"lot": f"L{number}", "style": "Ale"})

    with acting_as(world.context("rita")):
        assert set(counted(customer, Wish()).attributes) == {"style"}
        assert counted(customer, Wish(attributes=(("lot", "L3"),))).attributes["lot"] == [("L3", 1)]


def test_filters_come_after_the_page_and_are_a_page_without_a_script(described: World) -> None:
    client = described.client("rita")

    whole = client.get(at("shop_facets"), {"brand": "Alder"})
    fragment = client.get(at("shop_facets"), {"brand": "Alder"}, **HTMX)

    assert b"<html" in whole.content
    assert b"<html" not in fragment.content
    for answer in (whole, fragment):
        html = answer.content.decode()
        assert "Stout: dry" not in html  # Birch's alone
        assert f'href="{at("shop")}?brand=Alder&amp;attribute=style%3AIPA"' in html


def test_filters_are_counted_once_for_a_while(described: World, statements: Any) -> None:
    client = described.client("rita")
    first = statements(lambda: client.get(at("shop_facets")))
    second = statements(lambda: client.get(at("shop_facets")))

    assert len(first) - len(second) == 1
    assert sum("jsonb_each_text" in sql for sql in first) == 1


def test_filters_without_any_value_are_not_offered(world: World) -> None:
    facets = world.client("rita").get(at("shop_facets")).context["choices"]

    assert [kind.label for kind in facets.kinds] == []


def test_words_of_no_product_leave_nothing_to_filter_by(world: World) -> None:
    client = world.client("rita")
    for query in ({"q": "xyzzyx"}, {"q": "x"}, {"brand": "None"}):
        assert client.get(at("shop_facets"), query).context["facets"].total == 0
        assert client.get(at("shop_export"), query | {"as": "csv"}).status_code == 200


def test_how_a_shop_is_looked_at_is_remembered(world: World) -> None:
    client = world.client("rita")

    assert b"is-grid" not in client.get(at("shop")).content
    assert b"is-grid" in client.get(at("shop"), {"view": "grid"}).content
    assert b"is-grid" in client.get(at("shop")).content
    assert b"is-grid" in client.get(at("shop"), {"view": "nonsense"}).content
    assert b"is-grid" not in client.get(at("shop"), {"view": "list"}).content
    assert b"is-grid" not in client.get(at("shop")).content


def test_a_product_has_a_page_of_its_own(described: World) -> None:
    pale, stout = described.products["alder"]
    page = described.client("rita").get(at("shop_product", pale.pk)).content.decode()

    for words in ("Pale Ale", "$30.00", "<p>Line two.</p>", "5 %", "4006381333931", "Next delivery"):
        assert words in page
    assert stout.name not in page


@pytest.mark.parametrize("supplier", ["alder", "birch"])
def test_what_is_not_offered_has_no_page(world: World, supplier: str) -> None:
    hidden = world.products[supplier][1]
    with as_owner():
        StockBalance.objects.filter(product=world.products["alder"][1]).delete()
    client = world.client("rita")

    for product in (hidden.pk, uuid7()):
        assert client.get(at("shop_product", product)).status_code == 404
        assert world.client("alder").get(store(world, "customer_store_product", product)).status_code == 404


def test_a_product_is_put_into_the_cart_on_its_page(world: World) -> None:
    pale = world.products["alder"][0]
    client = world.client("rita")
    box = {"product": str(pale.pk), "quantity_units": 2, "seen_units": 0, "back": "product"}

    plain = client.post(at("cart_line_create"), box)
    scripted = client.post(at("cart_line_create"), box | {"quantity_units": 3, "seen_units": 2}, **HTMX)

    assert plain.headers["Location"] == at("shop_product", pale.pk)
    assert b"cb-buying" in scripted.content
    assert b'hx-swap-oob="true"' in scripted.content
    assert held(world) == {"PALE": 3, "STOUT": 1}


def test_an_inactive_customer_has_no_filters_products_or_file(world: World) -> None:
    pale = world.products["alder"][0]
    with as_owner():
        Customer.objects.update(is_active=False)

    for client, address in (
        (world.client("rita"), lambda name, *rest: at(f"shop_{name}", *rest)),
        (world.client("alder"), lambda name, *rest: store(world, f"customer_store_{name}", *rest)),
    ):
        for name, rest in (("facets", ()), ("product", (pale.pk,)), ("export", ())):
            assert client.get(address(name, *rest)).status_code == 404


def test_the_supplier_looks_at_the_same_pages(described: World) -> None:
    pale = described.products["alder"][0]
    own, seen = described.client("rita"), described.client("alder")

    facets = [
        page.context["facets"]
        for page in (own.get(at("shop_facets")), seen.get(store(described, "customer_store_facets")))
    ]
    page = seen.get(store(described, "customer_store_product", pale.pk)).content.decode()

    assert facets[0] == facets[1]
    assert "You see the store as Rita of alder sees it." in page
    assert "hx-post" not in page
    assert (
        rows(own.get(at("shop_export"), {"as": "csv"}))[1:][0][2:]
        == (rows(seen.get(store(described, "customer_store_export"), {"as": "csv"}))[1:][0][2:])
    )


def rows(answer: Any) -> list[list[Any]]:
    content = b"".join(answer.streaming_content)
    if content.startswith(b"PK"):
        sheet: Any = openpyxl.load_workbook(io.BytesIO(content)).active
        return [list(row) for row in sheet.iter_rows(values_only=True)]
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize(("as_format", "none", "price"), [("xlsx", None, 30), ("csv", "", "30.00")])
def test_a_shop_is_taken_as_a_file(described: World, as_format: str, none: Any, price: Any) -> None:
    with as_owner():
        Product.objects.filter(sku="PALE").update(name="=1+1")

    found = rows(described.client("rita").get(at("shop_export"), {"as": as_format, "category": "Beer"}))
    named = {row[0]: dict(zip(found[0], row, strict=True)) for row in found[1:]}

    assert set(named) == {"PALE", "STOUT"}
    assert named["STOUT"]["Quantity"] in (1, "1")
    assert (named["PALE"]["Quantity"], named["PALE"]["Price"]) == (none, price)
    assert named["PALE"]["Product"] in ("=1+1", "'=1+1")
    assert rows(described.client("rita").get(at("shop_export"), {"brand": "None"}))[1:] == []


@pytest.mark.parametrize("products", [10, 100])
@pytest.mark.parametrize(("name", "own"), [("shop_facets", 5), ("shop_product", 8), ("shop_export", 7)])
def test_each_page_costs_the_same_whatever_the_shop_holds(
    world: World, statements: Any, name: str, own: int, products: int
) -> None:
    ids = list(assort(world, products))
    client: Client = world.client("rita")
    url = at(name, ids[0]) if name == "shop_product" else at(name)
    client.get(at("shop"))

    seen = statements(lambda: client.get(url).close())

    assert len(seen) == own, seen

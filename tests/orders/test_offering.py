"""A page of offers says what assortment.py says, in one statement that reads no more than it shows."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from catalogs.details import ProductDetails, search_text_of
from catalogs.models import Product
from catalogs.queries import closeness, matching
from orders.queries.assortment import COLUMNS, offered_products
from orders.queries.carts import customer_for_buyer
from orders.queries.looking import CLOSEST, FEW, ORDER
from orders.queries.offering import offers_page
from orders.queries.wishing import Wish, in_stock
from retailers.models import Customer
from tests.orders.conftest import assort
from tests.orders.scenes import RETAILERS, WORDS, make_scene
from tests.plans import EXPLAIN, listening
from tests.world import World
from wholesale.api.breaks import breaks_shown
from wholesale.tenancy.testing import acting_as, as_owner

EVERYTHING = Wish(sold_out=True)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("side", ["own", "alder"])
def test_a_page_says_what_the_assortment_says(world: World, seed: int, side: str) -> None:
    scene = make_scene(world, seed)
    for retailer in RETAILERS:
        with acting_as(world.context(retailer if side == "own" else side)):
            customer = Customer.objects.get(pk=world.customers["alder", retailer].pk)
            for wish in (EVERYTHING, Wish(), *(Wish(text=word, sold_out=True) for word in WORDS)):
                wanted = _rows(customer, wish)
                assert _page(customer, wish) == wanted, (retailer, wish)
                assert [json.loads(each) for each in _written(customer, wish)] == _as_answered(wanted)
            assert {row["sku"].lower() for row in _page(customer, EVERYTHING)} == scene.offered(retailer)


def _rows(customer: Customer, wish: Wish) -> list[dict[str, Any]]:
    products = in_stock(offered_products(customer), wish)
    named = products.filter(sku__iexact=wish.text) if wish.text else products
    return list(named.order_by("name", "id").values(*COLUMNS))


def _page(customer: Customer, wish: Wish) -> list[dict[str, Any]]:
    rows = offers_page(customer, wish, size=50).page.rows
    return [{name: row[name] for name in COLUMNS} for row in rows]


def _written(customer: Customer, wish: Wish) -> list[str]:
    return [row["json"] for row in offers_page(customer, wish, size=50, is_json=True).page.rows]


def _as_answered(rows: list[dict[str, Any]]) -> list[Any]:
    exact = {"unit_price", "unit_deposit", "id"}
    said = [{name: str(value) if name in exact else value for name, value in row.items()} for row in rows]
    return [
        one | {"price_breaks": breaks_shown(row["price_breaks"])} for one, row in zip(said, rows, strict=True)
    ]


@pytest.mark.parametrize(
    "text",
    ["number", "Number 1", "number 11", "100%", "a_b", "back\\slash", "BIÈRE été", "N-7", " 10% "],
)
def test_words_are_compiled_once_and_find_what_the_assortment_has(world: World, text: str) -> None:
    """Of few and of many, with letters that mean something to LIKE, in the order of the assortment's own statement."""
    names = ["100% malt", "1000 malts", "a_b", "axb", "back\\slash", "Bière d'été", "10% zest", "10 apples"]
    with as_owner():
        keys = list(assort(world, 120))
        for number, key in enumerate(keys):
            name = names[number] if number < len(names) else f"Number {number}"
            said = search_text_of(ProductDetails(sku=f"N-{number}", name=name))
            Product.objects.filter(pk=key).update(name=name, sku=f"N-{number}", search_text=said)
    with acting_as(world.context("rita")):
        customer = customer_for_buyer(world.orgs["rita"], "alder")
        found = matching(offered_products(customer), text)
        order = CLOSEST if found.count() <= FEW else ORDER
        wanted = closeness(found, text).order_by(*order).values_list("id", flat=True)[:50]
        for _ in range(2):
            shown = offers_page(customer, Wish(text=text), size=50)
            assert ([row["id"] for row in shown.page.rows], shown.order) == (list(wanted), order)
        assert wanted


def test_a_page_looks_up_no_more_rows_than_it_shows(world: World) -> None:
    """Of a hundred and twenty products, a page of ten asks the stock and the price of eleven."""
    assort(world, 120)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "ANALYZE catalogs_product, catalogs_price, catalogs_catalogproduct, inventory_stockbalance"
        )
    with acting_as(world.context("rita")):
        customer = customer_for_buyer(world.orgs["rita"], "alder")
        with listening() as heard:
            offers_page(customer, Wish(), size=10)

    (statement,) = heard
    with acting_as(world.context("rita")), connection.cursor() as cursor:
        cursor.execute(EXPLAIN + statement.sql, statement.params)
        told = cursor.fetchone()[0]
    plan = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
    asked = dict(_asked(plan))
    assert asked["inventory_stockbalance"] == asked["catalogs_price"] == 11


def _asked(node: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """Yield how often each table was asked."""
    if "Relation Name" in node:
        yield node["Relation Name"], node["Actual Loops"]
    for child in node.get("Plans", []):
        yield from _asked(child)

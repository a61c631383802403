"""Supply for machines and on pages: what is left and what waits, before an order and after (SPEC.md I9, I10)."""

from typing import Any

import pytest
from django.test import Client

from orders.enums import Missing, Move
from orders.models import Order
from orders.queries.facets import facets_of
from orders.queries.wishing import Wish
from tests.catalogs.terms import Terms
from tests.orders.conftest import Buyer
from tests.orders.serving import FREE, let_wait, lines, put_on_hand, serve_by_both, step
from tests.orders.test_orders_api import SHOP, move, put, submit
from tests.world import World
from wholesale.tenancy.testing import acting_as, as_owner


@pytest.fixture
def both(world: World) -> World:
    """Rita is served by dawn and alder; PALE may wait, STOUT may not."""
    serve_by_both(world)
    let_wait(world, "PALE")
    return world


def cart_lines(client: Client) -> dict[str, dict[str, Any]]:
    return {line["name"]: line for line in client.get(f"{SHOP}cart/").json()["lines"]}


def test_shop_and_cart_say_what_is_left_and_what_would_wait(both: World) -> None:
    client = both.client("rita")
    shop = {row["sku"]: row for row in client.get(f"{SHOP}products/").json()["results"]}
    assert {sku: (row["available_units"], row["allows_backorder"]) for sku, row in shop.items()} == {
        "PALE": (2 * FREE, True),
        "STOUT": (48, False),
    }

    assert put(client, [{"sku": "PALE", "quantity_units": 2 * FREE + 3}]).status_code == 200
    refused = put(client, [{"sku": "STOUT", "quantity_units": 49}])

    assert (refused.status_code, refused.json()["lines"][0]["available_units"]) == (422, 48)
    line = cart_lines(client)["Pale Ale"]
    assert (line["available_units"], line["backordered_units"], line["is_short"]) == (2 * FREE, 3, False)


def test_a_refusal_names_each_line_with_what_is_left(both: World) -> None:
    client = both.client("rita")
    put(client, [{"sku": "STOUT", "quantity_units": 48}, {"sku": "PALE", "quantity_units": 50}])
    put_on_hand(both, "dawn", -20, "STOUT")

    answer = submit(client)

    assert (answer.status_code, answer.json()["code"]) == (409, "insufficient_stock")
    assert [(s["sku"], s["wanted_units"], s["available_units"]) for s in answer.json()["shortages"]] == [
        ("STOUT", 48, 28)
    ]
    assert cart_lines(client)["Oatmeal Stout"]["is_short"]
    page = client.get("/rita/buying/alder/cart/").content.decode()
    assert "28" in page
    assert "back-ordered" in page


def shipping(both: World, buyer: Buyer) -> Order:
    buyer.put(2 * FREE + 3)
    order = buyer.submit()
    for each in (Move.CONFIRM, Move.PREPARE):
        step(both, order, each)
    return order


def test_shipping_by_machine_asks_and_then_moves_the_rest(both: World, buyer: Buyer) -> None:
    order = shipping(both, buyer)
    client, url = both.client("dawn"), f"/api/v1/dawn/delivering/orders/alder/{order.number}/"
    seen = client.get(url).json()
    units = [(x["quantity_units"], x["handover_units"], x["backordered_units"]) for x in seen["lines"]]
    assert sorted(units) == [(1, 0, 0), (2 * FREE + 3, FREE, 3)]

    asked = move(client, f"{url}shipment/", seen["version"], key="a")
    wrong = move(client, f"{url}shipment/", seen["version"], key="b", missing="lose")
    done = move(client, f"{url}shipment/", seen["version"], key="c", missing="move")

    assert (asked.status_code, asked.json()["code"]) == (422, "missing_undecided")
    assert [(line["name"], line["units"]) for line in asked.json()["lines"]] == [("Pale Ale", 3)]
    assert wrong.status_code == 400
    assert (done.status_code, done.json()["status"]) == (201, "shipped")
    with as_owner():
        follow = Order.objects.get(follows=order)
    assert (done.json()["follows"], done.json()["followed_by"]) == (None, follow.number)
    theirs = both.client("alder").get(f"/api/v1/alder/selling/orders/{follow.number}/").json()
    assert (theirs["follows"], theirs["has_backorder"], theirs["total"]) == (order.number, True, "90.00")


def test_the_page_asks_too_and_a_wrong_answer_changes_nothing(both: World, buyer: Buyer) -> None:
    order = shipping(both, buyer)
    client, url = both.client("dawn"), f"/dawn/delivering/orders/alder/{order.number}/"
    page = client.get(url).content.decode()
    assert 'name="missing"' in page
    assert "brought by" in page

    for said in ({}, {"missing": "lose"}):
        answer = client.post(f"{url}shipment/", said)
        assert answer.status_code == 422
        assert b"Nothing was changed" in answer.content
    assert client.post(f"{url}shipment/", {"missing": "drop"}).status_code in (302, 303)

    assert lines(order)["PALE"][3] == 2 * FREE


@pytest.mark.parametrize(
    ("who", "path"), [("alder", "/alder/selling/orders/"), ("dawn", "/dawn/delivering/orders/")]
)
def test_orders_are_found_by_what_is_handed_over_or_waits(
    both: World, buyer: Buyer, who: str, path: str
) -> None:
    order = shipping(both, buyer)
    client = both.client(who)

    def found(**asked: str) -> set[int]:
        return {row.number for row in client.get(path, asked).context["page"].rows}

    assert found(supply="handover") == found(supply="backorder") == {order.number}
    assert found() > {order.number}
    html = client.get(path, {"supply": "handover"}).content.decode()
    assert ("To hand over to" if who == "alder" else "Brought by") in html
    listed = client.get(f"/api/v1{path}", {"has_handover": "true"}).json()["results"]
    assert [(row["number"], row["has_handover"]) for row in listed] == [(order.number, True)]


def test_what_has_left_is_neither_to_hand_over_nor_waited_for(both: World, buyer: Buyer) -> None:
    order = shipping(both, buyer)
    step(both, order, Move.SHIP, missing=Missing.DROP)

    page = both.client("alder").get("/alder/selling/orders/")

    assert order.number in {row.number for row in page.context["page"].rows}
    assert b"To hand over to" not in page.content
    assert not both.client("alder").get("/alder/selling/orders/", {"supply": "handover"}).context["page"].rows


def test_price_and_availability_and_stores_look_at_both(both: World) -> None:
    client = both.client("alder")
    for base in ("/api/v1/alder/selling/availability/", "/api/v1/alder/selling/stores/everyone/products/"):
        with as_owner():
            from catalogs.models import Catalog

            Catalog.objects.filter(supplier=both.orgs["alder"]).update(shared_with_everyone=True)
        for asked, pale in (
            ({}, FREE),
            ({"by": "dawn"}, FREE),
            ({"by": "dawn", "own_stock": "true"}, 2 * FREE),
            ({"by": "alder", "own_stock": "true"}, FREE),
        ):
            rows = {row["sku"]: row for row in client.get(base, asked).json()["results"]}
            assert rows["PALE"]["available_units"] == pale, (base, asked)
    page = client.get("/alder/selling/availability/", {"by": "dawn.own"})
    assert {row["sku"]: row["available_units"] for row in page.context["page"].rows} == {
        "PALE": 2 * FREE,
        "STOUT": 48,
    }
    low = client.get("/alder/selling/availability/", {"by": "dawn.own", "state": "low"})
    assert list(low.context["page"].rows) == []


def test_the_counts_of_filters_follow_at_once_when_the_own_stock_is_added(world: World, buyer: Buyer) -> None:
    put_on_hand(world, "dawn", -FREE)
    with acting_as(buyer.context):
        before = facets_of(buyer.customer, Wish()).total
    Terms(world).set("customer", adds_own_stock=True)

    customer = buyer.customer
    with acting_as(buyer.context):
        assert facets_of(customer, Wish()).total == before + 1

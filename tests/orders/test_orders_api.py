"""Carts and orders for machines: the same rules as the pages, with keys, versions and problems."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from catalogs.models import Price
from inventory.models import StockBalance
from orders.enums import OrderStatus
from orders.models import CartLine, Order, OrderEvent
from retailers.models import Customer
from tests.orders.conftest import Buyer, assort, copy_order, next_day
from tests.world import World
from wholesale.accounts.models import User
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.testing import as_owner

SHOP = "/api/v1/rita/buying/suppliers/alder/"


def put(client: Client, lines: list[dict[str, Any]]) -> Any:
    return client.put(f"{SHOP}cart/lines/", {"lines": lines}, content_type="application/json")


def submit(client: Client, key: str = "one", **decided: object) -> Any:
    body = {"delivery_date": next_day().isoformat()} | decided
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(f"{SHOP}cart/submission/", body, content_type="application/json", headers=headers)


def move(client: Client, url: str, version: int, key: str = "", **body: object) -> Any:
    headers = {"Idempotency-Key": key or f"{url}{version}", "If-Match": f'"v{version}"'}
    return client.post(url, body, content_type="application/json", headers=headers)


def test_ten_lines_go_in_by_one_call_and_out_by_another(world: World, statements) -> None:
    wanted = assort(world, 10)
    client = world.client("rita")
    lines = [{"product_id": str(product), "quantity_units": 2} for product in wanted]

    assert put(client, [*lines, {"sku": "STOUT", "quantity_units": 0}]).status_code == 200
    cart = client.get(f"{SHOP}cart/").json()
    sent: dict[str, Any] = {}
    seen = statements(
        lambda: sent.update(submit(client, cart_version=cart["version"], goods=cart["goods"]).json())
    )

    assert (len(cart["lines"]), cart["goods"]) == (10, "200.00")
    assert (sent["status"], sent["line_count"], sent["total"], sent["currency"]) == (
        "submitted",
        10,
        "200.00",
        "USD",
    )
    # P-3, with signing in (3): the submission itself takes 20.
    assert len(seen) == 22, seen
    assert client.get(f"{SHOP}cart/").json()["lines"] == []


def test_a_key_sent_again_answers_the_same_order_and_another_request_is_refused(
    world: World, buyer: Buyer
) -> None:
    buyer.put(2)
    client = world.client("rita")

    first, again = submit(client), submit(client)
    other = submit(client, po_number="another")
    none = submit(client, key="")

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert (none.status_code, none.json()["code"]) == (400, "idempotency_key_missing")
    with as_owner():
        assert Order.objects.filter(supplier=world.orgs["alder"], retailer=world.orgs["rita"]).count() == 2


def test_an_order_worth_more_than_an_amount_holds_is_refused_whole(world: World, buyer: Buyer) -> None:
    buyer.put(6, 1)
    dear = {"product": world.products["alder"][0]}
    with as_owner():
        Price.objects.filter(**dear).update(unit_price="999999999.99")
        StockBalance.objects.filter(**dear).update(on_hand_units=2_000_000)
        CartLine.objects.filter(**dear).update(quantity_units=1_000_000)

    problem = submit(world.client("rita"))

    assert (problem.status_code, problem.json()["code"]) == (422, "order_too_large")
    with as_owner():
        assert Order.objects.filter(supplier=world.orgs["alder"], retailer=world.orgs["rita"]).count() == 1
        assert CartLine.objects.filter(**dear).exists()


def test_what_is_short_is_named_with_what_is_left(world: World, buyer: Buyer) -> None:
    buyer.put(6)
    with as_owner():
        StockBalance.objects.filter(product=world.products["alder"][0]).update(
            on_hand_units=4, reserved_units=0
        )

    problem = submit(world.client("rita"))

    assert problem.status_code == 409
    body = problem.json()
    assert body["code"] == "insufficient_stock"
    assert [(x["sku"], x["wanted_units"], x["available_units"]) for x in body["shortages"]] == [
        ("PALE", 6, 4)
    ]
    with as_owner():
        assert CartLine.objects.filter(retailer=world.orgs["rita"], supplier=world.orgs["alder"]).count() == 2


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ([{"sku": "NONE", "quantity_units": 1}], 422),
        ([{"sku": "PALE", "quantity_units": 500}], 422),
        ([{"sku": "PALE", "quantity_units": -1}], 400),
        ([{"sku": "PALE", "quantity_units": "many"}], 400),
        ([{"quantity_units": 1}], 400),
        ([{"sku": "PALE", "product_id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10", "quantity_units": 1}], 400),
        ([{"product_id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10", "quantity_units": 1}], 422),
        ([], 400),
        ([{"sku": "P\u0000", "quantity_units": 1}], 400),
    ],
)
def test_lines_that_cannot_be_are_refused_whole(
    world: World, lines: list[dict[str, Any]], status: int
) -> None:
    with as_owner():
        before = list(CartLine.objects.order_by("pk").values())

    answer = put(world.client("rita"), [{"sku": "STOUT", "quantity_units": 3}, *lines] if lines else [])

    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    with as_owner():
        assert list(CartLine.objects.order_by("pk").values()) == before


def test_a_shop_lists_what_its_output_documents(world: World) -> None:
    from orders.api.shop import ShopProductsApi

    page = world.client("rita").get(f"{SHOP}products/?q=&limit=1").json()
    rest = world.client("rita").get(page["next"]).json()

    assert [row["sku"] for row in page["results"] + rest["results"]] == ["STOUT", "PALE"]
    assert page["results"][0].keys() == ShopProductsApi.Output().fields.keys()
    assert page["results"][0]["unit_price"] == "30.000"


def test_an_inactive_customer_is_offered_nothing_and_cannot_order(world: World, buyer: Buyer) -> None:
    buyer.put(1)
    with as_owner():
        Customer.objects.update(is_active=False)
    client = world.client("rita")

    assert client.get(f"{SHOP}products/").json()["results"] == []
    assert put(client, [{"sku": "PALE", "quantity_units": 1}]).status_code in {403, 422}
    assert submit(client).status_code == 403


@pytest.mark.parametrize(("side", "name"), [("selling", "alder"), ("delivering", "dawn"), ("buying", "rita")])
def test_each_side_reads_its_orders_as_documented(world: World, side: str, name: str) -> None:
    from orders.api import sides

    views: dict[str, Any] = {
        "selling": (sides.SellingOrdersApi, sides.SellingOrderApi, ""),
        "delivering": (sides.DeliveringOrdersApi, sides.DeliveringOrderApi, "alder/"),
        "buying": (sides.BuyingOrdersApi, sides.BuyingOrderApi, "alder/"),
    }
    listed, single, of = views[side]
    number = world.orders["alder", "rita"].number
    client = world.client(name)

    rows = client.get(f"/api/v1/{name}/{side}/orders/").json()["results"]
    order = client.get(f"/api/v1/{name}/{side}/orders/{of}{number}/")

    assert {row["number"] for row in rows} >= {number}
    assert rows[0].keys() == listed.Output().fields.keys()
    assert order.json().keys() == single.Output().fields.keys()
    assert order.json()["lines"][0].keys() == single.Output().fields["lines"].child.fields.keys()
    assert order.headers["ETag"] == '"v1"'
    if side == "delivering":
        assert not {"total", "currency"} & order.json().keys()
        assert not {"unit_price", "cost"} & order.json()["lines"][0].keys()


def test_each_side_takes_its_steps_and_no_others(world: World) -> None:
    number = world.orders["alder", "rita"].number
    alder, dawn, rita = (world.client(name) for name in ("alder", "dawn", "rita"))
    selling = f"/api/v1/alder/selling/orders/{number}/"
    delivering = f"/api/v1/dawn/delivering/orders/alder/{number}/"
    buying = f"/api/v1/rita/buying/orders/alder/{number}/"

    assert move(dawn, f"{delivering}confirmation/", 1).status_code == 403
    assert move(alder, f"{selling}confirmation/", 1, note="Thanks").json()["status"] == "confirmed"
    assert move(alder, f"{selling}preparation/", 2).status_code == 403
    assert move(rita, f"{buying}cancellation/", 2).status_code == 403
    assert move(rita, f"{buying}confirmation/", 2).status_code in {403, 409}
    done = [
        move(dawn, f"{delivering}{noun}/", n)
        for n, noun in enumerate(("preparation", "shipment", "delivery"), 2)
    ]
    assert [answer.status_code for answer in done] == [201, 201, 201]
    assert done[-1].headers["ETag"] == '"v5"'
    assert done[-1].json()["lines"][0]["delivered_units"] == 2
    assert move(alder, f"{selling}nonsense/", 5).status_code == 404
    assert move(alder, f"{selling}cancellation/", 5).json()["code"] == "invalid_transition"


def test_a_step_needs_a_key_and_a_version_and_happens_once(world: World) -> None:
    number = world.orders["alder", "rita"].number
    url = f"/api/v1/alder/selling/orders/{number}/confirmation/"
    client = world.client("alder")

    unkeyed = client.post(url, {}, content_type="application/json", headers={"If-Match": '"v1"'})
    unversioned = client.post(url, {}, content_type="application/json", headers={"Idempotency-Key": "k"})
    stale = move(client, url, 9, key="stale")
    first, again = move(client, url, 1, key="k1"), move(client, url, 1, key="k1")

    assert (unkeyed.status_code, unversioned.status_code) == (400, 428)
    assert (stale.status_code, stale.json()["current"]["version"]) == (412, 1)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.headers["Idempotency-Replayed"] == "true"
    with as_owner():
        order = Order.objects.get(pk=world.orders["alder", "rita"].pk)
        assert (order.status, OrderEvent.objects.filter(order=order).count()) == (OrderStatus.CONFIRMED, 2)


def test_a_driver_may_deliver_but_not_prepare(world: World) -> None:
    with as_owner():
        Membership.objects.filter(user=world.users["dawn"]).update(role=MemberRole.DRIVER)
        order = world.orders["alder", "rita"]
        OrderEvent.objects.create(
            supplier=order.supplier, order=order, sequence=2, kind="confirmed", status_after="confirmed"
        )
        Order.objects.filter(pk=order.pk).update(
            status="confirmed", next_step="prepare", owed_by="distributor", version=2
        )

    answer = move(
        world.client("dawn"), f"/api/v1/dawn/delivering/orders/alder/{order.number}/preparation/", 2
    )

    assert answer.status_code == 403


def test_amounts_stay_with_roles_that_may_see_them(world: World) -> None:
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.WAREHOUSE)
    client = world.client("alder")
    number = world.orders["alder", "rita"].number

    for url in ("/api/v1/alder/selling/orders/", f"/api/v1/alder/selling/orders/{number}/"):
        body = client.get(url).json()
        assert "total" not in (body["results"][0] if "results" in body else body)


@pytest.mark.parametrize("rows", [1, 30])
def test_lists_cost_the_same_for_one_row_and_thirty(world: World, statements, rows: int) -> None:
    copy_order(world.orders["alder", "rita"], times=rows - 1)
    for name, side in (("alder", "selling"), ("dawn", "delivering"), ("rita", "buying")):
        client = world.client(name)
        seen = statements(lambda: client.get(f"/api/v1/{name}/{side}/orders/"))  # noqa: B023
        assert len(seen) == 1 + 3, seen


def test_a_list_is_narrowed_and_knows_its_filters(world: World) -> None:
    client = world.client("alder")

    assert len(client.get("/api/v1/alder/selling/orders/?status=submitted&q=rita").json()["results"]) == 1
    assert client.get("/api/v1/alder/selling/orders/?status=delivered").json()["results"] == []
    assert client.get("/api/v1/alder/selling/orders/?status=nonsense").status_code == 400
    assert client.get("/api/v1/alder/selling/orders/?colour=red").status_code == 400
    assert Decimal(client.get("/api/v1/alder/selling/orders/").json()["results"][0]["total"]) == 60


def test_a_colleagues_same_key_submits_an_order_of_its_own(world: World) -> None:
    with as_owner():
        colleague = User.objects.create_user("second@example.com", name="Second")
        Membership.objects.create(user=colleague, organization=world.orgs["rita"], role=MemberRole.BUYER)
    other = Client()
    other.force_login(colleague)
    first, second, key = world.client("rita"), other, str(uuid4())

    numbers = []
    for client in (first, second):
        put(client, [{"sku": "STOUT", "quantity_units": 1}])
        numbers.append(submit(client, key=key).json()["number"])

    assert len(set(numbers)) == 2
    assert [submit(client, key=key).json()["number"] for client in (first, second)] == numbers

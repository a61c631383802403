"""Products, stock, transfers and agreements for machines."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from catalogs.models import Product
from inventory.models import StockBalance, Transfer
from tests.world import ORDERED, World
from wholesale.organizations.models import Agreement
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner

HEAD = {"sku": "PORTER", "name": "Porter", "unit_price": "41.50"}


def post(client: Client, path: str, body: Any = None, key: Any = None):
    headers = {"Idempotency-Key": str(key or uuid7())}
    return client.post(f"/api/v1/{path}", body or {}, content_type="application/json", headers=headers)


def on_hand(world: World, sku: str = "PALE", keeper: str = "alder") -> int:
    with as_owner():
        return StockBalance.objects.get(
            supplier=world.orgs["alder"], keeper=world.orgs[keeper], product__sku=sku
        ).on_hand_units


def test_products_are_listed_added_and_changed(world):
    client = world.client("alder")

    added = post(client, "alder/selling/products/", HEAD)
    again = post(client, "alder/selling/products/", HEAD)
    path = f"/api/v1/alder/selling/products/{added.json()['id']}/"
    patch = {"content_type": "application/json", "headers": {"If-Match": added.headers["ETag"]}}
    changed = client.patch(path, {"name": "Black Porter"}, **patch)
    stale = client.patch(path, {"name": "Mine"}, **patch)
    listed = client.get("/api/v1/alder/selling/products/?q=porter").json()["results"]

    assert (added.status_code, again.status_code) == (201, 409)
    assert again.json()["code"] == "sku_taken"
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert changed.json()["unit_price"] == "41.500"
    assert (stale.status_code, stale.json()["current"]["name"]) == (412, "Black Porter")
    assert [(row["sku"], row["name"]) for row in listed] == [("PORTER", "Black Porter")]


@pytest.mark.parametrize(
    ("field", "value"),
    [("gtin", "4006381333932"), ("unit_price", "1.001"), ("order_multiple", 0), ("name", ""), ("sku", None)],
)
def test_a_wrong_product_is_refused_with_a_pointer(world, field, value):
    answer = post(world.client("alder"), "alder/selling/products/", HEAD | {field: value})

    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [f"#/{field}"]
    with as_owner():
        assert not Product.objects.filter(sku="PORTER").exists()


def test_a_repeated_receipt_comes_in_once(world):
    client, key = world.client("alder"), uuid7()
    body = {"lines": [{"sku": "PALE", "units": 4}, {"sku": "PALE", "units": 2}], "reason": "Brew 812"}

    answers = [post(client, "alder/selling/stock/receipts/", body, key) for _ in range(2)]
    unknown = post(client, "alder/selling/stock/receipts/", {"lines": [{"sku": "NONE", "units": 1}]})

    assert [answer.status_code for answer in answers] == [201, 201]
    assert on_hand(world) == 30
    assert unknown.status_code == 400
    assert unknown.json()["errors"][0]["pointer"] == "#/lines/0/sku"


def test_a_distributor_receives_into_its_own_warehouse(world):
    body = {"supplier": "alder", "lines": [{"sku": "PALE", "units": 4}], "reason": "delivery note 7"}
    client, path = world.client("dawn"), "dawn/delivering/stock/receipts/"

    assert post(client, path, body).status_code == 201
    assert post(client, path, body | {"supplier": "cedar"}).status_code == 404
    assert (on_hand(world, keeper="dawn"), on_hand(world)) == (28, 24)


def test_the_pencil_is_refused_where_it_is_not_granted(world):
    client = world.client("alder")
    body = {
        "sku": "PALE",
        "warehouse_id": str(world.warehouses["dawn"].pk),
        "change_units": -4,
        "reason": "counted",
    }

    refused = post(client, "alder/selling/stock/adjustments/", body)
    with as_owner():
        Agreement.objects.filter(pk=world.agreements["alder", "dawn"].pk).update(
            inventory_editable_since=timezone.now()
        )
    allowed = post(client, "alder/selling/stock/adjustments/", body)
    own = post(world.client("dawn"), "dawn/delivering/stock/adjustments/", body | {"supplier": "alder"})

    assert (refused.status_code, refused.json()["code"]) == (403, "not_editable")
    assert allowed.json() == {"on_hand_units": 20, "reserved_units": ORDERED, "available_units": 18}
    assert own.json()["on_hand_units"] == 16


def test_each_side_lists_the_stock_that_it_sees(world):
    selling = world.client("alder").get("/api/v1/alder/selling/stock/?sku=PALE").json()["results"]
    kept = world.client("dawn").get("/api/v1/dawn/delivering/stock/?sku=PALE").json()["results"]
    places = world.client("alder").get("/api/v1/alder/selling/warehouses/").json()["results"]

    assert {(row["supplier"], row["keeper"], row["available_units"]) for row in selling} == {
        ("alder", "alder", 22),
        ("alder", "dawn", 22),
        ("alder", "dusk", 22),
    }
    assert {(row["supplier"], row["keeper"]) for row in kept} == {("alder", "dawn"), ("birch", "dawn")}
    assert [(row["keeper"], row["is_editable"]) for row in places] == [
        ("alder", True),
        ("dawn", False),
        ("dusk", True),
    ]


def test_a_transfer_goes_from_draft_to_received(world):
    client, receiver = world.client("alder"), world.client("dawn")
    body = {
        "source_id": str(world.warehouses["alder"].pk),
        "destination_id": str(world.warehouses["dawn"].pk),
        "lines": [{"sku": "PALE", "units": 5}],
    }
    draft = post(client, "alder/selling/transfers/", body).json()
    path = f"transfers/{draft['id']}/"

    sent = post(client, f"alder/selling/{path}sending/").json()
    counted = {"lines": [{"sku": "PALE", "received_units": 4, "broken_units": 1}]}
    notmine = post(client, f"alder/selling/{path}receipt/", counted)
    received = post(receiver, f"dawn/delivering/{path}receipt/", counted)
    late = post(client, f"alder/selling/{path}cancellation/")

    assert (draft["status"], draft["number"], sent["status"], sent["number"]) == ("draft", None, "sent", 5)
    assert (notmine.status_code, notmine.json()["code"]) == (403, "not_allowed")
    assert received.json()["lines"][0]["broken_units"] == 1
    assert (late.status_code, late.json()["code"]) == (409, "invalid_transition")
    assert on_hand(world, keeper="dawn") == 28
    listed = receiver.get("/api/v1/dawn/delivering/transfers/?status=received").json()["results"]
    assert [(row["id"], row["supplier"], row["source"]) for row in listed] == [
        (draft["id"], "alder", "alder")
    ]


def test_what_is_short_is_told_to_machines(world):
    client = world.client("alder")
    body = {
        "source_id": str(world.warehouses["alder"].pk),
        "destination_id": str(world.warehouses["dawn"].pk),
        "lines": [{"sku": "PALE", "units": 50}],
    }
    draft = post(client, "alder/selling/transfers/", body).json()

    short = post(client, f"alder/selling/transfers/{draft['id']}/sending/")

    assert (short.status_code, short.json()["code"]) == (409, "insufficient_stock")
    assert short.json()["shortages"][0]["available_units"] == 22
    with as_owner():
        assert Transfer.objects.get(pk=draft["id"]).number is None


def test_each_side_lists_its_agreements(world):
    agreement = world.agreements["alder", "dawn"]
    selling = world.client("alder").get("/api/v1/alder/selling/agreements/").json()["results"]
    one = world.client("dawn").get(f"/api/v1/dawn/delivering/agreements/{agreement.pk}/")
    strange = world.client("ember").get(f"/api/v1/ember/delivering/agreements/{agreement.pk}/")

    assert {(row["distributor"], row["mode"]) for row in selling} == {
        ("dawn", "connected"),
        ("dusk", "external"),
    }
    assert one.headers["ETag"] == '"v1"'
    assert [step["step"] for step in one.json()["steps"]][:2] == ["confirm", "prepare"]
    assert strange.status_code == 404


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("alder", "alder/selling/products/"),
        ("alder", "alder/selling/stock/"),
        ("alder", "alder/selling/transfers/"),
        ("dawn", "dawn/delivering/stock/"),
        ("dawn", "dawn/delivering/transfers/"),
        ("alder", "alder/selling/agreements/"),
    ],
)
def test_each_list_is_one_statement_and_shaped_as_documented(world, who, path, django_assert_num_queries):
    client = world.client(who)
    first = client.get(f"/api/v1/{path}")

    with django_assert_num_queries(6):  # transaction, session, person, membership, context, list
        client.get(f"/api/v1/{path}")

    output = first.resolver_match.func.cls.Output
    assert first.json()["results"][0].keys() == output().fields.keys()

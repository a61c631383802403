"""Many products at once for machines: by SKU, each with its verdict; said the same of; words renamed."""

import json
import time
from decimal import Decimal
from threading import Event
from typing import Any

import pytest
from django.db import transaction

from catalogs.models import Product
from catalogs.queries import products_of
from catalogs.queries.products import lock_products
from catalogs.services import publish_now
from tests.catalogs.prices import price, standard
from tests.orders.test_races import at_once
from tests.world import World
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner

URL = "/api/v1/alder/selling/products/"


def post(world: World, path: str, body: dict[str, Any]) -> Any:
    headers = {"Idempotency-Key": str(uuid7())}
    client = world.client("alder")
    return client.post(URL + path, json.dumps(body), content_type="application/json", headers=headers)


def test_products_are_added_and_changed_by_sku_each_with_its_verdict(world: World) -> None:
    said = [
        {"sku": "PALE", "unit_price": "31.50"},
        {"sku": "STOUT", "unit_price": "30.00"},
        {"sku": "NEW", "name": "New", "unit_price": "9.00", "order_multiple": 6, "minimum_units": 12},
        {"sku": "NAMELESS"},
        {"sku": "ODD", "name": "Odd", "order_multiple": 6, "minimum_units": 7},
        {"sku": "PALE", "name": "Twice"},
    ]

    answer = post(world, "upsert/", {"products": said})

    results = answer.json()["results"]
    verdicts = ["updated", "unchanged", "created", "refused", "refused", "refused"]
    assert (answer.status_code, [each["verdict"] for each in results]) == (200, verdicts)
    assert [set(each["errors"]) for each in results[3:]] == [{"name"}, {"minimum_units"}, {"sku"}]
    with acting_as(world.context("alder")):
        found: dict[str, Any] = {each.sku: each for each in products_of(world.orgs["alder"])}
    assert (found["PALE"].name, found["PALE"].unit_price, found["PALE"].version) == (
        "Pale Ale",
        Decimal("31.5"),
        2,
    )
    assert set(found) == {"PALE", "STOUT", "NEW"}
    with as_owner():
        theirs = Product.objects.filter(supplier=world.orgs["birch"]).values_list("version", flat=True)
        assert set(theirs) == {1}


def test_the_same_is_said_of_many_and_of_nobody_elses(world: World) -> None:
    ids = [str(world.products[name][0].pk) for name in ("alder", "birch")]

    answer = post(world, "changes/", {"products": ids, "brand": "Alder", "is_active": False})

    assert (answer.status_code, answer.json()) == (200, {"changed": 1})
    assert post(world, "changes/", {"products": ids}).status_code == 400
    with as_owner():
        changed = Product.objects.filter(brand="Alder").values_list("supplier__slug", "is_active")
        assert set(changed) == {("alder", False)}


def test_words_are_listed_and_renamed(world: World) -> None:
    answer = post(world, "words/", {"column": "category", "old": "Beer", "new": "Beers"})

    assert answer.json() == {"category": {"Beers": 2}, "brand": {}}
    assert world.client("alder").get(f"{URL}words/").json() == answer.json()
    assert post(world, "words/", {"column": "sku", "old": "PALE", "new": "x"}).status_code == 400


def test_what_is_wrong_with_one_product_is_said_by_field(world: World) -> None:
    answer = post(world, "", {"sku": "A", "name": "A", "order_multiple": 6, "minimum_units": 7})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "#/minimum_units"


@pytest.mark.server
@pytest.mark.parametrize("method", ["patch", "post"])
def test_a_price_published_meanwhile_stays_where_none_is_said(committed_world: World, method: str) -> None:
    world, is_locked = committed_world, Event()
    pale, base = world.products["alder"][0], standard(world)

    def publish() -> None:
        with acting_as(world.context("alder")), transaction.atomic():
            lock_products(world.orgs["alder"], [pale.pk])
            is_locked.set()
            time.sleep(0.7)  # the call has read what it changes, and waits
            publish_now(price_list=base, prices={pale.pk: price("45")}, by=None)

    def rename() -> int:
        is_locked.wait(10)
        if method == "post":
            body = {"products": [{"sku": "PALE", "name": "Renamed"}]}
            return int(post(world, "upsert/", body).status_code)
        headers, sent = {"If-Match": '"v1"'}, json.dumps({"name": "Renamed"})
        client = world.client("alder")
        path, kind = f"{URL}{pale.pk}/", "application/json"
        return int(client.patch(path, sent, content_type=kind, headers=headers).status_code)

    assert list(at_once(publish, rename)) == [None, 200]

    with acting_as(world.context("alder")):
        found: Any = products_of(world.orgs["alder"]).get(pk=pale.pk)
    assert (found.name, found.unit_price) == ("Renamed", Decimal(45))


def test_a_viewer_changes_nothing(world: World) -> None:
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.VIEWER)

    assert post(world, "upsert/", {"products": [{"sku": "A", "name": "A"}]}).status_code == 403
    assert world.client("alder").get(f"{URL}words/").status_code == 200

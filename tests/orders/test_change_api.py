"""Changing an order by the API: reviewed, made, added to, shortened; late, stale and strangers."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from orders.models import Order
from tests.orders.changing import counts, untouched
from tests.orders.conftest import Buyer
from tests.world import World
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner


@pytest.fixture
def order(world: World, buyer: Buyer) -> Order:
    """Return rita's order at alder of three PALE and two STOUT at 30 each."""
    buyer.put(3, 2)
    return buyer.submit()


def send(world: World, who: str, address: str, body: dict[str, Any], *, version: int | None = 1) -> Any:
    headers = {"Idempotency-Key": str(uuid7())}
    if version:
        headers["If-Match"] = f'"v{version}"'
    return world.client(who).post(
        f"/api/v1/{who}/{address}", body, content_type="application/json", headers=headers
    )


def lines(world: World, *units: int, **more: str) -> dict[str, Any]:
    products = world.products["alder"]
    return {
        "lines": [
            {"product_id": str(product.pk), "quantity_units": number} | more
            for product, number in zip(products, units, strict=False)
        ]
    }


def test_a_review_writes_nothing_and_its_digest_holds(world: World, order: Order) -> None:
    at, before = f"buying/orders/alder/{order.number}/", untouched(order)
    shown = send(world, "rita", f"{at}change/review/", lines(world, 5), version=None)
    assert (shown.status_code, shown.json()["total"]) == (200, "210.00")
    assert untouched(order) == before

    wrong = send(world, "rita", f"{at}change/", lines(world, 6) | {"digest": shown.json()["digest"]})
    right = send(world, "rita", f"{at}change/", lines(world, 5) | {"digest": shown.json()["digest"]})

    assert (wrong.status_code, wrong.json()["code"]) == (409, "prices_changed")
    assert (right.status_code, right.json()["version"], right.headers["ETag"]) == (201, 2, '"v2"')
    assert counts(order)["PALE"] == (5, 5)


def test_late_stale_and_strangers(world: World, order: Order) -> None:
    at, before = f"buying/orders/alder/{order.number}/", untouched(order)
    assert send(world, "rita", f"{at}change/", lines(world, 5), version=7).status_code == 412
    assert send(world, "rita", f"{at}change/", lines(world, 5), version=None).status_code == 428
    assert send(world, "rosa", f"{at}change/", lines(world, 5)).status_code == 404
    assert send(world, "cedar", f"selling/orders/{order.number}/quantities/", {}).status_code == 404
    assert untouched(order) == before

    with as_owner():
        Order.objects.filter(pk=order.pk).update(delivery_date=timezone.now().date() - timedelta(days=1))
    answers = [
        send(world, "rita", f"{at}change/", lines(world, 5)),
        send(world, "rita", f"{at}cancellation/", {}),
    ]
    assert [(each.status_code, each.json()["code"]) for each in answers] == [(409, "order_not_open")] * 2
    assert counts(order)["PALE"] == (3, 3)


def test_the_cart_is_added(world: World, buyer: Buyer, order: Order) -> None:
    buyer.put(4)
    answer = send(world, "rita", f"buying/orders/alder/{order.number}/addition/", {}, version=None)
    assert answer.status_code == 201
    assert counts(order)["PALE"] == (7, 7)


def test_the_supplier_shortens_and_everyone_reads_why(world: World, order: Order) -> None:
    at = f"selling/orders/{order.number}/quantities/"
    body = lines(world, 1, reason="out_of_stock", note="Next week again")
    assert send(world, "alder", at, lines(world, 1, reason="other")).status_code == 400
    assert send(world, "alder", at, lines(world, 1, reason="lost")).json()["code"] == "quantities_refused"

    assert send(world, "alder", at, body).status_code == 201

    read = world.client("rita").get(f"/api/v1/rita/buying/orders/alder/{order.number}/").json()
    line = next(each for each in read["lines"] if each["sku"] == "PALE")
    assert (line["ordered_units"], line["quantity_units"]) == (3, 1)
    (change,) = read["events"][0]["changes"]
    assert {name: change[name] for name in ("stage", "before_units", "after_units", "reason", "note")} == {
        "stage": "confirmed",
        "before_units": 3,
        "after_units": 1,
        "reason": "out_of_stock",
        "note": "Next week again",
    }

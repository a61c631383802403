"""Quick order, favourites, standing lists and ordering again for machines (SPEC.md O1, X1)."""

from typing import Any

import pytest
from django.test import Client

from catalogs.models import Price
from orders.models import Favourite, StandingListLine
from tests.orders.conftest import assort
from tests.orders.shopping import held
from tests.orders.test_showing import keep_all_products_from_everyone
from tests.world import World
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.testing import as_owner

SHOP = "/api/v1/rita/buying/suppliers/alder/"


def send(
    client: Client, url: str, body: Any = None, *, method: str = "post", key: str = "one", etag: str = ""
) -> Any:
    headers = {"Idempotency-Key": key} | ({"If-Match": etag} if etag else {})
    call = getattr(client, method)
    return call(url, body or {}, content_type="application/json", headers=headers)


def test_a_quick_order_is_taken_line_by_line_and_once(world: World) -> None:
    client, url = world.client("rita"), f"{SHOP}cart/quick-order/"
    lines = [
        {"sku": "pale", "quantity_units": 2},
        {"sku": "NOPE", "quantity_units": 1},
        {"sku": "STOUT", "quantity_units": 99},
    ]

    first, again = (send(client, url, {"lines": lines}) for _ in range(2))

    assert first.status_code == 200
    assert first.json() == again.json()
    assert [(x["name"], x["added_units"], x["quantity_units"]) for x in first.json()["put"]] == [
        ("Pale Ale", 2, 2)
    ]
    assert [(x["line"], x["name"], x["reason"]) for x in first.json()["refused"]] == [
        (2, "NOPE", "not offered to you"),
        (3, "STOUT", "Oatmeal Stout: only 24 left, 1 of them are in the cart"),
    ]
    assert held(world) == {"PALE": 2, "STOUT": 1}


def test_a_quick_order_may_be_pasted_text(world: World) -> None:
    client, url = world.client("rita"), f"{SHOP}cart/quick-order/"

    taken = send(client, url, {"text": "PALE 2\nSTOUT x 3"})
    neither, both, long = (
        send(client, url, body, key=str(number))
        for number, body in enumerate(
            [
                {},
                {"text": "PALE 1", "lines": [{"sku": "PALE", "quantity_units": 1}]},
                {"text": "PALE 1\n" * 501},
            ]
        )
    )

    assert (taken.status_code, taken.json()["refused"]) == (200, [])
    assert [x.status_code for x in (neither, both, long)] == [400, 400, 400]
    assert held(world) == {"PALE": 2, "STOUT": 4}


def test_ordering_again_is_looked_at_then_done(world: World) -> None:
    with as_owner():
        Price.objects.filter(product=world.products["alder"][0]).update(unit_price="31.00")
    number, client = world.orders["alder", "rita"].number, world.client("rita")
    url = f"/api/v1/rita/buying/orders/alder/{number}/again/"

    (line,) = client.get(url).json()["lines"]
    assert (line["wanted_units"], line["was_unit_price"], line["unit_price"]) == (2, "30.000", "31.000")

    part = {"lines": [{"product_id": line["product_id"], "quantity_units": 1}]}
    assert send(client, f"{url}filling/", part).json()["put"][0]["added_units"] == 1
    assert send(client, f"{url}filling/", key="all").json()["put"][0]["quantity_units"] == 3
    foreign = {"lines": [{"product_id": str(world.products["alder"][1].pk)}]}
    assert send(client, f"{url}filling/", foreign, key="foreign").status_code == 400
    assert held(world) == {"PALE": 3, "STOUT": 1}


def test_what_is_gone_has_a_name_and_nothing_else(world: World) -> None:
    keep_all_products_from_everyone(world)
    number, client = world.orders["alder", "rita"].number, world.client("rita")
    url = f"/api/v1/rita/buying/orders/alder/{number}/again/"

    (line,) = client.get(url).json()["lines"]
    refused = send(client, f"{url}filling/").json()

    nothing = {"is_offered": False, "unit_price": None, "available_units": None, "fitting_units": 0}
    assert line["name"] == "Pale Ale"
    assert {name: line[name] for name in nothing} == nothing
    assert (refused["put"], refused["version"]) == ([], 0)
    assert [(x["name"], x["reason"]) for x in refused["refused"]] == [("Pale Ale", "not offered to you")]


def test_stars_are_put_taken_and_listed(world: World) -> None:
    client, (pale, stout) = world.client("rita"), world.products["alder"]
    url = f"{SHOP}favourites/"

    assert send(client, f"{url}{pale.pk}/", method="put").status_code == 204
    assert send(client, f"{url}{pale.pk}/", method="put").status_code == 204
    rows = client.get(url).json()["results"]
    assert [(row["name"], row["unit_price"]) for row in rows] == [
        ("Oatmeal Stout", "30.000"),
        ("Pale Ale", "30.000"),
    ]
    assert send(client, f"{url}{stout.pk}/", method="delete").status_code == 204
    assert send(client, f"{url}{world.products['birch'][0].pk}/", method="put").status_code == 422
    with as_owner():
        of_rita = Favourite.objects.filter(retailer=world.orgs["rita"], supplier=world.orgs["alder"])
        assert list(of_rita.values_list("product__sku", flat=True)) == ["PALE"]


def test_a_list_is_made_read_changed_filled_and_deleted(world: World) -> None:
    client, (pale, stout) = world.client("rita"), world.products["alder"]
    url = f"{SHOP}lists/"

    made = send(
        client,
        url,
        {"name": "Friday", "begin_with": "cart", "lines": [{"product_id": str(pale.pk), "units": 3}]},
    )
    assert made.status_code == 201
    own = f"{url}{made.json()['id']}/"
    assert [(x["name"], x["wanted_units"]) for x in made.json()["lines"]] == [
        ("Oatmeal Stout", 1),
        ("Pale Ale", 3),
    ]
    assert [row["name"] for row in client.get(url).json()["results"]] == ["Friday", "Usual of rita"]

    body = {"lines": [{"product_id": str(stout.pk), "units": 5}]}
    changed = send(client, own, body, method="patch", etag=made.headers["ETag"])
    late = send(client, own, {"name": "Late"}, method="patch", etag=made.headers["ETag"])
    blind = send(client, own, {"name": "Blind"}, method="patch")
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"v2"')
    assert (late.status_code, blind.status_code) == (412, 428)
    assert [(x["name"], x["wanted_units"]) for x in client.get(own).json()["lines"]] == [("Oatmeal Stout", 5)]

    assert send(client, f"{own}filling/", key="fill").json()["put"][0]["added_units"] == 5
    assert held(world) == {"STOUT": 6}
    assert send(client, own, method="delete").status_code == 204
    assert client.get(own).status_code == 404


def test_a_list_keeps_what_is_gone_but_takes_nothing_that_is_not_offered(world: World) -> None:
    client, pale = world.client("rita"), world.products["alder"][0]
    own = f"{SHOP}lists/{world.standing_lists['alder', 'rita'].pk}/"
    keep_all_products_from_everyone(world)

    kept = send(
        client, own, {"lines": [{"product_id": str(pale.pk), "units": 7}]}, method="patch", etag='"v1"'
    )
    new = send(client, f"{SHOP}lists/", {"name": "New", "lines": [{"product_id": str(pale.pk), "units": 1}]})

    assert [(x["name"], x["is_offered"], x["wanted_units"]) for x in kept.json()["lines"]] == [
        ("Pale Ale", False, 7)
    ]
    assert (new.status_code, new.json()["code"]) == (422, "lines_refused")
    with as_owner():
        lines = StandingListLine.objects.filter(retailer=world.orgs["rita"], supplier=world.orgs["alder"])
        assert list(lines.values_list("quantity_units", flat=True)) == [7]


def test_a_bookkeepers_token_orders_nothing(world: World) -> None:
    with as_owner():
        Membership.objects.filter(user=world.users["rita"]).update(role=MemberRole.BOOKKEEPER)
    client = world.client("rita")

    for path in ("favourites/", "lists/"):
        assert client.get(SHOP + path).status_code == 403
    assert send(client, f"{SHOP}cart/quick-order/", {"text": "PALE 1"}).status_code == 403


@pytest.mark.parametrize("lines", [1, 10, 100])
def test_calls_cost_the_same_whatever_their_length(world: World, statements, lines: int) -> None:
    """Sign-in 3, key 3 with its answer; then as on the pages."""
    products, client = assort(world, lines), world.client("rita")
    body = {"name": "Long", "lines": [{"product_id": str(product), "units": 1} for product in products]}
    text = {"text": "\n".join(f"N{lines}-{n} 1" for n in range(lines))}

    made = statements(lambda: send(client, f"{SHOP}lists/", body, key="make"))
    quick = statements(lambda: send(client, f"{SHOP}cart/quick-order/", text, key="quick"))

    assert len(held(world)) == lines + 1
    assert (len(made), len(quick)) == (16, 12), (made, quick)

"""Favourites: starred in the shop, shared by a retailer's buyers, ordered from a page of their own (SPEC.md O1)."""

from typing import Any

import pytest

from catalogs.models import Product
from orders.models import Favourite
from tests.orders.conftest import assort
from tests.orders.shopping import HTMX, at
from tests.orders.test_showing import keep_all_products_from_everyone
from tests.world import World
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner


def starred(world: World, retailer: str = "rita") -> set[str]:
    with as_owner():
        stars = Favourite.objects.filter(retailer=world.orgs[retailer], supplier=world.orgs["alder"])
        return set(stars.values_list("product__sku", flat=True))


def star(world: World, product: Any, yes: str = "yes", **more: Any) -> Any:
    return world.client("rita").post(
        at("star_create"), {"product": str(product), "name": "Pale Ale", "is_starred": yes}, **more
    )


def test_a_star_is_given_and_taken_in_the_shop(world: World) -> None:
    pale = world.products["alder"][0]

    given = star(world, pale.pk, **HTMX)
    assert (given.status_code, starred(world)) == (200, {"PALE", "STOUT"})
    assert b'aria-pressed="true"' in given.content
    assert star(world, pale.pk, **HTMX).status_code == 200

    taken = star(world, pale.pk, "", **HTMX)
    assert b'aria-pressed="false"' in taken.content
    assert (starred(world), starred(world, "remy")) == ({"STOUT"}, {"STOUT"})


def test_without_a_script_a_star_leads_back(world: World) -> None:
    pale = world.products["alder"][0]
    assert star(world, pale.pk).headers["Location"] == at("shop")


def test_only_what_is_offered_gets_a_star(world: World) -> None:
    for product in (world.products["birch"][0].pk, uuid7(), "nonsense"):
        assert star(world, product, **HTMX).status_code == 422
    assert starred(world) == {"STOUT"}


def test_the_shop_shows_stars_and_its_supplier_none(world: World) -> None:
    rows = world.client("rita").get(at("shop")).context["page"].rows
    assert {row["sku"]: row["is_starred"] for row in rows} == {"PALE": False, "STOUT": True}

    store = f"/alder/selling/retailers/{world.customers['alder', 'rita'].pk}/store/"
    page = world.client("alder").get(store)
    assert page.status_code == 200
    assert b"Favourite:" not in page.content


def test_a_favourite_that_is_gone_is_told_by_its_name_and_taken_off(world: World) -> None:
    pale = world.products["alder"][0]
    star(world, pale.pk)
    keep_all_products_from_everyone(world)
    with as_owner():
        Product.objects.filter(pk=pale.pk).update(name="Renamed", sku="SECRET")
    client = world.client("rita")

    page = client.get(at("favourite_list"))

    assert [offer["sku"] for offer in page.context["offers"]] == ["STOUT"]
    assert [gone.seen_name for gone in page.context["gone"]] == ["Pale Ale"]
    assert b"Renamed" not in page.content
    assert b"SECRET" not in page.content
    back = client.post(at("star_create"), {"product": str(pale.pk), "back": "favourites"})
    assert back.headers["Location"] == at("favourite_list")
    assert starred(world) == {"STOUT"}


def test_without_favourites_the_way_to_the_shop_is_shown(world: World) -> None:
    with as_owner():
        Favourite.objects.all().delete()
    assert b"No favourites yet" in world.client("rita").get(at("favourite_list")).content


@pytest.mark.parametrize("stars", [1, 10, 40])
def test_favourites_cost_the_same_however_many(world: World, statements, stars: int) -> None:
    """Sign-in 3; customer, stars, cart 2, offers."""
    keys = {"supplier": world.orgs["alder"], "retailer": world.orgs["rita"]}
    products = assort(world, stars)
    with as_owner():
        Favourite.objects.bulk_create(Favourite(product_id=p, seen_name="N", **keys) for p in products)
    client = world.client("rita")
    client.get(at("favourite_list"))

    seen = statements(lambda: client.get(at("favourite_list")))

    assert len(seen) == 8, seen


def test_a_star_with_nonsense_is_none(world: World) -> None:
    (pale, _stout), before = world.products["alder"], starred(world)
    keys = {"product": str(pale.pk), "is_starred": "" if "PALE" in before else "yes"}

    answer = world.client("rita").post(at("star_create"), keys | {"name": "x" * 100_000})

    assert (answer.status_code, starred(world)) == (302, before)

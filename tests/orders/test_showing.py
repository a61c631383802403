"""What is outside a customer's catalogs does not exist for it, by whatever entrance it comes (SPEC.md K5)."""

import json
from contextlib import suppress
from typing import Any

import pytest
from django.urls import reverse

from catalogs.models import Catalog, CatalogProduct, CatalogShare
from orders.errors import LinesNotOffered
from orders.models import Cart, CartLine
from retailers.models import CustomerPrivate
from tests.orders.conftest import Buyer
from tests.orders.shopping import HTMX, held
from tests.world import World
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner

SKUS = ("PALE", "STOUT")
ALL, DARK, PALE, NONE = {"PALE", "STOUT"}, {"STOUT"}, {"PALE"}, set[str]()


def keep_all_products_from_everyone(world: World) -> None:
    with as_owner():
        whole = Catalog.objects.filter(supplier=world.orgs["alder"], includes_all_products=True)
        whole.update(shared_with_everyone=False)


def by_default(world: World) -> dict[str, set[str]]:
    return {"rita": ALL, "remy": ALL, "rosa": ALL}


def by_group(world: World) -> dict[str, set[str]]:
    keep_all_products_from_everyone(world)  # all three are in the group that the dark beers are shared with
    return {"rita": DARK, "remy": DARK, "rosa": DARK}


def by_each_way(world: World) -> dict[str, set[str]]:
    """Rita has the label of the pale beers, remy is shared all, rosa's group none."""
    keep_all_products_from_everyone(world)
    with as_owner():
        CatalogShare.objects.filter(catalog=world.catalogs["alder"]).delete()
        rita = world.customers["alder", "rita"]
        CustomerPrivate.objects.filter(customer=rita).update(labels=["Pale"])
        whole = Catalog.objects.get(supplier=world.orgs["alder"], includes_all_products=True)
        CatalogShare.objects.create(
            supplier=world.orgs["alder"], catalog=whole, customer=world.customers["alder", "remy"]
        )
    return {"rita": PALE, "remy": ALL, "rosa": NONE}


@pytest.mark.parametrize("scene", [by_default, by_group, by_each_way])
@pytest.mark.parametrize("retailer", ["rita", "remy", "rosa"])
def test_each_entrance_knows_the_same_products(world: World, scene: Any, retailer: str) -> None:
    shown = scene(world)[retailer]
    found = {
        name: entrance(world, retailer)
        for name, entrance in {"page": page, "search": search, "api": api, "cart": cart}.items()
    }

    assert found == dict.fromkeys(found, shown)
    assert cart_api(world, retailer) == shown
    assert submitted(world, retailer) == shown


def at(retailer: str, name: str) -> str:
    return reverse(f"orders:{name}", args=[retailer, "alder"])


def page(world: World, retailer: str) -> set[str]:
    html = world.client(retailer).get(at(retailer, "shop")).content.decode()
    return {
        sku for sku, name in zip(SKUS, ("Pale Ale", "Oatmeal Stout"), strict=True) if name in item_part(html)
    }


def item_part(html: str) -> str:
    """Return the page without its cart, whose line is the stout from the beginning."""
    return html.split('id="cart', 1)[0]


def search(world: World, retailer: str) -> set[str]:
    with as_owner():
        for product in world.products["alder"]:
            product.search_text = product.name.lower()
            product.save()
    client = world.client(retailer)
    answers = [client.get(at(retailer, "shop"), {"q": word}) for word in ("pale", "oatmeal")]
    return {row["sku"] for answer in answers for row in answer.context["page"].rows}


def api(world: World, retailer: str) -> set[str]:
    answer = world.client(retailer).get(f"/api/v1/{retailer}/buying/suppliers/alder/products/")
    return {row["sku"] for row in answer.json()["results"]}


def cart(world: World, retailer: str) -> set[str]:
    client, taken = world.client(retailer), set()
    for product in world.products["alder"]:
        box = {"product": str(product.pk), "quantity_units": 3, "seen_units": 0}
        status = client.post(at(retailer, "cart_line_create"), box, **HTMX).status_code
        assert status in (200, 422)
        if status == 200:
            taken.add(product.sku)
    return taken


def cart_api(world: World, retailer: str) -> set[str]:
    client, taken = world.client(retailer), set()
    for product in world.products["alder"]:
        for line in ({"sku": product.sku}, {"product_id": str(product.pk)}):
            body = json.dumps({"lines": [line | {"quantity_units": 1}]})
            url = f"/api/v1/{retailer}/buying/suppliers/alder/cart/lines/"
            answer = client.put(url, body, content_type="application/json")
            assert answer.status_code in (200, 422)
            assert answer.status_code == 200 or b"not offered" in answer.content
            if answer.status_code == 200:
                taken.add(product.sku)
    return taken


def submitted(world: World, retailer: str) -> set[str]:
    """Try each product alone, put into the cart behind everybody's back."""
    placed, buyer = set(), Buyer(world, retailer)
    for product in world.products["alder"]:
        with as_owner():
            lines = world_lines(world, retailer)
            lines.delete()
            put_behind_backs(world, retailer, product)
        with suppress(LinesNotOffered):
            buyer.submit()
            placed.add(product.sku)
    return placed


def world_lines(world: World, retailer: str) -> Any:
    return CartLine.objects.filter(supplier=world.orgs["alder"], retailer=world.orgs[retailer])


def put_behind_backs(world: World, retailer: str, product: Any) -> None:
    keys = {"supplier": world.orgs["alder"], "retailer": world.orgs[retailer]}
    CartLine.objects.create(
        id=uuid7(),
        cart=Cart.objects.get(**keys),
        product=product,
        seen_name=product.name,
        quantity_units=1,
        **keys,
    )


def test_a_line_whose_product_is_no_longer_shown_says_so_and_is_taken_out(world: World, buyer: Buyer) -> None:
    buyer.put(2, 3)
    keep_all_products_from_everyone(world)
    client = world.client("rita")

    shown = client.get(at("rita", "cart"))

    assert [line.name for line in shown.context["cart"].gone] == ["Pale Ale"]
    assert b"Pale Ale" in shown.content
    with pytest.raises(LinesNotOffered, match="Pale Ale"):
        buyer.submit()
    pale = world.products["alder"][0]
    client.post(
        at("rita", "cart_line_create"), {"product": str(pale.pk), "quantity_units": 0, "seen_units": 2}
    )
    assert held(world) == {"STOUT": 3}
    assert buyer.submit().line_count == 1


def test_an_order_stays_to_be_read_when_its_products_are_no_longer_shown(world: World) -> None:
    keep_all_products_from_everyone(world)
    number = world.orders["alder", "rita"].number

    order = world.client("rita").get(reverse("orders:buying_detail", args=["rita", "alder", number]))

    assert b"Pale Ale" in order.content


def test_a_product_in_several_catalogs_shows_once(world: World) -> None:
    keep_all_products_from_everyone(world)
    with as_owner():
        for name in ("One", "Two"):
            catalog = Catalog.objects.create(
                supplier=world.orgs["alder"], name=name, shared_with_everyone=True
            )
            CatalogProduct.objects.create(
                supplier=world.orgs["alder"], catalog=catalog, product=world.products["alder"][1]
            )

    rows = world.client("rita").get(at("rita", "shop")).context["page"].rows

    assert [row["sku"] for row in rows] == ["STOUT"]

"""One cart for each ship-to address: chosen in the shop's bar, moved, and kept when its address goes (SPEC.md O2)."""

from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from orders.errors import AddressNotFound
from orders.models import Cart, CartLine, Order
from orders.queries.carts import customer_for_buyer
from orders.queries.places import CartKey, choose_cart
from orders.services.cart import set_cart_lines
from retailers.models import ShipToAddress
from tests.orders.conftest import Buyer, next_day
from tests.orders.shopping import at
from tests.world import World
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner

SHOP = "/api/v1/rita/buying/suppliers/alder/"
JSON: Any = {"content_type": "application/json"}


@pytest.fixture
def pier(world: World) -> ShipToAddress:
    """Return rita's second address; its first is the default."""
    with as_owner():
        return ShipToAddress.objects.create(
            retailer=world.orgs["rita"], name="Pier Bar", street="9 Quay", city="Portland"
        )


@pytest.fixture
def emptied(world: World) -> World:
    """Return the cast, nothing in rita's cart at alder."""
    with as_owner():
        CartLine.objects.filter(retailer=world.orgs["rita"], supplier=world.orgs["alder"]).delete()
    return world


def held(world: World, place: UUID | None = None) -> dict[str, int]:
    """Return what is in rita's cart for an address, by default the first."""
    with as_owner():
        lines = CartLine.objects.filter(
            retailer=world.orgs["rita"],
            supplier=world.orgs["alder"],
            cart__ship_to_id=place or world.ship_tos["rita"].pk,
        )
        return dict(lines.values_list("product__sku", "quantity_units"))


def put(client: Any, world: World, units: int, **more: str) -> Any:
    pale = str(world.products["alder"][0].pk)
    return client.post(
        at("cart_line_create"), {"product": pale, "quantity_units": units, "seen_units": 0} | more
    )


def order_for(client: Any, world: World, place: ShipToAddress) -> Order:
    """Order two PALE for an address as its buyer does, and return the order."""
    put(client, world, 2, ship_to=str(place.pk))
    with as_owner():
        cart = Cart.objects.get(
            ship_to_id=place.pk, retailer=world.orgs["rita"], supplier=world.orgs["alder"]
        )
    sent = {
        "delivery_date": next_day().isoformat(),
        "ship_to": str(place.pk),
        "goods": "60.00",
        "cart_version": cart.version,
        "submission_key": str(uuid7()),
    }
    answer = client.post(at("submission_create"), sent)
    assert answer.status_code == 302, answer.content
    with as_owner():
        return Order.objects.latest("submitted_at")


def test_who_has_one_address_is_asked_nothing(world: World) -> None:
    client = world.client("rita")
    for page in ("shop", "cart", "quick_order"):
        assert b"Ordering for" not in client.get(at(page)).content


def test_each_address_has_a_cart_of_its_own(emptied: World, pier: ShipToAddress) -> None:
    client, first = emptied.client("rita"), emptied.ship_tos["rita"]
    put(client, emptied, 2)

    shop = client.get(at("shop"), {"ship_to": str(pier.pk)}).content.decode()
    put(client, emptied, 5, ship_to=str(pier.pk))

    assert "Ordering for" in shop
    assert "Pier Bar, 9 Quay, Portland" in shop
    assert (held(emptied), held(emptied, pier.pk)) == ({"PALE": 2}, {"PALE": 5})
    carts = client.get(reverse("orders:cart_list", args=["rita"])).content.decode()
    for place in (first, pier):
        assert f"/alder/cart/?ship_to={place.pk}" in carts
    assert "Pier Bar" in carts


def test_the_choice_is_remembered_and_a_form_says_for_which_address_it_is(
    emptied: World, pier: ShipToAddress
) -> None:
    client, first = emptied.client("rita"), emptied.ship_tos["rita"]
    one_tab = client.get(at("shop")).content.decode()
    client.get(at("shop"), {"ship_to": str(pier.pk)})

    assert f'value="{first.pk}"' in one_tab
    put(client, emptied, 3)
    put(client, emptied, 1, ship_to=str(first.pk))

    assert (held(emptied), held(emptied, pier.pk)) == ({"PALE": 1}, {"PALE": 3})


def test_an_order_goes_where_its_cart_is_for(emptied: World, pier: ShipToAddress) -> None:
    order = order_for(emptied.client("rita"), emptied, pier)

    assert order.ship_to["street"] == "9 Quay"
    assert held(emptied, pier.pk) == {}


def test_a_cart_is_offered_the_open_orders_of_its_own_address(emptied: World, pier: ShipToAddress) -> None:
    """Whatever was written down of the address since, and none of the other's."""
    client = emptied.client("rita")
    first = ShipToAddress(pk=emptied.ship_tos["rita"].pk)
    orders = {place.pk: order_for(client, emptied, place) for place in (first, pier)}
    with as_owner():
        ShipToAddress.objects.filter(retailer=emptied.orgs["rita"]).update(opening_hours="9-17")

    for place in (first, pier):
        put(client, emptied, 1, ship_to=str(place.pk))
        page = client.get(at("cart"), {"ship_to": str(place.pk)}).content.decode()
        offered = {key for key, order in orders.items() if f"Add to order {order.number}" in page}
        assert offered == {place.pk}


def test_a_cart_whose_address_is_removed_keeps_its_lines_and_asks_where_to(
    emptied: World, pier: ShipToAddress
) -> None:
    client, first = emptied.client("rita"), emptied.ship_tos["rita"]
    put(client, emptied, 2, ship_to=str(pier.pk))
    put(client, emptied, 1, ship_to=str(first.pk))
    client.post(reverse("retailers:ship_to_removal", args=["rita", pier.pk]))
    here = {"ship_to": str(pier.pk)}

    assert (
        "Its address has been removed"
        in client.get(reverse("orders:cart_list", args=["rita"])).content.decode()
    )
    page = client.get(at("cart"), here).content.decode()
    refused = client.post(
        at("submission_create"),
        here
        | {
            "goods": "60.00",
            "cart_version": 1,
            "submission_key": str(uuid7()),
            "delivery_date": next_day().isoformat(),
        },
    )
    late = put(client, emptied, 4, **here)

    assert "The address of this cart has been removed" in page
    assert refused.status_code in (409, 422)
    assert (late.status_code, held(emptied, pier.pk)) == (302, {"PALE": 2})
    moved = client.post(at("cart_address_create"), here | {"to": str(first.pk)})
    assert moved.status_code == 302
    assert (held(emptied), held(emptied, pier.pk)) == ({"PALE": 3}, {})
    again = client.post(at("cart_address_create"), here | {"to": str(first.pk)})
    assert (again.status_code, held(emptied)) == (409, {"PALE": 3})


def test_an_address_of_somebody_else_is_none(emptied: World, buyer: Buyer) -> None:
    client, foreign = emptied.client("rita"), emptied.ship_tos["remy"]
    put(client, emptied, 2, ship_to=str(foreign.pk))
    assert client.get(at("cart"), {"ship_to": "rubbish"}).status_code == 404
    put(client, emptied, 2)
    answer = client.post(at("cart_address_create"), {"to": str(foreign.pk)})

    assert (answer.status_code, held(emptied), held(emptied, foreign.pk)) == (404, {"PALE": 2}, {})
    with acting_as(buyer.context), pytest.raises(AddressNotFound):
        customer = choose_cart(customer_for_buyer(emptied.orgs["rita"], "alder"), CartKey(foreign.pk))
        set_cart_lines(
            customer=customer, units_by_product={emptied.products["alder"][0].pk: 1}, by=buyer.user
        )


def test_machines_name_the_cart(emptied: World, pier: ShipToAddress) -> None:
    client = emptied.client("rita")
    lines = {"lines": [{"sku": "PALE", "quantity_units": 4}]}

    assert client.put(f"{SHOP}cart/lines/?ship_to={pier.pk}", lines, **JSON).status_code == 200
    cart = client.get(f"{SHOP}cart/?ship_to={pier.pk}").json()
    carts = client.get("/api/v1/rita/buying/carts/").json()["results"]
    moved = client.put(
        f"{SHOP}cart/address/?ship_to={pier.pk}", {"to": str(emptied.ship_tos["rita"].pk)}, **JSON
    )

    assert (cart["ship_to"], len(cart["lines"])) == (str(pier.pk), 1)
    assert ("alder", str(pier.pk), "Pier Bar", 1) in [
        (each["supplier"], each["ship_to"], each["place_name"], each["line_count"]) for each in carts
    ]
    assert (moved.json()["ship_to"], held(emptied)) == (str(emptied.ship_tos["rita"].pk), {"PALE": 4})
    assert client.get(f"{SHOP}cart/?ship_to=x").status_code == 400
    unknown = client.put(f"{SHOP}cart/lines/?ship_to={uuid7()}", lines, **JSON)
    assert (unknown.status_code, unknown.json()["code"]) == (422, "address_not_found")

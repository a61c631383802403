"""Rita's browser at alder's shop: its addresses, what its checkout sends, what its cart holds."""

from typing import Any

from django.urls import reverse

from orders.models import Cart, CartLine
from retailers.models import ShipToAddress
from tests.orders.conftest import next_day
from tests.world import World
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner

HTMX: Any = {"HTTP_HX_REQUEST": "true"}


def at(name: str, *rest: object) -> str:
    return reverse(f"orders:{name}", args=["rita", "alder", *rest])


def api(name: str) -> str:
    return reverse(f"orders-api:{name}", kwargs={"organization": "rita", "supplier": "alder"})


def checkout(world: World, **changes: object) -> dict[str, Any]:
    """Return what the checkout page would send for rita's cart at alder."""
    with as_owner():
        carts = Cart.objects.filter(supplier=world.orgs["alder"], retailer=world.orgs["rita"])
        if "ship_to" in changes:
            carts = carts.filter(ship_to_id=str(changes["ship_to"]))
        cart = carts.filter(lines__isnull=False).distinct().first() or carts.get()
        address = ShipToAddress.objects.filter(retailer=world.orgs["rita"]).order_by("-is_default").first()
        assert address
        goods = sum(30 * line.quantity_units for line in CartLine.objects.filter(cart=cart))
    return {
        "delivery_date": next_day().isoformat(),
        "ship_to": str(address.pk),
        "submission_key": str(uuid7()),
        "cart_version": cart.version,
        "goods": f"{goods}.00",
    } | changes


def held(world: World) -> dict[str, int]:
    with as_owner():
        lines = CartLine.objects.filter(retailer=world.orgs["rita"], supplier=world.orgs["alder"])
        return dict(lines.values_list("product__sku", "quantity_units"))

"""Rita's orders at alder as they are changed: what she wants, what alder shortens, and what is left of it."""

from typing import Any
from uuid import UUID

from django.core.management import call_command

from orders.edits import OrderEdit, Quantity
from orders.enums import ChangeReason, OrderSide
from orders.models import Cart, CartLine, Order, OrderEvent, OrderLine, OrderLineChange, OrderTotal
from orders.queries.buying import order_for_retailer
from orders.services.editing import add_cart_to_order, edit_order
from orders.services.quantities import change_quantities
from tests.world import World
from wholesale.mail.models import OutboundEmail
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner

PEOPLE = {"supplier": "alder", "distributor": "dawn", "retailer": "rita"}
OUT = ChangeReason.OUT_OF_STOCK


def wish(world: World, *units: int | None, **more: Any) -> OrderEdit:
    """Return a wish for so many units of alder's products, in order; None leaves one as it is."""
    products = world.products["alder"]
    wanted = {p.pk: n for p, n in zip(products, units, strict=False) if n is not None}
    return OrderEdit(wanted, **more)


def edit(world: World, order: Order, wanted: OrderEdit, *, who: str = "rita", **more: Any) -> Order:
    """Change an order as a retailer's admin, found as its page finds it."""
    with acting_as(world.context(who)):
        found = order_for_retailer(world.orgs[who], "alder", order.number)
        return edit_order(order=found, wish=wanted, by=world.users[who], **more)


def add(world: World, order: Order, *, key: UUID | None = None, digest: str | None = None) -> Order:
    """Add what is in rita's cart at alder to an order."""
    with acting_as(world.context("rita")):
        cart = Cart.objects.get(retailer=world.orgs["rita"], supplier__slug="alder")
        return add_cart_to_order(
            order=order,
            cart=cart,
            seen=OrderEdit(digest=digest),
            submission_key=key or uuid7(),
            by=world.users["rita"],
        )


def shorten(
    world: World,
    order: Order,
    *units: int | None,
    side: str = "supplier",
    why: Any = OUT,
    note: str = "",
    **more: Any,
) -> Order:
    """Say how many units of alder's products are to come, with one reason for all."""
    products = world.products["alder"]
    said = {p.pk: Quantity(n, why, note) for p, n in zip(products, units, strict=False) if n is not None}
    name = PEOPLE[side]
    with acting_as(world.context(name)):
        return change_quantities(
            order=order, quantities=said, side=OrderSide(side), by=world.users[name], **more
        )


def counts(order: Order) -> dict[str, tuple[int, int]]:
    """Return of each line by SKU what was ordered and what is to come."""
    with as_owner():
        rows = OrderLine.objects.filter(order=order).values_list("sku", "ordered_units", "quantity_units")
        return {sku: (ordered, units) for sku, ordered, units in rows}


def history(order: Order) -> list[tuple[str, str, int, int, str]]:
    """Return what became of its lines, in order: stage, SKU, before, after, reason."""
    with as_owner():
        rows = OrderLineChange.objects.filter(order=order).order_by("sequence", "line__position")
        return list(rows.values_list("stage", "line__sku", "before_units", "after_units", "reason"))


def total_of(order: Order) -> OrderTotal:
    """Return what an order comes to, as it is stored."""
    with as_owner():
        return OrderTotal.objects.get(order=order)


def untouched(order: Order) -> list[Any]:
    """Return everything a change would leave behind, to compare before and after."""
    with as_owner():
        return [
            Order.objects.filter(pk=order.pk).values().get(),
            OrderTotal.objects.filter(order=order).values().get(),
            list(OrderLine.objects.filter(order=order).order_by("position").values()),
            *(model.objects.count() for model in (OrderEvent, OrderLineChange, OutboundEmail, OrderLine)),
            sorted(CartLine.objects.values_list("pk", "quantity_units")),
        ]


def check_ledger() -> None:
    """Let the command prove that balances, ledger and open orders agree."""
    call_command("check_stock", verbosity=0)

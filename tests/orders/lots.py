"""Orders of a product that tracks lots: LATE, SOON and GONE lie at dawn, and what stands on an order's page."""

from typing import Any

from inventory.models import Lot, LotPick
from orders.enums import Move, OrderSide
from orders.models import Order
from orders.services.progress import take_step
from tests.inventory.test_lots import tracked
from tests.orders.conftest import Buyer
from tests.world import World
from wholesale.tenancy.testing import acting_as, as_owner

__all__ = ["choices", "confirmed", "fresh", "picked", "step", "tracked"]


def fresh(order: Order) -> Order:
    with as_owner():
        return Order.objects.select_related("supplier").get(pk=order.pk)


def step(world: World, order: Order, move: Move, who: str = "dawn") -> Order:
    side = OrderSide.SUPPLIER if who == "alder" else OrderSide.DISTRIBUTOR
    with acting_as(world.context(who)):
        return take_step(order=fresh(order), move=move, side=side, by=world.users[who])


def confirmed(world: World, units: int = 5) -> Order:
    """Return an order of PALE that dawn prepares next."""
    buyer = Buyer(world)
    buyer.put(units, 0)
    order = buyer.submit()
    step(world, order, Move.CONFIRM, "alder")
    return fresh(order)


def picked(order: Order) -> dict[str, int]:
    with as_owner():
        return dict(LotPick.objects.filter(holder_id=order.pk).values_list("lot__code", "units"))


def choices(world: World, lots: dict[str, Lot], **units: int) -> dict[str, Any]:
    """Return the boxes of a form that chooses so many units of each lot."""
    at = world.warehouses["dawn"].pk
    return {f"lot-{at}-{lots[code].pk}": n for code, n in units.items()}

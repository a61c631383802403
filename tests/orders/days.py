"""What tests of a day share: orders that stand on it in a status, whatever led there, and rounds of their places."""

from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from orders.models import Order, OrderEvent, Route, RouteStop
from orders.queries.stops import Wanted, day_of
from orders.services.routes import assign_stops, make_route
from tests.world import World
from wholesale.tenancy.testing import acting_as, as_owner

DAY = timezone.now().date() + timedelta(days=2)


def put_on_day(orders: list[Order], status: str = "confirmed", **more: Any) -> list[Order]:
    """Let these orders stand on the day in a status, with the event that the database asks for."""
    with as_owner():
        OrderEvent.objects.bulk_create(
            OrderEvent(
                supplier_id=order.supplier_id,
                order=order,
                sequence=order.version + 1,
                kind=status,
                status_before=order.status,
                status_after=status,
            )
            for order in orders
        )
        found = Order.objects.filter(pk__in=[order.pk for order in orders])
        found.update(
            **{"status": status, "delivery_date": DAY, "next_step": "prepare", "owed_by": "distributor"}
            | more,
            version=F("version") + 1,
        )
        moved = found.in_bulk()
    return [moved[order.pk] for order in orders]


def stand(world: World, *pairs: tuple[str, str], **more: Any) -> list[Order]:
    """Let the orders of (supplier, retailer) stand on the day."""
    return put_on_day([world.orders[pair] for pair in pairs], **more)


def clear_routes(world: World) -> None:
    with as_owner():
        RouteStop.objects.all().delete()
        Route.objects.all().delete()


def put(world: World, name: str, *pairs: tuple[str, str], who: str = "dawn") -> Route:
    """Make a round of these orders' places, in this order."""
    user, org = world.users[who], world.orgs[who]
    with acting_as(world.context(who)):
        route = make_route(organization=org, name=name, by=user)
        by_key = {stop.order.pk: stop.order for stop in day_of(world.acting(who), Wanted(DAY)).stops}
        orders = [by_key[world.orders[pair].pk] for pair in pairs]
        assign_stops(organization=org, orders=orders, route=route, by=user)
    return route

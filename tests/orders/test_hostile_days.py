"""What is tried on a day of deliveries: cash looked up by strangers to it, two rounds at once, a form gone back to."""

from typing import Any

import pytest
from django.db import transaction

from orders.enums import OrderStatus
from orders.models import RouteStop
from orders.queries.stops import Wanted, day_of
from orders.services.door import bring_back, postpone_delivery
from orders.services.routes import assign_stops, make_route
from tests.orders.days import DAY, clear_routes, stand
from tests.orders.test_door import BACK, FAILED, at_door, next_days
from tests.orders.test_races import at_once
from tests.orders.test_take_step import bring_to
from tests.world import World
from wholesale.errors import StaleVersion
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner


def test_a_form_gone_back_to_does_not_say_that_an_order_is_returned_which_is_not(world: World) -> None:
    order, key = bring_to(world, OrderStatus.SHIPPED), uuid7()
    day = next_days(world, order)[-1]
    tried = at_door(world, postpone_delivery, order, key=key, said=FAILED, day=day)
    at_door(world, postpone_delivery, order, key=key, said=FAILED, day=day)

    with pytest.raises(StaleVersion):
        at_door(world, bring_back, order, key=key, said=BACK)

    done = at_door(world, bring_back, tried, said=BACK)
    assert done.status == "returned"


@pytest.mark.server
def test_a_place_put_on_two_rounds_at_one_moment_is_on_one(committed_world: World) -> None:
    world = committed_world
    clear_routes(world)
    stand(world, ("alder", "rita"))
    dawn: dict[str, Any] = {"organization": world.orgs["dawn"], "by": world.users["dawn"]}
    with acting_as(world.context("dawn")):
        routes = [make_route(name=name, **dawn) for name in ("West", "East", "South")]
        orders = [stop.order for stop in day_of(world.acting("dawn"), Wanted(DAY)).stops]

    def press(route: Any) -> Any:
        def call() -> int:
            with acting_as(world.context("dawn")), transaction.atomic():
                return assign_stops(orders=orders, route=route, **dawn)

        return call

    at_once(*(press(route) for route in routes))

    with as_owner():
        assert RouteStop.objects.filter(organization=world.orgs["dawn"]).count() == len(orders)

"""A day of whoever delivers: rounds, filters, the same statements for one stop and for fifty, nobody else's stops."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from orders.models import OrderTotal, Route
from orders.queries.delivering import cash_to_collect
from orders.queries.routes import NO_ROUTE
from orders.queries.stops import Wanted, day_of
from orders.services.routes import assign_stops, change_route
from tests.orders.conftest import copy_order
from tests.orders.days import DAY, clear_routes, put, put_on_day, stand
from tests.world import World
from wholesale.accounts.services import register_person
from wholesale.audit.models import AuditEntry
from wholesale.organizations.enums import MemberRole, Side
from wholesale.organizations.models import Membership
from wholesale.tenancy.testing import acting_as, as_owner

STATEMENTS_OF_PAGE = 9
STATEMENTS_OF_DAY = 3  # orders with rounds and units, their suppliers, cash to collect
FROM_DAWN = [("alder", "rita"), ("birch", "rosa")]


def names(world: World, who: str = "dawn", **wanted: Any) -> list[tuple[str, list[str]]]:
    """Return the rounds of the day with the retailers of their stops."""
    with acting_as(world.context(who)):
        day = day_of(world.acting(who), Wanted(DAY, **wanted))
    return [(each.name, [stop.order.retailer_name for stop in each.stops]) for each in day.rounds]


def test_stops_are_driven_round_by_round_and_what_is_on_none_comes_last(world: World) -> None:
    clear_routes(world)
    stand(world, *FROM_DAWN)
    assert names(world) == [("", ["Rita", "Rosa"])]

    route = put(world, "West", ("birch", "rosa"))
    assert names(world) == [("West", ["Rosa"]), ("", ["Rita"])]
    assert names(world, routes=[str(route.pk)]) == [("West", ["Rosa"])]
    assert names(world, routes=[NO_ROUTE]) == [("", ["Rita"])]
    assert names(world, suppliers=["alder"]) == [("", ["Rita"])]
    assert names(world, statuses=["shipped"]) == []

    both = put(world, "East", *FROM_DAWN)
    assert names(world) == [("East", ["Rita", "Rosa"])]
    with acting_as(world.context("dawn")):
        first, second = both.stops.order_by("position")
        seen = Route.objects.get(pk=both.pk).version
        change_route(
            route=both, name="East", positions={first.pk: 2, second.pk: 1}, leaving=[], version=seen,
            by=world.users["dawn"],
        )  # fmt: skip
    assert names(world) == [("East", ["Rosa", "Rita"])]


def test_putting_a_place_on_its_round_again_changes_nothing(world: World) -> None:
    clear_routes(world)
    stand(world, *FROM_DAWN)
    route = put(world, "West", *FROM_DAWN)
    with acting_as(world.context("dawn")):
        orders = [stop.order for stop in day_of(world.acting("dawn"), Wanted(DAY)).stops][:1]
        assign_stops(organization=world.orgs["dawn"], orders=orders, route=route, by=world.users["dawn"])
    with as_owner():
        assert list(route.stops.order_by("position").values_list("position", flat=True)) == [1, 2]


@pytest.mark.parametrize("times", [0, 49])
def test_a_day_takes_three_statements_for_one_stop_or_fifty(
    world: World, statements: Callable[..., list[str]], times: int
) -> None:
    order = world.orders["alder", "rita"]
    put_on_day([order, *copy_order(order, times=times)])
    acting, context = world.acting("dawn"), world.context("dawn")
    with acting_as(context):
        made = statements(lambda: day_of(acting, Wanted(DAY)).stops)

    assert len(made) == STATEMENTS_OF_DAY, "\n".join(made)


@pytest.mark.parametrize("times", [0, 49])
def test_the_page_takes_the_same_statements_for_one_stop_or_fifty(
    world: World, statements: Callable[..., list[str]], times: int
) -> None:
    order = world.orders["alder", "rita"]
    put_on_day([order, *copy_order(order, times=times)])
    client = world.client("dawn")
    url = reverse("orders:delivering_today", args=["dawn"])
    client.get(url, {"day": str(DAY)})
    made = statements(lambda: client.get(url, {"day": str(DAY)}))

    assert len(made) == STATEMENTS_OF_PAGE, "\n".join(made)


def test_cash_is_told_to_whoever_delivers_an_order_that_is_paid_at_the_door_and_of_no_other(
    world: World,
) -> None:
    stand(world, *FROM_DAWN, ("birch", "rita"), ("alder", "remy"), ("cedar", "rex"))
    keys = {pair: world.orders[pair].pk for pair in world.orders}
    at_the_door = [("alder", "rita"), ("birch", "rita"), ("alder", "remy"), ("cedar", "rex")]
    with as_owner():
        totals = OrderTotal.objects.filter(order__in=[keys[pair] for pair in at_the_door])
        totals.update(payment_terms="on_delivery", payment_terms_days=0)
    told = {}
    for who in ("dawn", "gale", "ember", "alder", "birch"):
        with acting_as(world.context(who)):
            found = cash_to_collect(keys.values())
        told[who] = {next(pair for pair, key in keys.items() if key == each) for each in found}

    assert told == {
        "dawn": {("alder", "rita")},
        "gale": {("birch", "rita")},
        "ember": {("cedar", "rex")},
        "alder": {("alder", "remy")},
        "birch": set(),
    }
    page = world.client("dawn").get(reverse("orders:delivering_today", args=["dawn"]), {"day": str(DAY)})
    assert page.content.count(b"60.00") == 1
    assert b"Collect" in page.content


def test_a_supplier_that_delivers_itself_has_the_same_day_for_its_own_orders_alone(world: World) -> None:
    stand(world, ("alder", "rita"), ("alder", "remy"))
    page = world.client("alder").get(reverse("orders:selling_today", args=["alder"]), {"day": str(DAY)})

    assert [stop.order.retailer_name for stop in page.context["day"].stops] == ["Remy"]
    assert names(world, "alder") == [(page.context["day"].rounds[0].name, ["Remy"])]


def test_a_route_is_made_once_by_each_name(world: World) -> None:
    clear_routes(world)
    client, url = world.client("dawn"), reverse("orders:delivering_route_list", args=["dawn"])

    assert client.post(url, {"name": " North  shore "}).status_code == 302
    again = client.post(url, {"name": "north shore"})
    assert (again.status_code, b"There is a route called" in again.content) == (422, True)
    assert client.post(url, {"name": ""}).status_code == 422
    with as_owner():
        assert [route.name for route in Route.objects.all()] == ["North shore"]


def test_stops_are_put_on_a_route_by_their_ticks_and_nobody_elses_are(world: World) -> None:
    clear_routes(world)
    first, second = stand(world, *FROM_DAWN)
    client, route = world.client("dawn"), put(world, "North")
    assign = reverse("orders:delivering_stop_assignment", args=["dawn"])
    typed = {"day": str(DAY), "route": str(route.pk), "order": [str(first.pk), str(second.pk)]}

    nothing = client.post(assign, {**typed, "order": []})
    assert (nothing.status_code, b"Choose the stops first" in nothing.content) == (422, True)
    theirs = str(world.orders["cedar", "rex"].pk)
    assert client.post(assign, {**typed, "order": [theirs]}).status_code == 422
    assert names(world) == [("", ["Rita", "Rosa"])]
    assert client.post(assign, typed).status_code == 302
    assert names(world) == [("North", ["Rita", "Rosa"])]
    assert client.post(assign, {**typed, "route": "none", "order": [str(first.pk)]}).status_code == 302
    assert names(world) == [("North", ["Rosa"]), ("", ["Rita"])]


def test_a_route_is_put_in_order_by_whoever_saw_it_last_and_deleted(world: World) -> None:
    clear_routes(world)
    stand(world, *FROM_DAWN)
    client, route = world.client("dawn"), put(world, "North", *FROM_DAWN)
    own = reverse("orders:delivering_route", args=["dawn", route.pk])
    rows = client.get(own).context["form"].stops
    places = {f"stop-{rows[0].pk}": "", f"stop-{rows[1].pk}": "7"}

    late = client.post(own, {"name": "North", "version": 1, **places})
    assert (late.status_code, b"Somebody else changed this route" in late.content) == (412, True)
    assert client.post(own, {"name": "North", "version": 2, **places}).status_code == 302
    with as_owner():
        assert list(route.stops.values_list("name", "position")) == [(rows[1].name, 1)]
        assert AuditEntry.objects.filter(verb__startswith="route_").count() == 2
    assert world.client("ember").get(own.replace("/dawn/", "/ember/")).status_code == 404
    assert (
        client.post(reverse("orders:delivering_route_deletion", args=["dawn", route.pk])).status_code == 302
    )
    assert client.get(own).status_code == 404


def test_a_driver_sees_the_day_and_plans_nothing(world: World) -> None:
    stand(world, ("alder", "rita"))
    dan = register_person(email="dan@example.com", name="Dan")
    with as_owner():
        Membership.objects.create(organization=world.orgs["dawn"], user=dan, role=MemberRole.DRIVER)
    world.users["dan"] = dan
    client = world.client("dan")

    page = client.get(reverse("orders:delivering_today", args=["dawn"]), {"day": str(DAY)})
    assert page.status_code == 200
    assert b"Put the ticked stops on" not in page.content
    assert client.get(reverse("orders:delivering_route_list", args=["dawn"])).status_code == 403
    assert client.post(reverse("orders:delivering_stop_assignment", args=["dawn"])).status_code == 403
    assert world.acting("dawn", Side.DELIVERING).may("plan_routes")

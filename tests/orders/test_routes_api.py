"""A route by the API: read, renamed, reordered, deleted, each based on what was read; another company's is none."""

from typing import Any

import pytest
from django.test import Client

from orders.models import Route, RouteStop
from tests.orders.days import clear_routes, put, stand
from tests.world import World
from wholesale.tenancy.testing import as_owner

PAIRS = [("alder", "rita"), ("birch", "rosa")]


def path(route: Route, who: str = "dawn") -> str:
    return f"/api/v1/{who}/delivering/deliveries/routes/{route.pk}/"


def patch(client: Client, route: Route, body: dict[str, Any], version: int | None, who: str = "dawn") -> Any:
    based = {} if version is None else {"If-Match": f'"v{version}"'}
    return client.patch(path(route, who), body, content_type="application/json", headers=based)


@pytest.fixture
def route(world: World) -> Route:
    """Return dawn's route with rita's and rosa's places."""
    clear_routes(world)
    stand(world, *PAIRS)
    return put(world, "West", *PAIRS)


def everything() -> list[Any]:
    with as_owner():
        return [
            *Route.objects.order_by("pk").values_list("name", "version"),
            *RouteStop.objects.order_by("route", "position").values_list("route", "name"),
        ]


def test_it_is_renamed_reordered_and_shortened(world: World, route: Route) -> None:
    client = world.client("dawn")
    read = client.get(path(route))
    seen = read.json()
    assert (seen["name"], read["ETag"]) == ("West", f'"v{seen["version"]}"')
    first, second = (stop["id"] for stop in seen["stops"])

    changed = patch(client, route, {"name": " South  shore ", "stops": [second, first]}, seen["version"])
    assert changed.status_code == 200
    assert (changed.json()["name"], [stop["id"] for stop in changed.json()["stops"]]) == (
        "South shore", [second, first],
    )  # fmt: skip
    only_name = patch(client, route, {"name": "West"}, seen["version"] + 1)
    assert [stop["id"] for stop in only_name.json()["stops"]] == [second, first]
    shorter = patch(client, route, {"stops": [first]}, seen["version"] + 2)
    assert [stop["id"] for stop in shorter.json()["stops"]] == [first]
    assert shorter["ETag"] == f'"v{seen["version"] + 3}"'


def test_what_is_wrong_late_or_based_on_nothing_changes_nothing(world: World, route: Route) -> None:
    client = world.client("dawn")
    seen = client.get(path(route)).json()
    other = put(world, "East")
    first = seen["stops"][0]["id"]
    before = everything()
    for body, status in (
        ({"name": ""}, 400),
        ({"name": "x" * 61}, 400),
        ({"name": "east"}, 422),
        ({"stops": [first, first]}, 400),
        ({"stops": [str(other.pk)]}, 400),
    ):
        assert patch(client, route, body, seen["version"]).status_code == status, body
    assert patch(client, route, {"name": "North"}, None).status_code == 428
    late = patch(client, route, {"name": "North"}, seen["version"] - 1)
    assert late.status_code == 412
    assert client.delete(path(route)).status_code == 428
    assert client.delete(path(route), headers={"If-Match": '"v999"'}).status_code == 412
    assert everything() == before


def test_another_companys_route_is_none_and_without_the_right_it_stays(world: World, route: Route) -> None:
    before, version = everything(), route.version + 1
    for who in ("gale", "ember"):
        client = world.client(who)
        assert client.get(path(route, who)).status_code == 404
        assert patch(client, route, {"name": "Ours"}, version, who).status_code == 404
        assert client.delete(path(route, who), headers={"If-Match": f'"v{version}"'}).status_code == 404
    assert world.client("ember").get(path(route)).status_code == 404
    assert everything() == before


def test_it_is_deleted_and_its_stops_are_on_none(world: World, route: Route) -> None:
    client = world.client("dawn")
    version = client.get(path(route)).json()["version"]

    assert client.delete(path(route), headers={"If-Match": f'"v{version}"'}).status_code == 204
    assert client.get(path(route)).status_code == 404
    assert everything() == []

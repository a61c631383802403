"""Planning rounds: which places a van goes to, and in what order (SPEC.md O14). In the context of whoever delivers."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from orders.models import Route, RouteStop
from orders.queries.routes import lock_route, lock_routes, stops_of
from orders.route_errors import RouteChanged, RouteNameTaken, TooManyRoutes, TooManyStops
from wholesale.accounts.models import User
from wholesale.audit.services import record_change
from wholesale.organizations.models import Organization

MOST_ROUTES, MOST_STOPS = 200, 500


@transaction.atomic
def make_route(*, organization: Organization, name: str, by: User) -> Route:
    """Make a round without stops.

    Raises: RouteNameTaken, TooManyRoutes; then nothing is written.
    """
    mine = Route.objects.filter(organization=organization)
    if mine.count() >= MOST_ROUTES:
        raise TooManyRoutes(MOST_ROUTES)
    _check_name(organization.pk, name)
    route = Route.objects.create(organization=organization, name=name)
    _record(route, "route_made", by, after={"name": name})
    return route


@transaction.atomic
def change_route(
    *, route: Route, name: str, positions: dict[UUID, int], leaving: Iterable[UUID], version: int, by: User
) -> Route:
    """Rename a round, put its stops into a new order, and take some off.

    Args:
        positions: by stop, the number that it was given; of two equal ones the one that stood before comes first.
        leaving: stops that are taken off; whoever is not of this round is passed over.
        version: what the person looked at.
    Locks:  the route.
    Raises: RouteChanged where somebody else did meanwhile, RouteNameTaken; then nothing is written.
    """
    route = lock_route(route)
    if route.version != version:
        raise RouteChanged(route)
    if name != route.name:
        _check_name(route.organization_id, name, but=route.pk)
    gone = set(leaving)
    before = list(stops_of(route))
    kept = sorted(
        (stop for stop in before if stop.pk not in gone),
        key=lambda stop: (positions.get(stop.pk, stop.position), stop.position),
    )
    RouteStop.objects.filter(route=route, pk__in=gone).delete()
    _number(kept)
    _record(route, "route_changed", by, before=_told(route.name, before), after=_told(name, kept))
    route.name, route.version = name, route.version + 1
    route.save(update_fields=["name", "version"])
    return route


@transaction.atomic
def delete_route(*, route: Route, by: User, version: int | None = None) -> None:
    """Delete a round; the orders of its places are on none then.

    Args:
        version: what the person looked at; None where nobody looked.
    Locks:  the route.
    Raises: RouteChanged where somebody else did meanwhile; then nothing is written.
    """
    route = lock_route(route)
    if version not in (None, route.version):
        raise RouteChanged(route)
    _record(route, "route_deleted", by, before=_told(route.name, stops_of(route)))
    RouteStop.objects.filter(route=route).delete()
    route.delete()


@transaction.atomic
def assign_stops(*, organization: Organization, orders: Sequence[Any], route: Route | None, by: User) -> int:
    """Put the places that these orders go to at the end of a round, off any other; without a round off all.

    Safe twice: a place that is on the round already keeps its position. Returns how many places it were.

    Args:
        orders: of orders_to_deliver, with `place_key` (queries.routes.with_routes).
    Locks:  all routes of the company in key order, so that no place comes onto two of them at one moment.
    Raises: TooManyStops; then nothing is written.
    """
    places = {(order.retailer_id, order.place_key): order for order in orders}
    route = lock_routes(organization, route)
    mine = RouteStop.objects.filter(
        organization=organization, retailer_id__in={retailer for retailer, _place in places}
    )
    there = {(stop.retailer_id, stop.place): stop for stop in mine.filter(route=route)} if route else {}
    others = mine.exclude(route=route) if route else mine
    RouteStop.objects.filter(
        pk__in=[stop.pk for stop in others if (stop.retailer_id, stop.place) in places]
    ).delete()
    if route is None:
        _record_assigned(organization, None, places, by)
        return len(places)
    _append(route, [order for key, order in places.items() if key not in there])
    _record_assigned(organization, route, places, by)
    return len(places)


def _append(route: Route, orders: Sequence[Any]) -> None:
    found = RouteStop.objects.filter(route=route)
    if found.count() + len(orders) > MOST_STOPS:
        raise TooManyStops(MOST_STOPS)
    last = found.aggregate(last=Max("position"))["last"] or 0
    RouteStop.objects.bulk_create(
        RouteStop(
            organization_id=route.organization_id,
            route=route,
            retailer_id=order.retailer_id,
            place=order.place_key,
            position=position,
            name=str(order.ship_to.get("name") or order.retailer_name)[:120],
            address=address_of(order.ship_to),
        )
        for position, order in enumerate(orders, last + 1)
    )
    route.version += 1
    route.save(update_fields=["version"])


def address_of(place: dict[str, Any]) -> str:
    """Return street and town of an order's ship_to, on one line."""
    town = " ".join(filter(None, (place.get("postal_code"), place.get("city"))))
    return ", ".join(filter(None, (place.get("street"), town)))[:400]


def _number(stops: Sequence[RouteStop]) -> None:
    for position, stop in enumerate(stops, 1):
        stop.position = position
    RouteStop.objects.bulk_update(stops, ["position"])


def _check_name(organization_id: UUID, name: str, *, but: UUID | None = None) -> None:
    same = Route.objects.filter(organization_id=organization_id, name__iexact=name)
    if (same.exclude(pk=but) if but else same).exists():
        raise RouteNameTaken(name)


def _told(name: str, stops: Iterable[RouteStop]) -> dict[str, Any]:
    return {"name": name, "stops": "; ".join(stop.name for stop in stops)[:2000]}


def _record_assigned(organization: Organization, route: Route | None, places: Any, by: User) -> None:
    names = "; ".join(sorted(order.retailer_name for order in places.values()))
    record_change(
        organization_id=organization.pk,
        by=by,
        verb="stops_assigned",
        subject=route or organization,
        subject_name=route.name if route else _("No route"),
        after={"stops": names[:2000]},
    )


def _record(route: Route, verb: str, by: User, **told: Any) -> None:
    record_change(
        organization_id=route.organization_id,
        by=by,
        verb=verb,
        subject=route,
        subject_name=route.name,
        **told,
    )

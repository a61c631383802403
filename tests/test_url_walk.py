"""Every named address, tried by somebody whom it does not concern: a new one is covered the moment it exists.

A page's address names the company that it acts for; `KEYS` fills in alder's, rita's and dawn's things. A
parameter that is not listed there fails the walk, so whoever adds an address says what stands behind it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from catalogs.models import CustomerPrice, PriceList, TaxClass
from inventory.models import Lot
from retailers.models import ScheduleLine
from tests.world import AGREEMENTS, TRADE, World
from wholesale.api.models import ApiToken
from wholesale.organizations.access import need_of
from wholesale.organizations.enums import Side
from wholesale.organizations.models import MemberInvitation
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner

OWNER = {Side.SELLING: "alder", Side.DELIVERING: "dawn", Side.BUYING: "rita"}
# Who is tried against each side's pages: one under the same hat; test_proof_probes.py tries all.
STRANGERS = {
    Side.SELLING: ("cedar",),
    Side.DELIVERING: ("gale",),
    Side.BUYING: ("remy",),
}
# Parameters that name a thing of one company; a directory entry is everybody's.
_THINGS = (
    "sheet_import",
    "group",
    "catalog",
    "price_list",
    "change",
    "share",
    "tag",
    "bulk_job",
    "correction",
    "proposal",
    "guest_request",
    "guest",
    "access_request",
    "customer",
    "product",
    "picture",
    "picture_import",
    "warehouse",
    "agreement",
    "step_proposal",
    "connection",
    "transfer",
    "take",
    "lot",
    "standing_list",
    "report",
)
PRIVATE = {
    "supplier",
    "invitation",
    "member_id",
    "invitation_id",
    "token_id",
    "ship_to",
    "line",
    "digest",
    *_THINGS,
    *(f"{t}_id" for t in _THINGS),
}
NOTHING: dict[str, Any] = {"supplier": "no-such-supplier"}
MARKS = ("Rita of alder", "second.rita@example.com", "Pale Ale", "Oatmeal Stout", "450 Elm Street")


def walk(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, Any, URLPattern]]:
    """Yield each named address with its view and parameters."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from walk(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif pattern.name:
            yield f"{space}{pattern.name}", pattern.callback, pattern


def addresses() -> list[tuple[str, Any, list[Side]]]:
    """Return every address that acts for a company, with its view and the sides it serves."""
    found = []
    for name, view, _ in walk(get_resolver()):
        need = need_of(view)
        if need is not None and "organization" in parameters(name):
            found.append((name, view, [need.side] if need.side else list(Side)))
    return found


def parameters(name: str) -> list[str]:
    """Return the parameters of an address."""
    resolver = get_resolver()
    *spaces, last = name.split(":")
    for space in spaces:
        resolver = resolver.namespace_dict[space][1]
    return list(resolver.reverse_dict.getlist(last)[0][0][0][1])


def trade_of(world: World, owner: str) -> tuple[str, str, str]:
    """Return a supplier, a retailer and a distributor that this company trades with, itself among them."""
    found = [(s, r, d) for (s, r), d in TRADE.items() if d and owner in (s, r, d)]
    if found:
        return found[0]
    supplier, retailer = next(pair for pair in TRADE if owner in pair)
    return supplier, retailer, next(d for s, d in AGREEMENTS if s == supplier)


def lot_key(world: World, supplier: str, distributor: str) -> Any:
    """Return a lot of a supplier that lies in a distributor's warehouse."""
    with as_owner():
        return Lot.objects.get(supplier=world.orgs[supplier], code=f"{supplier}-{distributor}").pk


def keys(world: World, side: Side, owner: str) -> dict[str, Any]:
    """Return what each parameter stands for: things of this company and of those it trades with."""
    organization, (supplier, retailer, distributor) = world.orgs[owner], trade_of(world, owner)
    with as_owner():
        token = ApiToken.objects.get(organization=organization)
        colleague = MemberInvitation.objects.get(organization=organization)
        line = ScheduleLine.objects.filter(supplier=world.orgs[supplier]).first()
        tax_class = TaxClass.objects.filter(supplier=world.orgs[supplier]).first()
        special = CustomerPrice.objects.filter(customer=world.customers[supplier, retailer]).first()
        price_list = PriceList.objects.get(supplier=world.orgs[supplier], is_default=True)
    things = {
        "sheet_import": world.imports[supplier].id,
        "group": world.groups[supplier].id,
        "correction": world.corrections[supplier, retailer].id,
        "access_request": world.requests[supplier, retailer].id,
        "proposal": world.proposals[supplier, retailer].id,
        "bulk_job": world.bulk_jobs[supplier].id,
        "customer": world.customers[supplier, retailer].id,
        "product": world.products[supplier][0].id,
        "picture_import": world.picture_imports[supplier].id,
        "picture": world.pictures[supplier][0].id,
        "catalog": world.catalogs[supplier].id,
        "price_list": price_list.id,
        "change": world.changes[supplier].id,
        "share": world.shares[supplier].id,
        "tag": world.tags[supplier].id,
        "warehouse": world.warehouses[supplier].id,
        "agreement": world.agreements[supplier, distributor].id,
        "guest_request": world.guest_requests[supplier, distributor].id,
        "guest": world.membership("gale").id,
        "lot": lot_key(world, supplier, distributor),
        "take": world.takes[supplier, distributor].id,
        "step_proposal": world.step_proposals[supplier, distributor].id,
        "connection": world.connections[supplier, distributor].id,
        "transfer": world.transfers[supplier, distributor][1].id,
        "tax_class": tax_class.id if tax_class else None,
        "special_price": special.id if special else None,
        "standing_list": world.standing_lists[supplier, retailer].id,
        "route": world.routes[distributor if side == Side.DELIVERING else supplier].id,
    }
    return {
        **things,
        **{f"{name}_id": key for name, key in things.items()},
        "organization": owner,
        "side": side.value,
        "supplier": supplier,
        "number": world.orders[supplier, retailer].number,
        "digest": world.pictures[supplier][0].digest,
        "size": "small",
        "noun": "cancellation",
        "switch": "see_amounts",
        "verb": "group",
        "kind": "customers",
        "line": line.pk if line else None,
        "day": "2020-01-02",
        "secret": "no-such-secret",
        "hat": Side.BUYING.value,
        "language": "en",
        "report": world.reports[supplier, retailer].id,
        "as_format": "pdf",
        "retailer": world.org_id(retailer),
        "ship_to": world.ship_tos[retailer].id,
        "invitation": world.invitations[supplier, retailer].id,
        "member_id": world.membership(owner).id,
        "invitation_id": colleague.id,
        "token_id": token.id,
    }


KEYS: dict[tuple[int, Side, str], dict[str, Any]] = {}


def path_of(world: World, name: str, side: Side, *, of: str = "", **others: Any) -> str:
    """Return an address with the things of a company, by default alder, dawn or rita."""
    owner = of or OWNER[side]
    if (id(world), side, owner) not in KEYS:
        KEYS[id(world), side, owner] = keys(world, side, owner)
    known = KEYS[id(world), side, owner] | others
    return reverse(name, kwargs={parameter: known[parameter] for parameter in parameters(name)})


@pytest.mark.django_db
def test_a_stranger_learns_nothing_from_any_address(world: World) -> None:
    assert trespasses(world, STRANGERS) == []


def trespasses(world: World, strangers: Mapping[Side, tuple[str, ...]]) -> list[str]:
    """Return every answer to a stranger that differs from that of a company that does not exist."""
    wrong, clients = [], {name: world.client(name) for name in world.users}
    for name, _, sides in addresses():
        for side in sides:
            real = path_of(world, name, side)
            absent = path_of(world, name, side, organization="no-such-company")
            for stranger in strangers[side]:
                wrong += _differences(clients[stranger], real, absent, stranger)
    return wrong


@pytest.mark.django_db
def test_another_companys_thing_does_not_exist_under_ones_own_address(world: World) -> None:
    """Each address under the stranger's own company, with the ids of alder's, dawn's and rita's things."""
    outsiders = {Side.SELLING: "cedar", Side.DELIVERING: "ember", Side.BUYING: "rex"}
    wrong, clients = [], {name: world.client(name) for name in outsiders.values()}
    for name, _, sides in addresses():
        identifying = PRIVATE & set(parameters(name))
        cache.clear()  # no limit of calls is met in the middle
        for side in sides:
            if identifying:
                own = outsiders[side]
                real = path_of(world, name, side, organization=own)
                nothing = {key: NOTHING.get(key, uuid7()) for key in identifying}
                absent = path_of(world, name, side, organization=own, **nothing)
                wrong += _differences(clients[own], real, absent, own)

    assert wrong == []


@pytest.mark.django_db
def test_a_visitor_is_asked_to_sign_in_and_sees_nothing(world: World) -> None:
    wrong = []
    for name, _, sides in addresses():
        for side in sides:
            path = path_of(world, name, side)
            for method in ("get", "post"):
                response = getattr(Client(), method)(path)
                if response.status_code not in (302, 401, 405) or (
                    response.status_code == 302 and "/accounts/login/" not in response["Location"]
                ):
                    wrong.append(f"{method} {path}: {response.status_code}")

    assert wrong == []


def _differences(client: Client, real: str, absent: str, who: str) -> list[str]:
    """Return where the answers differ, or tell of somebody else's thing; what is sent is judged after whose it is."""
    found = []
    for method in ("get", "post", "put") if "/api/" in real else ("get", "post"):
        answers = [answer(client, method, path) for path in (real, absent)]
        told = [mark for mark in MARKS if mark in answers[0][1]]
        if answers[0][0] != answers[1][0] or answers[0][0] not in (403, 404, 405) or told:
            found.append(f"{who} {method} {real}: {answers[0][0]}, not {answers[1][0]} {told}")
    return found


def answer(client: Client, method: str, path: str) -> tuple[int, str]:
    """Return the status and the body of a call."""
    as_api = {"content_type": "application/json"} if method != "get" and path.startswith("/api/") else {}
    headers = {"Idempotency-Key": str(uuid7()), "If-Match": '"v1"'}
    response = getattr(client, method)(path, headers=headers, **as_api)
    return response.status_code, response.content.decode(errors="replace")

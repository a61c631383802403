"""R3: what row-level security costs the hot pages, at a million orders: the same index, hardly more pages read.

What policies look up once in a statement is held apart: its price is that of one index entry and its rows, the same
however large the tables grow. Each look-up has its own bar; the rest of a statement, and of a page, may read 1.3 x.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import psycopg
import pytest
from django.test import Client

from bench.history import History, make_history
from bench.history_orders import LARGE
from tests.plans import Plan, Statement, listening, superuser_address, with_policies, without_policies
from tests.proof import ORDERS, found
from wholesale.accounts.models import User
from wholesale.mail.sending import claim
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership, Organization
from wholesale.tenancy.contexts import Context
from wholesale.tenancy.roles import Role
from wholesale.tenancy.testing import acting_as, as_owner

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]
BAR = 1.3
# A retailer's ten suppliers are three pages, its terms with them seven: root, leaf and heap of one or two indexes.
LOOK_UP = 10
NEVER_SCANNED = {
    *LARGE,
    "retailers_customer",
    "retailers_customerprivate",
    "catalogs_price",
    "orders_cartline",
}


def test_policies_cost_the_hot_pages_next_to_nothing() -> None:
    history = make_history(superuser_address(), orders=ORDERS)
    wrong, compared, ratios = [], 0, []
    look_ups: list[int] = []
    with psycopg.connect(superuser_address()) as superuser:
        for name, visit in visits(history).items():
            plain_pages = kept_pages = 0
            for statement in heard_at(visit):
                plain, kept = without_policies(statement, superuser), with_policies(statement)
                compared += 1
                plain_pages, kept_pages = plain_pages + plain.rest, kept_pages + kept.rest
                look_ups += kept.look_ups
                wrong += [f"{name}: {said}: {statement.sql[:200]}" for said in dearer(plain, kept)]
            if kept_pages > BAR * plain_pages:
                wrong.append(f"{name}: {kept_pages} pages in all, not {plain_pages}")
            ratios.append((kept_pages / plain_pages, name))
    ratio, name = max(ratios)
    found(
        "R3",
        f"{compared} statements of {len(ratios)} pages at {ORDERS:,} orders; dearest page {ratio:.2f} x ({name});"
        f" {len(look_ups)} look-ups of policies, {max(look_ups)} pages at most",
    )
    assert wrong == [], "\n".join(wrong)


def dearer(plain: Plan, kept: Plan) -> list[str]:
    """Say how a plan under policies is worse than the one without."""
    said = []
    if scanned := kept.scanned & NEVER_SCANNED:
        said.append(f"reads all of {', '.join(sorted(scanned))}")
    if kept.rest > BAR * plain.rest:
        said.append(f"{kept.rest} pages, not {plain.rest}; {sorted(kept.ways)}, not {sorted(plain.ways)}")
    if dear := [pages for pages in kept.look_ups if pages > LOOK_UP]:
        said.append(f"look-ups of {dear} pages")
    # In small, a table may be read from end to end without policies: then there is no index to keep to.
    indexed = set(LARGE) - plain.scanned
    ways = [{way for way in plan.ways if way[0] in indexed} for plan in (plain, kept)]
    if ways[0] != ways[1] and kept.rest > plain.rest:
        said.append(f"another index and {kept.rest} pages, not {plain.rest}: {ways[1]}, not {ways[0]}")
    return said


def heard_at(visit: Callable[[], Any]) -> list[Statement]:
    """Return the statements of a visit that ask for tenants' rows.

    Without those of a function that answers by who acts: to a superuser, who acts for nobody, it has nothing to say.
    """
    with listening() as heard:
        answer = visit()
    assert getattr(answer, "status_code", 200) == 200, answer.content[:500]
    return [statement for statement in heard if "FROM app." not in statement.sql]


def visits(history: History) -> dict[str, Callable[[], Any]]:
    """Return the hot pages by name, each as its company's person calls it."""
    s, r, d = history.supplier.slug, history.retailer.slug, history.distributor.slug
    pages = {
        history.supplier: [
            f"/{s}/selling/",
            f"/{s}/selling/orders/",
            f"/{s}/selling/orders/?status=submitted",
            f"/{s}/selling/orders/?turn=overdue",
            f"/{s}/selling/orders/?distributor={d}",
            f"/{s}/selling/orders/?sort=delivery",
            f"/{s}/selling/orders/?q={history.number}",
            f"/{s}/selling/orders/{history.number}/",
            f"/{s}/selling/retailers/",
            f"/{s}/selling/retailers/?status=has_ordered",
            f"/{s}/selling/retailers/?sort=last_order",
            f"/api/v1/{s}/selling/orders/",
        ],
        history.retailer: [
            f"/{r}/buying/",
            f"/{r}/buying/orders/",
            f"/{r}/buying/orders/?status=delivered",
            f"/{r}/buying/orders/{s}/{history.number}/",
            f"/{r}/buying/{s}/",
            f"/{r}/buying/{s}/?q=beer",
            f"/{r}/buying/{s}/cart/",
            f"/api/v1/{r}/buying/suppliers/{s}/products/",
        ],
        history.distributor: [
            f"/{d}/delivering/",
            f"/{d}/delivering/orders/",
            f"/{d}/delivering/orders/?status=shipped",
            f"/{d}/delivering/orders/?sort=placed",
            f"/{d}/delivering/orders/{s}/{history.number}/",
        ],
    }
    made: dict[str, Callable[[], Any]] = {}
    for company, addresses in pages.items():
        client = signed_in(company)
        for address in addresses:
            made[address] = partial(client.get, address)
    return made | {"claim a mail": claim_as_sender}


def claim_as_sender() -> None:
    with acting_as(Context(Role.SENDER)):
        assert claim()


def signed_in(company: Organization) -> Client:
    """Return a browser that a new admin of this company has signed in with."""
    client = Client()
    with as_owner():
        user = User.objects.create_user(f"{company.slug}@example.com", name=company.name)
        Membership.objects.create(user=user, organization=company, role=MemberRole.ADMIN)
    client.force_login(user)
    return client

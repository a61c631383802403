"""P-3 and P-8: how many statements a page or a submission takes, at more and more rows."""

import json
import uuid
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.data import Market, make_market
from bench.orders import delivery_date
from wholesale.accounts.models import User

# Not counted against the budget: the transaction itself, who asks, and the menu's badges.
NOT_CONTENT = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SELECT set_config")
SIGNING_IN = ("django_session", "accounts_user", "organizations_membership", "usersessions_usersession")


def counts(rows: int) -> dict[str, int]:
    """Return the statements of the shop, an order list and a submission with so many products, orders, lines."""
    market = make_market(products=rows, customers=1, name=f"rows{rows}")
    slug, user_id = market.buyers[0]
    buyer = _client(user_id)
    shop = reverse("orders:shop", kwargs={"organization": slug, "supplier": market.supplier.slug})
    api = f"/api/v1/{slug}/buying/suppliers/{market.supplier.slug}/products/"
    found = {
        "shop page": _counted(lambda: buyer.get(shop)),
        "shop searched": _counted(lambda: buyer.get(shop, {"q": "beer"})),
        "shop as JSON": _counted(lambda: buyer.get(api, {"limit": rows})),
    }
    found["submission"] = _counted(
        lambda: _submit(buyer, market, slug), before=lambda: _fill(buyer, market, slug, rows)
    )
    for _ in range(rows):
        _fill(buyer, market, slug, 1)
        _submit(buyer, market, slug)
    orders = reverse("orders:selling_list", args=[market.supplier.slug])
    selling = {
        "order list": orders,
        "products": reverse("catalogs:product_list", args=[market.supplier.slug]),
        "stores": reverse("catalogs:store_list", args=[market.supplier.slug]),
        "price & availability": reverse("inventory:availability_list", args=[market.supplier.slug]),
    }
    for name, address in selling.items():
        found[name] = _counted(lambda page=address: _client(market.admin.pk).get(page))
    return found


def _client(user_id: uuid.UUID) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(pk=user_id))
    return client


def _counted(call: Callable[[], Any], *, before: Callable[[], Any] = lambda: None) -> int:
    before()
    call()  # what is looked up once per process is no part of a page
    before()
    with CaptureQueriesContext(connection) as captured:
        response = call()
    if response.status_code not in (200, 201):
        raise RuntimeError(f"refused: {response.status_code} {response.content[:300]!r}")
    said = [query["sql"].strip() for query in captured]
    return sum(
        not sql.startswith(NOT_CONTENT)
        and not any(f'"{table}"' in sql.split("WHERE")[0] for table in SIGNING_IN)
        for sql in said
    )


def _fill(buyer: Client, market: Market, slug: str, lines: int) -> Any:
    chosen = market.product_ids[:lines]
    wanted = {"lines": [{"product_id": str(product), "quantity_units": 1} for product in chosen]}
    path = f"/api/v1/{slug}/buying/suppliers/{market.supplier.slug}/cart/lines/"
    return buyer.put(path, json.dumps(wanted), content_type="application/json")


def _submit(buyer: Client, market: Market, slug: str) -> Any:
    path = f"/api/v1/{slug}/buying/suppliers/{market.supplier.slug}/cart/submission/"
    body = json.dumps({"delivery_date": delivery_date().isoformat()})
    key = {"Idempotency-Key": str(uuid.uuid4())}
    return buyer.post(path, body, content_type="application/json", headers=key)

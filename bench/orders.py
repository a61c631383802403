"""P-1 and P-2: an order of ten lines, from an empty cart to the placed order, two calls over HTTP."""

import itertools
import json
import random
import uuid
from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from bench.data import Market
from bench.load import Action, Client, drive
from bench.report import Rate
from wholesale.accounts.models import User

CSRF = "bench" * 6 + "be"  # 32 characters, as Django wants


def delivery_date() -> date:
    """Return a day on which anybody delivers: not tomorrow, not a Sunday."""
    day = timezone.now().date() + timedelta(days=3)
    return day + timedelta(days=1) if day.weekday() == 6 else day


def measure(market: Market, *, port: int, clients: int, seconds: float, lines: int) -> Rate:
    """Place orders from this many signed-in clients for this long; each order by the next buyer in turn."""
    shares = [market.buyers[number::clients] for number in range(clients)]
    pairs = []
    for number, share in enumerate(shares):
        signed_in = [(slug, Client(port, headers_of(user_id))) for slug, user_id in share[:60]]
        pairs.append((signed_in[0][1], _ordering(itertools.cycle(signed_in), market, number, lines)))
    return drive(pairs, seconds=seconds)


def headers_of(user_id: uuid.UUID) -> dict[str, str]:
    """Return the cookies of a person who has signed in."""
    user, session = User.objects.get(pk=user_id), SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    cookies = f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={CSRF}"
    return {"Cookie": cookies, "X-CSRFToken": CSRF, "Accept": "application/json"}


def _ordering(buyers: Iterator[tuple[str, Client]], market: Market, number: int, lines: int) -> Action:
    picker, day = random.Random(number), delivery_date().isoformat()

    def place(_client: Client) -> bool:
        slug, client = next(buyers)
        shop = f"/api/v1/{slug}/buying/suppliers/{market.supplier.slug}/cart"
        chosen = picker.sample(market.product_ids, lines)
        wanted = {"lines": [{"product_id": str(product), "quantity_units": 1} for product in chosen]}
        status, body = client.call("PUT", f"{shop}/lines/", json.dumps(wanted).encode())
        if status != 200:
            raise RuntimeError(f"the cart was refused: {status} {body[:300]!r}")
        checkout = json.dumps({"delivery_date": day}).encode()
        status, body = client.call("POST", f"{shop}/submission/", checkout, Idempotency_Key=str(uuid.uuid4()))
        if status not in (201, 503):
            raise RuntimeError(f"the order was refused: {status} {body[:300]!r}")
        return status == 201

    return place

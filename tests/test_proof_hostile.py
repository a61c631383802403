"""Rubbish in every field of every form, body and address: never a fault of ours, nothing written (SPEC.md B1)."""

import json
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from rest_framework.serializers import Serializer

from tests.proof import is_small
from tests.test_url_walk import OWNER, addresses, path_of
from tests.world import World
from wholesale.organizations.enums import Side
from wholesale.tenancy.models import uuid7

pytestmark = pytest.mark.proof
LONG = "x" * 100_000
TEXTS: tuple[str, ...] = (
    "a\x00b",
    LONG,
    "-" * 36,
    "1e400",
    "NaN",
    "-1",
    "9" * 40,
    "0000-00-00",
    "10000-01-01",
)
NEVER_TAKEN = {"a\x00b", LONG}
JSON_VALUES: tuple[Any, ...] = (
    *TEXTS,
    "\ud800",
    [],
    {},
    [[{}]],
    float("nan"),
    float("inf"),
    -1,
    10**40,
    True,
    None,
)
INSIDE: tuple[dict[str, str], ...] = (
    {"a\x00b": "c"},
    {"a" * 100_000: "c"},
    {str(number): "c" for number in range(2_000)},
)
# What a form leaves aside without a word: where to go next, what was shown, a box that is ticked by being there.
LEFT_ASIDE = {"then", "next", "shown", "was", "same_as", "is_active", "all", "take"}
# Answered by a redirect: the shop's boxes and stars without htmx, and a link that is no longer the one in use.
# tests/orders/test_buying_pages.py, test_favourites.py and tests/invitations/test_link_pages.py hold that nothing
# is written.
SENT_BACK = (
    "/cart/lines/",
    "/favourites/stars/",
    "/invite/replacement/",
    "/invite/opening/",
    "/invite/closing/",
    "/hold/",
)
DEEP = "[" * 100_000 + "]" * 100_000
BODIES: tuple[tuple[str, bytes], ...] = (
    ("application/json", b"\xff\xfe"),
    ("application/json", b"{"),
    ("application/json", b"[]"),
    ("application/json", b"null"),
    ("application/json", b'{"a": 1e400, "b": NaN}'),
    ("application/json", DEEP.encode()),
    ("text/plain", b"\x00"),
    ("multipart/form-data; boundary=x", b"--y\r\nContent-Disposition: nothing"),
    ("multipart/form-data", b"--"),
    ("application/x-www-form-urlencoded", b"name=%ff%fe&email=%00&%00=%00&version=%ed%a0%80"),
)
QUERIES = (
    "q=%00&cursor=%00&page=%00&limit=NaN&sort=%00&status=%00&distributor=%00&by=%00&side=%00&name=%00",
    f"q={'-' * 36}&cursor={'-' * 36}&limit=1e400&distributor={'-' * 36}&product={'-' * 36}&by=%ff%fe",
    "q=%ff%ed%a0%80&cursor=%ff&page=99999999999999999999&limit=-1&sort=-&delivery_date=10000-01-01&day=0000-00-00",
    f"q={'9' * 30}&sku=%00&category=%00&warehouse={'-' * 36}&product_id=%00&from=%00&to=0000-00-00&is_active=%00",
)


class Forms(HTMLParser):
    """Collect the POST forms of a page: where each goes, and its fields with what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self._open: dict[str, str] | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = {} if given.get("method", "").lower() == "post" else None
            if self._open is not None:
                self.found.append((given.get("action", ""), self._open))
        elif self._open is None:
            return
        elif tag in ("input", "textarea", "select", "button") and (name := given.get("name")):
            self._select = name if tag == "select" else ""
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self._open.setdefault(name, given.get("value", ""))
        elif tag == "option" and self._select and ("selected" in given or not self._open[self._select]):
            self._open[self._select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def some_of(values: Sequence[Any], number: int) -> Sequence[Any]:
    """Return all of them; in small numbers one, another for each number."""
    return [values[number % len(values)]] if is_small() else values


def clients(world: World) -> dict[Side, Client]:
    found = {side: world.client(name) for side, name in OWNER.items()}
    for client in found.values():
        client.raise_request_exception = False
    return found


def undone(client: Client, method: str, path: str, *args: Any, **kwargs: Any) -> HttpResponse:
    """Ask, and take back whatever was written."""
    with transaction.atomic():
        response: Any = getattr(client, method)(path, *args, **kwargs)
        transaction.set_rollback(True)
    for close in response._resource_closers:  # not response.close(), which also ends the test's connection
        close()
    return response


def pages(world: World, *, api: bool) -> Iterator[tuple[str, str, Side, Any]]:
    for name, view, sides in addresses():
        for side in sides:
            path = path_of(world, name, side)
            if path.startswith("/api/") == api:
                yield name, path, side, view


def wrong_of(what: str, response: HttpResponse, *, taken: bool = True) -> list[str]:
    """Return the complaint about an answer: a fault of ours, or something taken that never may be."""
    if response.status_code >= 500 and response.status_code != 503:
        return [f"{what}: {response.status_code}"]
    return [] if taken or response.status_code >= 400 else [f"{what}: taken ({response.status_code})"]


@pytest.mark.django_db
def test_no_address_breaks_on_a_hostile_query(world: World) -> None:
    wrong, ways = [], clients(world)
    for api in (False, True):
        for _, path, side, _ in pages(world, api=api):
            for query in some_of(QUERIES, len(path)):
                wrong += wrong_of(f"{path}?{query[:30]}", undone(ways[side], "get", f"{path}?{query}"))

    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_no_form_breaks_on_a_hostile_field(world: World) -> None:
    wrong, ways, seen = [], clients(world), set()
    for _, path, side, _ in pages(world, api=False):
        page = undone(ways[side], "get", path)
        if page.status_code != 200 or "html" not in page.headers["Content-Type"]:
            continue
        parser = Forms()
        parser.feed(page.content.decode())
        for action, fields in parser.found:
            target = action or path
            if target in seen or target.startswith("/accounts/"):
                continue
            seen.add(target)
            for number, field in enumerate(sorted(fields.keys() - {"csrfmiddlewaretoken"})):
                for text in some_of(TEXTS, len(seen) + number):
                    response = undone(ways[side], "post", target, fields | {field: text})
                    taken = (
                        text not in NEVER_TAKEN
                        or field.partition("-")[0] in LEFT_ASIDE
                        or target.endswith(SENT_BACK)
                    )
                    wrong += wrong_of(f"{target} {field}={text[:12]!r}", response, taken=taken)

    assert len(seen) > 20
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_no_endpoint_breaks_on_a_hostile_value(world: World) -> None:
    wrong, ways = [], clients(world)
    for _, path, side, view in pages(world, api=True):
        given = getattr(view.cls, "Input", None)
        sample: dict[str, Any] = dict(getattr(given, "example", {})) if given else {}
        for method in ("post", "put", "patch"):
            if given is None or not hasattr(view.cls, method):
                continue
            for number, field in enumerate(given().fields):
                for value in some_of(JSON_VALUES, len(path) + number):
                    response = _call(ways[side], method, path, sample | {field: value})
                    taken = not isinstance(value, str) or value not in NEVER_TAKEN
                    wrong += wrong_of(f"{method} {path} {field}={str(value)[:12]!r}", response, taken=taken)
            for number, field in enumerate(given().fields):
                for inside in some_of(INSIDE, number):
                    response = _call(ways[side], method, path, sample | {field: inside})
                    is_nested = isinstance(given().fields[field], Serializer)
                    wrong += wrong_of(f"{method} {path} {field} of {len(inside)}", response, taken=is_nested)

    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_no_address_breaks_on_a_hostile_body(world: World) -> None:
    wrong, ways = [], clients(world)
    for api in (False, True):
        for _, path, side, _ in pages(world, api=api):
            for content_type, body in some_of(BODIES, len(path)):
                headers = {"Idempotency-Key": str(uuid7()), "If-Match": '"v1"'}
                response = _raw(ways[side], path, body, content_type, headers)
                wrong += wrong_of(f"{path} {content_type[:20]} {body[:12]!r}", response)

    assert not wrong, "\n".join(wrong)


def _raw(client: Client, path: str, body: bytes, content_type: str, headers: dict[str, str]) -> HttpResponse:
    with transaction.atomic():
        response: Any = client.generic("POST", path, body, content_type, headers=headers)
        transaction.set_rollback(True)
    return response


def _call(client: Client, method: str, path: str, body: Any) -> HttpResponse:
    headers = {"Idempotency-Key": str(uuid7()), "If-Match": '"v1"'}
    return undone(client, method, path, json.dumps(body), content_type="application/json", headers=headers)

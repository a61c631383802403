"""A machine that calls the API of tests/wholesale/api_example.py: its token, its calls, how it is refused."""

from typing import Any

from django.test import Client

from tests.world import World
from wholesale.api.models import ApiToken
from wholesale.audit.models import AuditEntry
from wholesale.organizations.enums import Side
from wholesale.organizations.tokens import hash_of
from wholesale.tenancy.testing import as_owner

NOTES, COMPANY = "/api/v1/alder/selling/notes/", "/api/v1/alder/selling/company/"


def make_token(world: World, name: str = "alder", side: Side = Side.SELLING, **values) -> str:
    """Write a token down for a company's admin; return what its machine shows."""
    secret = f"cb_{name}-{side}-{len(values)}"
    values.setdefault("membership", world.membership(name))
    with as_owner():
        ApiToken.objects.create(
            organization=world.orgs[name],
            side=side,
            name="Webshop",
            made_by=world.users[name],
            made_by_name=name,
            prefix=secret[:10],
            token_hash=hash_of(secret),
            **values,
        )
    return secret


def bearer(secret: str) -> Client:
    return Client(headers={"authorization": f"Bearer {secret}"})


def assert_problem(response, status: int, code: str) -> dict[str, Any]:
    assert (response.status_code, response.headers["Content-Type"]) == (status, "application/problem+json")
    body: dict[str, Any] = response.json()
    assert (body["status"], body["code"]) == (status, code)
    return body


def notes() -> int:
    with as_owner():
        return AuditEntry.objects.filter(subject_type="note").count()


def post(client, body, key="1", **headers):
    return client.post(
        NOTES, body, content_type="application/json", headers={"idempotency-key": key, **headers}
    )

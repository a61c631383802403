"""Further buyers by API (SPEC.md P8)."""

from typing import Any

from django.test import Client

from tests.invitations.test_further_buyer import API, JO, alder, invited, rita
from wholesale.tenancy.models import uuid7

__all__ = ["alder", "rita"]


def post(client: Client, path: str, body: dict[str, Any] | None = None) -> Any:
    return client.post(
        f"{API}{path}", body or {}, content_type="application/json", headers={"Idempotency-Key": str(uuid7())}
    )


def test_machines_propose_decide_and_withdraw(world, alder, rita):
    customer = world.customers["alder", "rita"].pk
    made = post(alder, f"alder/selling/customers/{customer}/buyer-proposals/", {"email": JO})
    second = post(alder, f"alder/selling/customers/{customer}/buyer-proposals/", {"email": "b@example.com"})
    third = post(alder, f"alder/selling/customers/{customer}/buyer-proposals/", {"email": "c@example.com"})
    assert (made.status_code, made.json()["state"]) == (201, "open")

    listed = rita.get(f"{API}rita/buying/buyer-proposals/").json()["results"]
    assert [row["supplier"] for row in listed if row["email"] == JO] == ["alder"]
    added = post(rita, f"rita/buying/buyer-proposals/{made.json()['id']}/acceptance/")
    assert added.json() == {"outcome": "invited"}
    refused = post(rita, f"rita/buying/buyer-proposals/{second.json()['id']}/refusal/")
    assert (refused.json()["state"], refused.json()["supplier_name"]) == ("declined", "Alder")
    gone = post(alder, f"alder/selling/buyer-proposals/{third.json()['id']}/withdrawal/")
    assert gone.json()["state"] == "withdrawn"
    late = post(rita, f"rita/buying/buyer-proposals/{third.json()['id']}/acceptance/")
    assert (late.status_code, late.json()["code"]) == (409, "invalid_transition")
    assert len(invited()) == 1

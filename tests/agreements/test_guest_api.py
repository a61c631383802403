"""Guests of a supplier by its API: the same services as the pages (SPEC.md I1, X1)."""

from typing import Any

import pytest
from django.test import Client

from tests.agreements.asking import Guests, person_of
from tests.agreements.test_agreement import mails
from tests.wholesale.machines import assert_problem, bearer, make_token
from wholesale.api.models import IdempotentRequest
from wholesale.organizations.acting import seats_of
from wholesale.organizations.enums import Side
from wholesale.organizations.models import GuestLink
from wholesale.tenancy.testing import as_owner


@pytest.fixture
def birch(world):
    return Guests(world)


@pytest.fixture
def machine(world) -> Client:
    return bearer(make_token(world, "birch"))


@pytest.fixture
def gus(world):
    return person_of("gus")


def at(birch: Guests, rest: str) -> str:
    return f"/api/v1/birch/selling/agreements/{birch.agreement.pk}/{rest}"


def post(client: Client, address: str, body: Any = None, key: str = "1") -> Any:
    headers = {"idempotency-key": key}
    return client.post(address, body or {}, content_type="application/json", headers=headers)


def test_the_link_is_read_replaced_and_its_address_is_kept_nowhere(birch, machine):
    link = machine.get(at(birch, "guest-link/")).json()
    answer = post(machine, at(birch, "guest-link/replacement/"), {"seen": link["id"]})
    assert answer.status_code == 201
    again = post(machine, at(birch, "guest-link/replacement/"), {"seen": link["id"]})
    assert again.json() == answer.json()
    late = post(machine, at(birch, "guest-link/closing/"), {"seen": link["id"]}, key="2")
    assert_problem(late, 409, "link_replaced")
    now = machine.get(at(birch, "guest-link/")).json()
    assert (
        now["id"]
        == answer.json()["id"]
        == post(machine, at(birch, "guest-link/making/"), key="3").json()["id"]
    )
    token = now["url"].rstrip("/").rsplit("/", 1)[1]
    with as_owner():
        assert GuestLink.objects.filter(pk=now["id"], replaced_at=None, is_on=True).exists()
        assert not any(token in row.body for row in IdempotentRequest.objects.all())


def test_a_request_is_listed_and_approved_once(birch, machine, gus):
    request = birch.asked(gus, message="Early round.")
    rows = machine.get(at(birch, "guest-requests/?state=waiting")).json()["results"]
    assert [(row["id"], row["message"]) for row in rows] == [(str(request.pk), "Early round.")]
    address = at(birch, f"guest-requests/{request.pk}/approval/")
    assert_problem(post(machine, address, {"role": "sales"}), 422, "role_unknown_here")
    for _ in range(2):
        answer = post(machine, address, {"role": "driver", "guest_limit": "no_stock"}, key="good")
        assert (answer.status_code, answer.json()["role"], answer.json()["name"]) == (201, "driver", "Gus")
    late = post(machine, at(birch, f"guest-requests/{request.pk}/refusal/"), key="late")
    assert_problem(late, 409, "invalid_transition")
    assert len(seats_of(gus)) == 1
    assert [mail for mail in mails() if mail[1] == gus.email] == [("organizations/guest_let_in", gus.email)]


def test_a_guest_is_changed_by_whoever_has_read_it_and_withdrawn(birch, machine, gus):
    one = at(birch, f"guests/{birch.let_in(gus).pk}/")
    listed = machine.get(at(birch, "guests/")).json()["results"]
    read = machine.get(one)
    assert read.json() in listed

    def put(role: str, version: str) -> Any:
        return machine.put(
            one, {"role": role}, content_type="application/json", headers={"if-match": version}
        )

    assert put("driver", "").status_code == 428
    assert put("driver", read["ETag"]).json()["version"] == 2
    assert_problem(put("admin", read["ETag"]), 412, "stale_version")
    assert post(machine, f"{one}withdrawal/").status_code == 201
    assert machine.get(one).status_code == 404
    assert seats_of(gus) == []


def test_access_by_mail_is_given_sent_again_and_taken_back(birch, machine, gus):
    body = {"email": gus.email, "role": "dispatcher", "language": "fr"}
    invited = post(machine, at(birch, "guest-invitations/"), body)
    assert invited.status_code == 201
    assert_problem(post(machine, at(birch, "guest-invitations/"), body, key="2"), 409, "already_invited")
    one = at(birch, f"guest-invitations/{invited.json()['id']}/")
    assert post(machine, f"{one}sending/", key="3").status_code == 201
    assert [row["email"] for row in machine.get(at(birch, "guest-invitations/")).json()["results"]] == [
        gus.email
    ]
    assert post(machine, f"{one}revocation/", key="4").status_code == 201
    assert machine.get(at(birch, "guest-invitations/")).json()["results"] == []
    assert post(machine, f"{one}sending/", key="5").status_code == 404


def test_another_supplier_or_a_guest_reads_and_does_nothing(world, birch, gus):
    request = birch.asked(gus)
    stranger, guest = bearer(make_token(world, "cedar")), world.client("gale")
    cedar = at(birch, "").replace("/birch/", "/cedar/")
    for rest in ("guests/", "guest-link/", "guest-requests/", "guest-invitations/"):
        assert stranger.get(cedar + rest).status_code == 404
        assert stranger.get(at(birch, rest)).status_code == 404
        assert guest.get(at(birch, rest)).status_code == 404
    approval = f"{cedar}guest-requests/{request.pk}/approval/"
    assert post(stranger, approval, {"role": "driver"}).status_code == 404
    assert seats_of(gus) == []
    assert (
        bearer(make_token(world, "gale", Side.DELIVERING)).get("/api/v1/gale/delivering/me/").status_code
        == 401
    )

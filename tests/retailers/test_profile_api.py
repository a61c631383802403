"""Contacts and addresses by API, from both sides."""

import pytest
from django.core.cache import cache

from retailers.api.profile_shapes import BillToOutput, ContactOutput, ShipToOutput
from retailers.models import BillToAddress
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner

BASE = "/api/v1/rita/buying/"
CELLAR = {"name": "Cellar", "street": "2 Back Lane", "city": "Portland", "country": "US"}


@pytest.fixture
def rita(world):
    cache.clear()
    return world.client("rita")


def send(client, method, path, body=None, version=None):
    headers = {"Idempotency-Key": str(uuid7())}
    if version is not None:
        headers["If-Match"] = f'"v{version}"'
    call = getattr(client, method)
    return call(BASE + path, body or {}, content_type="application/json", headers=headers)


def profile(world, client, supplier, retailer="rita"):
    customer = world.customers[supplier, retailer].pk
    return client.get(f"/api/v1/{supplier}/selling/customers/{customer}/profile/").json()


def test_a_contact_is_changed_and_the_supplier_sees_both_emails(world, rita):
    [first, second] = rita.get(f"{BASE}contacts/").json()["results"]
    assert set(first) == set(ContactOutput().fields)
    assert (first["supplier"], second["supplier"]) == ("alder", "birch")

    answer = send(rita, "patch", "contacts/alder/", {"email": "nadia@bar.example"}, 1)

    assert (answer.status_code, answer["ETag"]) == (200, '"v2"')
    late = send(rita, "patch", "contacts/alder/", {"name": "Late"}, 1)
    assert (late.status_code, late.json()["code"]) == (412, "stale_version")
    seen = profile(world, world.client("alder"), "alder")
    assert seen["is_registered"]
    assert seen["contact"]["email"] == "nadia@bar.example"
    assert seen["contact"]["former_email"] == "rita@example.com"
    assert (seen["bill_to"]["name"], seen["ship_to"][0]["is_default"]) == ("Rita Holding", True)


def test_one_contact_for_all_suppliers(rita):
    send(rita, "patch", "contacts/alder/", {"email": "all@bar.example", "for_all": True}, 1)

    rows = rita.get(f"{BASE}contacts/").json()["results"]

    assert {row["email"] for row in rows} == {"all@bar.example"}


def test_before_registration_a_supplier_is_told_nothing(world):
    assert profile(world, world.client("cedar"), "cedar") == {
        "is_registered": False,
        "industry": "",
        "language": "",
        "contact": None,
        "bill_to": None,
        "ship_to": [],
    }


def test_addresses_are_added_changed_chosen_and_removed(rita):
    made = send(rita, "post", "ship-to/", CELLAR)
    assert made.status_code == 201
    assert set(made.json()) == set(ShipToOutput().fields)
    path = f"ship-to/{made.json()['id']}/"
    changed = send(rita, "patch", path, {"access_notes": "Code 4711"}, 1)
    assert (changed.json()["access_notes"], changed.json()["version"]) == ("Code 4711", 2)
    assert send(rita, "post", f"{path}choice/").json()["is_default"]
    assert send(rita, "delete", path).status_code == 204
    assert rita.get(BASE + path).status_code == 404

    [left] = rita.get(f"{BASE}ship-to/").json()["results"]

    assert left["is_default"]


def test_the_bill_to_address_falls_back_to_the_entry(world, rita):
    assert send(rita, "delete", "bill-to/").status_code == 204
    fallen = rita.get(f"{BASE}bill-to/")
    assert set(fallen.json()) == set(BillToOutput().fields)
    assert (fallen.json()["is_own"], fallen.json()["street"], fallen["ETag"]) == (
        False,
        "450 Elm Street",
        '"v0"',
    )

    written = send(rita, "put", "bill-to/", CELLAR, 0)

    assert (written.status_code, written.json()["is_own"]) == (200, True)
    assert send(rita, "put", "bill-to/", CELLAR | {"name": "Twice"}, 0).status_code == 412
    with as_owner():
        assert BillToAddress.objects.get(retailer=world.orgs["rita"]).name == "Cellar"


def test_a_buyer_reads_and_does_not_change(world, rita):
    with as_owner():
        Membership.objects.filter(user=world.users["rita"]).update(role=MemberRole.BUYER)

    assert rita.get(f"{BASE}ship-to/").status_code == 200
    assert send(rita, "post", "ship-to/", CELLAR).status_code == 403
    assert send(rita, "patch", "contacts/alder/", {"name": "X"}, 1).status_code == 403

"""Invitations by API."""

import pytest
from django.core.cache import cache

from invitations.api.invitations import InvitationOutput
from tests.invitations.conftest import EMAIL, invite, mails
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner


@pytest.fixture
def api(world):
    cache.clear()
    return world.client("alder")


def post(api, path, body=None, key=None, organization="alder"):
    return api.post(
        f"/api/v1/{organization}/selling/{path}",
        body or {},
        content_type="application/json",
        headers={"Idempotency-Key": str(key or uuid7())},
    )


def test_inviting_once_sends_once(world, bar, api):
    key = uuid7()

    first = post(api, f"customers/{bar.pk}/invitations/", key=key)
    again = post(api, f"customers/{bar.pk}/invitations/", key=key)

    assert (first.status_code, first.json()["email"]) == (201, EMAIL)
    assert again.json() == first.json()
    assert len(mails()) == 1
    listed = api.get(f"/api/v1/alder/selling/customers/{bar.pk}/invitations/").json()["results"]
    assert [row["status"] for row in listed] == ["pending"]
    assert set(listed[0]) == set(InvitationOutput().fields)


def test_sending_again_and_withdrawing(world, bar, api):
    invitation = invite(world, bar)

    assert post(api, f"invitations/{invitation.pk}/sending/").json()["sent_count"] == 2
    assert post(api, f"invitations/{invitation.pk}/revocation/").json()["status"] == "revoked"
    refused = post(api, f"invitations/{invitation.pk}/sending/")

    assert (refused.status_code, refused.json()["code"]) == (409, "invalid_transition")
    assert len(mails()) == 2


def test_who_has_registered_is_not_invited(world, api):
    refused = post(api, f"customers/{world.customers['alder', 'remy'].pk}/invitations/")

    assert (refused.status_code, refused.json()["code"]) == (409, "invalid_transition")
    assert mails() == []


def test_strangers_and_colleagues_without_the_right(world, bar, api):
    invitation = invite(world, bar)
    birch = world.client("birch")

    assert post(birch, f"invitations/{invitation.pk}/revocation/", organization="birch").status_code == 404
    assert birch.get(f"/api/v1/birch/selling/customers/{bar.pk}/invitations/").status_code == 404
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.VIEWER)
    assert post(api, f"invitations/{invitation.pk}/revocation/").status_code == 403
    assert len(mails()) == 1

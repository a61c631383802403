"""A distributor's person inside a supplier's account: let in by the agreement, by both companies' rules (I1)."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from wholesale.organizations.acting import seats_of
from wholesale.organizations.enums import AgreementMode, AgreementStatus, Party
from wholesale.organizations.models import Agreement, Membership, Organization
from wholesale.organizations.services import end_agreement
from wholesale.tenancy.testing import acting_as, as_owner

TODAY = ("orders:delivering_today", "gale")


@pytest.fixture
def gale(world) -> Client:
    """Return the browser of gale's person, a guest of birch."""
    return world.client("gale")


def opens(client: Client) -> int:
    return client.get(reverse(TODAY[0], args=[TODAY[1]])).status_code


def end(world) -> None:
    with acting_as(world.context("birch")):
        agreement = Agreement.objects.get(distributor=world.orgs["gale"])
        end_agreement(agreement=agreement, party=Party.SUPPLIER, by=world.users["birch"])


def test_a_guest_is_let_in_until_the_agreement_ends(world, gale):
    assert opens(gale) == 200
    assert [seat.guest_of_id for seat in seats_of(world.users["gale"])] == [world.org_id("birch")]

    end(world)

    assert opens(gale) == 404
    assert gale.get("/api/v1/gale/delivering/orders/").status_code == 404
    assert seats_of(world.users["gale"]) == []


@pytest.mark.parametrize(
    "change",
    [
        {"status": AgreementStatus.PROPOSED},
        {"mode": AgreementMode.EXTERNAL},
        {"mode": AgreementMode.CONNECTED},
    ],
)
def test_only_an_agreement_in_force_and_in_guest_mode_lets_a_guest_in(world, gale, change):
    with as_owner():
        Agreement.objects.filter(distributor=world.orgs["gale"]).update(**change)
    assert opens(gale) == 404


def test_a_new_agreement_lets_the_guest_in_again(world, gale):
    end(world)
    with as_owner():
        ended = Agreement.objects.get(distributor=world.orgs["gale"])
        ended.pk, ended.status, ended.ended_at = None, AgreementStatus.ACTIVE, None
        ended.id = Agreement._meta.pk.get_default()
        ended.save(force_insert=True)
    assert opens(gale) == 200


def test_the_end_of_one_agreement_ends_no_other_access(world):
    with as_owner():
        Membership.objects.create(user=world.users["gale"], organization=world.orgs["dawn"], role="admin")
        Membership.objects.create(
            user=world.users["gale"],
            organization=world.orgs["dusk"],
            role="admin",
            guest_of=world.orgs["alder"],
        )
        Agreement.objects.filter(distributor=world.orgs["dusk"]).update(mode=AgreementMode.GUEST)
    end(world)

    assert [seat.organization.slug for seat in seats_of(world.users["gale"])] == ["dawn", "dusk"]


@pytest.mark.parametrize("asking", ["birch", "gale"])
def test_a_guest_follows_the_stricter_rule_of_the_two_companies(world, gale, asking):
    with as_owner():
        Organization.objects.filter(slug=asking).update(requires_second_factor=True)

    page = gale.get(reverse(TODAY[0], args=[TODAY[1]]))
    assert page.status_code == 403
    assert f"{asking.title()} asks everybody" in page.content.decode()
    problem = gale.get("/api/v1/gale/delivering/orders/")
    assert (problem.status_code, problem.json()["code"]) == (403, "second_factor_required")

    Authenticator.objects.create(user=world.users["gale"], type=Authenticator.Type.TOTP, data={})
    assert opens(gale) == 200

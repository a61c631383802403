"""Whoever holds an expired link asks for a new one with one click; asking tells nothing, and is done once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from invitations import services
from invitations.models import Invitation
from tests.invitations.conftest import EMAIL, invite, mails
from tests.invitations.test_dead_ends import SIGN_OUT, opened, says
from tests.invitations.test_pages import ACCEPT, PAGE, REGISTER, change, open_link
from wholesale.tenancy.testing import acting_as

ASK = reverse("invitations:asking_create")


@pytest.fixture
def expired(world, bar):
    invitation = invite(world, bar)
    change(invitation, expires_at=timezone.now() - timedelta(days=1))
    return invitation


def wanted():
    return [m for m in mails() if m.template == "invitations/link_wanted"]


def test_an_expired_one_is_asked_for_with_one_click_and_once(world, bar, expired):
    client = opened()
    says(client.get(PAGE), 410, "has expired", "Ask for a new link")

    answers = [client.post(ASK) for _ in range(3)]

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {
        (302, reverse("invitations:asked"))
    }
    says(client.get(reverse("invitations:asked")), 200, "Asked for")
    assert [m.to for m in wanted()] == ["alder@example.com"]
    assert EMAIL in wanted()[0].text
    assert f"/alder/selling/retailers/{bar.pk}/invitations/" in wanted()[0].text
    with acting_as(world.context("alder")):
        services.resend_invitation(invitation=Invitation.objects.get(pk=expired.pk), by=world.users["alder"])
    says(open_link(client), 200, "Accept and open the shop")


def test_it_is_asked_of_all_who_may_invite_when_the_inviter_has_left(world, bar, expired):
    change(expired, by=world.users["rex"])

    opened().post(ASK)

    assert [m.to for m in wanted()] == ["alder@example.com"]


@pytest.mark.parametrize("which", ["none", "made up", "waiting", "withdrawn"])
def test_asking_for_anything_else_is_answered_alike_and_tells_nobody(world, bar, which):
    waiting = invite(world, bar)
    if which == "withdrawn":
        change(waiting, status="revoked", revoked_at=timezone.now())
    client = Client()
    if which != "none":
        open_link(client, "x" * 43 if which == "made up" else None)

    answer = client.post(ASK)

    assert (answer.status_code, answer["Location"]) == (302, reverse("invitations:asked"))
    assert wanted() == []


def test_a_link_fetched_by_a_scanner_asks_for_nothing(world, bar, expired):
    client = opened()
    for path in (ASK, SIGN_OUT, ACCEPT, REGISTER):
        assert client.get(path).status_code == 405
    assert wanted() == []

"""Two threads accept one invitation at the same moment: one becomes the member, the other gets the plain page."""

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from invitations.models import Invitation
from retailers.models import Customer, CustomerContact, DirectoryEntry
from tests.invitations.conftest import EMAIL, invite, last_token
from tests.orders.test_races import at_once
from wholesale.accounts.models import User
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.models import Membership
from wholesale.tenancy.testing import as_owner

pytestmark = pytest.mark.server
TYPED = {
    "name": "Bar Le Cormoran",
    "street": "48 rue Laurendeau",
    "city": "Montréal",
    "country": "CA",
    "phone": "514 555-0148",
    "password": "correct horse battery staple",
}


@pytest.fixture
def world(committed_world):
    return committed_world


def opened(token):
    """Return a browser that has opened the link."""
    client = Client()
    client.get(reverse("invitations:invitation_open", args=[token]), follow=True)
    return client


def owned(bar):
    with as_owner():
        return (
            list(Membership.objects.filter(organization=bar.retailer).values_list("user__name", flat=True)),
            User.objects.filter(email=EMAIL).count(),
            CustomerContact.objects.filter(customer=bar).count(),
            OutboundEmail.objects.filter(template="invitations/accepted").count(),
            DirectoryEntry.objects.get(pk=bar.retailer_id).is_claimed,
        )


def test_of_two_who_register_at_once_one_becomes_the_member(world, bar):
    invite(world, bar)
    browsers = {name: opened(last_token()) for name in ("Jeanne", "Jean")}
    path = reverse("invitations:registration_create")

    answers = list(
        at_once(*(lambda n=n, b=b: b.post(path, TYPED | {"person_name": n}) for n, b in browsers.items()))
    )

    statuses = sorted(answer.status_code for answer in answers)
    assert statuses[0] == 302
    assert statuses[1] in (403, 409, 410), statuses
    winner = next(name for name, answer in zip(browsers, answers, strict=True) if answer.status_code == 302)
    assert owned(bar) == ([winner], 1, 1, 1, True)
    loser = max(answers, key=lambda answer: answer.status_code)
    assert "Traceback" not in loser.content.decode()
    assert '<div class="cb-stack' in loser.content.decode() or "<h1" in loser.content.decode()


def test_of_two_clicks_of_one_person_one_accepts(world, bar):
    invite(world, bar)
    with as_owner():
        jeanne = User.objects.create_user(email=EMAIL, password=TYPED["password"], name="Jeanne")
    browsers = [opened(last_token()) for _ in range(2)]
    for browser in browsers:
        browser.force_login(jeanne)
        browser.get(reverse("invitations:invitation_open", args=[last_token()]))
    path = reverse("invitations:acceptance_create")

    answers = list(at_once(*(lambda b=b: b.post(path) for b in browsers)))

    assert min(answer.status_code for answer in answers) == 302
    assert max(answer.status_code for answer in answers) in (403, 409, 410)
    assert owned(bar) == (["Jeanne"], 1, 1, 1, True)
    with as_owner():
        assert [i.status for i in Invitation.objects.filter(customer=bar)] == ["accepted"]
        assert Customer.objects.get(pk=bar.pk).status == "registered"
    connections.close_all()

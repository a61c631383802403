"""One reminder for each invitation that nobody has answered (SPEC.md 9)."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from invitations import queries, services, tasks
from invitations.models import Invitation
from retailers.enums import Relation
from retailers.models import Customer
from tests.invitations.conftest import EMAIL, invite, mails, token_of
from tests.invitations.test_pages import TYPED, open_link
from wholesale.audit.models import AuditEntry
from wholesale.mail.models import Suppression
from wholesale.organizations.tokens import hash_of
from wholesale.tenancy.testing import acting_as, as_owner

HALF = timedelta(days=7, minutes=1)


def age(invitation, by=HALF, **values):
    """Let it have been sent this long ago, and its mail have been taken."""
    values = {"mail_state": "sent"} | values
    with as_owner():
        row = Invitation.objects.get(pk=invitation.pk)
        Invitation.objects.filter(pk=row.pk).update(
            sent_at=row.sent_at - by, expires_at=row.expires_at - by, **values
        )


def reminders():
    return [mail for mail in mails() if mail.template.endswith("reminder")]


def test_who_has_not_answered_when_half_the_time_is_over_is_reminded_once(world, bar):
    invitation = invite(world, bar)
    age(invitation, by=timedelta(days=6, hours=23))
    tasks.remind()
    assert reminders() == []

    age(invitation, by=timedelta(hours=2))
    tasks.remind()
    tasks.remind()

    (mail,) = reminders()
    assert (mail.to, mail.language, mail.from_name) == (EMAIL, "fr", "Alder")
    assert mail.key == f"invitation:{invitation.pk}:1:reminder"
    with as_owner():
        entry = AuditEntry.objects.get(verb="invitation_reminded")
        assert (entry.by, entry.organization) == (None, world.orgs["alder"])


def test_both_links_work_until_one_is_used_and_none_after_resending(world, bar):
    invitation = invite(world, bar)
    first = token_of(mails()[0])
    age(invitation)
    tasks.remind()
    second = token_of(reminders()[0])
    assert first != second
    with transaction.atomic():
        for token in (first, second):
            assert queries.invitation_by_hash(hash_of(token)) == invitation
        assert queries.invitation_by_hash("") is None

    with acting_as(world.context("alder")):
        services.resend_invitation(invitation=invitation, by=world.users["alder"])

    with transaction.atomic():
        for token in (first, second):
            assert queries.invitation_by_hash(hash_of(token)) is None


def test_the_reminders_link_is_accepted_and_the_first_is_used_up_with_it(world, bar):
    invitation = invite(world, bar)
    age(invitation)
    tasks.remind()
    client = Client()
    open_link(client, token_of(reminders()[0]))

    assert client.post(reverse("invitations:registration_create"), TYPED).status_code == 302

    page = open_link(Client(), token_of(mails()[0]))
    assert "accepted already" in page.content.decode()


def test_withdrawing_ends_both_links(world, bar):
    invitation = invite(world, bar)
    age(invitation)
    tasks.remind()
    with acting_as(world.context("alder")):
        services.revoke_invitation(invitation=invitation, by=world.users["alder"])

    for mail in mails():
        assert "was withdrawn" in open_link(Client(), token_of(mail)).content.decode()


@pytest.mark.parametrize(
    "values",
    [
        {"bounced_at": timezone.now()},
        {"mail_state": "queued"},
        {"mail_state": "dead"},
        {"status": "revoked"},
        {"status": "accepted", "accepted_at": timezone.now()},
        {"reminded_at": timezone.now()},
    ],
)
def test_nobody_else_is_reminded(world, bar, values):
    age(invite(world, bar), **values)

    tasks.remind()

    assert reminders() == []


def test_who_is_connected_meanwhile_or_has_no_time_left_is_not_reminded(world, bar):
    invitation = invite(world, bar)
    age(invitation, by=timedelta(days=15))
    tasks.remind()
    age(invitation, by=timedelta(days=-5))
    with as_owner():
        Customer.objects.filter(pk=bar.pk).update(relation=Relation.ENDED)
    tasks.remind()

    assert reminders() == []


def test_an_address_that_gets_no_more_mail_is_not_written_to(world, bar):
    age(invite(world, bar))
    with as_owner():
        Suppression.objects.create(email=EMAIL, reason="bounced")

    tasks.remind()

    assert reminders() == []


def test_one_supplier_that_fails_stops_no_other(world, bar, rival, monkeypatch):
    for customer, name in ((bar, "alder"), (rival, "birch")):
        age(invite(world, customer, name))
    real = services.remind_due

    def failing(*, supplier_id, limit):
        if supplier_id == world.orgs["alder"].pk:
            raise RuntimeError
        return real(supplier_id=supplier_id, limit=limit)

    monkeypatch.setattr(services, "remind_due", failing)
    tasks.remind()

    assert [mail.organization_id for mail in reminders()] == [world.orgs["birch"].pk]


def test_a_supplier_switches_them_off_and_on(world, bar):
    cache.clear()
    age(invite(world, bar))
    alder, address = world.client("alder"), reverse("invitations:reminders_update", args=["alder"])
    page = reverse("invitations:invitation_list", args=["alder"])
    assert "Switch reminders off" in alder.get(page).content.decode()

    assert alder.post(address).url == page
    tasks.remind()
    assert reminders() == []
    assert "Nobody is reminded" in alder.get(page).content.decode()
    api = "/api/v1/alder/selling/invitations/reminders/"
    assert alder.get(api).json() == {"is_reminding": False}

    answer = alder.put(api, {"is_reminding": True}, content_type="application/json")
    assert (answer.status_code, answer.json()) == (200, {"is_reminding": True})
    tasks.remind()
    assert len(reminders()) == 1


def test_a_company_is_reminded_through_its_people(world):
    with as_owner():
        row = Invitation.objects.get(supplier=world.orgs["birch"], email="")
    age(row)

    tasks.remind()

    (mail,) = reminders()
    assert mail.template == "invitations/connection_reminder"
    assert mail.organization_id is None
    assert "nobody has answered yet" in mail.text


def test_the_statements_of_a_piece_grow_by_the_mails_alone(world, bar, django_assert_max_num_queries):
    age(invite(world, bar))
    with acting_as(world.context("alder")), django_assert_max_num_queries(12):
        assert services.remind_due(supplier_id=world.orgs["alder"].pk) == 1

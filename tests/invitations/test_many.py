"""Many invited at once: each once, whoever cannot be is told why, in a handful of statements (SPEC.md N4)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from invitations.models import Invitation
from invitations.services.many import invite as invite_many
from retailers.enums import CustomerStatus, Relation, SkipReason
from retailers.models import Customer, CustomerBounce, CustomerEvent, CustomerPrivate
from retailers.services import CustomerDetails, EntryDetails, create_retailer
from tests.invitations.conftest import EMAIL, invite, mails
from wholesale.audit.models import AuditEntry
from wholesale.mail.models import Suppression
from wholesale.tenancy.testing import acting_as, as_owner


def make(world, number, email=None):
    """Make a retailer that nobody else knows alder's prospect."""
    name = f"Kiosk {number}"
    entry = EntryDetails(name=name, email="", street=f"{number} rue Basse", city="Sorel", country="CA")
    details = CustomerDetails(contact_email=f"kiosk{number}@example.com" if email is None else email)
    with acting_as(world.context("alder")):
        return create_retailer(
            entry=entry,
            customer=details,
            supplier=world.orgs["alder"],
            none_of=None,
            by=world.users["alder"],
        )


def ask(world, *customers):
    with acting_as(world.context("alder")):
        return invite_many(
            supplier=world.orgs["alder"],
            customer_ids=[each.pk for each in customers],
            choice={},
            by=world.users["alder"],
        )


def test_each_gets_one_mail_and_all_that_a_single_invitation_writes(world, bar):
    kiosk = make(world, 1)
    single = invite(world, bar)

    assert ask(world, kiosk) == {}

    (mail,) = mails("kiosk1@example.com")
    with as_owner():
        row = Invitation.objects.get(customer=kiosk)
        assert mail.key == f"invitation:{row.pk}:1"
        assert (row.by, row.by_name, row.status) == (single.by, single.by_name, "pending")
        customer, other = Customer.objects.get(pk=kiosk.pk), Customer.objects.get(pk=bar.pk)
        for name in ("status", "relation", "awaits_welcome", "registered_at"):
            assert getattr(customer, name) == getattr(other, name)
        assert customer.invited_at is not None
        for each in (kiosk, bar):
            assert CustomerEvent.objects.filter(customer=each, kind="invited").count() == 1
        assert AuditEntry.objects.filter(verb="invitation_sent").count() == 2


def test_whoever_is_left_out_is_told_why(world, bar):
    invite(world, bar)
    dead, flagged, nameless, fresh = (
        make(world, 1), make(world, 2), make(world, 3, email=""), make(world, 4)
    )  # fmt: skip
    taken, lent = make(world, 5), make(world, 6)
    invite(world, lent, email="kiosk5@example.com")
    with as_owner():
        Suppression.objects.create(email="kiosk1@example.com", reason="complained")
        CustomerBounce.objects.create(
            supplier=world.orgs["alder"], customer=flagged, email="kiosk2@example.com", at=timezone.now()
        )
    sent = len(mails())

    skipped = ask(world, bar, dead, flagged, nameless, fresh, taken, lent, world.customers["alder", "remy"])

    assert skipped == {
        bar.pk: SkipReason.INVITED_ALREADY,
        dead.pk: SkipReason.BOUNCED,
        flagged.pk: SkipReason.BOUNCED,
        nameless.pk: SkipReason.NO_EMAIL,
        taken.pk: SkipReason.EMAIL_TAKEN,
        lent.pk: SkipReason.INVITED_ALREADY,
        world.customers["alder", "remy"].pk: SkipReason.REGISTERED_ALREADY,
    }
    assert [mail.to for mail in mails()[sent:]] == ["kiosk4@example.com"]


@pytest.mark.parametrize("how", ["revoked", "expired", "bounced and corrected"])
def test_who_was_invited_in_vain_is_invited_again(world, bar, how):
    row = invite(world, bar)
    with as_owner():
        if how == "revoked":
            Invitation.objects.filter(pk=row.pk).update(status="revoked", revoked_at=timezone.now())
        elif how == "expired":
            Invitation.objects.filter(pk=row.pk).update(expires_at=timezone.now() - timedelta(days=1))
        else:
            Invitation.objects.filter(pk=row.pk).update(bounced_at=timezone.now())
            CustomerPrivate.objects.filter(customer=bar).update(contact_email="new@example.com")

    assert ask(world, bar) == {}
    assert ask(world, bar) == {bar.pk: SkipReason.INVITED_ALREADY}

    assert len(mails()) == 2
    with as_owner():
        kept = Invitation.objects.filter(customer=bar)
        assert len(kept) == (2 if how == "bounced and corrected" else 1)


def test_who_asks_for_access_is_left_to_a_decision_that_somebody_sees(world, bar):
    with as_owner():
        Customer.objects.filter(pk=bar.pk).update(
            status=CustomerStatus.REQUESTED, relation=Relation.ASKED_BY_RETAILER
        )

    assert ask(world, bar) == {bar.pk: SkipReason.ASKS}

    with as_owner():
        assert Customer.objects.get(pk=bar.pk).status == CustomerStatus.REQUESTED
        assert not Invitation.objects.filter(email=EMAIL).exists()


def test_an_end_of_the_relation_leads_to_the_same_row(world, bar):
    row = invite(world, bar)
    with as_owner():
        Invitation.objects.filter(pk=row.pk).update(status="accepted", accepted_at=timezone.now())
        Customer.objects.filter(pk=bar.pk).update(
            status=CustomerStatus.REGISTERED, relation=Relation.ENDED, registered_at=timezone.now()
        )

    assert ask(world, bar) == {}

    with as_owner():
        assert Invitation.objects.get(email=EMAIL).sent_count == 2


def test_the_statements_are_a_handful_and_few_for_each_mail(world, django_assert_max_num_queries):
    customers = [make(world, number) for number in range(11)]
    counts = []
    for some in (customers[:1], customers[1:]):
        with django_assert_max_num_queries(80) as heard:
            assert ask(world, *some) == {}
        counts.append(len(heard))

    assert (counts[1] - counts[0]) / 9 <= 5, counts

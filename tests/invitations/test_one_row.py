"""A supplier has one invitation for each address, whoever asks at the same moment (SPEC.md N1)."""

from datetime import timedelta
from importlib import import_module
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from invitations import services
from invitations.errors import AddressRefused, AlreadyInvited
from invitations.models import Invitation
from retailers.enums import CustomerStatus
from retailers.models import Customer
from retailers.services import CustomerDetails, add_customer, create_retailer
from tests.invitations.conftest import BAR, EMAIL, invite, mails
from wholesale.errors import DomainError
from wholesale.mail.models import Suppression
from wholesale.tenancy.contexts import act_as
from wholesale.tenancy.testing import acting_as, as_owner


def rolf_of(world):
    with acting_as(world.context("alder")):
        return add_customer(
            supplier=world.orgs["alder"],
            retailer=world.orgs["rolf"],
            details=CustomerDetails(),
            by=world.users["alder"],
        )


def rows():
    with as_owner():
        return list(Invitation.objects.filter(email=EMAIL))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {"status": "revoked", "revoked_at": timezone.now()},
        {"status": "accepted", "accepted_at": timezone.now()},
        {"expires_at": timezone.now() - timedelta(days=1)},
    ],
)
def test_an_address_that_nothing_waits_at_goes_over_to_another_customer(world, bar, values):
    first, rolf = invite(world, bar), rolf_of(world)
    with as_owner():
        Invitation.objects.filter(pk=first.pk).update(opened_at=timezone.now(), **values)

    invite(world, rolf, email=EMAIL)

    (row,) = rows()
    assert (row.pk, row.customer_id, row.retailer_id) == (first.pk, rolf.pk, rolf.retailer_id)
    assert (row.state, row.sent_count, row.accepted_at, row.revoked_at) == ("queued", 2, None, None)
    assert [mail.key for mail in mails(EMAIL)] == [f"invitation:{row.pk}:1", f"invitation:{row.pk}:2"]


@pytest.mark.django_db
def test_a_relation_that_ended_is_asked_for_again_in_the_same_row(world, bar):
    first = invite(world, bar)
    with as_owner():
        Invitation.objects.filter(pk=first.pk).update(status="accepted", accepted_at=timezone.now())
        Customer.objects.filter(pk=bar.pk).update(
            status=CustomerStatus.REGISTERED, relation="ended", registered_at=timezone.now()
        )

    again = invite(world, bar)

    assert (again.pk, again.sent_count) == (first.pk, 2)
    with as_owner():
        assert Customer.objects.get(pk=bar.pk).relation == "asked_by_supplier"


@pytest.mark.django_db
def test_who_is_told_that_the_address_is_taken_finds_nothing_written(world, bar):
    invite(world, bar)
    rolf = rolf_of(world)

    with pytest.raises(AlreadyInvited):
        invite(world, rolf, email=EMAIL)

    assert [row.customer_id for row in rows()] == [bar.pk]
    assert len(mails()) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["bounced", "complained"])
def test_an_address_that_gets_no_more_mail_is_refused_in_words(world, bar, reason):
    with as_owner():
        Suppression.objects.create(email=EMAIL, reason=reason)

    with pytest.raises(AddressRefused) as caught:
        invite(world, bar)

    assert EMAIL in caught.value.message
    assert mails() == []
    assert rows() == []
    with as_owner():
        assert Customer.objects.get(pk=bar.pk).status == CustomerStatus.PROSPECT


@pytest.mark.django_db(transaction=True)
def test_two_customers_invited_at_one_address_at_once_leave_one_row(committed_world):
    world = committed_world
    with acting_as(world.context("alder")):
        bar = create_retailer(
            entry=BAR,
            customer=CustomerDetails(contact_email=EMAIL),
            supplier=world.orgs["alder"],
            none_of=None,
            by=world.users["alder"],
        )
    rolf = rolf_of(world)
    start, said = Barrier(2), []

    def ask(customer):
        try:
            start.wait()
            with act_as(world.context("alder")), transaction.atomic():
                services.invite_customer(customer=customer, by=world.users["alder"], email=EMAIL)
            said.append("invited")
        except DomainError as error:
            said.append(error.code)
        finally:
            connection.close()

    threads = [Thread(target=ask, args=[each]) for each in (bar, rolf)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(said) == ["already_invited", "invited"]
    (row,) = rows()
    assert len(mails(EMAIL)) == 1
    with as_owner():
        invited = Customer.objects.filter(pk__in=(bar.pk, rolf.pk), status=CustomerStatus.INVITED)
        assert [each.pk for each in invited] == [row.customer_id]


@pytest.mark.django_db
def test_rows_of_before_become_one_the_one_that_waits_stays(world, bar):
    migration = import_module("invitations.migrations.0014_mails_are_followed")
    waiting = invite(world, bar)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DROP INDEX invitation_once")
        for number, status in enumerate(("revoked", "accepted", "revoked")):
            Invitation.objects.create(
                supplier=world.orgs["alder"],
                retailer=bar.retailer,
                customer=bar,
                email=EMAIL,
                token_hash=str(number),
                status=status,
                accepted_at=timezone.now(),
                expires_at=timezone.now(),
            )
        others = set(Invitation.objects.exclude(email=EMAIL).values_list("pk", flat=True))

        cursor.execute(migration.ONE_ROW)

        assert [row.pk for row in Invitation.objects.filter(email=EMAIL)] == [waiting.pk]
        assert set(Invitation.objects.exclude(email=EMAIL).values_list("pk", flat=True)) == others

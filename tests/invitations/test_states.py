"""What becomes of an invitation's mails, from the provider's report to the page (SPEC.md N1, M2)."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from invitations import queries, services
from invitations.enums import InvitationState
from invitations.models import Invitation
from retailers.models import CustomerBounce, CustomerPrivate
from tests.invitations.conftest import EMAIL, invite
from tests.wholesale.test_delivery_reports import SECRET, report
from tests.wholesale.test_delivery_reports import provider as provider  # noqa: PLC0414 - a fixture
from wholesale.mail import sending
from wholesale.mail.models import OutboundEmail
from wholesale.mail.reports import apply_reports
from wholesale.tenancy.contexts import Context
from wholesale.tenancy.roles import Role
from wholesale.tenancy.testing import acting_as, as_owner

pytestmark = pytest.mark.django_db
AT, LATER, EARLIER = (f"2026-11-22T{hour}:00:00Z" for hour in (10, 12, 8))
BOUNCE = {"Type": "HardBounce", "TypeCode": 1}


def taken(mail_id="pm-1", **which):
    """The provider takes the waiting mails, as the sender notes it."""
    with acting_as(Context(Role.SENDER)):
        OutboundEmail.objects.filter(state="queued", **which).update(
            state="sent", sent_at=timezone.now(), provider_id=mail_id
        )


def told(client, kind, *, to=EMAIL, mail_id="pm-1", at=AT, **fields):
    """Post as Postmark posts, and apply."""
    stamp = {"Delivery": "DeliveredAt", "Open": "ReceivedAt", "Bounce": "BouncedAt"}[kind]
    named = {"Email": to} if kind == "Bounce" else {}
    answer = report(
        client, kind, secret=SECRET, MessageID=mail_id, Recipient=to, **{stamp: at}, **named, **fields
    )
    assert answer.status_code == 200
    apply_reports()


def stored(row):
    with as_owner():
        return type(row).objects.get(pk=row.pk)


def flags():
    with as_owner():
        return {(row.supplier.slug, row.email) for row in CustomerBounce.objects.select_related("supplier")}


@pytest.fixture
def plain(world):
    """Take the flags of the cast away."""
    with as_owner():
        CustomerBounce.objects.all().delete()


@pytest.fixture
def invited(world, bar, plain):
    return invite(world, bar)


def page(world, name="alder"):
    cache.clear()
    return world.client(name).get(reverse("invitations:invitation_list", args=[name])).content.decode()


def test_the_page_says_what_the_provider_has_reported(world, client, provider, invited):
    assert stored(invited).state == InvitationState.QUEUED
    taken()
    assert stored(invited).state == InvitationState.SENT
    told(client, "Delivery")
    assert stored(invited).delivered_at == datetime(2026, 11, 22, 10, tzinfo=UTC)
    assert 'cb-status--open">Delivered' in page(world)

    told(client, "Open", at=LATER)

    assert stored(invited).state == InvitationState.OPENED
    text = page(world)
    assert 'is-info">Opened' in text
    assert EMAIL in text


def test_a_bounce_shows_in_the_list_on_the_customer_and_in_the_api(world, bar, client, provider, invited):
    taken()
    told(client, "Bounce", ID=7, **BOUNCE)

    assert stored(invited).state == InvitationState.BOUNCED
    assert flags() == {("alder", EMAIL)}
    alder = world.client("alder")
    assert 'is-bad">Bounced' in page(world)
    listed = alder.get(reverse("retailers:customer_list", args=["alder"]) + "?mail=bounced").content.decode()
    assert "Bar Le Cormoran" in listed
    assert "Mail comes back" in listed
    fine = alder.get(reverse("retailers:customer_list", args=["alder"]) + "?mail=fine").content.decode()
    assert "Bar Le Cormoran" not in fine
    head = alder.get(reverse("retailers:customer_detail", args=["alder", bar.pk])).content.decode()
    assert f"Mail to\n            {EMAIL}" in head or f"Mail to {EMAIL} came back" in " ".join(head.split())
    rows = alder.get("/api/v1/alder/selling/customers/?has_bounced=true").json()["results"]
    assert [(row["id"], row["bounced_email"]) for row in rows] == [(str(bar.pk), EMAIL)]
    (row,) = alder.get("/api/v1/alder/selling/invitations/?state=bounced").json()["results"]
    assert (row["customer"], row["status"], row["state"]) == (str(bar.pk), "pending", "bounced")


def test_a_later_delivery_takes_the_flag_away_and_an_earlier_one_does_not(client, provider, world, invited):
    taken()
    told(client, "Bounce", ID=7, Type="SoftBounce", TypeCode=4096)
    told(client, "Delivery", at=EARLIER)
    assert (stored(invited).state, flags()) == ("bounced", {("alder", EMAIL)})

    with acting_as(world.context("alder")):
        services.resend_invitation(invitation=invited, by=world.users["alder"])
    assert stored(invited).state == "queued"
    assert flags() == {("alder", EMAIL)}
    taken("pm-2")
    told(client, "Delivery", mail_id="pm-2", at=LATER)

    assert (stored(invited).state, flags()) == ("delivered", set())


def test_reports_in_the_wrong_order_end_the_same(client, provider, world, invited):
    taken()
    told(client, "Delivery", at=LATER)
    told(client, "Bounce", ID=7, Type="SoftBounce", TypeCode=4096)

    assert (stored(invited).state, flags()) == ("delivered", set())


def test_what_becomes_of_an_earlier_mail_is_no_longer_the_invitations(client, provider, world, invited):
    taken()
    with acting_as(world.context("alder")):
        services.resend_invitation(invitation=invited, by=world.users["alder"])

    told(client, "Open")

    assert stored(invited).state == InvitationState.QUEUED


def test_a_corrected_address_is_no_longer_flagged(client, provider, world, bar, invited):
    taken()
    told(client, "Bounce", ID=7, **BOUNCE)
    with acting_as(world.context("alder")):
        CustomerPrivate.objects.filter(customer=bar).update(nickname="Cormoran")
        assert CustomerBounce.objects.count() == 1
        CustomerPrivate.objects.filter(customer=bar).update(contact_email="jeanne@new.example.com")

    assert flags() == set()


def test_the_flag_is_the_suppliers_alone_whose_mail_came_back(client, provider, world, bar, plain):
    """birch knows the same bar by the same address, and has written to it, too."""
    from retailers.services import CustomerDetails, add_customer

    with acting_as(world.context("birch")):
        twin = add_customer(
            supplier=world.orgs["birch"],
            retailer=bar.retailer,
            details=CustomerDetails(contact_email=EMAIL),
            by=world.users["birch"],
        )
    mine, theirs = invite(world, bar), invite(world, twin, "birch")
    taken("pm-1", organization=world.orgs["alder"])
    taken("pm-2", organization=world.orgs["birch"])

    told(client, "Bounce", ID=7, Type="SoftBounce", TypeCode=4096)

    assert flags() == {("alder", EMAIL)}
    assert (stored(mine).state, stored(theirs).state) == ("bounced", "sent")
    with acting_as(world.context("birch")):
        assert not CustomerBounce.objects.exists()


def test_an_invitation_to_another_address_flags_its_customer_until_it_is_withdrawn(
    client, provider, world, bar, plain
):
    other = "second@cormoran.example.com"
    invitation = invite(world, bar, email=other)
    taken()
    told(client, "Bounce", to=other, ID=7, Type="SoftBounce", TypeCode=4096)
    assert flags() == {("alder", other)}

    with acting_as(world.context("alder")):
        services.revoke_invitation(invitation=invitation, by=world.users["alder"])

    assert flags() == set()


def test_a_mail_that_is_held_back_shows_as_not_sent(client, provider, world, bar, invited):
    taken()
    told(client, "Bounce", ID=7, **BOUNCE)
    with as_owner():
        held = OutboundEmail.objects.filter(key=f"invitation:{invited.pk}:1")
        held.update(state="queued", bounced_at=None)
        CustomerBounce.objects.all().delete()

    assert sending.send_due() == 0

    assert stored(invited).state == InvitationState.FAILED
    assert flags() == {("alder", EMAIL)}
    assert "use another address" in page(world)


def test_the_database_and_the_row_agree_on_the_state(world, invited):
    now = timezone.now()
    times = (None, now)
    every = itertools.product(
        ("pending", "accepted", "revoked"),
        ("queued", "sent", "suppressed", "dead"),
        times,
        times,
        times,
        (now - timedelta(days=1), now + timedelta(days=1)),
        ("", EMAIL),
    )
    with as_owner():
        for status, mail_state, delivered, opened, bounced, expires, email in every:
            Invitation.objects.filter(pk=invited.pk).update(
                status=status,
                mail_state=mail_state,
                delivered_at=delivered,
                opened_at=opened,
                bounced_at=bounced,
                expires_at=expires,
                email=email,
                accepted_at=now,
            )
            found = Invitation.objects.annotate(shown=queries.SHOWN).values_list("shown", flat=True)
            said = found.get(pk=invited.pk)
            assert said == Invitation.objects.get(pk=invited.pk).state

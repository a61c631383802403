"""An unclaimed bar that two suppliers know, and how to read the token out of the mail it gets."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.utils import timezone

from invitations import services
from retailers.models import DirectoryEntry
from retailers.services import CustomerDetails, EntryDetails, add_customer, create_retailer
from wholesale.accounts.models import User
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.testing import acting_as, as_owner

EMAIL = "jeanne@cormoran.example.com"
BAR = EntryDetails(
    name="Bar Le Cormoran",
    email=EMAIL,
    street="48 rue Laurendeau",
    city="Montréal",
    region="QC",
    postal_code="H4E 3W4",
    country="CA",
    phone="514 555-0148",
    language="fr",
)


@pytest.fixture(autouse=True)
def _fresh_limits():
    """Let no test count for the next one: how often one may ask and mail is kept in the process's cache."""
    cache.clear()


@pytest.fixture
def bar(world):
    """Return the bar as alder's prospect."""
    details = CustomerDetails(
        contact_email=EMAIL, contact_name="Jeanne", language="fr", distributor=world.orgs["dawn"]
    )
    with acting_as(world.context("alder")):
        return create_retailer(
            entry=BAR, customer=details, supplier=world.orgs["alder"], none_of=None, by=world.users["alder"]
        )


@pytest.fixture
def rival(world, bar):
    """Return the same bar as birch's prospect, with an address that birch's own people read."""
    details = CustomerDetails(contact_email="spy@birch.example.com")
    with acting_as(world.context("birch")):
        return add_customer(
            supplier=world.orgs["birch"], retailer=bar.retailer, details=details, by=world.users["birch"]
        )


def invite(world, customer, name="alder", **more):
    with acting_as(world.context(name)):
        return services.invite_customer(customer=customer, by=world.users[name], **more)


def mails(to=None):
    with as_owner():
        rows = OutboundEmail.objects.filter(template__startswith="invitations/").order_by("id")
        return list(rows.filter(to=to) if to else rows)


def token_of(mail):
    found = re.search(r"/invitation/([\w-]{43})/", mail.text)
    assert found
    return found[1]


def last_token(to=EMAIL):
    return token_of(mails(to)[-1])


@pytest.fixture
def rolf(world):
    """Return the admin of rolf's bar, which has an account and buys from none of these suppliers."""
    with as_owner():
        person = User.objects.create_user("rolf@example.com", name="Rolf")
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        Membership.objects.create(user=person, organization=world.orgs["rolf"], role=MemberRole.ADMIN)
        DirectoryEntry.objects.filter(pk=world.org_id("rolf")).update(claimed_at=timezone.now())
    return person

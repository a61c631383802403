"""What the page tests of retailers share."""

import pytest
from django.urls import reverse

from retailers import services
from retailers.details import CustomerDetails, EntryDetails
from retailers.models import Customer, DirectoryEntry
from tests.world import World
from wholesale.mail.models import OutboundEmail
from wholesale.tenancy.testing import acting_as, as_owner

CORMORAN = EntryDetails(
    name="Bar Le Cormoran",
    email="bar@cormoran.example.com",
    street="48 rue Laurendeau",
    city="Montréal",
    country="CA",
)


@pytest.fixture
def alder(world):
    return world.client("alder")


def url(name, **kwargs):
    return reverse(f"retailers:{name}", kwargs={"organization": "alder", **kwargs})


def customer_url(world, name, retailer="rita"):
    return url(name, customer=world.customers["alder", retailer].pk)


def create(world: World, details: EntryDetails = CORMORAN, name: str = "birch") -> Customer:
    """Let a supplier create a retailer as its prospect."""
    with acting_as(world.context(name)):
        return services.create_retailer(
            entry=details,
            customer=CustomerDetails(),
            supplier=world.orgs[name],
            none_of=None,
            by=world.users[name],
        )


def counts():
    with as_owner():
        return Customer.objects.count(), DirectoryEntry.objects.count(), OutboundEmail.objects.count()

"""A customer that asked, was approved, and is to be set up; and those who look at its tour."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalogs.models import TermsLevel
from invitations import services
from invitations.models import CustomerTour
from invitations.tour import STEPS
from retailers.models import Customer, ScheduleLine
from tests.retailers.test_welcome import ask_and_approve
from tests.world import World
from wholesale.accounts.services import register_person
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.testing import acting_as, as_owner


def let_in(world: World) -> Customer:
    """Return rita, who asked alder for access and was approved: inactive, with nothing set for it alone."""
    [customer] = ask_and_approve(world, "rita")
    with as_owner():
        TermsLevel.objects.filter(customer=customer).delete()
        ScheduleLine.objects.filter(schedule__customer=customer).delete()
    with acting_as(world.context("alder")):
        services.begin_tour(customer=customer, by=world.users["alder"])
        return Customer.objects.select_related("supplier", "private").get(pk=customer.pk)


def url(name: str, customer: Customer) -> str:
    """Return an address of a customer's tour."""
    return reverse(f"invitations:{name}", args=["alder", customer.pk])


def pages(customer: Customer) -> dict[str, str]:
    """Return where each step is taken."""
    return {step.key: reverse(step.page, args=["alder", customer.pk]) for step in STEPS}


def row(customer: Customer) -> CustomerTour:
    """Return a tour as it is stored."""
    with as_owner():
        return CustomerTour.objects.get(customer=customer)


def colleague(world: World, role: MemberRole) -> Client:
    """Return a browser of another of alder's people."""
    person = register_person(email=f"{role.value}@example.com", name=role.value.title())
    with as_owner():
        Membership.objects.create(organization=world.orgs["alder"], user=person, role=role)
    world.users[role.value] = person
    return world.client(role.value)


def statements(client: Client, path: str) -> list[str]:
    """Return what a page asks of the database."""
    with CaptureQueriesContext(connection) as heard:
        assert client.get(path).status_code == 200
    return [each["sql"] for each in heard]

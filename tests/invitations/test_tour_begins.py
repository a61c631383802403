"""A tour begins with the approval, and the mail that says so leads to it; the activation is told once (N9, C11)."""

from invitations import services
from invitations.enums import Origin, TourState
from invitations.models import AccessRequest, CustomerTour
from retailers.details import CustomerDetails
from retailers.models import Customer
from retailers.services import activate_customer, add_customer, end_relation
from tests.invitations.touring import pages, row, url
from tests.retailers.test_welcome import welcomes
from tests.world import World
from wholesale.mail.models import OutboundEmail
from wholesale.tenancy.testing import acting_as, as_owner


def ask(world: World, retailer: str, origin: Origin) -> AccessRequest:
    """Return what a retailer's person asks of alder."""
    with acting_as(world.context(retailer)):
        return services.ask_for_access(
            supplier=world.orgs["alder"],
            retailer=world.orgs[retailer],
            by=world.users[retailer],
            origin=origin,
        )


def test_an_approved_request_is_set_up_step_by_step_and_welcomed_once(world: World) -> None:
    admin, customer, by = world.client("alder"), world.customers["alder", "rita"], world.users["alder"]
    with acting_as(world.context("alder")):
        end_relation(customer=customer, by=by)
    request = ask(world, "rita", Origin.OWN)

    with acting_as(world.context("alder")):
        services.approve_request(request=request, by=by)

    assert row(customer).state == TourState.RUNNING
    with as_owner():
        told = OutboundEmail.objects.filter(to="alder@example.com", text__contains=url("tour", customer))
        assert told.count() == 1
    assert admin.get(url("tour", customer))["Location"] == pages(customer)["activation"]
    assert not welcomes()
    for _ in range(2):
        with acting_as(world.context("alder")):
            activate_customer(customer=customer, by=by)
    assert [mail.to for mail in welcomes()] == ["rita@example.com"]


def test_inviting_who_asked_begins_it_too(world: World) -> None:
    customer, by = world.customers["alder", "rita"], world.users["alder"]
    with acting_as(world.context("alder")):
        end_relation(customer=customer, by=by)
    ask(world, "rita", Origin.OWN)

    world.client("alder").post(url("invitation_create", customer))

    assert row(customer).state == TourState.RUNNING
    with as_owner():
        assert Customer.objects.get(pk=customer.pk).awaits_welcome


def test_who_came_by_the_link_and_was_known_is_to_be_set_up(world: World) -> None:
    """It is let in without a decision, and not active: somebody has to do the rest (N11)."""
    with acting_as(world.context("alder")):
        known = add_customer(
            supplier=world.orgs["alder"],
            retailer=world.orgs["rex"],
            details=CustomerDetails(contact_email="rex@example.com"),
            by=world.users["alder"],
        )

    ask(world, "rex", Origin.LINK)

    assert row(known).state == TourState.RUNNING
    with as_owner():
        customer = Customer.objects.get(pk=known.pk)
    assert (customer.is_active, customer.awaits_welcome) == (False, True)


def test_who_is_known_and_asks_by_itself_is_active_and_needs_no_tour(world: World) -> None:
    with acting_as(world.context("alder")):
        known = add_customer(
            supplier=world.orgs["alder"],
            retailer=world.orgs["rex"],
            details=CustomerDetails(contact_email="rex@example.com"),
            by=world.users["alder"],
        )

    ask(world, "rex", Origin.OWN)

    with as_owner():
        assert Customer.objects.get(pk=known.pk).is_active
        assert not CustomerTour.objects.filter(customer=known).exists()

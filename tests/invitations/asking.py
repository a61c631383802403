"""How tests ask for access, decide, and read what became of it."""

from invitations import services
from retailers.models import Customer
from retailers.services import EntryDetails
from tests.invitations.conftest import mails
from wholesale.tenancy.contexts import Context
from wholesale.tenancy.roles import Role
from wholesale.tenancy.testing import acting_as, as_owner

NEW = EntryDetails(
    name="Buvette Sans Souci", street="9 quai Nord", city="Lyon", country="FR", phone="04 72 00 00 09"
)
STRANGER = "stranger@buvette.example.com"


def ask(world, supplier="alder", *, email=STRANGER, details=NEW, retailer=None, **more):
    with acting_as(None):
        return services.ask_as_visitor(
            supplier=world.orgs[supplier],
            email=email,
            person_name="Odile Faure",
            language="fr",
            time_zone="Europe/Paris",
            details=details,
            retailer=retailer,
            **more,
        )


def ask_as_rolf(world, rolf, supplier="alder", **more):
    """Ask as the admin of a bar that has an account and is no customer of this supplier."""
    with acting_as(Context(Role.RETAILER, retailer_id=world.org_id("rolf"), user_id=rolf.pk)):
        return services.ask_for_access(
            supplier=world.orgs[supplier], retailer=world.orgs["rolf"], by=rolf, **more
        )


def decide(world, verb, request, supplier="alder", **more):
    with acting_as(world.context(supplier)):
        return verb(request=request, by=world.users[supplier], **more)


def stored(row):
    with as_owner():
        return type(row).objects.get(pk=row.pk)


def customer_of(request):
    with as_owner():
        return Customer.objects.select_related("private").get(pk=request.customer_id)


def templates(to):
    return [mail.template.removeprefix("invitations/") for mail in mails(to)]

"""What a test module of imports had no room for."""

import pytest

from retailers import services
from retailers.details import CustomerDetails, EntryDetails
from retailers.indexing import KEYS
from retailers.models import CustomerPrivate, DirectoryEmail
from tests.retailers.importing import csv_of, run
from tests.retailers.test_import_command import file  # noqa: F401 - a fixture
from wholesale.audit.models import AuditEntry
from wholesale.tenancy.testing import acting_as, as_owner

pytestmark = pytest.mark.django_db


def test_a_row_makes_the_same_as_creating_by_hand(world, file):  # noqa: F811
    """The set-wise writer against the services that do one at a time."""
    by_hand = EntryDetails(
        name="By Hand",
        email="hand@example.com",
        street="1 Elm Street",
        city="Portland",
        country="US",
        language="fr",
    )
    kept = CustomerDetails(
        number="1", nickname="Hand", contact_email="hand@example.com", language="fr", note="x"
    )
    with acting_as(world.context("alder")):
        services.create_retailer(
            entry=by_hand, customer=kept, supplier=world.orgs["alder"], none_of=None, by=world.users["alder"]
        )
    header = ["Number", "Name", "Email", "Street", "City", "Country", "Language", "Nickname", "Note"]
    row = ["2", "By Sheet", "sheet@example.com", "2 Oak Avenue", "Salem", "US", "fr", "Sheet", "x"]
    run(world, file(csv_of(row, header=header)))

    def made(email):
        private = CustomerPrivate.objects.get(contact_email=email)
        customer, entry = private.customer, private.customer.retailer.directory_entry
        tables = (private, customer, entry, entry.retailer)
        shapes = [{f.name: getattr(row, f.attname) for f in row._meta.concrete_fields} for row in tables]
        own = {
            "id",
            "customer",
            "retailer",
            "created_at",
            "updated_at",
            "slug",
            "name",
            "street",
            "city",
            "number",
        }
        own |= {"nickname", "display_name", "contact_email", "search_text", "search_tokens", *KEYS}
        log = AuditEntry.objects.filter(subject_id__in=[customer.pk, entry.pk]).order_by("verb")
        return (
            [{name: value for name, value in shape.items() if name not in own} for shape in shapes],
            [(event.kind, event.status_before, event.status_after) for event in customer.events.all()],
            [(entry.verb, sorted(entry.after)) for entry in log],
            sorted(DirectoryEmail.objects.filter(retailer=entry.retailer).values_list("email", flat=True))
            == [email],
        )

    with as_owner():
        assert made("sheet@example.com") == made("hand@example.com")

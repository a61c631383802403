"""What a test module of imports had no room for."""

import pytest

from retailers.models import CustomerPrivate
from tests.retailers.conftest import url
from tests.retailers.importing import csv_of, work
from tests.retailers.test_import_pages import page, previewed, upload  # noqa: F401 - a fixture
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.sheets.models import SheetImport
from wholesale.tenancy.testing import as_owner

pytestmark = pytest.mark.django_db


def test_a_sales_person_imports_own_customers_and_learns_nothing_of_others(world, alder, previewed):  # noqa: F811
    """SPEC.md P3: assigned customers only; no verdict names a colleague's."""
    made, address = previewed
    with as_owner():
        Membership.objects.filter(organization=world.orgs["alder"]).update(role=MemberRole.SALES)
        CustomerPrivate.objects.filter(customer=world.customers["alder", "rita"]).update(
            number="R1", contact_email="rita@bar.example.com"
        )
        SheetImport.objects.filter(pk=made.pk).update(by=world.users["birch"])
    assert alder.get(address).status_code == 404  # a colleague's

    taken = [
        ["R1", "Stolen"],
        ["", "Stolen too", "rita@bar.example.com"],
        ["R9", "Bar Neuf", "neuf@example.com"],
    ]
    upload(alder, csv_of(*taken), "own.csv")
    with as_owner():
        own = SheetImport.objects.get(file_name="own.csv")
    work(world, own)
    alder.post(page("confirmation_create", sheet_import=own.pk), {"mode": "good_rows"})
    work(world, own)

    shown = alder.get(page("import_detail", sheet_import=own.pk)).content.decode()
    assert "A colleague looks after this retailer." in shown
    assert "Rita" not in shown
    with as_owner():
        assert CustomerPrivate.objects.get(number="R1").display_name != "Stolen"
        assert CustomerPrivate.objects.get(number="R9").representative_id == world.users["alder"].pk
    exported = b"".join(alder.get(url("customer_export"), {"as": "csv"}).streaming_content).decode()
    assert "Bar Neuf" in exported
    assert "Rita" not in exported

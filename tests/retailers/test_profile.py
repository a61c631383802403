"""What a retailer keeps for its suppliers, and when they see it (SPEC.md C12, C13)."""

import pytest
from django.urls import reverse

from retailers import queries, services
from retailers.details import AddressDetails, ContactDetails, ShipToDetails
from retailers.errors import ProfileChangedMeanwhile, TooManyAddresses
from retailers.models import BillToAddress, CustomerContact, ShipToAddress
from tests.retailers.conftest import customer_url
from wholesale.audit.models import AuditEntry
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.testing import acting_as, as_owner

NADIA = ContactDetails(
    name="Nadia Ferrand",
    email="Nadia@Example.com",
    language="fr",
    time_zone="America/Toronto",
    office_phone="514 555-0172",
)
CELLAR = ShipToDetails(
    name="Cellar", street="2 Back Lane", city="Portland", opening_hours="Tue 9–12", access_notes="Code 4711"
)
LEDGER = AddressDetails(name="Rita Holding", street="1 Ledger Lane", city="Portland")


def at(name, **kwargs):
    return reverse(f"retailers:{name}", kwargs={"organization": "rita", **kwargs})


def contact(world, supplier="alder"):
    with as_owner():
        return CustomerContact.objects.select_related("supplier").get(
            customer=world.customers[supplier, "rita"]
        )


def change(world, email, supplier="alder", verb=services.change_contact):
    kept = contact(world, supplier)
    details = ContactDetails(name="Nadia", email=email, language="fr", time_zone="UTC")
    with acting_as(world.context("rita")):
        verb(contact=kept, details=details, version=kept.version, by=world.users["rita"])
    return contact(world, supplier)


def typed(form, **changes):
    return {name: value for name, value in form.initial.items() if value is not None} | changes


@pytest.fixture
def rita(world):
    return world.client("rita")


def test_a_changed_email_keeps_the_former_one(world):
    first = change(world, "nadia@bar.example")
    assert (first.email, first.former_email) == ("nadia@bar.example", "rita@example.com")

    second = change(world, "office@bar.example")
    assert (second.email, second.former_email) == ("office@bar.example", "nadia@bar.example")

    back = change(world, "nadia@bar.example")
    assert (back.email, back.former_email) == ("nadia@bar.example", "office@bar.example")

    same = change(world, "NADIA@bar.example")
    assert (same.email, same.former_email, same.version) == ("nadia@bar.example", "office@bar.example", 5)


def test_one_contact_for_all_suppliers_keeps_what_each_knew(world):
    change(world, "only.alder@bar.example")

    change(world, "all@bar.example", "birch", services.change_contacts)

    known = {name: contact(world, name) for name in ("alder", "birch")}
    assert {name: row.email for name, row in known.items()} == dict.fromkeys(known, "all@bar.example")
    assert known["alder"].former_email == "only.alder@bar.example"
    assert known["birch"].former_email == "rita@example.com"
    with as_owner():
        assert CustomerContact.objects.filter(email="all@bar.example").count() == 2
        assert AuditEntry.objects.filter(organization=world.orgs["rita"], verb="contact_changed").count() == 2


def test_of_two_editors_the_second_is_told_and_loses_nothing(world, rita):
    page = rita.get(at("contact_update", supplier="alder"))
    data = typed(page.context["form"], name="Second", for_all="")
    change(world, "first@bar.example")

    refused = rita.post(at("contact_update", supplier="alder"), data)

    assert refused.status_code == 412
    assert ("Email", "first@bar.example") in refused.context["differences"]
    assert 'value="Second"' in refused.content.decode()
    assert contact(world).email == "first@bar.example"
    again = dict(refused.context["form"].data.items())
    assert rita.post(at("contact_update", supplier="alder"), again).status_code == 302
    assert contact(world).name == "Second"


def test_the_supplier_sees_it_only_after_registration(world, alder):
    change(world, "nadia@bar.example")
    shown = alder.get(customer_url(world, "customer_detail")).content.decode()
    for text in (
        "nadia@bar.example",
        "rita@example.com",
        "Rita Holding",
        "1 Ledger Lane",
        "Ship-to addresses",
    ):
        assert text in shown, text

    courted = world.customers["cedar", "rita"]
    cedar = world.client("cedar")
    url = reverse("retailers:customer_detail", kwargs={"organization": "cedar", "customer": courted.pk})
    hidden = cedar.get(url).content.decode()
    for text in ("nadia@bar.example", "Rita Holding", "Ship-to addresses", "Bill to"):
        assert text not in hidden


def test_the_database_refuses_it_before_registration(world):
    with acting_as(world.context("cedar")):
        assert queries.bill_to_of(world.org_id("rita")) is None
        assert list(queries.ship_tos_of(world.orgs["rita"])) == []
        assert not CustomerContact.objects.filter(retailer=world.orgs["rita"]).exists()
    with acting_as(world.context("alder")):
        assert queries.bill_to_of(world.org_id("rita")) is not None


def test_the_first_address_is_the_default_and_hands_it_on(world):
    old = world.ship_tos["rita"]
    with acting_as(world.context("rita")):
        cellar = services.add_ship_to(retailer=world.orgs["rita"], details=CELLAR, by=world.users["rita"])
        services.choose_default_ship_to(place=cellar, by=world.users["rita"])
        assert [p.pk for p in queries.ship_tos_of(world.orgs["rita"])] == [cellar.pk, old.pk]

        services.remove_ship_to(place=cellar, by=world.users["rita"])

        [left] = queries.ship_tos_of(world.orgs["rita"])
        assert (left.pk, left.is_default) == (old.pk, True)
        services.remove_ship_to(place=left, by=world.users["rita"])
        assert not queries.ship_tos_of(world.orgs["rita"]).exists()


def test_an_old_order_keeps_its_address(world, rita):
    with as_owner():
        before = world.orders["alder", "rita"].ship_to
    assert rita.post(at("ship_to_removal", ship_to=world.ship_tos["rita"].pk)).status_code == 302

    with as_owner():
        order = world.orders["alder", "rita"]
        order.refresh_from_db()
    assert order.ship_to == before


def test_addresses_have_a_limit(world, monkeypatch):
    monkeypatch.setattr("retailers.services.own_profile.MOST_SHIP_TOS", 1)
    with acting_as(world.context("rita")), pytest.raises(TooManyAddresses):
        services.add_ship_to(retailer=world.orgs["rita"], details=CELLAR, by=world.users["rita"])


def test_the_bill_to_address_is_written_changed_and_cleared(world):
    with acting_as(world.context("rita")):
        services.clear_bill_to(retailer=world.orgs["rita"], by=world.users["rita"])
        assert queries.bill_to_of(world.org_id("rita")) is None
        for version in (0, 1):
            services.keep_bill_to(
                retailer=world.orgs["rita"], details=LEDGER, version=version, by=world.users["rita"]
            )
        with pytest.raises(ProfileChangedMeanwhile):
            services.keep_bill_to(
                retailer=world.orgs["rita"], details=LEDGER, version=0, by=world.users["rita"]
            )
        bill_to = queries.bill_to_of(world.org_id("rita"))
        assert bill_to is not None
        assert bill_to.version == 1  # nothing differed


def test_the_pages_keep_addresses(world, rita):
    page = rita.get(at("bill_to_update"))
    assert rita.post(at("bill_to_update"), typed(page.context["form"], street="")).status_code == 422
    assert rita.post(at("bill_to_update"), typed(page.context["form"], street="3 New")).status_code == 302
    place = at("ship_to_update", ship_to=world.ship_tos["rita"].pk)
    data = typed(rita.get(place).context["form"], access_notes="Ring twice", opening_hours="Mon 9–12")
    assert rita.post(place, data).status_code == 302
    new = {"version": 0, "name": "Second bar", "street": "9 Quay", "city": "Salem", "country": "US"}
    assert rita.post(at("ship_to_create"), new).status_code == 302
    with as_owner():
        second = ShipToAddress.objects.get(name="Second bar")
    assert rita.post(at("ship_to_choice", ship_to=second.pk)).status_code == 302

    shown = rita.get(at("profile")).content.decode()

    for text in ("3 New", "Ring twice", "Mon 9–12", "Second bar", "9 Quay, Salem", "rita@example.com"):
        assert text in shown
    assert rita.post(at("bill_to_removal")).status_code == 302
    with as_owner():
        assert not BillToAddress.objects.filter(retailer=world.orgs["rita"]).exists()
        assert ShipToAddress.objects.get(retailer=world.orgs["rita"], is_default=True) == second


@pytest.mark.parametrize("role", [MemberRole.BUYER, MemberRole.BOOKKEEPER])
def test_only_an_admin_changes_it_and_every_member_reads_it(world, rita, role):
    with as_owner():
        Membership.objects.filter(user=world.users["rita"]).update(role=role)

    page = rita.get(at("profile"))

    assert page.status_code == 200
    assert "Add an address" not in page.content.decode()
    for name, kwargs in (
        ("contact_update", {"supplier": "alder"}),
        ("bill_to_update", {}),
        ("bill_to_removal", {}),
        ("ship_to_create", {}),
        ("ship_to_update", {"ship_to": world.ship_tos["rita"].pk}),
        ("ship_to_removal", {"ship_to": world.ship_tos["rita"].pk}),
        ("ship_to_choice", {"ship_to": world.ship_tos["rita"].pk}),
    ):
        assert rita.post(at(name, **kwargs), {"name": "X"}).status_code == 403, name


@pytest.mark.parametrize("rows", [1, 30])
def test_the_profile_takes_the_same_few_statements(world, rita, rows, django_assert_num_queries):
    with acting_as(world.context("rita")):
        for number in range(rows):
            services.add_ship_to(
                retailer=world.orgs["rita"],
                details=ShipToDetails(name=f"Bar {number}", street="1 Quay"),
                by=world.users["rita"],
            )

    with django_assert_num_queries(9):
        page = rita.get(at("profile"))

    assert len(page.context["ship_tos"]) == rows + 1


def test_the_empty_profile_leads_on(world):
    with as_owner():
        CustomerContact.objects.filter(retailer=world.orgs["rita"]).delete()
        ShipToAddress.objects.filter(retailer=world.orgs["rita"]).delete()
        BillToAddress.objects.filter(retailer=world.orgs["rita"]).delete()

    page = world.client("rita").get(at("profile")).content.decode()

    for text in ("No suppliers yet", "No address written down", "The address of the directory entry"):
        assert text in page

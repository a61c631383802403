"""Finding and creating retailers in the shared directory."""

import pytest

from retailers import queries, services
from retailers.details import CustomerDetails, EntryDetails
from retailers.enums import CustomerStatus, DuplicateReason, Relation
from retailers.errors import DetailsRefused, EntryBelongsToRetailer, LikelyDuplicate
from retailers.models import Customer, DirectoryEmail, DirectoryEntry
from wholesale.audit.models import AuditEntry
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.models import Membership, Organization
from wholesale.tenancy.testing import acting_as, as_owner

CORMORAN = EntryDetails(
    name="Bar Le Cormoran",
    email="Bonjour@Cormoran.example.com",
    street="48 rue Laurendeau",
    city="Montréal",
    region="QC",
    postal_code="H4E 3W4",
    country="CA",
    phone="514 555-0148",
    industry="Bar or pub",
    language="fr",
)


def create(world, details, *, supplier="alder", **more):
    with acting_as(world.context(supplier)):
        return services.create_retailer(
            entry=details,
            customer=CustomerDetails(**more),
            supplier=world.orgs[supplier],
            none_of=None,
            by=world.users[supplier],
        )


def find(world, query, *, supplier="birch"):
    with acting_as(world.context(supplier)):
        return [hit.entry.name for hit in queries.hits_for_supplier(world.acting(supplier), query)]


def test_what_one_supplier_creates_another_finds(world):
    with as_owner():
        sent_before = OutboundEmail.objects.count()

    customer = create(world, CORMORAN, nickname="Cormoran")

    assert (customer.status, customer.relation, customer.is_active) == (
        CustomerStatus.PROSPECT,
        Relation.NONE,
        False,
    )
    for query in ("cormorn", "48", "48 laur", "514-555-0148", "+15145550148", "bonjour@cormoran.EXAMPLE.com"):
        assert find(world, query)[:1] == ["Bar Le Cormoran"], query
    for query in ("bonjour@", "bonjour@cormoran.example", "514555", "b"):
        assert find(world, query) == [], query
    with as_owner():
        organization = Organization.objects.get(pk=customer.retailer_id)
        assert (organization.buys, organization.sells, organization.language) == (True, False, "fr")
        assert not Membership.objects.filter(organization=organization).exists()
        assert OutboundEmail.objects.count() == sent_before
        changes = AuditEntry.objects.filter(organization=world.orgs["alder"], by=world.users["alder"])
        assert set(changes.values_list("verb", flat=True)) >= {"directory_entry_created", "customer_added"}


def test_a_hit_says_whether_it_is_a_customer_already(world):
    customer = create(world, CORMORAN)
    with acting_as(world.context("alder")):
        (hit,) = queries.hits_for_supplier(world.acting("alder"), "cormoran")
    assert hit.customer == customer
    with acting_as(world.context("birch")):
        (hit,) = queries.hits_for_supplier(world.acting("birch"), "cormoran")
    assert hit.customer is None


def test_a_likely_duplicate_takes_an_explicit_none_of_these(world):
    first = create(world, CORMORAN)
    again = EntryDetails(name="Cormoran inc", email="x@example.com", phone="+1 514 555 0148", country="CA")

    with pytest.raises(LikelyDuplicate) as caught:
        create(world, again, supplier="birch")

    (duplicate,) = caught.value.duplicates
    assert duplicate.entry.pk == first.retailer_id
    assert set(duplicate.reasons) == {DuplicateReason.SAME_PHONE, DuplicateReason.SIMILAR_NAME}
    with as_owner():
        assert DirectoryEntry.objects.filter(name="Cormoran inc").count() == 0
        assert Customer.objects.filter(supplier=world.orgs["birch"], retailer=first.retailer_id).count() == 0

    with acting_as(world.context("birch")):
        made = services.create_retailer(
            entry=again,
            customer=CustomerDetails(),
            supplier=world.orgs["birch"],
            none_of=frozenset({str(first.retailer_id)}),
            by=world.users["birch"],
        )
    assert made.retailer_id != first.retailer_id


def test_the_same_email_is_a_reason(world):
    create(world, CORMORAN)

    with pytest.raises(LikelyDuplicate) as caught:
        create(world, EntryDetails(name="Elsewhere", email="bonjour@cormoran.example.com"), supplier="birch")

    assert caught.value.duplicates[0].reasons == (DuplicateReason.SAME_EMAIL,)


def test_refused_details_leave_nothing_behind(world):
    with pytest.raises(DetailsRefused) as caught:
        create(world, CORMORAN, contact_email="RITA@example.com", distributor=world.orgs["ember"])

    assert set(caught.value.fields) == {"contact_email", "distributor"}
    with as_owner():
        assert DirectoryEntry.objects.filter(name=CORMORAN.name).count() == 0
        assert DirectoryEmail.objects.filter(email__icontains="cormoran").count() == 0


def test_only_its_creator_corrects_an_entry_and_only_until_it_is_claimed(world):
    customer = create(world, CORMORAN)
    renamed = EntryDetails(name="Le Cormoran", city="Laval", country="CA")
    entry = DirectoryEntry(pk=customer.retailer_id)
    entry.retailer = customer.retailer

    with acting_as(world.context("birch")), pytest.raises(EntryBelongsToRetailer):
        services.correct_entry(
            entry=entry, details=renamed, supplier=world.orgs["birch"], by=world.users["birch"]
        )
    assert find(world, "laval cormoran", supplier="alder") == []

    with acting_as(world.context("alder")):
        services.correct_entry(
            entry=entry, details=renamed, supplier=world.orgs["alder"], by=world.users["alder"]
        )
    assert find(world, "laval cormoran") == ["Le Cormoran"]
    with as_owner():
        customer = Customer.objects.select_related("private", "retailer").get(pk=customer.pk)
        assert customer.private.display_name == customer.retailer.name == "Le Cormoran"


def test_a_company_never_takes_an_address_of_the_platform(world):
    one = create(world, EntryDetails(name="Admin", email="a@example.com", country="CA"))

    assert one.retailer.slug == "admin-2"

"""What a supplier keeps of its customers."""

import pytest

from retailers import queries, services
from retailers.details import CustomerDetails
from retailers.enums import CustomerEventKind, SkipReason
from retailers.errors import AlreadyCustomer, ChangedMeanwhile, DetailsRefused
from retailers.models import Customer, CustomerEvent
from wholesale.audit.models import AuditEntry
from wholesale.tenancy.testing import acting_as, as_owner


@pytest.fixture
def alder(world):
    """Act as alder's admin for the whole test."""
    with acting_as(world.context("alder")):
        yield world.users["alder"]


def stored(customer):
    with as_owner():
        return Customer.objects.select_related("private", "distributor").get(pk=customer.pk)


def details_of(customer, **changes):
    private = stored(customer).private
    kept = {
        name: getattr(private, name)
        for name in ("nickname", "number", "contact_name", "contact_email", "language", "note")
    }
    return CustomerDetails(**kept | {"distributor": stored(customer).distributor} | changes)


def test_a_retailer_is_added_once(world, alder):
    with pytest.raises(AlreadyCustomer) as caught:
        services.add_customer(
            supplier=world.orgs["alder"], retailer=world.orgs["rita"], details=CustomerDetails(), by=alder
        )

    assert caught.value.customer_id == world.customers["alder", "rita"].pk


def test_a_prospect_is_shown_by_its_nickname_else_by_its_name(world, alder):
    customer = services.add_customer(
        supplier=world.orgs["alder"], retailer=world.orgs["rolf"], details=CustomerDetails(), by=alder
    )
    assert stored(customer).private.display_name == "Rolf"

    services.edit_customer(
        customer=customer, details=details_of(customer, nickname="Rolfie"), version=1, by=alder
    )
    assert stored(customer).private.display_name == "Rolfie"


def test_email_and_number_are_one_customers_in_any_letter_case(world, alder):
    rita, remy = world.customers["alder", "rita"], world.customers["alder", "remy"]
    services.edit_customer(customer=rita, details=details_of(rita, number="1301"), version=1, by=alder)

    with pytest.raises(DetailsRefused) as caught:
        services.edit_customer(
            customer=remy,
            details=details_of(remy, number="1301", contact_email="Rita@Example.com"),
            version=1,
            by=alder,
        )

    assert set(caught.value.fields) == {"number", "contact_email"}
    assert "Rita of alder" in caught.value.fields["number"]
    assert stored(remy).private.number == ""


def test_the_same_email_may_be_another_suppliers_customer(world):
    birch = world.customers["birch", "rita"]
    assert (
        stored(birch).private.contact_email == stored(world.customers["alder", "rita"]).private.contact_email
    )


def test_the_second_editor_is_told_and_overwrites_nothing(world, alder):
    rita = world.customers["alder", "rita"]
    services.edit_customer(customer=rita, details=details_of(rita, number="1"), version=1, by=alder)

    with pytest.raises(ChangedMeanwhile) as caught:
        services.edit_customer(customer=rita, details=details_of(rita, number="2"), version=1, by=alder)

    assert caught.value.current.private.number == "1"
    assert (stored(rita).private.number, stored(rita).version) == ("1", 2)


def test_a_distributor_needs_an_active_agreement(world, alder):
    ids = [world.customers["alder", name].pk for name in ("rita", "remy")]

    with pytest.raises(DetailsRefused):
        services.assign_distributor(
            supplier=world.orgs["alder"], customer_ids=ids, distributor=world.orgs["ember"], by=alder
        )

    assert stored(world.customers["alder", "rita"]).distributor == world.orgs["dawn"]


def test_a_distributor_is_assigned_to_many_at_once_but_to_ones_own_only(world, alder):
    ids = [world.customers[key].pk for key in (("alder", "rita"), ("alder", "remy"), ("cedar", "rex"))]

    skipped = services.assign_distributor(
        supplier=world.orgs["alder"], customer_ids=ids, distributor=world.orgs["dusk"], by=alder
    )

    assert skipped == {}
    assert stored(world.customers["alder", "remy"]).distributor == world.orgs["dusk"]
    assert stored(world.customers["cedar", "rex"]).distributor == world.orgs["ember"]
    with as_owner():
        events = CustomerEvent.objects.filter(kind=CustomerEventKind.DISTRIBUTOR_ASSIGNED)
        assert sorted(events.values_list("note", flat=True)) == ["Dusk", "Dusk"]
        entry = AuditEntry.objects.filter(verb="customer_edited", subject_id=ids[0]).get()
        assert (entry.before, entry.after) == ({"distributor": "Dawn"}, {"distributor": "Dusk"})


def test_assigning_what_is_assigned_changes_nothing(world, alder):
    rita = world.customers["alder", "rita"]

    skipped = services.assign_distributor(
        supplier=world.orgs["alder"], customer_ids=[rita.pk], distributor=world.orgs["dawn"], by=alder
    )

    assert (skipped, stored(rita).version) == ({rita.pk: SkipReason.UNCHANGED}, 1)


def test_customers_are_searched_by_everything_that_names_them(world, alder):
    remy = world.customers["alder", "remy"]
    services.edit_customer(
        customer=remy,
        details=details_of(remy, nickname="Chez Rémy", number="A-17", contact_name="Zoë"),
        version=1,
        by=alder,
    )
    mine = queries.customers_of(world.acting("alder"))

    for query in ("remy", "CHEZ", "a-17", "zoe rémy", "remy@example.com"):
        assert list(queries.search_customers(mine, query)) == [remy], query
    assert list(queries.search_customers(mine, "rosa remy")) == []


def test_a_repeated_name_is_named(world, alder):
    assert queries.names_like(world.acting("alder"), "ROSA OF ALDER") == ["Rosa of alder"]
    assert queries.names_like(world.acting("alder"), "Rex") == []

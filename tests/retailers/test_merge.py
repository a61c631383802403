"""Two entries become one, and two again: every row of every table is held against what it was (SPEC.md C7)."""

from typing import Any

import pytest

from invitations.models import Invitation
from orders.models import Cart, CartLine, Order
from retailers.enums import CustomerEventKind, CustomerStatus
from retailers.errors import MergeRefused
from retailers.models import Customer, CustomerEvent, CustomerPrivate, DirectoryEntry, Merge
from retailers.services.merging import merge_retailers
from retailers.services.testing import create_test_customer
from tests.orders.conftest import copy_order, statements
from tests.retailers.staff import STAFF, all_rows, history, merged, sam, undone
from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.organizations.models import Membership, Organization
from wholesale.tenancy.testing import acting_as, as_owner

__all__ = ["statements"]

PAIRS = [
    ("rita", "rosa"),
    ("rosa", "rita"),
    ("rita", "rex"),
    ("remy", "rex"),
    ("rita", "rolf"),
    ("remy", "rita"),
]


@pytest.mark.parametrize(("kept", "gone"), PAIRS)
def test_undone_at_once_nothing_has_happened(world: World, kept: str, gone: str) -> None:
    sam()
    before = all_rows()

    merge = merged(world, kept, gone)
    between = all_rows()
    undone(merge)

    assert between != before
    assert all_rows() == before


def test_everything_of_the_one_is_the_others(world: World) -> None:
    merged(world, "rita", "rosa")

    kept, gone = world.orgs["rita"], world.orgs["rosa"]
    with as_owner():
        orders = Order.objects.filter(retailer=kept).order_by("supplier__slug", "number")
        assert {(o.supplier.slug, o.retailer_name) for o in orders} == {
            ("alder", "Rita"), ("alder", "Rosa"), ("birch", "Rita"), ("birch", "Rosa"),
        }  # fmt: skip
        customers = Customer.objects.filter(retailer__in=(kept, gone))
        assert {(c.supplier.slug, c.pk) for c in customers} == {
            (supplier, world.customers[supplier, "rita"].pk) for supplier in ("alder", "birch", "cedar")
        }
        assert set(orders.values_list("customer", flat=True)) <= {c.pk for c in customers}
        people = Membership.objects.filter(organization=kept)
        assert set(people.values_list("user", flat=True)) == {world.users["rita"].pk, world.users["rosa"].pk}
        assert Invitation.objects.filter(retailer=gone).count() == 0
        assert not DirectoryEntry.objects.filter(pk=gone.pk).exists()
        assert Organization.objects.get(pk=gone.pk).merged_into == kept
        lines = CartLine.objects.filter(retailer=kept, supplier=world.orgs["alder"])
        assert {(line.cart.customer_id, line.cart.ship_to_id, line.quantity_units) for line in lines} == {
            (world.customers["alder", "rita"].pk, world.ship_tos[name].pk, 1) for name in ("rita", "rosa")
        }
        assert Cart.objects.filter(retailer=gone).count() == 0
        logs = AuditEntry.objects.filter(verb="retailers_merged").values_list("organization__slug", flat=True)
        assert set(logs) == {"rita", "rosa", "alder", "birch"}
    assert history("alder", world) == history("birch", world) == ["merged"]
    assert history("cedar", world) == []


def test_what_a_supplier_lacks_of_the_one_is_taken_from_the_other(world: World) -> None:
    stays, goes = world.customers["alder", "rita"], world.customers["alder", "rosa"]
    with as_owner():
        CustomerPrivate.objects.filter(customer=stays).update(nickname="", labels=["Patio"], note="Back door")
        CustomerPrivate.objects.filter(customer=goes).update(
            number="4711", contact_name="Rosa", nickname="Rosie", labels=["patio", "Late"], note="Ring twice"
        )
        Customer.objects.filter(pk=stays.pk).update(
            status=CustomerStatus.REGISTERED, first_ordered_at=None, last_ordered_at=None
        )

    merged(world, "rita", "rosa")

    with as_owner():
        private = CustomerPrivate.objects.get(customer=stays)
        now = Customer.objects.get(pk=stays.pk)
    assert (private.nickname, private.display_name, private.number) == ("Rosie", "Rosie", "4711")
    assert (private.contact_email, private.contact_name) == ("rita@example.com", "Rosa")
    assert (private.labels, private.note) == (["Patio", "Late"], "Back door\n\nRing twice")
    assert "4711" in private.search_text
    assert (now.status, now.version) == (CustomerStatus.HAS_ORDERED, 2)
    assert now.first_ordered_at is not None


def test_a_name_is_chosen_field_by_field_and_every_list_follows(world: World) -> None:
    with as_owner():
        for retailer in ("rita", "rosa"):
            CustomerPrivate.objects.filter(customer=world.customers["birch", retailer]).update(nickname="")
    sam()
    before = all_rows()

    merge = merged(world, "rita", "rosa", name="gone", street="kept")

    with as_owner():
        assert DirectoryEntry.objects.get(pk=world.org_id("rita")).name == "Rosa's Bar"
        named = CustomerPrivate.objects.get(customer=world.customers["birch", "rita"])
        assert named.display_name == "Rosa's Bar"
    undone(merge)
    assert all_rows() == before


def test_twice_is_once(world: World) -> None:
    first = merged(world, "rita", "rosa")
    rows = all_rows()

    assert merged(world, "rita", "rosa") == first
    assert all_rows() == rows
    end = undone(first)
    rows = all_rows()
    assert undone(first).undone_at == end.undone_at
    assert all_rows() == rows


def test_two_that_have_people_are_merged_only_if_somebody_says_that_they_are_one(world: World) -> None:
    person = sam()
    before = all_rows()
    pair = {"kept": world.org_id("rita"), "gone": world.org_id("rosa")}

    with pytest.raises(MergeRefused, match="one company"), acting_as(STAFF):
        merge_retailers(**pair, choices={}, is_one_company=False, by=person)

    assert all_rows() == before
    with as_owner():
        assert not Merge.objects.filter(undone_at=None).exists()


def test_the_registered_one_stays_and_who_sells_never_goes(world: World) -> None:
    with pytest.raises(MergeRefused, match="claimed"):
        merged(world, "rolf", "rita")
    with as_owner():
        Organization.objects.filter(pk=world.org_id("rosa")).update(delivers=True)
    with pytest.raises(MergeRefused, match="sells or delivers"):
        merged(world, "rita", "rosa")
    with as_owner():
        assert not Merge.objects.filter(undone_at=None).exists()


def test_a_suppliers_test_customer_is_nobodys_duplicate(world: World) -> None:
    with acting_as(world.context("alder")):
        person = world.users["alder"]
        made = create_test_customer(supplier=world.orgs["alder"], name="Us", email=person.email, by=person)
    world.orgs["us"] = made.retailer

    for kept, gone in (("remy", "us"), ("us", "remy")):
        with pytest.raises(MergeRefused, match="in the directory"):
            merged(world, kept, gone)


def test_as_many_statements_for_three_orders_as_for_three_hundred(world: World, statements: Any) -> None:
    sam()
    few = statements(lambda: undone(merged(world, "rita", "rosa")))
    copy_order(world.orders["alder", "rosa"], times=300)

    many = statements(lambda: undone(merged(world, "rita", "rosa")))

    assert len(many) == len(few)


def test_what_suppliers_read_names_no_person_of_the_staff(world: World) -> None:
    merged(world, "rita", "rosa")

    with as_owner():
        event = CustomerEvent.objects.get(supplier=world.orgs["alder"], kind=CustomerEventKind.MERGED)
        log = AuditEntry.objects.get(organization=world.orgs["alder"], verb="retailers_merged")
    assert (event.by_name, event.note, log.by_name) == ("Cratebook", "Rosa's Bar", "")

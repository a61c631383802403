"""What has happened since a merge stays when it is undone, or says what stands in the way (SPEC.md C7)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogs.models import Catalog
from invitations.models import Invitation
from orders.models import Order
from retailers.enums import CustomerStatus
from retailers.errors import MergeRefused
from retailers.models import Customer, CustomerPrivate, DirectoryEntry, Merge, MergedRow
from retailers.services.undoing import forget_old_merges
from tests.orders.conftest import Buyer
from tests.retailers.staff import STAFF, all_rows, history, merged, sam, undone
from tests.world import World
from wholesale.organizations.models import Organization
from wholesale.tenancy.testing import acting_as, as_owner


def test_an_order_since_stays_with_the_one_that_stays(world: World) -> None:
    merge = merged(world, "rita", "rosa")
    buyer = Buyer(world, "rita")
    buyer.put(2)
    since = buyer.submit()

    undone(merge)

    with as_owner():
        order = Order.objects.get(pk=since.pk)
        assert (order.retailer_id, order.customer_id) == (
            world.org_id("rita"), world.customers["alder", "rita"].pk,
        )  # fmt: skip
        back = Order.objects.filter(retailer=world.orgs["rosa"]).values_list("pk", flat=True)
        assert set(back) == {world.orders[supplier, "rosa"].pk for supplier in ("alder", "birch")}
        assert Customer.objects.get(pk=world.customers["alder", "rosa"].pk).retailer == world.orgs["rosa"]
    assert history("alder", world) == ["merged", "parted", "parted"]


def test_where_the_only_customer_goes_back_the_one_that_stays_gets_one_for_what_it_did(world: World) -> None:
    """Cedar knew rex alone; remy has ordered there since the two were one."""
    with as_owner():
        Catalog.objects.filter(supplier=world.orgs["cedar"]).update(shared_with_everyone=True)
    merge = merged(world, "remy", "rex")
    moved = world.customers["cedar", "rex"]
    buyer = Buyer(world, "remy", "cedar")
    buyer.put(2)
    since = buyer.submit()

    undone(merge)

    with as_owner():
        assert Customer.objects.get(pk=moved.pk).retailer == world.orgs["rex"]
        own = Customer.objects.get(supplier=world.orgs["cedar"], retailer=world.orgs["remy"])
        order = Order.objects.get(pk=since.pk)
        assert (order.customer_id, order.retailer_id) == (own.pk, world.org_id("remy"))
        assert own.status == CustomerStatus.HAS_ORDERED
        assert (own.private.display_name, own.private.contact_email) == ("Rex of cedar", "")
        assert Order.objects.get(pk=world.orders["cedar", "rex"].pk).customer_id == moved.pk
    buyer.put(1)
    assert buyer.submit().customer_id == own.pk


def test_an_invitation_accepted_since_stays_and_a_waiting_one_goes_back(world: World) -> None:
    merge = merged(world, "rita", "rosa")
    with as_owner():
        Invitation.objects.filter(pk=world.invitations["alder", "rosa"].pk).update(
            status="accepted", accepted_at=timezone.now()
        )

    undone(merge)

    with as_owner():
        owners = {
            supplier: Invitation.objects.get(pk=world.invitations[supplier, "rosa"].pk).retailer.slug
            for supplier in ("alder", "birch")
        }
    assert owners == {"alder": "rita", "birch": "rosa"}


def test_what_was_edited_since_stays_edited(world: World) -> None:
    merge = merged(world, "rita", "rosa", name="gone")
    with as_owner():
        DirectoryEntry.objects.filter(pk=world.org_id("rita")).update(name="Rita & Rosa", phone="1")

    undone(merge)

    with as_owner():
        assert DirectoryEntry.objects.get(pk=world.org_id("rita")).name == "Rita & Rosa"
        assert DirectoryEntry.objects.get(pk=world.org_id("rosa")).name == "Rosa's Bar"


def test_a_number_given_to_another_since_stands_in_the_way_and_nothing_is_undone(world: World) -> None:
    goes, another = world.customers["alder", "rosa"], world.customers["alder", "remy"]
    with as_owner():
        CustomerPrivate.objects.filter(customer=goes).update(number="17")
        CustomerPrivate.objects.filter(customer=world.customers["alder", "rita"]).update(number="16")
    merge = merged(world, "rita", "rosa")
    with as_owner():
        CustomerPrivate.objects.filter(customer=another).update(number="17")
    rows = all_rows()

    with pytest.raises(MergeRefused, match="customer number"):
        undone(merge)

    assert all_rows() == rows
    with as_owner():
        assert Merge.objects.get(pk=merge.pk).undone_at is None


def test_merges_are_undone_the_last_one_first(world: World) -> None:
    sam()
    before = all_rows()
    first, second = merged(world, "rita", "rosa"), merged(world, "remy", "rita")

    with pytest.raises(MergeRefused, match="Undo that first"):
        undone(first)
    with as_owner():
        assert Organization.objects.get(slug="rosa").merged_into == world.orgs["remy"]

    undone(second)
    undone(first)
    assert all_rows() == before


def test_after_thirty_days_it_stays_and_what_was_kept_for_undoing_goes(world: World) -> None:
    merge = merged(world, "rita", "rosa")
    with as_owner():
        Merge.objects.filter(pk=merge.pk).update(at=timezone.now() - timedelta(days=30, minutes=1))

    with pytest.raises(MergeRefused, match="30 days"):
        undone(merge)
    with acting_as(STAFF):
        assert forget_old_merges() > 0
        assert not MergedRow.objects.filter(merge=merge).exists()

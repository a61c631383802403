"""A merge beside an order, another merge and its own undoing: real threads, nothing lost (SPEC.md C7)."""

import pytest

from inventory.models import StockBalance
from orders.errors import EmptyCart
from orders.models import Cart, Order, OrderLine
from retailers.models import Customer, DirectoryEntry, Merge
from tests.orders.conftest import Buyer
from tests.orders.test_races import at_once
from tests.retailers.staff import merged, sam, undone
from tests.world import World
from wholesale.tenancy.testing import as_owner

pytestmark = pytest.mark.server
ROUNDS = 4


@pytest.fixture
def everyone(committed_world: World) -> World:
    return committed_world


def held(world: World) -> int:
    with as_owner():
        return sum(
            StockBalance.objects.filter(supplier=world.orgs["alder"]).values_list("reserved_units", flat=True)
        )


def test_an_order_at_the_same_moment_is_placed_whole_or_waits_in_the_cart(everyone: World) -> None:
    """Whoever comes first: afterwards every order and cart belongs to the one that stays."""
    world = everyone
    sam()
    buyer = Buyer(world, "rosa")
    for _ in range(ROUNDS):
        cart = buyer.put(2, 0)
        before = held(world)

        merge, order = at_once(lambda: merged(world, "rita", "rosa"), buyer.submit)

        assert isinstance(merge, Merge)
        with as_owner():
            strays = [
                model.objects.filter(retailer=world.orgs["rosa"]).count() for model in (Order, Cart, Customer)
            ]
            assert strays == [0, 0, 0]
            assert not OrderLine.objects.filter(retailer=world.orgs["rosa"]).exists()
        if isinstance(order, Order):
            with as_owner():
                placed = Order.objects.get(pk=order.pk)
            assert placed.customer_id == world.customers["alder", "rita"].pk
            assert held(world) == before + 2
        else:
            assert isinstance(order, EmptyCart | Cart.DoesNotExist), order
            assert held(world) == before
        undone(merge)
        with as_owner():
            assert Cart.objects.get(pk=cart.pk).retailer == world.orgs["rosa"]


def test_merged_by_two_at_once_it_is_one_merge(everyone: World) -> None:
    world = everyone
    sam()

    one, other = at_once(lambda: merged(world, "rita", "rosa"), lambda: merged(world, "rita", "rosa"))

    assert one == other
    with as_owner():
        assert Merge.objects.filter(undone_at=None).count() == 1


def test_each_merged_into_the_other_at_once_one_of_them_is_left(everyone: World) -> None:
    world = everyone
    sam()

    list(at_once(lambda: merged(world, "rita", "rosa"), lambda: merged(world, "rosa", "rita")))

    with as_owner():
        left = DirectoryEntry.objects.filter(pk__in=[world.org_id("rita"), world.org_id("rosa")])
        assert left.count() == 1
        assert Merge.objects.filter(undone_at=None).count() == 1


def test_undone_by_two_at_once_it_is_undone_once(everyone: World) -> None:
    world = everyone
    sam()
    merge = merged(world, "rita", "rosa")

    one, other = at_once(lambda: undone(merge), lambda: undone(merge))

    assert one.undone_at == other.undone_at
    with as_owner():
        assert DirectoryEntry.objects.filter(pk=world.org_id("rosa")).exists()
        assert Customer.objects.filter(retailer=world.orgs["rosa"]).count() == 2

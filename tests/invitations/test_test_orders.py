"""A test customer's orders go the whole way and touch no stock, number or report (SPEC.md C17)."""

import re

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from inventory.errors import InsufficientStock
from inventory.models import StockBalance
from invitations import services
from orders.enums import Move, OrderStatus
from orders.models import Cart, Order, OrderCounter, OrderLine
from orders.numbering import LAST_NUMBER
from orders.queries.home import home_of_supplier
from orders.queries.overdue import overdue_orders
from orders.services.cart import set_cart_lines
from orders.services.submission import Checkout, submit_order
from retailers import queries as customers
from retailers.enums import CustomerStatus
from retailers.models import Customer
from tests.invitations.walking import MINE, accepted, buys, make, step, stock, stored, submit
from tests.orders.conftest import next_day
from tests.world import World
from wholesale.organizations.enums import MemberRole, Side
from wholesale.organizations.models import Membership, Organization
from wholesale.tenancy.contexts import Context
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.roles import Role
from wholesale.tenancy.testing import acting_as, as_owner
from wholesale.ui.setup_parts import CHECKLIST


def test_its_order_goes_the_whole_way_and_touches_no_stock_and_no_number(world: World) -> None:
    customer, before = accepted(world), stock()
    with as_owner():
        last = OrderCounter.objects.get(supplier=world.orgs["alder"]).last_number

    order = submit(world, customer)
    for move in (Move.CONFIRM, Move.PREPARE, Move.SHIP, Move.DELIVER):
        order = step(world, order, move)

    assert (order.status, order.label, order.is_test) == (OrderStatus.DELIVERED, "TEST-1", True)
    assert submit(world, customer).label == "TEST-2"
    assert stock() == before
    with as_owner():
        assert OrderCounter.objects.get(supplier=world.orgs["alder"]).last_number == last
        line = OrderLine.objects.get(order=order)
        assert (line.shipped_units, line.delivered_units) == (3, 3)
    assert stored(customer).status == CustomerStatus.HAS_ORDERED
    call_command("check_stock")


@pytest.mark.parametrize(
    "path", [[Move.CANCEL], [Move.DECLINE], [Move.CONFIRM, Move.PREPARE, Move.SHIP, Move.RETURN]]
)
def test_an_order_that_ends_otherwise_moves_nothing_either(world: World, path: list[Move]) -> None:
    customer, before = accepted(world), stock()
    order = submit(world, customer)

    for move in path:
        order = step(world, order, move)

    assert stock() == before


def test_stock_is_looked_at_although_none_is_held(world: World) -> None:
    customer, before = accepted(world), stock()
    submit(world, customer, units=20)
    submit(world, customer, units=20)  # the first holds nothing
    with as_owner():
        StockBalance.objects.filter(keeper=world.orgs["alder"]).update(on_hand_units=5)

    with pytest.raises(InsufficientStock):
        order_of_cart_left(world, customer)

    assert before[1] == stock()[1]


def order_of_cart_left(world: World, customer: Customer) -> Order:
    """Submit a cart whose stock went away after it was filled."""
    alder, product = world.users["alder"], world.products["alder"][0]
    with as_owner():
        StockBalance.objects.filter(keeper=world.orgs["alder"]).update(on_hand_units=50)
    with acting_as(buys(world, customer)):
        known = Customer.objects.select_related("supplier", "terms__price_list").get(pk=customer.pk)
        set_cart_lines(customer=known, units_by_product={product.pk: 30}, by=alder)
    with as_owner():
        StockBalance.objects.filter(keeper=world.orgs["alder"]).update(on_hand_units=5)
    with acting_as(buys(world, customer)):
        cart = Cart.objects.get(customer=customer)
        return submit_order(
            cart=cart, checkout=Checkout(delivery_date=next_day()), submission_key=uuid7(), by=alder
        )


def test_a_distributor_never_gets_it(world: World) -> None:
    customer = accepted(world)
    with as_owner():
        Customer.objects.filter(pk=customer.pk).update(distributor=world.orgs["dawn"])

    order = submit(world, customer)

    assert (order.distributor_id, order.owed_by) == (None, "supplier")
    with acting_as(world.context("dawn")):
        assert not Order.objects.filter(pk=order.pk).exists()


def test_the_database_keeps_tests_apart(world: World) -> None:
    order = submit(world, accepted(world))
    for change in (
        {"is_test": False},
        {"number": 77},
        {"distributor": world.orgs["dawn"]},
    ):
        with as_owner(), pytest.raises(IntegrityError, match="order_test_stands_apart"), transaction.atomic():
            Order.objects.filter(pk=order.pk).update(**change)
    with (
        as_owner(),
        pytest.raises(IntegrityError, match="order_test_stands_apart"),
        transaction.atomic(),
    ):
        Order.objects.filter(pk=world.orders["alder", "rita"].pk).update(number=LAST_NUMBER + 9)


def test_it_counts_nowhere(world: World) -> None:
    customer = accepted(world)
    with acting_as(world.context("alder")):
        before = home_of_supplier(world.acting("alder"))
    order = submit(world, customer)
    with as_owner():
        Order.objects.filter(pk=order.pk).update(due_at=order.submitted_at)

    with acting_as(world.context("alder")):
        assert home_of_supplier(world.acting("alder")) == before
        assert order not in overdue_orders(world.orgs["alder"], Side.SELLING)
    page = world.client("alder").get(reverse("orders:selling_list", args=["alder"])).content.decode()
    assert "TEST-1" not in page


@pytest.mark.parametrize("query", ["?kind=test", "?q=TEST-1", "?q=%23test-1"])
def test_it_is_found_when_asked_for(world: World, query: str) -> None:
    submit(world, accepted(world))

    page = world.client("alder").get(reverse("orders:selling_list", args=["alder"]) + query)

    assert [row.label for row in page.context["page"].rows] == ["TEST-1"]


def test_every_page_of_it_says_test(world: World) -> None:
    customer = accepted(world)
    order = submit(world, customer)
    client, slug = world.client("alder"), stored(customer.retailer).slug
    addresses = [
        reverse("retailers:customer_detail", args=["alder", customer.pk]),
        reverse("orders:selling_detail", args=["alder", order.number]),
        reverse("orders:customer_orders", args=["alder", customer.pk]),
        reverse("orders:buying_home", args=[slug]),
        reverse("orders:buying_detail", args=[slug, "alder", order.number]),
        reverse("orders:shop", args=[slug, "alder"]),
    ]

    assert addresses[1] == "/alder/selling/orders/test-1/"
    for address in addresses:
        page = client.get(address)
        assert page.status_code == 200, address
        assert re.search(r"\bTest\b(?! customers)", page.content.decode()), address


def test_the_list_of_retailers_leaves_it_out(world: World) -> None:
    make(world)
    client = world.client("alder")

    for path in (
        reverse("retailers:customer_list", args=["alder"]),
        reverse("retailers:customer_list", args=["alder"]) + "?q=trial",
        reverse("retailers:customer_export", args=["alder"]) + "?as=csv",
        "/api/v1/alder/selling/customers/",
    ):
        answer = client.get(path)
        body = answer.getvalue()
        assert b"Trial bar" not in body, path


def test_it_is_no_first_customer_of_a_new_supplier(world: World) -> None:
    """The checklist of a company that has nothing but a test customer still asks for customers."""
    with as_owner():
        fir = Organization.objects.create(name="Fir", slug="fir", sells=True)
        Membership.objects.create(user=world.users["alder"], organization=fir, role=MemberRole.ADMIN)
    with acting_as(Context(Role.SUPPLIER, supplier_id=fir.pk, user_id=world.users["alder"].pk)):
        assert not customers.has_tried_its_store(fir.pk)
        services.make_test_customer(supplier=fir, name="Trial bar", email=MINE, by=world.users["alder"])

        assert customers.has_tried_its_store(fir.pk)
        assert not customers.has_customers(fir.pk)
        assert not customers.has_invited_customers(fir.pk)


def test_the_step_that_shows_the_store_leads_to_where_it_is_ticked(world: World) -> None:
    steps = {part.is_done: part.url_name for part in CHECKLIST["selling"]}
    page = (
        world.client("alder")
        .get(reverse(steps["retailers.queries.has_tried_its_store"], args=["alder"]))
        .content.decode()
    )
    assert "See your store as a customer does" in page
    assert "Make and invite" in page
    assert reverse("catalogs:store_list", args=["alder"]) in page

"""What the tests of test customers share: one made, accepted, ordering."""

from typing import Any

from inventory.models import StockBalance, StockMovement
from invitations import queries, services
from orders.enums import Move, OrderSide
from orders.models import Cart, Order
from orders.services.cart import set_cart_lines
from orders.services.progress import take_step
from orders.services.submission import Checkout, submit_order
from retailers.models import Customer
from tests.invitations.conftest import mails, token_of
from tests.orders.conftest import next_day
from tests.world import World
from wholesale.organizations.tokens import hash_of
from wholesale.tenancy.contexts import Context
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.roles import Role
from wholesale.tenancy.testing import acting_as, as_owner

MINE = "alder@example.com"
TAGGED = "alder+test@example.com"


def make(world: World, *, name: str = "Trial bar", email: str = MINE) -> Customer:
    with acting_as(world.context("alder")):
        return services.make_test_customer(
            supplier=world.orgs["alder"], name=name, email=email, by=world.users["alder"]
        )


def stored(row: Any) -> Any:
    with as_owner():
        return type(row).objects.get(pk=row.pk)


def accepted(world: World, **more: str) -> Customer:
    """Make a test customer and accept its invitation as alder's own admin."""
    made = make(world, **more)
    with acting_as(None):
        found = queries.invitation_by_hash(hash_of(token_of(mails(MINE)[-1])))
        assert found is not None
        services.accept_invitation(invitation=found, by=world.users["alder"])
    customer: Customer = stored(made)
    return customer


def buys(world: World, customer: Customer) -> Context:
    return Context(Role.RETAILER, retailer_id=customer.retailer_id, user_id=world.users["alder"].pk)


def submit(world: World, customer: Customer, units: int = 3) -> Order:
    alder, product = world.users["alder"], world.products["alder"][0]
    with acting_as(buys(world, customer)):
        known = Customer.objects.select_related("supplier", "terms__price_list").get(pk=customer.pk)
        set_cart_lines(customer=known, units_by_product={product.pk: units}, by=alder)
        cart = Cart.objects.get(customer=customer)
        checkout = Checkout(delivery_date=next_day())
        return submit_order(cart=cart, checkout=checkout, submission_key=uuid7(), by=alder)


def step(world: World, order: Order, move: Move) -> Order:
    with acting_as(world.context("alder")):
        return take_step(order=order, move=move, side=OrderSide.SUPPLIER, by=world.users["alder"])


def stock() -> tuple[list[Any], int]:
    with as_owner():
        balances = StockBalance.objects.order_by("pk").values_list("pk", "on_hand_units", "reserved_units")
        return list(balances), StockMovement.objects.count()

"""What retailers order again and again, and what is said of their orders by link."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.utils import timezone

from orders.enums import ChangeReason, LineStage, OrderSide, ProblemKind, ReportKind
from orders.models import (
    Cart,
    CartLine,
    DelivererReport,
    Favourite,
    Order,
    OrderComment,
    OrderLine,
    OrderLineChange,
    OrderLink,
    ReportPhoto,
    Route,
    RouteStop,
    StandingList,
    StandingListLine,
)
from retailers.models import Customer
from tests.seeding.gathering import Seeding, new
from wholesale.tenancy.models import uuid7

# Whom a supplier is about to enter an order for.
SUPPLIERS_OWN_CART = ("birch", "rosa")


def again(world: Seeding, supplier: str, retailer: str) -> None:
    """Write what a retailer orders again and again: a favourite, and a list of its own with one line."""
    pale, stout = world.products[supplier]
    of = {"supplier": world.orgs[supplier], "retailer": world.orgs[retailer]}
    new(Favourite, product=stout, seen_name=stout.name, **of)
    name = f"Usual of {retailer}"
    made = new(StandingList, name=name, name_key=name.casefold(), **of)
    new(
        StandingListLine,
        standing_list=made,
        position=1,
        product=pale,
        seen_name=pale.name,
        quantity_units=2,
        **of,
    )
    world.standing_lists[supplier, retailer] = made


def round_of(world: Seeding, owner: str, retailer: str) -> None:
    """Write a round of whoever delivers, with one stop at a retailer."""
    mine = {"organization": world.orgs[owner]}
    if owner not in world.routes:
        world.routes[owner] = new(Route, name=f"West of {owner}", **mine)
    buyer = world.orgs[retailer]
    new(
        RouteStop,
        route=world.routes[owner],
        retailer=buyer,
        position=len(world.orders),
        name=buyer.name,
        address="450 Elm Street, Portland",
        **mine,
    )


def by_link(world: Seeding, supplier: str, retailer: str, order: Order) -> None:
    """Write a link to an order, used up long ago, with a delivery and a problem reported by it, and their photos."""
    of = {"supplier": world.orgs[supplier], "order": order, "distributor": order.distributor}
    link = new(
        OrderLink,
        token_hash=sha256(f"{supplier}-{retailer}-order".encode()).hexdigest(),
        email="depot@example.com",
        expires_at=timezone.now() + timedelta(days=14),
        ended_at=timezone.now(),
        end="revoked",
        mail_key="none",
        **of,
    )
    of["retailer"] = world.orgs[retailer]
    for kind, problem in ((ReportKind.DELIVERED, ""), (ReportKind.PROBLEM, ProblemKind.CLOSED)):
        said = new(DelivererReport, link=link, kind=kind, problem=problem, submission_key=uuid7(), **of)
        new(ReportPhoto, report=said, size="small", content=b"no picture", **of)
        world.reports.setdefault((supplier, retailer), said)


def changed(world: Seeding, supplier: str, retailer: str, line: OrderLine) -> None:
    """Write that the supplier has shortened a line of an order."""
    new(
        OrderLineChange,
        supplier=world.orgs[supplier],
        retailer=world.orgs[retailer],
        distributor=line.distributor,
        order=line.order,
        line=line,
        sequence=1,
        stage=LineStage.CONFIRMED,
        before_units=line.quantity_units + 1,
        after_units=line.quantity_units,
        reason=ChangeReason.OUT_OF_STOCK,
        by=world.users[supplier],
    )


def commented(world: Seeding, supplier: str, retailer: str, order: Order) -> None:
    """Write what the parties of an order said: one to all of them, and one in each company."""
    people = {OrderSide.SUPPLIER: supplier, OrderSide.RETAILER: retailer, OrderSide.DISTRIBUTOR: "dawn"}
    for side, name in people.items():
        for internal_to in ("", side.value):
            new(
                OrderComment,
                supplier=world.orgs[supplier],
                retailer=world.orgs[retailer],
                distributor=order.distributor,
                order=order,
                internal_to=internal_to,
                text=f"said by {name}",
                by=world.users[name],
                by_name=world.users[name].name,
                by_side=side,
                submission_key=uuid7(),
            )


def carts(world: Seeding, supplier: str, retailer: str, customer: Customer) -> None:
    """Put a unit of the second product into a retailer's cart for its address; for one, into the supplier's own too."""
    owns: list[dict[str, Any]] = [{"ship_to_id": world.ship_tos[retailer].pk}]
    # One is enough for the matrix; elsewhere a retailer's only cart is its own.
    owns += [{"is_suppliers": True}] * ((supplier, retailer) == SUPPLIERS_OWN_CART)
    both: dict[str, Any] = {"supplier": world.orgs[supplier], "retailer": world.orgs[retailer]}
    product = world.products[supplier][1]
    for own in owns:
        cart = new(Cart, customer=customer, **both, **own)
        new(CartLine, cart=cart, product=product, seen_name=product.name, quantity_units=1, **both)

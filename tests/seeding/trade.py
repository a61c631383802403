"""Customers, invitations, carts and orders."""

from datetime import timedelta
from hashlib import sha256

from django.utils import timezone

from catalogs.models import TermsLevel
from inventory.enums import MovementKind
from invitations.enums import Origin, RequestState, TourState
from invitations.models import (
    AccessRequest,
    BuyerProposal,
    CustomerTour,
    Invitation,
    InvitationSettings,
    InviteTag,
    MailWording,
)
from orders.enums import OrderSide, OrderStatus
from orders.models import (
    Order,
    OrderEvent,
    OrderLine,
    OrderLineAmount,
    OrderTax,
    OrderTotal,
)
from retailers.enums import BulkState, CustomerEventKind, CustomerStatus, Relation
from retailers.models import (
    BulkItem,
    BulkJob,
    CorrectionProposer,
    Customer,
    CustomerBounce,
    CustomerContact,
    CustomerEvent,
    CustomerGroup,
    CustomerPrivate,
    DuplicatePair,
    EntryCorrection,
    GroupMember,
    Merge,
    MergedCustomer,
    MergedRow,
)
from tests.seeding.gathering import Seeding, new
from tests.seeding.goods import move
from tests.seeding.ordering import again, by_link, carts, changed, commented, round_of
from tests.world import (
    ORDERED,
)
from wholesale.organizations.enums import (
    Party,
    Step,
)
from wholesale.organizations.models import StepLimits
from wholesale.tenancy.models import uuid7


def groups(world: Seeding, supplier: str) -> None:
    """Write a group of a supplier, with terms of its own, and a change of many; whoever buys from it is in them."""
    org = world.orgs[supplier]
    world.groups[supplier] = new(CustomerGroup, supplier=org, name="Bars", rank=1)
    new(
        TermsLevel,
        supplier=org,
        group=world.groups[supplier],
        payment_terms="net",
        payment_terms_days=15,
        version=1,
    )
    world.bulk_jobs[supplier] = new(
        BulkJob, supplier=org, verb="group", key=uuid7(), by=world.users[supplier], state=BulkState.DONE
    )


def tag(world: Seeding, supplier: str) -> None:
    """Write the poster of a supplier's invite link, which comes with the company; and how its mails end."""
    new(MailWording, supplier=world.orgs[supplier], language="es", signature=f"Hasta pronto, {supplier}")
    """Write the poster of a supplier's invite link and what it chose of reminders; the link comes with the company."""
    new(InvitationSettings, supplier=world.orgs[supplier])
    new(StepLimits, supplier=world.orgs[supplier])
    world.tags[supplier] = new(InviteTag, supplier=world.orgs[supplier], name="Fair", slug="fair")


def corrections(world: Seeding) -> None:
    """Write what each supplier proposes to each of its retailers, and birch to alder of an entry that alder made."""
    kept = {pair: world.orgs[pair[1]] for pair in world.customers} | {("birch", "rolf"): world.orgs["alder"]}
    for (supplier, retailer), keeper in kept.items():
        of = {"retailer": world.orgs[retailer]}
        correction = new(EntryCorrection, keeper=keeper, before={"phone": ""}, after={"phone": "1"}, **of)
        new(
            CorrectionProposer,
            supplier=world.orgs[supplier],
            supplier_name=supplier.title(),
            correction=correction,
            by=world.users[supplier],
            by_name=supplier,
            **of,
        )
        world.corrections[supplier, retailer] = correction


def merges(world: Seeding) -> None:
    """Write a merge that was undone long ago, what it kept, and two entries that look alike."""
    kept, gone, staff = world.orgs["rita"], world.orgs["rolf"], world.users["alder"]
    pair = sorted((kept.pk, gone.pk))
    new(DuplicatePair, one_id=pair[0], other_id=pair[1], points=1.0, grounds=["same_phone"])
    merge = new(Merge, kept=kept, gone=gone, by=staff, undone_at=timezone.now(), kept_name="R", gone_name="R")
    of = {"merge": merge, "position": 1, "table_name": "retailers_customer"}
    new(MergedRow, row_key=uuid7(), before={"retailer_id": str(gone.pk)}, **of)
    for (supplier, _), each in world.customers.items():
        new(MergedCustomer, supplier=world.orgs[supplier], merge=merge, gone_id=uuid7(), customer=each)


def customer(world: Seeding, supplier: str, retailer: str, distributor: str | None) -> None:
    org, buyer, now = world.orgs[supplier], world.orgs[retailer], timezone.now()
    customer = new(
        Customer,
        supplier=org,
        retailer=buyer,
        distributor=world.orgs[distributor] if distributor else None,
        status=CustomerStatus.HAS_ORDERED,
        relation=Relation.ACCEPTED,
        is_active=True,
        registered_at=now,
        first_ordered_at=now,
        last_ordered_at=now,
    )
    new(
        CustomerPrivate,
        supplier=org,
        customer=customer,
        display_name=f"{retailer.title()} of {supplier}",
        nickname=f"{retailer.title()} of {supplier}",
        contact_email=f"{retailer}@example.com",
        search_text=f"{retailer} of {supplier} {retailer}@example.com",
    )
    new(
        CustomerContact,
        supplier=org,
        retailer=buyer,
        customer=customer,
        name=buyer.name,
        email=f"{retailer}@example.com",
    )
    new(
        CustomerEvent,
        supplier=org,
        customer=customer,
        kind=CustomerEventKind.CREATED,
        status_after=CustomerStatus.PROSPECT,
    )
    new(CustomerBounce, supplier=org, customer=customer, email=f"{retailer}@example.com", at=now)
    world.invitations[supplier, retailer] = new(
        Invitation,
        supplier=org,
        retailer=buyer,
        customer=customer,
        email=f"second.{retailer}@example.com",
        token_hash=sha256(f"{supplier}-{retailer}".encode()).hexdigest(),
        expires_at=now + timedelta(days=14),
    )
    world.requests[supplier, retailer] = new(
        AccessRequest,
        supplier=org,
        retailer=buyer,
        customer=customer,
        person=world.users[retailer],
        email=f"{retailer}@example.com",
        origin=Origin.OWN,
        state=RequestState.APPROVED,
        decided_at=now,
    )
    new(CustomerTour, supplier=org, customer=customer, state=TourState.FINISHED)
    carts(world, supplier, retailer, customer)
    again(world, supplier, retailer)
    world.proposals[supplier, retailer] = new(
        BuyerProposal, supplier=org, retailer=buyer, customer=customer, email=f"third.{retailer}@example.com"
    )
    new(GroupMember, supplier=org, customer=customer, group=world.groups[supplier])
    new(BulkItem, supplier=org, job=world.bulk_jobs[supplier], customer=customer, is_done=True)
    world.customers[supplier, retailer] = customer


def prospect(world: Seeding, supplier: str, retailer: str) -> None:
    """Write a customer that was invited and has not answered: nothing of it is open to the retailer."""
    org, buyer = world.orgs[supplier], world.orgs[retailer]
    customer = new(
        Customer,
        supplier=org,
        retailer=buyer,
        status=CustomerStatus.INVITED,
        relation=Relation.ASKED_BY_SUPPLIER,
    )
    new(CustomerPrivate, supplier=org, customer=customer, display_name=f"{retailer} in waiting")
    world.invitations[supplier, retailer] = new(
        Invitation,
        supplier=org,
        retailer=buyer,
        customer=customer,
        email="" if supplier == "birch" else f"old.{retailer}@example.com",
        token_hash=sha256(f"{supplier}-{retailer}".encode()).hexdigest(),
        expires_at=timezone.now() + timedelta(days=14),
    )
    world.requests[supplier, retailer] = new(
        AccessRequest,
        supplier=org,
        retailer=buyer,
        customer=customer,
        person=world.users["rita"],
        email="visitor@example.com",
        origin=Origin.LINK,
        claims_entry=True,
        state=RequestState.WITHDRAWN,
        decided_at=timezone.now(),
    )
    world.customers[supplier, retailer] = customer


def order(world: Seeding, supplier: str, retailer: str, distributor: str | None) -> None:
    org, buyer, product = world.orgs[supplier], world.orgs[retailer], world.products[supplier][0]
    carrier = world.orgs[distributor] if distributor else None
    counter = world.counters[supplier, "order"]
    counter.last_number += 1
    order = new(
        Order,
        supplier=org,
        retailer=buyer,
        distributor=carrier,
        customer=world.customers[supplier, retailer],
        number=counter.last_number,
        status=OrderStatus.SUBMITTED,
        submission_key=uuid7(),
        submitted_at=timezone.now(),
        delivery_date=timezone.now().date() + timedelta(days=2),
        next_step=Step.CONFIRM,
        owed_by=Party.SUPPLIER,
        due_at=timezone.now() + timedelta(hours=24),
        supplier_name=org.name,
        retailer_name=buyer.name,
        distributor_name=carrier.name if carrier else "",
        ship_to={"name": buyer.name, "street": "450 Elm Street", "city": "Portland", "country": "US"},
        contact_name=world.users[retailer].name,
        contact_email=world.users[retailer].email,
        placed_by=world.users[retailer],
        line_count=1,
    )
    keys = {"supplier": org, "retailer": buyer}
    keeper = distributor or supplier
    line = new(
        OrderLine,
        order=order,
        distributor=carrier,
        position=1,
        product=product,
        warehouse=world.warehouses[keeper],
        sku=product.sku,
        name=product.name,
        pack=product.pack,
        ordered_units=ORDERED,
        quantity_units=ORDERED,
        **keys,
    )
    new(OrderTotal, order=order, currency="USD", goods=60, total=60, **keys)
    new(OrderTax, order=order, name="Sales tax", rate_percent=5, base=0, amount=0, **keys)
    new(OrderLineAmount, line=line, unit_price=30, amount=60, **keys)
    new(
        OrderEvent,
        order=order,
        distributor=carrier,
        sequence=1,
        kind="submitted",
        status_after=OrderStatus.SUBMITTED,
        by=world.users[retailer],
        by_name=world.users[retailer].name,
        by_side=OrderSide.RETAILER,
        **keys,
    )
    reserved = {"kind": MovementKind.RESERVATION, "reserved_units": ORDERED, "holder_id": order.id}
    move(world, supplier, keeper, product, **reserved)
    world.balances[supplier, keeper, 0].reserved_units = ORDERED
    by_link(world, supplier, retailer, order)
    changed(world, supplier, retailer, line)
    commented(world, supplier, retailer, order)
    for owner in {supplier, keeper}:
        round_of(world, owner, retailer)
    world.orders[supplier, retailer] = order

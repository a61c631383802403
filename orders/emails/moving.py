"""Mails of orders: received, moved on, handed over. Written with the change, sent after it (SPEC.md 9)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F
from django.urls import reverse

from inventory.services import Held
from orders.emails.external import mail_of_order
from orders.enums import STOPPED_STATUSES, LineStage, OrderSide, OrderStatus
from orders.errors import MissingLine
from orders.models import Order, OrderEvent, OrderLine, OrderLineChange, OrderLink
from orders.queries.links import agreement_of, is_external
from orders.queries.priced import PricedCart
from retailers.queries import name_of, representative_of
from wholesale.accounts.models import User
from wholesale.mail.links import absolute
from wholesale.mail.services import Mail, queue_emails
from wholesale.organizations.enums import AgreementMode, Party, Step
from wholesale.organizations.models import Agreement
from wholesale.organizations.queries import colleagues_for
from wholesale.organizations.roles import Permission

# Whose mail a step is, at the supplier's.
PERMISSION_OF_STEP = {
    Step.CONFIRM: Permission.CONFIRM_ORDERS,
    Step.PREPARE: Permission.PREPARE_ORDERS,
    Step.SHIP: Permission.PREPARE_ORDERS,
    Step.DELIVER: Permission.DELIVER_ORDERS,
}
# What the other parties hear of although it is not their turn.
TOLD_STATUSES = STOPPED_STATUSES | {OrderStatus.DELIVERED}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who gets a mail, and where its button leads; external distributors have no page.

    `sees_handover` tells who reads which units the supplier brings to the deliverer: not the retailer.
    `retailer_name` is what the supplier's own people call the retailer; nobody else may read it (SPEC.md C4).
    """

    email: str
    language: str
    url: str
    is_branded: bool = True
    sees_handover: bool = False
    retailer_name: str = ""


def queue_order_received(
    order: Order,
    priced: PricedCart,
    held: Mapping[UUID, Held],
    *,
    agreement: Agreement | None,
    link: OrderLink | None,
) -> None:
    """Tell the supplier's people and the distributor that a retailer has ordered; only the former see amounts.

    Runs in the supplier's context, in one statement beside asking who the people are.

    Args:
        held: by product, where its units are reserved, and how many are not.
        agreement: in force with whoever delivers it.
        link: what one without an account opens it by.
    """
    lines = [
        {
            "name": x.name,
            "units": x.quantity_units,
            "pack": x.offer.pack if x.offer else "",
            "amount": x.amount,
            "handover_units": held[x.product_id].own_units,
            "backordered_units": held[x.product_id].backordered_units,
        }
        for x in priced.lines
    ]
    context = {"lines": lines, "currency": priced.currency, "cart": priced}
    mails = mails_to(order, "received", supplier_readers(order, Permission.CONFIRM_ORDERS), context)
    told = {"lines": [{**line, "amount": None} for line in lines]}
    if link:
        mails.append(mail_of_order(order, link, lines))
    else:
        mails += mails_to(order, "to_deliver", distributor_readers(order, agreement), told)
    queue_emails(mails)


def queue_order_moved(
    order: Order,
    event: OrderEvent,
    *,
    note: str = "",
    missing: Sequence[MissingLine] = (),
    follow: Order | None = None,
) -> None:
    """Tell the retailer of every step, the next party of its turn, and the others of an order that has ended.

    Runs in the supplier's context. Whoever acted gets no mail of it.

    Args:
        note: the remark of whoever acted.
        missing: what was not there when it shipped; it was moved to `follow`, without one dropped.
    """
    context = {
        "event": event,
        "note": note,
        "missing": missing,
        "follow": follow,
        "short": _short(order, event),
    }
    if event.by_side != OrderSide.RETAILER:
        queue_to(order, "moved", retailer_readers(order), context)
    for side, party in ((OrderSide.SUPPLIER, Party.SUPPLIER), (OrderSide.DISTRIBUTOR, Party.DISTRIBUTOR)):
        if side == event.by_side:
            continue
        if order.owed_by == party:
            queue_to(order, "your_turn", _party_readers(order, party), context)
        elif order.status in TOLD_STATUSES:
            queue_to(order, "told", _party_readers(order, party), context)


def queue_order_entered(order: Order, *, by: User) -> None:
    """Tell a registered customer's contact of an order that its supplier has entered for it.

    Runs in the supplier's context.
    """
    queue_to(order, "entered", retailer_readers(order), {"by_name": by.name})


def queue_order_begun(order: Order, event: OrderEvent, *, by_name: str) -> None:
    """Tell of an order whose customer has registered: the distributor, whoever confirms it, the customer's contact.

    Runs in the supplier's context. The supplier's people have read of the order itself when it was entered.

    Args:
        by_name: who entered it.
    """
    queue_to(order, "entered", retailer_readers(order), {"by_name": by_name})
    queue_to(order, "to_deliver", distributor_readers(order, agreement_of(order)), {})
    if order.owed_by == Party.SUPPLIER:
        queue_to(order, "your_turn", _party_readers(order, Party.SUPPLIER), {"event": event})


def queue_order_follows(follow: Order, first: Order, event: OrderEvent) -> None:
    """Tell the supplier's people and the distributor of an order with what another could not ship.

    Runs in the supplier's context. Nobody placed it now: whoever moved it there is told too, as its turn is new.
    """
    context = {"event": event, "first": first}
    queue_to(follow, "follows", supplier_readers(follow, Permission.CONFIRM_ORDERS), context)
    queue_to(follow, "follows", distributor_readers(follow, agreement_of(follow)), context)


def _short(order: Order, event: OrderEvent) -> list[OrderLineChange]:
    """Return what was handed over less than shipped, with why; a statement only of a delivery."""
    if event.status_after != OrderStatus.DELIVERED:
        return []
    found = OrderLineChange.objects.filter(
        supplier_id=order.supplier_id, order_id=order.pk, sequence=event.sequence, stage=LineStage.DELIVERED
    )
    return list(found.select_related("line").order_by("line__position"))


def queue_to(order: Order, template: str, readers: Iterable[Reader], context: dict[str, Any]) -> None:
    queue_emails(mails_to(order, template, readers, context))


def mails_to(
    order: Order, template: str, readers: Iterable[Reader], context: dict[str, Any], *, once: str = ""
) -> list[Mail]:
    """Return a mail of an order to each reader, with its lines unless the context has them; the caller queues them."""
    context = {"order": order, "time_zone": order.supplier.time_zone} | context
    if "lines" not in context:
        context["lines"] = _lines(order)
    return [
        Mail(
            organization_id=order.supplier_id,
            to=reader.email,
            language=reader.language,
            template=f"orders/{template}",
            context=context | {"action_url": reader.url, "reader": reader},
            key=f"order:{order.pk}:{once or order.version}:{template}:{reader.email}",
            supplier=order.supplier if reader.is_branded else None,
            thread=f"order:{order.pk}",
        )
        for reader in readers
    ]


def _lines(order: Order) -> list[dict[str, Any]]:
    rows = OrderLine.objects.filter(
        supplier_id=order.supplier_id, order_id=order.pk, quantity_units__gt=0
    ).order_by("position")
    columns = ("name", "pack", "handover_units", "backordered_units")
    return list(rows.values(*columns, units=F("quantity_units")))


def _party_readers(order: Order, party: Party) -> list[Reader]:
    if party == Party.DISTRIBUTOR:
        return distributor_readers(order, agreement_of(order))
    step = Step(order.next_step) if order.next_step else Step.CONFIRM
    return supplier_readers(order, PERMISSION_OF_STEP[step])


def supplier_readers_of_step(order: Order) -> list[Reader]:
    """Return the supplier's people whose step an order waits for."""
    return _party_readers(order, Party.SUPPLIER)


def supplier_readers(order: Order, permission: Permission) -> list[Reader]:
    """Return the supplier's people who have a right, and may see the order's customer, as readers."""
    url = page_of_supplier(order.supplier.slug, order.number)
    ids = order.supplier_id, order.customer_id
    people = colleagues_for(
        order.supplier_id, permission, representative=representative_of(*ids), name=name_of(*ids)
    )
    return [
        Reader(person.email, person.language, url, is_branded=False, sees_handover=True, retailer_name=name)
        for person, name in people
    ]


def distributor_readers(order: Order, agreement: Agreement | None) -> list[Reader]:
    """Return the distributor's contact; one without an account hears by its own mails (services/links.py).

    Nobody of an order that waits for its customer to register (SPEC.md O17).
    """
    if (
        order.waits_for_registration
        or agreement is None
        or not agreement.distributor_email
        or is_external(agreement)
    ):
        return []
    return [distributor_reader(agreement, page_of_distributor(order, agreement))]


def distributor_reader(agreement: Agreement, url: str) -> Reader:
    """Return the distributor's contact in an agreement as a reader."""
    return Reader(agreement.distributor_email, agreement.distributor_language, url, sees_handover=True)


def retailer_readers(order: Order) -> list[Reader]:
    """Return the person who placed an order as a reader; nobody at a customer that has not registered."""
    if order.waits_for_registration or not order.contact_email:
        return []
    kwargs = {"organization": order.retailer.slug, "supplier": order.supplier.slug, "number": order.number}
    url = absolute(reverse("orders:buying_detail", kwargs=kwargs))
    return [Reader(order.contact_email, order.contact_language, url)]


def page_of_supplier(slug: str, number: int) -> str:
    """Return the whole address of an order's page at the supplier's."""
    return absolute(reverse("orders:selling_detail", kwargs={"organization": slug, "number": number}))


def page_of_distributor(order: Order, agreement: Agreement) -> str:
    """Return the whole address of an order's page at the distributor's; none for one without an account."""
    if agreement.mode == AgreementMode.EXTERNAL or order.distributor is None:
        return ""
    kwargs = {"organization": order.distributor.slug, "supplier": order.supplier.slug, "number": order.number}
    return absolute(reverse("orders:delivering_detail", kwargs=kwargs))

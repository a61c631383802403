"""Handing orders to a distributor without an account: by mail, with a link to a page for that order alone (SPEC.md I1).

All run in the supplier's context. The secret of a link is signed and kept nowhere: its mails carry the same one, until
it is sent again.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orders import emails
from orders.enums import LinkEnd, OrderStatus
from orders.errors import NotRegisteredYet
from orders.limits import count_sending
from orders.link_errors import NoExternalDistributor, OrderClosed
from orders.models import Order, OrderEvent, OrderLine, OrderLink
from orders.queries.links import external_agreement, is_external, newest_link
from orders.tokens import expiry_of, token_of
from wholesale.accounts.models import User
from wholesale.audit.services import record_change
from wholesale.mail.services import queue_emails
from wholesale.organizations.models import Agreement
from wholesale.organizations.tokens import hash_of
from wholesale.tenancy.models import uuid7

# Of these it hears although it is not the one who acts; of the others it knows by itself.
TOLD_STATUSES = frozenset(
    {OrderStatus.CONFIRMED, OrderStatus.DECLINED, OrderStatus.CANCELLED, OrderStatus.RETURNED}
)


def open_first_link(
    *, order: Order, agreement: Agreement | None, units: Iterable[tuple[UUID, str, int]]
) -> OrderLink | None:
    """Make the link of an order that is being placed, in one statement; the caller queues its mail.

    None where whoever delivers it has an account, or the supplier delivers.

    Args:
        units: product, name and how much of it goes along, of each line.
    """
    if agreement is None or not is_external(agreement):
        return None
    link = _link(order, agreement)
    link.told = _told(order, units)
    link.save(force_insert=True)
    return link


@transaction.atomic
def send_link_again(*, order: Order, by: User) -> OrderLink:
    """Mail an order once more to whoever delivers it without an account; the link of earlier mails ends.

    Also for an order that has none yet, as it was placed before the distributor was external.

    Locks:  the order.
    Emails: the agreement's address.
    Raises: OrderClosed, NotRegisteredYet, NoExternalDistributor, TooManyRequests; then nothing is written.
    """
    order = _locked(order)
    if not order.is_open:
        raise OrderClosed(order)
    if order.waits_for_registration:
        raise NotRegisteredYet(order.retailer_name)
    agreement = external_agreement(order)
    if agreement is None:
        raise NoExternalDistributor(order)
    count_sending(order.pk)
    _end(order, LinkEnd.REPLACED)
    link = _send(order, agreement)
    _record(order, "order_link_sent", by, {"to": link.email})
    return link


@transaction.atomic
def revoke_link(*, order: Order, by: User) -> None:
    """Close the page of an order to whoever holds its link; mails of changes go on, without one.

    Locks:  the order.
    """
    order = _locked(order)
    if _end(order, LinkEnd.REVOKED):
        _record(order, "order_link_revoked", by, {})


def tell_external(*, order: Order, event: OrderEvent | None = None) -> None:
    """Tell a distributor without an account of what happened to an order, as far as it concerns it.

    What changed is what differs from its last mail: the day, the units of each line; and the statuses of TOLD_STATUSES.
    One that has had no mail of it yet gets the order itself.

    Nothing while an order waits for its customer to register (O17).

    Args:
        order: with its supplier, as it is stored now; its version is a new one.
        event: where it was moved on.
    Emails: the agreement's address, if there is anything to say.
    """
    agreement = None if order.waits_for_registration else external_agreement(order)
    if agreement is None:
        return
    link = newest_link(order)
    if link is None or link.end == LinkEnd.AGREEMENT:
        if order.is_open:
            _send(order, agreement)
        return
    now = _told(order, _units_of(_lines(order)))
    change = _change(link.told or now, now)
    if event and order.status in TOLD_STATUSES:
        change["event"] = event
    if not change:
        return
    link.email, link.language = agreement.distributor_email, agreement.distributor_language
    link.told, link.mail_key = now, emails.mail_key(order, link, "external_changed")
    link.expires_at = expiry_of(order.delivery_date, order.supplier.time_zone)
    link.save(update_fields=["email", "language", "told", "mail_key", "expires_at"])
    emails.queue_order_changed(order, link, change)


def _send(order: Order, agreement: Agreement) -> OrderLink:
    link, lines = _link(order, agreement), _lines(order)
    link.told = _told(order, _units_of(lines))
    link.save(force_insert=True)
    shown = [
        {
            "name": line.name,
            "units": line.quantity_units,
            "pack": line.pack,
            "handover_units": line.handover_units,
            "backordered_units": line.backordered_units,
        }
        for line in lines
    ]
    queue_emails([emails.mail_of_order(order, link, shown)])
    return link


def _link(order: Order, agreement: Agreement) -> OrderLink:
    link = OrderLink(
        pk=uuid7(),
        supplier_id=order.supplier_id,
        distributor_id=order.distributor_id,
        order=order,
        email=agreement.distributor_email,
        language=agreement.distributor_language,
        expires_at=expiry_of(order.delivery_date, order.supplier.time_zone),
    )
    link.token_hash = hash_of(token_of(link.pk))
    link.mail_key = emails.mail_key(order, link, "external_order")
    return link


def _locked(order: Order) -> Order:
    return Order.objects.select_for_update(of=("self",)).select_related("supplier").get(pk=order.pk)


def _end(order: Order, why: LinkEnd) -> int:
    """End the link that opens; return how many there were."""
    opening = OrderLink.objects.filter(supplier_id=order.supplier_id, order_id=order.pk, ended_at=None)
    return opening.update(ended_at=timezone.now(), end=why)


def _lines(order: Order) -> list[OrderLine]:
    return list(
        OrderLine.objects.filter(supplier_id=order.supplier_id, order_id=order.pk).order_by("position")
    )


def _units(line: OrderLine) -> int:
    """Return how much of a line goes along, as far as is known: what waits for stock does not."""
    if line.shipped_units is None:
        return line.quantity_units - line.backordered_units
    return line.shipped_units


def _units_of(lines: list[OrderLine]) -> list[tuple[UUID, str, int]]:
    return [(line.product_id, line.name, _units(line)) for line in lines]


def _told(order: Order, lines: Iterable[tuple[UUID, str, int]]) -> dict[str, Any]:
    """Return what a mail says of an order, to compare the next one with."""
    units = {str(product): [name, units] for product, name, units in lines}
    return {"day": order.delivery_date.isoformat(), "lines": units}


def _change(told: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """Return what differs from what was told, as emails.queue_order_changed takes it; empty where nothing does."""
    change: dict[str, Any] = {}
    if told["day"] != now["day"]:
        change["day_before"] = date.fromisoformat(told["day"])
    before, after = told["lines"], now["lines"]
    differing = [key for key in before | after if before.get(key) != after.get(key)]
    if differing:
        change["changed_lines"] = [
            {
                "name": (after.get(key) or before[key])[0],
                "before": before.get(key, ["", 0])[1],
                "after": after.get(key, ["", 0])[1],
            }
            for key in differing
        ]
    return change


def _record(order: Order, verb: str, by: User, after: dict[str, Any]) -> None:
    record_change(
        organization_id=order.supplier_id,
        by=by,
        verb=verb,
        subject=order,
        subject_name=_("Order %(number)s") % {"number": order.label},
        before={},
        after=after,
    )

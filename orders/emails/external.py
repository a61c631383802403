"""Mails to a distributor without an account, each with the order as PDF and XLSX; and of what it reports."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from orders.models import DelivererReport, Order, OrderLink
from orders.tokens import token_of
from wholesale.mail.links import absolute
from wholesale.mail.services import Mail, queue_emails
from wholesale.organizations.tokens import hash_of


def mail_of_order(order: Order, link: OrderLink, lines: Iterable[dict[str, Any]]) -> Mail:
    """Return the mail that hands an order to whoever delivers it without an account; the caller queues it.

    Args:
        lines: dicts of name, units and pack.
    """
    return _mail(order, link, "external_order", {"lines": [{**line, "amount": None} for line in lines]})


def queue_order_changed(order: Order, link: OrderLink, change: Mapping[str, Any]) -> None:
    """Tell a distributor without an account what has changed of an order, its files as they are now.

    Args:
        change: `event` where the order was moved on; `day_before` where its delivery day is another one;
            `changed_lines`, dicts of name, before and after (units).
    Emails: the link's address; with the link while it opens.
    """
    queue_emails([_mail(order, link, "external_changed", dict(change))])


def mail_key(order: Order, link: OrderLink, template: str) -> str:
    """Return the key of a mail that carries a link: OrderLink.mail_key is the last one's."""
    return f"order:{order.pk}:{order.version}:{template}:{link.pk}"


def queue_reported(order: Order, report: DelivererReport, readers: Iterable[Any]) -> None:
    """Tell the supplier's people what was reported of an order by link.

    Args:
        readers: emails.Reader of each.
    """
    context = {"order": order, "report": report, "time_zone": order.supplier.time_zone}
    queue_emails(
        Mail(
            organization_id=order.supplier_id,
            to=reader.email,
            language=reader.language,
            template="orders/reported",
            context=context | {"action_url": reader.url, "reader": reader},
            key=f"order:{order.pk}:report:{report.pk}:{reader.email}",
            thread=f"order:{order.pk}",
        )
        for reader in readers
    )


def link_url(link: OrderLink) -> str:
    """Return the whole address that a mail carries; nothing where it opens nothing: also after a new server's key."""
    token = token_of(link.pk)
    if not link.is_open or hash_of(token) != link.token_hash:
        return ""
    return absolute(reverse("orders:link_open", args=[token]))


def _mail(order: Order, link: OrderLink, template: str, context: dict[str, Any]) -> Mail:
    shared = {"order": order, "link": link, "action_url": link_url(link), "reader": {"sees_handover": True}}
    return Mail(
        organization_id=order.supplier_id,
        to=link.email,
        language=link.language,
        template=f"orders/{template}",
        context=shared | context,
        key=mail_key(order, link, template),
        supplier=order.supplier,
        thread=f"order:{order.pk}",
        attaches=f"order:{order.pk}",
    )

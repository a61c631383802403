"""What the page of an order says of an external distributor: where its link stands, and what was reported by it."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orders.enums import TRANSITIONS, LinkEnd, Move, OrderSide, OrderStatus, ReportKind
from orders.models import DelivererReport, Order, OrderLink
from orders.queries.links import external_agreement, mail_of_link, newest_link
from orders.queries.reports import reports_of
from orders.reported import moves_to
from wholesale.mail.enums import MailState
from wholesale.organizations.access import Acting
from wholesale.organizations.models import Agreement
from wholesale.organizations.roles import Permission

_GIVEN_UP = (MailState.SUPPRESSED, MailState.DEAD)


@dataclass(frozen=True, slots=True)
class Reported:
    """A report with the status that the reader may take its order to; none where there is nothing to take."""

    report: DelivererReport
    target: OrderStatus | None

    @property
    def tone(self) -> str:
        """Return the colour of its badge."""
        return {ReportKind.DELIVERED: "ok", ReportKind.PROBLEM: "bad"}.get(
            ReportKind(self.report.kind), "violet"
        )


@dataclass(frozen=True, slots=True)
class External:
    """An order that goes to a distributor by mail. `agreement` is empty where that has ended since."""

    agreement: Agreement | None
    link: OrderLink | None
    state: str | Promise
    tone: str
    reports: list[Reported]
    can_send: bool
    can_revoke: bool


def external_of(acting: Acting, order: Order) -> External | None:
    """Return what a supplier's page says of it; None where nobody was ever mailed. At most four statements."""
    if order.distributor_id is None:
        return None
    agreement, link = external_agreement(order), newest_link(order)
    if agreement is None and link is None:
        return None
    state, tone = _state(link, mail_of_link(link) if link else None)
    may = acting.may(Permission.CONFIRM_ORDERS)
    return External(
        agreement=agreement,
        link=link,
        state=state,
        tone=tone,
        reports=_reported(acting, order, list(reports_of(order))),
        can_send=may and order.is_open and not order.waits_for_registration and agreement is not None,
        can_revoke=may and link is not None and link.is_open,
    )


def may_follow(acting: Acting, order: Order, report: DelivererReport) -> bool:
    """Tell whether this person may take each step to where a report says that the order is."""
    moves = moves_to(order.status, report.kind)
    return all(acting.may(_PERMISSIONS[move]) for move in moves)


_PERMISSIONS: dict[Move, Permission] = {
    row.move: row.permission_for(OrderSide.SUPPLIER) for row in TRANSITIONS
}
_TARGETS = {ReportKind.PICKED: OrderStatus.SHIPPED, ReportKind.DELIVERED: OrderStatus.DELIVERED}


def _reported(acting: Acting, order: Order, reports: list[DelivererReport]) -> list[Reported]:
    """Return the reports; the one that leads furthest from where the order stands can be followed."""
    ahead = [
        each for each in reports if moves_to(order.status, each.kind) and may_follow(acting, order, each)
    ]
    furthest = max(ahead, key=lambda each: len(moves_to(order.status, each.kind)), default=None)
    return [Reported(each, _TARGETS[ReportKind(each.kind)] if each is furthest else None) for each in reports]


def _state(link: OrderLink | None, mail: dict[str, Any] | None) -> tuple[str | Promise, str]:
    """Return where a link stands in a word, and its tone: the furthest that is known."""
    if link is None:
        return _("Not sent"), "idle"
    if link.end:
        return LinkEnd(link.end).label, "idle"
    mail = mail or {}
    known: tuple[tuple[Any, str | Promise, str], ...] = (
        (link.opened_at, pgettext_lazy("link", "Used"), "ok"),
        (not link.is_open, pgettext_lazy("link", "Expired"), "idle"),
        (mail.get("bounced_at"), _("Bounced"), "bad"),
        (mail.get("state") in _GIVEN_UP, _("Could not be sent"), "bad"),
        (mail.get("delivered_at") or mail.get("opened_at"), pgettext_lazy("mail", "Delivered"), "ok"),
        (mail.get("sent_at"), pgettext_lazy("mail", "Sent"), "info"),
    )
    found = next(((word, tone) for holds, word, tone in known if holds), None)
    return found or (pgettext_lazy("mail", "Being sent"), "info")

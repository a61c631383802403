"""Links to one order, and the agreement behind them: who delivers it without an account (SPEC.md I1)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import Http404

from orders.models import Order, OrderLink
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.enums import AgreementMode, Switch
from wholesale.organizations.models import Agreement
from wholesale.organizations.queries import active_agreement
from wholesale.tenancy.contexts import Context, act_as
from wholesale.tenancy.roles import Role

EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class FoundLink:
    """What a token opens. `state` is empty while it does, else LinkEnd or EXPIRED."""

    link_id: UUID
    supplier_id: UUID
    distributor_id: UUID | None
    order_id: UUID
    language: str
    state: str

    @property
    def context(self) -> Context:
        """Return the context that the token gives: this order's and nothing else's."""
        return Context(
            Role.LINK,
            supplier_id=self.supplier_id,
            distributor_id=self.distributor_id,
            order_id=self.order_id,
        )


def link_by_hash(token_hash: str) -> FoundLink | None:
    """Return the link of a token, by its hash, whatever its state; None if there is none. As a visitor."""
    with act_as(Context(Role.PUBLIC)), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app.order_link_by_token(%s)", [token_hash])
        row = cursor.fetchone()
    return FoundLink(*row) if row else None


def order_of_link(found: FoundLink) -> Order:
    """Return the order that a link opens, with its supplier; in the link's context."""
    try:
        return Order.objects.select_related("supplier").get(pk=found.order_id)
    except Order.DoesNotExist as error:
        raise Http404 from error


def external_agreement(order: Order) -> Agreement | None:
    """Return the agreement by which a distributor without an account delivers an order; in its supplier's context."""
    agreement = agreement_of(order)
    return agreement if is_external(agreement) else None


def agreement_of(order: Order) -> Agreement | None:
    """Return the agreement in force with whoever delivers an order; no statement where the supplier does."""
    if order.distributor_id is None:
        return None
    return active_agreement(order.supplier_id, order.distributor_id)


def is_external(agreement: Agreement | None) -> bool:
    """Tell whether orders go to this distributor by mail."""
    return (
        agreement is not None
        and agreement.mode == AgreementMode.EXTERNAL
        and bool(agreement.distributor_email)
    )


def deliverer_sees_amounts(order: Order) -> bool:
    """Tell whether whoever delivers an order may see what it costs; in its supplier's context (DATA.md 00).

    Who delivers it is the supplier itself where there is no distributor: then its paper has no amounts either, for
    it goes along with the goods.
    """
    agreement = agreement_of(order)
    return agreement is not None and agreement.granted_since(Switch.SEE_AMOUNTS) is not None


def newest_link(order: Order) -> OrderLink | None:
    """Return the link that was sent last, open or not; in the supplier's context."""
    found = OrderLink.objects.filter(supplier_id=order.supplier_id, order_id=order.pk)
    return found.order_by("-created_at", "-id").first()


def link_for_supplier(order: Order) -> OrderLink:
    """Return the same, or 404."""
    link = newest_link(order)
    if link is None:
        raise Http404
    return link


def mail_of_link(link: OrderLink) -> dict[str, Any] | None:
    """Return what became of the last mail that carried a link: state and times; in the supplier's context."""
    columns = ("state", "sent_at", "delivered_at", "opened_at", "bounced_at")
    mails = OutboundEmail.objects.filter(organization_id=link.supplier_id, key=link.mail_key)
    found: dict[str, Any] | None = mails.values(*columns).first()
    return found

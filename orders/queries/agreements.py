"""What hangs on an agreement: whose customers, which orders are open and at which step they are late (I2, O12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from orders.enums import OPEN_STATUSES
from orders.models import Order
from orders.queries.selling import of_represented
from retailers.queries import customers_of
from wholesale.organizations.access import Acting
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Agreement


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """What the page of an agreement says of what lies above it.

    Args:
        open_by_step: how many open orders wait for each step; `overdue_by_step`: of them late.
        customers: whose orders it delivers; only its supplier knows them.
    """

    open_by_step: Mapping[str, int]
    overdue_by_step: Mapping[str, int]
    customers: int | None
    orders_url: str
    customers_url: str

    @property
    def open_orders(self) -> int:
        """Return how many orders are on their way by this agreement."""
        return sum(self.open_by_step.values())


def facts_of(acting: Acting, agreement: Agreement) -> AgreementFacts:
    """Count what hangs on an agreement, as far as whoever reads sees it; two statements for the supplier, else one."""
    between = {"supplier": agreement.supplier_id, "distributor": agreement.distributor_id}
    own = of_represented(Order.objects.filter(**between), acting)
    late = Count("pk", filter=Q(due_at__lt=timezone.now()))
    rows = own.filter(due_at__isnull=False).values("next_step").annotate(open=Count("pk"), late=late)
    found = list(rows.order_by("next_step").values_list("next_step", "open", "late"))
    is_supplier = acting.side == Side.SELLING
    return AgreementFacts(
        open_by_step={step: number for step, number, _ in found},
        overdue_by_step={step: number for step, _, number in found if number},
        customers=customers_of(acting).filter(**between).count() if is_supplier else None,
        orders_url=_orders_url(acting, agreement),
        customers_url=_customers_url(agreement) if is_supplier else "",
    )


def _orders_url(acting: Acting, agreement: Agreement) -> str:
    chosen = [("status", status) for status in sorted(OPEN_STATUSES)]
    if acting.side == Side.SELLING:
        chosen.append(("distributor", agreement.distributor.slug))
        return f"{reverse('orders:selling_list', args=[acting.organization.slug])}?{urlencode(chosen)}"
    chosen.append(("q", agreement.supplier.name))
    return f"{reverse('orders:delivering_list', args=[acting.organization.slug])}?{urlencode(chosen)}"


def _customers_url(agreement: Agreement) -> str:
    address = reverse("retailers:customer_list", args=[agreement.supplier.slug])
    return f"{address}?distributor={agreement.distributor_id}"

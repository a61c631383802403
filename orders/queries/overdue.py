"""Orders whose next step should have been taken by now, per party that owes it; derived, never stored (O12)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from orders.models import Order
from orders.queries.selling import of_represented
from wholesale.organizations.access import ActingRequest
from wholesale.organizations.enums import AgreementMode, AgreementStatus, Party, Side
from wholesale.organizations.models import Agreement, Organization

SHOWN_IN_DIGEST = 50


def overdue_orders(organization: Organization, side: Side) -> QuerySet[Order]:
    """Return the orders that wait for a step that this company owes under this hat and that is late; no tests.

    Answered by the partial indexes on due_at, so that it costs what is late, not what there is.
    """
    late = Order.objects.filter(due_at__isnull=False, due_at__lt=timezone.now(), is_test=False)
    if side == Side.SELLING:
        return late.filter(supplier=organization, owed_by=Party.SUPPLIER)
    if side == Side.DELIVERING:
        return late.filter(distributor=organization, owed_by=Party.DISTRIBUTOR)
    return late.none()


def overdue_count(request: ActingRequest) -> int:
    """Return how many orders are late at whoever acts: the badge of the menu, one statement."""
    acting = request.acting
    return of_represented(overdue_orders(acting.organization, acting.side), acting).count()


def overdue_rows(orders: QuerySet[Order], *, side: Side) -> list[dict[str, Any]]:
    """Return what a digest says of late orders, the latest first; fifty at most.

    Args:
        side: of whom it is for; `who` is the retailer, to the supplier's own people by the name they gave it (C4).
    """
    columns = (
        "number",
        "supplier_name",
        "distributor_name",
        "owed_by",
        "next_step",
        "due_at",
        "delivery_date",
    )
    name = "customer__private__display_name" if side == Side.SELLING else "retailer_name"
    return list(orders.order_by("due_at", "pk").values(*columns, who=F(name))[:SHOWN_IN_DIGEST])


def escalated_orders(supplier: Organization, hours: int) -> QuerySet[Order]:
    """Return the supplier's orders whose next step is that much later than due, whoever owes it; no tests."""
    since = timezone.now() - timedelta(hours=hours)
    return Order.objects.filter(supplier=supplier, due_at__isnull=False, due_at__lt=since, is_test=False)


def overdue_at_guests(supplier: Organization) -> list[Agreement]:
    """Return the agreements whose guest distributor owes late steps, in the supplier's context.

    A guest has no account of its own, so its supplier's digest goes out for it.
    """
    late = _overdue_at_distributors(supplier.pk)
    return list(
        Agreement.objects.filter(
            supplier=supplier,
            mode=AgreementMode.GUEST,
            status=AgreementStatus.ACTIVE,
            distributor_id__in=late.values("distributor_id"),
        ).select_related("distributor")
    )


def overdue_of_guest(agreement: Agreement) -> QuerySet[Order]:
    """Return the late orders of one of overdue_at_guests, in the supplier's context."""
    return _overdue_at_distributors(agreement.supplier_id).filter(distributor_id=agreement.distributor_id)


def _overdue_at_distributors(supplier_id: UUID) -> QuerySet[Order]:
    return Order.objects.filter(supplier_id=supplier_id, owed_by=Party.DISTRIBUTOR, due_at__lt=timezone.now())


def companies_that_owe(side: Side) -> list[Organization]:
    """Return the companies that may owe steps under a hat, as the app role; guests are their supplier's."""
    worn = {"sells": True} if side == Side.SELLING else {"delivers": True, "private_to": None}
    return list(Organization.objects.filter(**worn).order_by("pk"))

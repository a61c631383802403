"""What external distributors said of an order by their link, and the photos that came with it."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from orders.enums import ReportKind
from orders.models import DelivererReport, Order, ReportPhoto
from retailers.models import Customer
from retailers.queries import Delivery, deliveries, plan_of

MOST_PROBLEMS = 20  # of one order
MOST_DAYS = 12  # offered for another try


def reports_of(order: Order) -> QuerySet[DelivererReport]:
    """Return what was reported of an order, the newest first; a retailer's context shows its delivery alone."""
    mine = DelivererReport.objects.filter(supplier_id=order.supplier_id, order_id=order.pk)
    return mine.order_by("-at", "-id")


def report_of(order: Order, report: UUID) -> DelivererReport:
    """Return one report of an order, or 404."""
    try:
        return reports_of(order).get(pk=report)
    except DelivererReport.DoesNotExist as error:
        raise Http404 from error


def said_before(
    order: Order, kind: ReportKind, link_id: UUID, submission_key: UUID
) -> DelivererReport | None:
    """Return the report that this one repeats: the same form, or what is only said once of an order."""
    mine = reports_of(order)
    same = mine.filter(link_id=link_id, submission_key=submission_key).first()
    if same or kind == ReportKind.PROBLEM:
        return same
    return mine.filter(kind=kind).first()


def photo_of(order: Order, report: UUID, size: str) -> bytes:
    """Return a report's photo in one size, or 404; in the context of whoever may see the report."""
    photos = ReportPhoto.objects.filter(supplier_id=order.supplier_id, order_id=order.pk, report_id=report)
    content = photos.filter(size=size).values_list("content", flat=True).first()
    if content is None:
        raise Http404
    return bytes(content)


def offered_days(order: Order) -> list[Delivery]:
    """Return the next days of the customer's schedule, for another try; in the supplier's context, one statement."""
    plan = plan_of(Customer(pk=order.customer_id))
    return deliveries(plan, timezone.now())[:MOST_DAYS]


def delivery_of(order: Order) -> DelivererReport | None:
    """Return the proof of an order's delivery, if there is one."""
    return reports_of(order).filter(kind=ReportKind.DELIVERED).first()

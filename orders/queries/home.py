"""What the supplier's home shows: what is late and whose turn it is, and how the week goes."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from orders.enums import OPEN_STATUSES, OrderStatus
from orders.models import Order, OrderTotal
from orders.queries.selling import of_represented, orders_of_supplier
from wholesale.organizations.access import Acting
from wholesale.organizations.roles import Permission

SHOWN = 8


def home_of_supplier(acting: Acting) -> dict[str, Any]:
    """Return late orders, how many are open, and the week's sales, tests left out; at most three statements."""
    if not acting.may(Permission.VIEW_ORDERS):
        return {"late": [], "counts": None, "week": []}
    supplier, now = acting.organization, timezone.now()
    late = orders_of_supplier(acting).filter(due_at__lt=now, is_test=False).order_by("due_at", "pk")[:SHOWN]
    orders = of_represented(Order.objects.filter(supplier=supplier), acting)
    counts = orders.filter(status__in=sorted(OPEN_STATUSES), is_test=False).aggregate(
        open=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now))
    )
    week = _sales_since(acting, _monday(acting)) if acting.may(Permission.VIEW_AMOUNTS) else []
    return {"late": list(late), "counts": counts, "week": week}


def _monday(acting: Acting) -> datetime:
    zone = ZoneInfo(acting.organization.time_zone)
    today = timezone.now().astimezone(zone).date()
    return datetime.combine(today - timedelta(days=today.weekday()), time(), zone)


def _sales_since(acting: Acting, moment: datetime) -> list[dict[str, Any]]:
    """Return what was ordered since, by currency; declined and cancelled orders do not count."""
    placed = OrderTotal.objects.filter(
        supplier=acting.organization,
        order__supplier=acting.organization,
        order__submitted_at__gte=moment,
        order__is_test=False,
    ).exclude(order__status__in=(OrderStatus.DECLINED, OrderStatus.CANCELLED))
    sums = (
        of_represented(placed, acting, customer="order__customer")
        .values("currency")
        .annotate(amount=Sum("total"), orders=Count("pk"))
    )
    return [dict(row) for row in sums.order_by(F("amount").desc())]

"""How orders look to a machine, with and without amounts."""

from typing import Any, ClassVar

from django.db.models import F, QuerySet
from django.utils import timezone
from rest_framework import serializers

from catalogs.enums import PaymentTerms
from orders.api.line_shapes import COST_EXAMPLE, LINE_EXAMPLE, EventOutput, LineOutput, PricedLineOutput
from orders.api.tax_shapes import TaxOutput, taxes_shown
from orders.enums import OrderStatus
from orders.models import Order
from orders.numbering import order_label
from orders.queries.details import (
    followed_by,
    lines_with_amounts,
    lines_without_amounts,
    taxes_of_order,
)
from orders.queries.lists import search_orders
from orders.queries.timeline import timeline_of
from wholesale.api.pagination import public_names
from wholesale.money import round_amount

COLUMNS = (
    "id",
    "number",
    "status",
    "supplier_name",
    "retailer_name",
    "distributor_name",
    "delivery_date",
    "submitted_at",
    "next_step",
    "owed_by",
    "due_at",
    "po_number",
    "line_count",
    "has_handover",
    "has_backorder",
    "is_test",
    "version",
)
NEWEST = ("-submitted_at", "-id")
_AMOUNTS_OF_TOTAL = ("goods", "delivery_fee", "deposits", "tax", "missing_to_minimum", "over_credit_limit")
_OF_TOTAL = ("payment_terms", "payment_terms_days", "was_on_hold", "includes_tax")
_named = public_names({"supplier_slug": "supplier", "sum": "total"})
_EXAMPLE: dict[str, Any] = {
    "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10",
    "supplier": "alder",
    "number": 1042,
    "number_text": "1042",
    "status": "submitted",
    "supplier_name": "Alder Brewing",
    "retailer_name": "The Brass Heron",
    "distributor_name": "Dawn Distribution",
    "delivery_date": "2026-11-26",
    "submitted_at": "2026-11-24T09:12:00Z",
    "next_step": "confirm",
    "owed_by": "supplier",
    "due_at": "2026-11-25T09:12:00Z",
    "po_number": "2211",
    "line_count": 2,
    "has_handover": False,
    "has_backorder": False,
    "is_test": False,
    "version": 1,
}
_AMOUNTS: dict[str, Any] = {"currency": "USD", "total": "150.00"}
_ALONE: dict[str, Any] = {"follows": None, "followed_by": None}


class OrderFilters(serializers.Serializer[Any]):
    """What a list of orders can be narrowed by."""

    q = serializers.CharField(
        required=False, allow_blank=True, max_length=200, help_text="Number, company or PO number."
    )
    status = serializers.ChoiceField(required=False, choices=OrderStatus.choices)
    delivery_date = serializers.DateField(required=False)
    has_handover = serializers.BooleanField(required=False, allow_null=True, default=None)
    has_backorder = serializers.BooleanField(required=False, allow_null=True, default=None)
    is_overdue = serializers.BooleanField(required=False, default=False, help_text="Only what is late.")


class SellingOrderFilters(OrderFilters):
    """What a supplier's list of orders can be narrowed by."""

    customer = serializers.UUIDField(required=False)
    is_test = serializers.BooleanField(
        required=False, default=False, help_text="The orders of your test customers, and no others."
    )


class OrderOutput(serializers.Serializer[Any]):
    """An order in a list, without amounts."""

    id = serializers.UUIDField()
    supplier = serializers.SlugField(help_text="The supplier's word in addresses; numbers are its own.")
    number = serializers.IntegerField()
    number_text = serializers.CharField(help_text="The number as people read it: 1042, or TEST-1.")
    status = serializers.ChoiceField(choices=OrderStatus.choices)
    supplier_name = serializers.CharField()
    retailer_name = serializers.CharField()
    distributor_name = serializers.CharField(allow_blank=True)
    delivery_date = serializers.DateField()
    submitted_at = serializers.DateTimeField()
    next_step = serializers.CharField(allow_blank=True)
    owed_by = serializers.CharField(allow_blank=True)
    due_at = serializers.DateTimeField(allow_null=True)
    po_number = serializers.CharField(allow_blank=True)
    line_count = serializers.IntegerField()
    has_handover = serializers.BooleanField(help_text="The supplier brings part of it to the deliverer.")
    has_backorder = serializers.BooleanField(help_text="Part of it was not there when it was ordered.")
    is_test = serializers.BooleanField(help_text="Of a test customer: it touches no stock and no figure.")
    version = serializers.IntegerField()
    example: ClassVar = _EXAMPLE


class PricedOrderOutput(OrderOutput):
    """An order in a list, with what it comes to."""

    currency = serializers.CharField()
    total = serializers.DecimalField(max_digits=14, decimal_places=3)
    example: ClassVar = _EXAMPLE | _AMOUNTS


class OrderDetailOutput(OrderOutput):
    """An order with its lines and what happened, without amounts."""

    ship_to = serializers.DictField(child=serializers.CharField(allow_blank=True))
    note = serializers.CharField(allow_blank=True)
    follows = serializers.IntegerField(allow_null=True, help_text="The order that this was moved out of.")
    followed_by = serializers.IntegerField(allow_null=True, help_text="The order that the rest was moved to.")
    lines = LineOutput(many=True)
    events = EventOutput(many=True)
    example: ClassVar = _EXAMPLE | {
        "ship_to": {},
        "note": "",
        "follows": None,
        "followed_by": None,
        "lines": [LINE_EXAMPLE],
        "events": [],
    }


class PricedOrderDetailOutput(PricedOrderOutput):
    """An order with its lines, what they cost, by which terms, and what happened."""

    goods = serializers.DecimalField(max_digits=14, decimal_places=3)
    delivery_fee = serializers.DecimalField(max_digits=12, decimal_places=3)
    deposits = serializers.DecimalField(max_digits=14, decimal_places=3)
    tax = serializers.DecimalField(max_digits=14, decimal_places=3)
    includes_tax = serializers.BooleanField(
        help_text="The goods contain the taxes, which then add nothing to the total."
    )
    taxes = TaxOutput(many=True)
    payment_terms = serializers.ChoiceField(choices=PaymentTerms.choices, allow_blank=True)
    payment_terms_days = serializers.IntegerField()
    missing_to_minimum = serializers.DecimalField(max_digits=12, decimal_places=3)
    over_credit_limit = serializers.DecimalField(max_digits=18, decimal_places=3)
    was_on_hold = serializers.BooleanField()
    ship_to = serializers.DictField(child=serializers.CharField(allow_blank=True))
    note = serializers.CharField(allow_blank=True)
    follows = serializers.IntegerField(allow_null=True, help_text="The order that this was moved out of.")
    followed_by = serializers.IntegerField(allow_null=True, help_text="The order that the rest was moved to.")
    lines = PricedLineOutput(many=True)
    events = EventOutput(many=True)
    example: ClassVar = (
        _EXAMPLE
        | _AMOUNTS
        | {
            "goods": "135.00",
            "delivery_fee": "15.00",
            "deposits": "0.00",
            "tax": "0.00",
            "includes_tax": False,
            "taxes": [],
            "payment_terms": "net",
            "payment_terms_days": 30,
            "missing_to_minimum": "0",
            "over_credit_limit": "0",
            "was_on_hold": False,
            "ship_to": {},
            "note": "",
            "lines": [LINE_EXAMPLE | COST_EXAMPLE],
            "events": [],
        }
        | _ALONE
    )


def order_rows(
    orders: QuerySet[Order], filters: dict[str, Any], *, priced: bool
) -> QuerySet[Order, dict[str, Any]]:
    """Return the orders of a list as rows of OrderOutput or PricedOrderOutput, narrowed."""
    orders = search_orders(orders, filters.get("q", ""))
    for name in ("status", "delivery_date", "customer", "is_test", "has_handover", "has_backorder"):
        if filters.get(name) is not None:
            orders = orders.filter(**{name: filters[name]})
    if filters.get("is_overdue"):
        orders = orders.filter(due_at__lt=timezone.now())
    more = {"supplier_slug": F("supplier__slug")}
    if priced:
        more |= {"currency": F("total__currency"), "sum": F("total__total")}
    rows: QuerySet[Order, dict[str, Any]] = orders.values(*COLUMNS, **more)
    return rows


def rows_shown(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows by their public names, amounts in whole coins."""
    shown = _named(rows)
    for row in shown:
        if "number" in row:
            row["number_text"] = order_label(row["number"])
        if "total" in row:
            row["total"] = round_amount(row["total"], row["currency"])
    return shown


def order_row(order: Order, *, priced: bool = True) -> dict[str, Any]:
    """Return an order as OrderOutput or PricedOrderOutput."""
    shown = {name: getattr(order, name) for name in COLUMNS} | {
        "supplier": order.supplier.slug,
        "number_text": order.label,
    }
    if not priced:
        return shown
    currency = order.total.currency
    return shown | {"currency": currency, "total": round_amount(order.total.total, currency)}


def order_shown(order: Order, *, priced: bool) -> dict[str, Any]:
    """Return an order as OrderDetailOutput or PricedOrderDetailOutput."""
    shown = order_row(order, priced=priced) | {"ship_to": order.ship_to, "note": order.note}
    if priced:
        total = order.total
        shown |= {name: round_amount(getattr(total, name), total.currency) for name in _AMOUNTS_OF_TOTAL}
        shown |= {name: getattr(total, name) for name in _OF_TOTAL}
        shown["taxes"] = taxes_shown(taxes_of_order(order), total.currency)
    beside = {each.pk: each.number for each in followed_by(order)}
    shown["follows"] = beside.pop(order.follows_id, None) if order.follows_id else None
    shown["followed_by"] = next(iter(beside.values()), None)
    shown["lines"] = list(lines_with_amounts(order) if priced else lines_without_amounts(order))
    shown["events"] = [EventOutput(event).data for event in timeline_of(order)]
    return shown

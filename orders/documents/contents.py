"""What stands on an order's paper, read as its supplier; amounts only where whoever delivers may see them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from babel import Locale
from babel.numbers import format_percent
from django.db.models import F

from inventory.queries import LotPart
from orders.models import Order, OrderLine
from orders.queries.details import taxes_of_order, tracked_lines
from orders.queries.lots import lots_on_paper
from orders.totals import Tax

_LINE = (
    "product_id",
    "position",
    "sku",
    "name",
    "pack",
    "quantity_units",
    "shipped_units",
    "handover_units",
    "backordered_units",
)


@dataclass(frozen=True, slots=True)
class Contents:
    """An order with its lines; with `currency` what it costs, without it no amount at all.

    Each of `lines` is a dict of _LINE and, with amounts, unit_price and cost.
    """

    order: Order
    lines: list[dict[str, Any]]
    lots: dict[UUID, list[LotPart]]
    currency: str = ""
    taxes: tuple[Tax, ...] = ()


def contents_of(order: Order, *, with_amounts: bool) -> Contents:
    """Read an order for paper, in its supplier's context, in one statement; more for amounts and lots."""
    held = OrderLine.objects.filter(supplier_id=order.supplier_id, order_id=order.pk, quantity_units__gt=0)
    lines = held.order_by("position")
    if not with_amounts:
        plain = list(tracked_lines(lines.values(*_LINE)))
        return Contents(order, plain, lots_on_paper(order, plain))
    costs = {"unit_price": F("amount__unit_price"), "cost": F("amount__amount")}
    priced = list(tracked_lines(lines.annotate(**costs).values(*_LINE, *costs)))
    return Contents(
        order,
        priced,
        lots_on_paper(order, priced),
        order.total.currency,
        tuple(taxes_of_order(order)),
    )


def units_to_deliver(line: dict[str, Any]) -> int:
    """Return how much of a line goes along: what was shipped, before that what is not back-ordered."""
    shipped: int | None = line["shipped_units"]
    if shipped is not None:
        return shipped
    return int(line["quantity_units"] - line["backordered_units"])


def tax_words(tax: Tax, locale: Locale) -> str:
    """Return what a tax is called: its name, its rate, and the number that it is registered by."""
    rate = format_percent(tax.rate_percent / 100, locale=locale, decimal_quantization=False)
    return f"{tax.name} {rate}" + (f" ({tax.number})" if tax.number else "")

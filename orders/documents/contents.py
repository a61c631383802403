"""What stands on an order's paper, read as its supplier; amounts only where whoever delivers may see them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from babel import Locale
from babel.numbers import format_percent
from django.db.models import F, Q
from django.utils.translation import gettext as _

from inventory.queries import LotPart
from orders.models import Order, OrderLine, OrderLineChange
from orders.queries.details import taxes_of_order, tracked_lines
from orders.queries.lots import lots_on_paper
from orders.totals import Tax

_LINE = (
    "id",
    "product_id",
    "position",
    "sku",
    "name",
    "pack",
    "ordered_units",
    "quantity_units",
    "shipped_units",
    "delivered_units",
    "handover_units",
    "backordered_units",
)


@dataclass(frozen=True, slots=True)
class Contents:
    """An order with its lines; with `currency` what it costs, without it no amount at all.

    Each of `lines` is a dict of _LINE and, with amounts, unit_price and cost. `reasons` are by line.
    """

    order: Order
    lines: list[dict[str, Any]]
    lots: dict[UUID, list[LotPart]]
    reasons: Mapping[UUID, list[OrderLineChange]]
    currency: str = ""
    taxes: tuple[Tax, ...] = ()

    @property
    def is_confirmed(self) -> bool:
        """Tell whether its supplier has said what is to come."""
        return self.order.confirmed_at is not None


def contents_of(order: Order, *, with_amounts: bool) -> Contents:
    """Read an order for paper, in its supplier's context, in one statement; more for amounts, lots and reasons.

    A line that was taken out stands on it with nothing to come; not one that its retailer took out.
    """
    mine = OrderLine.objects.filter(supplier_id=order.supplier_id, order_id=order.pk)
    lines = mine.filter(Q(ordered_units__gt=0) | Q(quantity_units__gt=0)).order_by("position")
    if not with_amounts:
        plain = list(tracked_lines(lines.values(*_LINE)))
        return Contents(order, plain, lots_on_paper(order, plain), reasons_of(plain))
    costs = {"unit_price": F("amount__unit_price"), "cost": F("amount__amount")}
    priced = list(tracked_lines(lines.annotate(**costs).values(*_LINE, *costs)))
    return Contents(
        order,
        priced,
        lots_on_paper(order, priced),
        reasons_of(priced),
        order.total.currency,
        tuple(taxes_of_order(order)),
    )


def reasons_of(lines: Iterable[dict[str, Any]]) -> dict[UUID, list[OrderLineChange]]:
    """Return by line why its counts differ, the first change first; no statement where none do.

    Args:
        lines: dicts with id and the counts of _LINE.
    """
    differing = [line["id"] for line in lines if _differs(line)]
    found: dict[UUID, list[OrderLineChange]] = defaultdict(list)
    if differing:
        made = OrderLineChange.objects.filter(line_id__in=differing).exclude(reason="")
        for change in made.order_by("sequence", "pk"):
            found[change.line_id].append(change)
    return found


def why_words(line: dict[str, Any], reasons: Mapping[UUID, list[OrderLineChange]]) -> list[str]:
    """Return why a line's counts differ, a sentence for each change; what was not there when it shipped last."""
    words = []
    for change in reasons.get(line["id"], []):
        said = f"{change.get_stage_display()}: {change.before_units} → {change.after_units}"
        note = f": {change.note}" if change.note else ""
        words.append(f"{said}, {change.get_reason_display()}{note}")
    shipped = line["shipped_units"]
    if shipped is not None and (missing := line["quantity_units"] - shipped) > 0:
        words.append(_("%(n)s not there at shipping") % {"n": missing})
    return words


def _differs(line: dict[str, Any]) -> bool:
    counts = (line["quantity_units"], line["shipped_units"], line["delivered_units"])
    return any(count not in (None, line["ordered_units"]) for count in counts)


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

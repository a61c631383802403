"""A day on paper: route sheet, pick list, packing slips; once as data, for screen, PDF and XLSX (SPEC.md O14).

No amounts but what is collected at the door (DATA.md 00).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from babel import Locale
from babel.dates import format_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from inventory.queries import LotPart, lots_of_holders, warehouse_names
from orders.documents.contents import reasons_of, units_to_deliver, why_words
from orders.enums import OrderStatus
from orders.models import OrderLine
from orders.queries.stops import MOST_STOPS, Day, Stop
from wholesale.money import format_money

_LINE = (
    "id", "order_id", "product_id", "position", "sku", "name", "pack", "ordered_units", "quantity_units",
    "shipped_units", "delivered_units", "handover_units", "backordered_units", "warehouse_id",
)  # fmt: skip
TO_PICK = (OrderStatus.CONFIRMED, OrderStatus.PREPARING)


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell, and in small letters below it."""

    value: Any = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A table with what stands above it, as pairs of word and text."""

    name: str
    rows: list[list[Cell]]
    facts: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper of the day; `numeric` are the columns whose numbers stand right, `wide` the one that takes the room.

    `cut` says that it is not the whole day; nothing where it is.
    """

    title: str
    day: str
    headings: list[str]
    sections: list[Section]
    numeric: tuple[int, ...] = ()
    wide: int = 0
    breaks: bool = False
    cut: str = ""


@dataclass(frozen=True, slots=True)
class Goods:
    """The lines of a day by order, the lots of each order by product, and the names of the warehouses."""

    lines: dict[UUID, list[dict[str, Any]]]
    lots: dict[tuple[UUID, UUID], list[LotPart]]
    warehouses: dict[UUID, str]


def goods_of(stops: Iterable[Stop]) -> Goods:
    """Read what goes to these stops, in four statements however many there are."""
    keys = [stop.order.pk for stop in stops]
    lines: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    suppliers = {stop.order.supplier_id for stop in stops}
    found = OrderLine.objects.filter(supplier_id__in=suppliers, order_id__in=keys)
    for line in found.order_by("position").values(*_LINE):
        lines[line["order_id"]].append(line)
    used = {line["warehouse_id"] for rows in lines.values() for line in rows if line["warehouse_id"]}
    return Goods(lines, lots_of_holders(keys), warehouse_names(used))


def route_sheet(day: Day, locale: Locale) -> Sheet:
    """Return where each van goes, stop by stop, with room to write down empties and a name."""
    return Sheet(
        cut=_cut(day),
        title=_("Route sheet"),
        day=format_date(day.date, "full", locale=locale),
        headings=[
            _("No."), pgettext("noun", "Stop"), _("Open and access"), pgettext("noun", "Order"),
            _("Packs"), _("Collect"), _("Empties"), _("Received by"),
        ],
        sections=[Section(_named(each.name), [_stop_row(stop, locale) for stop in each.stops]) for each in day.rounds],
        numeric=(0, 4, 5),
        wide=1,
    )  # fmt: skip


def pick_list(day: Day, locale: Locale) -> Sheet:
    """Return what is taken out of which warehouse for the orders that are not shipped yet, product by product."""
    stops = [stop for stop in day.stops if stop.order.status in TO_PICK]
    goods = goods_of(stops)
    by_supplier: dict[str, dict[Any, _Picked]] = defaultdict(dict)
    for stop in stops:
        for line in goods.lines.get(stop.order.pk, []):
            key = (line["product_id"], line["warehouse_id"])
            picked = by_supplier[stop.order.supplier_name].setdefault(key, _Picked(line))
            picked.add(stop, line, goods.lots.get((stop.order.pk, line["product_id"]), []))
    return Sheet(
        cut=_cut(day),
        title=_("Pick list"),
        day=format_date(day.date, "full", locale=locale),
        headings=[_("SKU"), _("Product"), _("Warehouse"), _("Packs"), pgettext("noun", "Order")],
        sections=[
            Section(name, [picked.row(goods, locale) for picked in _sorted(rows)])
            for name, rows in sorted(by_supplier.items())
        ],
        numeric=(3,),
        wide=1,
    )


def packing_slips(day: Day, locale: Locale) -> Sheet:
    """Return what goes along with each order, a page for each."""
    stops = [stop for stop in day.stops if not stop.is_done]
    goods = goods_of(stops)
    reasons = reasons_of(line for lines in goods.lines.values() for line in lines)
    return Sheet(
        cut=_cut(day),
        title=_("Packing slips"),
        day=format_date(day.date, "full", locale=locale),
        headings=[
            _("SKU"),
            _("Product"),
            pgettext("quantity", "Ordered"),
            pgettext("quantity", "Confirmed"),
            _("To deliver"),
            pgettext("quantity", "Shipped"),
        ],
        sections=[
            Section(
                f"{stop.order.supplier_name} {stop.order.label}",
                [
                    _slip_row(line, (*_slip_notes(stop, line, goods, locale), *why_words(line, reasons)))
                    for line in goods.lines.get(stop.order.pk, [])
                    if line["ordered_units"] or line["quantity_units"]
                ],
                _slip_facts(stop, locale),
            )
            for stop in stops
        ],
        numeric=(2, 3, 4, 5),
        wide=1,
        breaks=True,
    )


SHEETS: dict[str, Callable[[Day, Locale], Sheet]] = {
    "route-sheet": route_sheet,
    "pick-list": pick_list,
    "packing-slips": packing_slips,
}


class _Picked:
    """One product in one warehouse, summed over the orders of a day."""

    def __init__(self, line: dict[str, Any]) -> None:
        self.line, self.units, self.handed, self.waiting = line, 0, 0, 0
        self.lots: dict[str, int] = defaultdict(int)
        self.days: dict[str, Any] = {}
        self.orders: list[str] = []

    def add(self, stop: Stop, line: dict[str, Any], lots: Sequence[LotPart]) -> None:
        units = units_to_deliver(line) - line["handover_units"]
        self.units += units
        self.handed += line["handover_units"]
        self.waiting += line["backordered_units"]
        if units:
            self.orders.append(f"{stop.order.label}: {units}")
        for part in lots:
            self.lots[part.code] += part.units
            self.days[part.code] = part.best_before

    def row(self, goods: Goods, locale: Locale) -> list[Cell]:
        line, notes = (
            self.line,
            [_lot(code, units, self.days[code], locale) for code, units in self.lots.items()],
        )
        if self.handed:
            notes.append(_("%(n)s more are handed over by the supplier") % {"n": self.handed})
        if self.waiting:
            notes.append(_("%(n)s more are back-ordered") % {"n": self.waiting})
        return [
            Cell(line["sku"]),
            Cell(line["name"], tuple(filter(None, [line["pack"], *notes]))),
            Cell(goods.warehouses.get(line["warehouse_id"], "")),
            Cell(self.units),
            Cell(", ".join(self.orders)),
        ]


def _sorted(rows: dict[Any, _Picked]) -> list[_Picked]:
    return sorted(rows.values(), key=lambda picked: (picked.line["name"], str(picked.line["warehouse_id"])))


def _cut(day: Day) -> str:
    if not day.is_cut:
        return ""
    text = _(
        "Not the whole day: this paper ends after %(n)s stops. Narrow it to a route, a supplier or a status."
    )
    return text % {"n": MOST_STOPS}


def _named(name: str) -> str:
    return name or _("No route")


def _stop_row(stop: Stop, locale: Locale) -> list[Cell]:
    order, place = stop.order, stop.order.ship_to
    town = " ".join(filter(None, (place.get("postal_code"), place.get("city"))))
    where = tuple(filter(None, (place.get("street"), town, place.get("phone"))))
    access = tuple(filter(None, (place.get("access_notes"), order.note)))
    return [
        Cell(stop.number),
        Cell(stop.name, where),
        Cell(place.get("opening_hours") or "", access),
        Cell(order.label, (order.supplier_name, str(order.get_status_display()))),
        Cell(stop.units),
        Cell(format_money(stop.cash[1], stop.cash[0], locale) if stop.cash else ""),
        Cell(),
        Cell(),
    ]


def _slip_row(line: dict[str, Any], notes: tuple[str, ...]) -> list[Cell]:
    shipped = line["shipped_units"]
    return [
        Cell(line["sku"]),
        Cell(line["name"], notes),
        Cell(line["ordered_units"]),
        Cell(line["quantity_units"]),
        Cell(units_to_deliver(line)),
        Cell("" if shipped is None else shipped),
    ]


def _slip_notes(stop: Stop, line: dict[str, Any], goods: Goods, locale: Locale) -> tuple[str, ...]:
    lots = goods.lots.get((stop.order.pk, line["product_id"]), [])
    notes = [line["pack"], *(_lot(part.code, part.units, part.best_before, locale) for part in lots)]
    if line["handover_units"]:
        said = {"n": line["handover_units"], "supplier": stop.order.supplier_name}
        notes.append(_("%(n)s of these are handed over by %(supplier)s") % said)
    return tuple(filter(None, notes))


def _slip_facts(stop: Stop, locale: Locale) -> list[tuple[str, str]]:
    order, place = stop.order, stop.order.ship_to
    town = " ".join(filter(None, (place.get("postal_code"), place.get("city"), place.get("region"))))
    facts = (
        (_("Deliver to"), ", ".join(filter(None, (stop.name, place.get("street"), town)))),
        (_("Deliver on"), format_date(order.delivery_date, "full", locale=locale)),
        (_("Phone"), place.get("phone")),
        (_("Access notes"), place.get("access_notes")),
        (_("Opening hours"), place.get("opening_hours")),
        (_("PO number"), order.po_number),
        (_("Note"), order.note),
    )
    return [(str(word), str(text)) for word, text in facts if text]


def _lot(code: str, units: int, best_before: Any, locale: Locale) -> str:
    if best_before:
        said = {"lot": code, "n": units, "day": format_date(best_before, "medium", locale=locale)}
        return _("Lot %(lot)s, best before %(day)s: %(n)s") % said
    return _("Lot %(lot)s: %(n)s") % {"lot": code, "n": units}

"""The Inventory page and transfers as sheets (SPEC.md X3)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from inventory.enums import TakeStatus
from inventory.models import StockTake, Transfer, TransferLine
from inventory.queries.places import Place
from inventory.queries.stock import StockRow


def stock_headings(places: Sequence[Place]) -> list[str]:
    """Return what the columns say: a product, then four for each warehouse."""
    words = (_("on hand"), _("reserved"), _("available"), _("incoming"))
    kept = [_("SKU"), _("Name"), _("Pack"), _("Category"), _("Brand"), _("Low at"), _("Available")]
    return [*kept, *(f"{place.name}: {word}" for place in places for word in words)]


def stock_sheet_rows(rows: Iterable[StockRow]) -> list[list[Any]]:
    """Return products with what lies in each place, as rows."""
    names = ("sku", "name", "pack", "category", "brand", "low_stock_units")
    return [[*(row.product[name] for name in names), row.available_units, *_units(row)] for row in rows]


def _units(row: StockRow) -> list[int]:
    cells = (cell for _place, cell in row.cells)
    return [
        units
        for cell in cells
        for units in (cell.on_hand_units, cell.reserved_units, cell.available_units, cell.incoming_units)
    ]


def transfer_headings() -> list[str]:
    """Return what the columns of transfers say."""
    return [
        _("Number"), _("State"), _("From"), _("To"), _("Sent on"), _("Received on"), _("SKU"), _("Product"),
        _("Sent"), _("Received"), _("Broken"), _("Missing"), _("Note"),
    ]  # fmt: skip


def transfer_sheet_rows(transfers: QuerySet[Transfer]) -> list[list[Any]]:
    """Return the lines of transfers, the newest first; one statement."""
    lines = (
        TransferLine.objects.filter(transfer__in=transfers.order_by().values("pk"))
        .select_related("transfer")
        .annotate(
            source=F("transfer__source_keeper__name"), destination=F("transfer__destination_keeper__name")
        )
        .order_by("-transfer_id", "name", "pk")
    )
    return [_line(line) for line in lines]


def _line(line: Any) -> list[Any]:
    transfer = line.transfer
    days = [moment and moment.date() for moment in (transfer.sent_at, transfer.received_at)]
    counted = line.received_units is not None
    units = [line.received_units, line.broken_units, line.missing_units] if counted else [None, None, None]
    state = transfer.get_status_display()
    ends = [transfer.number, state, line.source, line.destination, *days]
    return [*ends, line.sku, line.name, line.sent_units, *units, transfer.note]


def take_headings(take: StockTake) -> list[str]:
    """Return what the columns of a stock take say: to count on while it is open, with the differences afterwards."""
    kept = [_("SKU"), _("Product"), _("Pack"), _("Barcode"), _("Counted units")]
    return kept if take.status == TakeStatus.OPEN else [*kept, _("In the books"), _("Difference")]


def take_sheet_rows(take: StockTake, rows: Iterable[dict[str, Any]]) -> list[list[Any]]:
    """Return the products of a stock take as rows."""
    return [_counted(row, is_open=take.status == TakeStatus.OPEN) for row in rows]


def _counted(row: dict[str, Any], *, is_open: bool) -> list[Any]:
    kept = [row["sku"], row["name"], row["pack"], row["gtin"], row["counted_units"]]
    if is_open:
        return kept
    counted = row["counted_units"]
    return [*kept, row["expected_units"], None if counted is None else counted - row["expected_units"]]

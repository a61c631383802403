"""An order as XLSX: a row for each line, with everything that whoever delivers may want to import."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from orders.documents.contents import Contents, units_to_deliver
from wholesale.sheets.writing import xlsx_file


def written(contents: Contents, language: str) -> bytes:
    """Return the sheet in the language that is active; no cell of it runs as a formula."""
    headings = [*_order_headings(), *_line_headings()]
    head = _order_cells(contents)
    rows = [[*head, *_line_cells(line), _lots(line, contents)] for line in contents.lines]
    if contents.currency:
        headings += [_("Price"), _("Amount"), _("Currency")]
        for row, line in zip(rows, contents.lines, strict=True):
            row += [line["unit_price"], line["cost"], contents.currency]
    with xlsx_file(rows, headings=headings) as file:
        content: bytes = file.read()
    return content


def _order_headings() -> list[str]:
    return [
        pgettext("noun", "Order"),
        _("Supplier"),
        _("Delivery day"),
        _("Deliver to"),
        _("Street"),
        _("Postal code"),
        _("City"),
        _("Region"),
        _("Phone"),
        _("Access notes"),
        _("Opening hours"),
        _("PO number"),
        _("Note"),
    ]


def _order_cells(contents: Contents) -> list[Any]:
    order, place = contents.order, contents.order.ship_to
    named = ("name", "street", "postal_code", "city", "region", "phone", "access_notes", "opening_hours")
    return [
        order.label,
        order.supplier_name,
        order.delivery_date,
        *(str(place.get(name) or "") for name in named),
        order.po_number,
        order.note,
    ]


def _line_headings() -> list[str]:
    return [
        _("Line"),
        _("SKU"),
        _("Product"),
        _("Pack"),
        pgettext("quantity", "Ordered"),
        _("To deliver"),
        _("Of these handed over"),
        _("Back-ordered"),
        _("Lots"),
    ]


def _lots(line: dict[str, Any], contents: Contents) -> str:
    """Return the lots of a line with their dates, as one text."""
    parts = contents.lots.get(line["product_id"], [])
    return "; ".join(
        f"{part.units} × {part.code}" + (f" ({part.best_before.isoformat()})" if part.best_before else "")
        for part in parts
    )


def _line_cells(line: dict[str, Any]) -> list[Any]:
    return [
        line["position"],
        line["sku"],
        line["name"],
        line["pack"],
        line["quantity_units"],
        units_to_deliver(line),
        line["handover_units"],
        line["backordered_units"],
    ]

"""An order as XLSX: a row for each line, with everything that whoever delivers may want to import."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from orders.documents.contents import Contents, tax_words, units_to_deliver, why_words
from wholesale.money import reader_locale, round_amount
from wholesale.sheets.writing import xlsx_file


def written(contents: Contents, language: str) -> bytes:
    """Return the sheet in the language that is active; no cell of it runs as a formula."""
    headings = [*_order_headings(), *_line_headings()]
    head = _order_cells(contents)
    rows = [[*head, *_line_cells(line, contents), _lots(line, contents)] for line in contents.lines]
    if contents.currency:
        headings += [_("Price"), _("Amount"), _("Currency"), *_sum_headings()]
        sums = _sums(contents, language)
        for row, line in zip(rows, contents.lines, strict=True):
            row += [line["unit_price"], line["cost"], contents.currency, *sums]
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


def _sum_headings() -> list[str]:
    return [_("Goods"), _("Delivery"), _("Tax"), _("Taxes"), _("Tax included"), _("Deposits"), _("Total")]


def _sums(contents: Contents, language: str) -> list[Any]:
    """Return what the order comes to, on each of its rows, as its number and address are; its taxes as one text."""
    total, locale = contents.order.total, reader_locale(language, contents.order.supplier.country)
    coins = contents.currency
    taxes = (f"{tax_words(tax, locale)}: {round_amount(tax.amount, coins)}" for tax in contents.taxes)
    return [
        round_amount(total.goods, coins),
        round_amount(total.delivery_fee, coins),
        round_amount(total.tax, coins),
        "; ".join(taxes),
        _("yes") if total.includes_tax else _("no"),
        round_amount(total.deposits, coins),
        round_amount(total.total, coins),
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
        pgettext("quantity", "Confirmed"),
        _("To deliver"),
        pgettext("quantity", "Shipped"),
        pgettext("quantity", "Delivered"),
        _("Why"),
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


def _line_cells(line: dict[str, Any], contents: Contents) -> list[Any]:
    return [
        line["position"],
        line["sku"],
        line["name"],
        line["pack"],
        line["ordered_units"],
        line["quantity_units"] if contents.is_confirmed else None,
        units_to_deliver(line),
        line["shipped_units"],
        line["delivered_units"],
        "; ".join(why_words(line, contents.reasons)),
        line["handover_units"],
        line["backordered_units"],
    ]

"""An order as PDF: what goes where and when, its lines, and room to sign for it."""

from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from orders.documents.contents import Contents, tax_words, units_to_deliver, why_words
from wholesale.documents.typesetting import breakable, pdf_of
from wholesale.money import format_money, reader_locale

TEMPLATE = Path(__file__).with_name("order.typ")


def written(contents: Contents, language: str) -> bytes:
    """Return the PDF in the language that is active."""
    return pdf_of(TEMPLATE, data_of(contents, language))


def data_of(contents: Contents, language: str) -> dict[str, Any]:
    """Return what the template shows: every text and number as it is to be read."""
    order = contents.order
    locale = reader_locale(language, order.supplier.country)
    return {
        "language": language,
        "words": _words(has_shipped=bool(order.shipped_at)),
        "title": _("Order %(number)s") % {"number": order.label},
        "supplier": breakable(order.supplier_name),
        "deliverer": breakable(order.distributor_name or order.supplier_name),
        "day": format_date(order.delivery_date, "full", locale=locale),
        "status": str(order.get_status_display()),
        "place": _place(order.ship_to),
        "facts": _facts(order),
        "has_amounts": bool(contents.currency),
        "lines": [_line(line, contents, locale) for line in contents.lines],
        "sums": _sums(contents, locale),
    }


def _words(*, has_shipped: bool) -> dict[str, str]:
    return {
        "deliverer": _("Delivered by"),
        "day": _("Deliver on"),
        "place": _("Deliver to"),
        "sku": _("SKU"),
        "product": _("Product"),
        "ordered": pgettext("quantity", "Ordered"),
        "confirmed": pgettext("quantity", "Confirmed"),
        "to_deliver": pgettext("quantity", "Shipped") if has_shipped else _("To deliver"),
        "price": _("Price"),
        "amount": _("Amount"),
        "received": _("Received by"),
        "signed": _("Date and signature"),
        "page": _("Page"),
        "of": pgettext("page 1 of 2", "of"),
    }


def _place(place: dict[str, Any]) -> list[str]:
    town = " ".join(filter(None, (str(place.get(key) or "") for key in ("postal_code", "city", "region"))))
    rows = (place.get("name"), place.get("street"), town, place.get("phone"))
    return [breakable(str(row)) for row in rows if row]


def _facts(order: Any) -> list[list[str]]:
    """Return what else whoever delivers must know: pairs of word and text, those alone that are there."""
    facts = (
        (_("Access notes"), order.ship_to.get("access_notes")),
        (_("Opening hours"), order.ship_to.get("opening_hours")),
        (_("PO number"), order.po_number),
        (_("Note"), order.note),
    )
    return [[word, breakable(str(text))] for word, text in facts if text]


def _line(line: dict[str, Any], contents: Contents, locale: Locale) -> dict[str, Any]:
    shown = {
        "sku": breakable(line["sku"]),
        "name": breakable(line["name"]),
        "pack": breakable(line["pack"]),
        "marks": [
            *_lots(line, contents, locale),
            *_marks(line, contents.order.supplier_name, locale),
            *map(breakable, why_words(line, contents.reasons)),
        ],
        "ordered": format_decimal(line["ordered_units"], locale=locale),
        "confirmed": format_decimal(line["quantity_units"], locale=locale) if contents.is_confirmed else "–",
        "to_deliver": format_decimal(units_to_deliver(line), locale=locale),
    }
    if contents.currency:
        shown["price"] = format_money(line["unit_price"], contents.currency, locale)
        shown["amount"] = format_money(line["cost"], contents.currency, locale)
    return shown


def _lots(line: dict[str, Any], contents: Contents, locale: Locale) -> list[str]:
    """Return which lots a line is, so that whoever picks takes them."""
    marks = []
    for part in contents.lots.get(line["product_id"], []):
        said = {"n": format_decimal(part.units, locale=locale), "lot": breakable(part.code)}
        if part.best_before:
            said["day"] = format_date(part.best_before, "medium", locale=locale)
            marks.append(_("Lot %(lot)s, best before %(day)s: %(n)s") % said)
        else:
            marks.append(_("Lot %(lot)s: %(n)s") % said)
    return marks


def _marks(line: dict[str, Any], supplier: str, locale: Locale) -> list[str]:
    marks = []
    if handed := line["handover_units"]:
        said = {"n": format_decimal(handed, locale=locale), "supplier": breakable(supplier)}
        marks.append(_("%(n)s of these are handed over by %(supplier)s") % said)
    if (missing := line["backordered_units"]) and line["shipped_units"] is None:
        said = {"n": format_decimal(missing, locale=locale)}
        marks.append(_("%(n)s are back-ordered and not part of this delivery") % said)
    return marks


def _sums(contents: Contents, locale: Locale) -> list[list[str]]:
    """Return what it comes to, as pairs of word and amount; nothing without amounts."""
    if not contents.currency:
        return []
    total, currency = contents.order.total, contents.currency
    taxes = [(tax_words(tax, locale), tax.amount) for tax in contents.taxes]
    rows = [
        (_("Goods"), total.goods),
        (_("Delivery"), total.delivery_fee),
        *([] if total.includes_tax else taxes),
        (_("Deposits"), total.deposits),
    ]
    shown = [[str(word), format_money(amount, currency, locale)] for word, amount in rows if amount]
    shown.append([_("Total"), format_money(total.total, currency, locale)])
    if total.includes_tax:
        word = _("Included in it: %(tax)s")
        shown += [[word % {"tax": name}, format_money(amount, currency, locale)] for name, amount in taxes]
    return shown

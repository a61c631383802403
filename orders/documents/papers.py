"""An order's paper in a reader's language, as PDF or XLSX."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from orders.documents import pdf, sheet
from orders.documents.contents import Contents, contents_of
from orders.models import Order
from wholesale.sheets.writing import XLSX_TYPE

PDF_TYPE = "application/pdf"


@dataclass(frozen=True, slots=True)
class Paper:
    """A file: its name, what kind it is, its bytes."""

    name: str
    kind: str
    content: bytes


_MADE: dict[str, tuple[str, Callable[[Contents, str], bytes]]] = {
    "pdf": (PDF_TYPE, pdf.written),
    "xlsx": (XLSX_TYPE, sheet.written),
}
FORMATS = tuple(_MADE)


def paper_of(order: Order, as_format: str, *, language: str, with_amounts: bool) -> Paper:
    """Return an order as it is stored now, for whoever delivers it; in its supplier's context.

    Args:
        order: with its supplier, and its total where amounts are wanted.
        as_format: one of FORMATS.
        language: of settings.LANGUAGES.
    Source: SPEC.md I1, 9; DATA.md 00.
    """
    kind, write = _MADE[as_format]
    contents = contents_of(order, with_amounts=with_amounts)
    with translation.override(language):
        return Paper(f"{name_of(order)}.{as_format}", kind, write(contents, language))


def name_of(order: Order) -> str:
    """Return the name of an order's file, without its ending."""
    return f"{order.supplier.slug}-{order.label}".lower()


def papers_of(order: Order, **how: Any) -> list[Paper]:
    """Return an order in every format, as `paper_of` does."""
    return [paper_of(order, as_format, **how) for as_format in FORMATS]

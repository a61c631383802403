"""Products and units as they are typed, pasted or read from a sheet: SKUs and quantities, line by line (SPEC.md O1)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from wholesale.sheets.reading.values import heading_key

HIGHEST_UNITS = 1_000_000
LONGEST_LINE = 200  # the patterns below try every split of a line: of a longer one for minutes
SKU_HEADINGS = frozenset(
    {"sku", "item", "itemno", "itemnumber", "article", "articleno", "articlenumber", "product", "productno"}
    | {"code", "reference", "ref", "articulo", "codigo", "referencia"}
)
UNITS_HEADINGS = frozenset(
    {"quantity", "quantityunits", "qty", "units", "count", "amount", "ordered"}
    | {"quantite", "qte", "unites", "cantidad", "cant", "unidades"}
)
_WHOLE = re.compile(r"([0-9]{1,12})(?:[.,]0{1,2})?")
_BEHIND = re.compile(
    r"(?P<sku>\S.*?)(?:\s*[\t,;|:]\s*|\s+)(?:[x×*]\s*)?(?P<units>[0-9]+(?:[.,]0{1,2})?)(?:\s*[x×])?"
)
_BEFORE = re.compile(r"(?P<units>[0-9]+)\s*(?:[x×*]|[\t,;|:])\s*(?P<sku>\S.*)")
_ALONE_BEFORE = re.compile(r"(?P<units>[0-9]+)\s+(?P<sku>\S+)")
_AROUND = " \t,;|:'\""


@dataclass(frozen=True, slots=True)
class TypedLine:
    """One line of a quick order.

    Args:
        number: where it stands in the text or the sheet, from 1.
        text: as it was typed, to be typed again.
        units: None where no whole number was found.
    """

    number: int
    text: str
    sku: str
    units: int | None


def typed_lines(text: str) -> list[TypedLine]:
    """Return the lines of a text; empty ones are left out.

    `PALE 3`, `PALE, 3`, `PALE<tab>3`, `PALE x 3`, `3 x PALE` all mean the same.
    """
    lines = enumerate(text.replace("\x00", "").splitlines(), 1)
    return [_typed(number, line.strip()) for number, line in lines if line.strip(_AROUND)]


def rows_of_sheet(
    headings: Sequence[str], header_row: int, rows: Sequence[tuple[int, Sequence[str]]]
) -> list[TypedLine]:
    """Return the lines of a sheet: by its headings, or where it has none its first two columns."""
    keys = [heading_key(heading) for heading in headings]
    sku_at = next((at for at, key in enumerate(keys) if key in SKU_HEADINGS), -1)
    units_at = next((at for at, key in enumerate(keys) if key in UNITS_HEADINGS), -1)
    body = list(rows)
    if sku_at < 0 and units_at < 0:
        body.insert(0, (header_row, headings))
    sku_at, units_at = _columns(sku_at, units_at)
    cells = [(number, _cell(row, sku_at), _cell(row, units_at)) for number, row in body]
    return [
        TypedLine(number, f"{sku} {units}".strip(), sku, _units(units))
        for number, sku, units in cells
        if sku or units
    ]


def _columns(sku_at: int, units_at: int) -> tuple[int, int]:
    """Return both columns; the one that no heading names stands beside the other."""
    if sku_at < 0:
        sku_at = 1 if units_at == 0 else 0
    if units_at < 0:
        units_at = sku_at + 1
    return sku_at, units_at


def _typed(number: int, line: str) -> TypedLine:
    bare = line.replace('"', "").strip()
    for form in (_BEHIND, _BEFORE, _ALONE_BEFORE) if len(bare) <= LONGEST_LINE else ():
        if found := form.fullmatch(bare):
            return TypedLine(number, line, found["sku"].strip(_AROUND), _units(found["units"]))
    return TypedLine(number, line, bare.strip(_AROUND), None)


def _cell(row: Sequence[str], at: int) -> str:
    return row[at].strip() if at < len(row) else ""


def _units(text: str) -> int | None:
    found = _WHOLE.fullmatch(text.replace(" ", ""))
    return int(found[1]) if found else None

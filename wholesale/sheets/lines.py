"""A row of a file as its columns, and what is wrong with it whatever kind of thing it is."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from wholesale.sheets import queries
from wholesale.sheets.columns import IGNORED, Column
from wholesale.sheets.enums import VerdictKind
from wholesale.sheets.importables import Importable, Keys, Line, Verdict, importable
from wholesale.sheets.models import SheetImport, SheetRow
from wholesale.sheets.reading.mistakes import MISTAKES


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row by columns, and what stands in cells beyond the last heading."""

    line: Line
    has_more: bool


@dataclass
class Doubles:
    """In which row of a file a key stands first; read once, since the mapping stays while a worker is busy."""

    first: dict[tuple[str, str], int] = field(default_factory=dict)
    keys: Keys | None = None

    def row_of(self, kind: Importable, line: Line, sheet_import: SheetImport) -> tuple[str, int] | None:
        """Return a column that an earlier row has the same in, and that row's number."""
        keys = self.keys or self._read(kind, sheet_import)
        for column, value in keys(line.values).items():
            first = self.first.get((column, value), line.number)
            if first < line.number:
                return column, first
        return None

    def _read(self, kind: Importable, sheet_import: SheetImport) -> Keys:
        self.keys = keys = kind.keys_in(sheet_import.organization)
        rows = queries.rows_of(sheet_import).only("number", "cells", "subject")
        for row in rows.iterator(chunk_size=2000):
            for pair in keys(line_of(row, sheet_import).line.values).items():
                self.first.setdefault(pair, row.number)
        return keys


def line_of(row: SheetRow, sheet_import: SheetImport) -> ReadRow:
    """Return a row by the columns that its file is mapped to."""
    cells = row.cells
    values = {
        key: cells[at] if at < len(cells) else ""
        for at, key in enumerate(sheet_import.mapping)
        if key and key != IGNORED
    }
    values |= {key: given for key, given in sheet_import.given.items() if not values.get(key)}
    return ReadRow(Line(row.number, values, row.subject), any(cells[len(sheet_import.headings) :]))


def fault_of(read: ReadRow, sheet_import: SheetImport, doubles: Doubles) -> Verdict | None:
    """Return why a row is refused before its kind is asked; None if it is not."""
    kind = importable(sheet_import.kind)
    columns = {column.key: column for column in kind.columns}
    if read.has_more:
        return refused(_("This row has more cells than the header: is a separator missing its quotes?"))
    too_long = [columns[key] for key, text in read.line.values.items() if len(text) > columns[key].max_length]
    if too_long:
        return refused(*map(_too_long, too_long))
    mistaken = [(columns[key], text) for key, text in read.line.values.items() if text in MISTAKES]
    if mistaken:
        words = _("%(column)s: the sheet shows the mistake %(text)s here.")
        return refused(*(words % {"column": column.label, "text": text} for column, text in mistaken))
    if double := doubles.row_of(kind, read.line, sheet_import):
        column, number = double
        words = _("Row %(row)s has the same: %(column)s.")
        return refused(words % {"row": number, "column": columns[column].label})
    return None


def refused(*reasons: str) -> Verdict:
    """Return a refusal."""
    return Verdict(VerdictKind.REFUSED, reasons)


def _too_long(column: Column) -> str:
    return _("%(column)s: at most %(n)s characters.") % {"column": column.label, "n": column.max_length}

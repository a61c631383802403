"""Where in a sheet the table is: titles above the header, the header, the rows below it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from wholesale.sheets.reading import limits
from wholesale.sheets.reading.refusals import Unreadable
from wholesale.sheets.reading.values import heading_key

Row = list[str]
SEARCHED_ROWS = 40


@dataclass
class Table:
    """A sheet's table. `rows` are (number in the sheet, cells); numbers begin with 1, as in the program."""

    headings: Row
    header_row: int
    rows: list[tuple[int, Row]] = field(default_factory=list)


def known_in(row: Sequence[str], known: Collection[str]) -> int:
    """Return how many different known headings a row holds."""
    return len({heading_key(cell) for cell in row if cell} & set(known))


def find_header(rows: Sequence[Row], known: Collection[str]) -> int:
    """Return the index of the row that heads the table; -1 if the sheet is empty.

    The row with most known headings; where none is known, the first that is about as wide as most are.
    """
    head = list(enumerate(rows[:SEARCHED_ROWS]))
    filled = [(at, sum(map(bool, row))) for at, row in head if any(row)]
    if not filled:
        return -1
    best = max(filled, key=lambda pair: (known_in(rows[pair[0]], known), -pair[0]))
    if known_in(rows[best[0]], known):
        return best[0]
    widths = [count for _, count in filled]
    usual = max(widths, key=lambda width: (widths.count(width), width))
    return next(at for at, count in filled if count * 3 >= usual * 2)


def table_of(rows: Sequence[Row], known: Collection[str], *, header_row: int = 0) -> Table:
    """Return the table of a sheet.

    Args:
        known: heading keys that tell a header from a title.
        header_row: its number, where a person has said so.
    Raises: Unreadable: nothing in it, too many rows, too much text.
    """
    at = header_row - 1 if header_row else find_header(rows, known)
    if not 0 <= at < len(rows) or not any(rows[at]):
        raise Unreadable("empty")
    table = Table(_trimmed(rows[at]), at + 1)
    characters = 0
    for number, row in enumerate(rows[at + 1 :], at + 2):
        if any(row):
            cells = _trimmed(row)
            characters += sum(map(len, cells))
            table.rows.append((number, cells))
    if len(table.rows) > limits.ROWS:
        raise Unreadable("too_many_rows", rows=len(table.rows), limit=limits.ROWS)
    if characters > limits.TEXT_CHARACTERS:
        raise Unreadable("too_much_text")
    _make_room(table)
    if not table.rows:
        raise Unreadable("no_rows")
    return table


def _make_room(table: Table) -> None:
    """Give columns without a heading one that is empty, if most rows have something there."""
    width = max((len(cells) for _, cells in table.rows), default=0)
    beyond = sum(len(cells) > len(table.headings) for _, cells in table.rows)
    if beyond * 2 > len(table.rows):
        table.headings += [""] * (width - len(table.headings))
    if len(table.headings) > limits.COLUMNS:
        raise Unreadable("too_many_columns", columns=len(table.headings), limit=limits.COLUMNS)


def _trimmed(row: Row) -> Row:
    end = len(row)
    while end and not row[end - 1]:
        end -= 1
    return row[:end]

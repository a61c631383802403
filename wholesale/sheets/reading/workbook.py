"""The visible sheets of an XLSX, as rows of text."""

import io
from collections.abc import Collection
from xml.etree import ElementTree as ET

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from wholesale.sheets.reading.container import BROKEN, check_workbook
from wholesale.sheets.reading.mistakes import mistakes_in
from wholesale.sheets.reading.refusals import Unreadable
from wholesale.sheets.reading.table import SEARCHED_ROWS, Row, find_header, known_in
from wholesale.sheets.reading.values import text_of


def read_workbook(
    content: bytes, known: Collection[str], *, sheet: str = ""
) -> tuple[str, list[str], list[Row]]:
    """Return the name of the sheet that looks most like ours, the names of all visible ones, and its rows.

    Args:
        sheet: the one that a person has chosen.
    Raises: Unreadable.
    """
    check_workbook(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = [
            each.name
            for each in workbook.sheets_metadata
            if each.visible == SheetVisibleEnum.Visible and each.typ == SheetTypeEnum.WorkSheet
        ]
        sheets = {name: _rows(workbook.get_sheet_by_name(name)) for name in names}
    except PasswordError as error:
        raise Unreadable("locked") from error
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable("damaged") from error
    if not names:
        raise Unreadable("empty")
    chosen = sheet if sheet in sheets else max(names, key=lambda name: _likeness(sheets[name], known))
    return chosen, names, _with_mistakes(sheets[chosen], content, chosen)


def _rows(sheet: CalamineSheet) -> list[Row]:
    """Return all rows from the first of the sheet, so that numbers are those of the program.

    A cell that was merged has its text in the first of its places only, as the file has it.
    """
    if not sheet.height:
        return []
    (top, left) = sheet.start or (0, 0)
    blank: Row = []
    filled = [[""] * left + [text_of(value) for value in row] for row in sheet.iter_rows()]
    missing = sheet.total_height - len(filled)
    return [blank] * min(top, max(missing, 0)) + filled


def _with_mistakes(rows: list[Row], content: bytes, sheet: str) -> list[Row]:
    try:
        mistakes = mistakes_in(content, sheet)
    except (ET.ParseError, *BROKEN) as error:
        raise Unreadable("damaged") from error
    for (row, column), text in mistakes.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = text
    return rows


def _likeness(rows: list[Row], known: Collection[str]) -> tuple[int, bool, int]:
    at = find_header(rows[:SEARCHED_ROWS], known)
    return (known_in(rows[at], known) if at >= 0 else 0, at >= 0, min(len(rows), SEARCHED_ROWS))

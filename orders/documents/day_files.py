"""A paper of the day as a file."""

from pathlib import Path
from typing import Any

from orders.documents.day_sheets import Cell, Section, Sheet
from orders.documents.papers import PDF_TYPE, Paper
from wholesale.documents.typesetting import breakable, pdf_of
from wholesale.sheets.writing import XLSX_TYPE, xlsx_file

TEMPLATE = Path(__file__).with_name("day.typ")
DAY_FORMATS = ("pdf", "xlsx")


def day_file(sheet: Sheet, *, name: str, language: str, as_format: str, page_words: tuple[str, str]) -> Paper:
    """Return a paper of the day as PDF or XLSX.

    Args:
        name: of the file, without its ending.
        page_words: "Page" and "of", in the language.
    """
    if as_format == "xlsx":
        return Paper(f"{name}.xlsx", XLSX_TYPE, _xlsx(sheet))
    return Paper(f"{name}.pdf", PDF_TYPE, pdf_of(TEMPLATE, data_of(sheet, language, page_words)))


def data_of(sheet: Sheet, language: str, page_words: tuple[str, str]) -> dict[str, Any]:
    """Return what the template shows."""
    return {
        "language": language,
        "title": sheet.title,
        "day": sheet.day,
        "cut": sheet.cut,
        "page": page_words[0],
        "of": page_words[1],
        "headings": [breakable(heading) for heading in sheet.headings],
        "numeric": list(sheet.numeric),
        "wide": sheet.wide,
        "breaks": sheet.breaks,
        "sections": [_section(section) for section in sheet.sections],
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "name": breakable(section.name),
        "facts": [[word, breakable(text)] for word, text in section.facts],
        "rows": [[_cell(cell) for cell in row] for row in section.rows],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {"value": breakable(str(cell.value)), "notes": [breakable(str(note)) for note in cell.notes]}


def _xlsx(sheet: Sheet) -> bytes:
    """Return one row for each row of each section, which stands in the first column; notes stand in their cell."""
    rows = [
        [section.name, *(_joined(cell) for cell in row)] for section in sheet.sections for row in section.rows
    ]
    if sheet.cut:
        rows.append([sheet.cut])
    with xlsx_file(rows, headings=[sheet.day, *sheet.headings]) as file:
        content: bytes = file.read()
    return content


def _joined(cell: Cell) -> Any:
    return "; ".join(filter(None, [str(cell.value), *cell.notes])) if cell.notes else cell.value

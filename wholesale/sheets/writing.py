"""Sheets as files: streamed, documented by their headings, and never a formula (SPEC.md X3)."""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from wholesale.sheets.formulas import escaped
from wholesale.sheets.reading.values import clean

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = ("xlsx", "csv")
_IN_MEMORY_BYTES = 2_000_000
_ESCAPE = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)")
_LONGEST = 32_767  # characters of a cell, as Excel
Rows = Iterable[Sequence[Any]]


def sheet_response(
    rows: Rows, *, headings: Sequence[str], name: str, as_format: str = "xlsx", separator: str = ","
) -> StreamingHttpResponse | FileResponse:
    """Return a sheet to download.

    Args:
        rows: of text, numbers, dates and None; text stays text whatever it begins with.
        name: of the file, without its ending.
    """
    if as_format == "csv":
        lines = csv_lines(rows, headings=headings, separator=separator)
        response = StreamingHttpResponse(lines, content_type=CSV_TYPE)
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    else:
        file = xlsx_file(rows, headings=headings)
        response = FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX_TYPE)
    response["Cache-Control"] = "no-store"
    return response


def csv_lines(rows: Rows, *, headings: Sequence[str], separator: str = ",") -> Iterator[bytes]:
    """Yield a CSV in UTF-8 with a mark that Excel needs to know it, about 64 KB at a time."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=separator)
    writer.writerow([escaped(heading) for heading in headings])
    mark = "\ufeff"
    for row in rows:
        writer.writerow([_csv_value(value) for value in row])
        if buffer.tell() > 64_000:
            yield (mark + buffer.getvalue()).encode()
            mark = ""
            buffer.seek(0)
            buffer.truncate()
    yield (mark + buffer.getvalue()).encode()


def xlsx_file(rows: Rows, *, headings: Sequence[str]) -> Any:
    """Return an open file with an XLSX of typed cells; the header is bold and stays in sight."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Cratebook")
    sheet.freeze_panes = "A2"
    for at in range(1, len(headings) + 1):
        sheet.column_dimensions[get_column_letter(at)].width = 22
    sheet.append([_text_cell(sheet, heading, font=Font(bold=True)) for heading in headings])
    for row in rows:
        sheet.append([_xlsx_value(sheet, value) for value in row])
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES)  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return file


def _csv_value(value: Any) -> Any:
    if isinstance(value, str):
        return escaped(clean(value))
    return "" if value is None else value.isoformat() if isinstance(value, date) else value


def _xlsx_value(sheet: Any, value: Any) -> Any:
    """Return a value that openpyxl writes as it is; it would take "=1" for a formula, "#N/A" for an error."""
    if isinstance(value, str):
        text = clean(value)[:_LONGEST]
        return _text_cell(sheet, text) if text[:1] in ("=", "#") else _literal(text)
    return float(value) if isinstance(value, Decimal) else value


def _literal(text: str) -> str:
    """Keep what looks like the format's own escape of a sign ("_x0041_") as it stands."""
    return _ESCAPE.sub(r"_x005F\g<0>", text) if "_x" in text else text


def _text_cell(sheet: Any, text: str, font: Font | None = None) -> Any:
    cell = WriteOnlyCell(sheet, value=_literal(text))
    cell.data_type = "s"
    if font:
        cell.font = font
    return cell

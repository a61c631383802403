"""Workbooks made for tests: good ones, and ones that are out to hurt."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import Workbook

FILES = Path(__file__).parent / "files"
KNOWN = {"companyname", "email", "city", "customernumber"}
_SHEET = "xl/worksheets/sheet1.xml"


def workbook(rows: list[list[Any]], change: Callable[[Workbook], None] | None = None) -> bytes:
    """Return an XLSX of these rows, changed further if asked."""
    made = Workbook()
    assert made.active is not None
    for row in rows:
        made.active.append(row)
    if change:
        change(made)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def repacked(content: bytes, **parts: bytes) -> bytes:
    """Return an XLSX with some of its parts replaced or added; `sheet` stands for the first sheet."""
    new = {{"sheet": _SHEET}.get(name, name): data for name, data in parts.items()}
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for info in old.infolist():
            if info.filename not in new:
                packed.writestr(info, old.read(info))
        for name, data in new.items():
            packed.writestr(name, data)
    return file.getvalue()


def sheet_xml(cells: bytes) -> bytes:
    """Return a sheet's part around rows as XML."""
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<worksheet xmlns="' + space + b'"><sheetData>' + cells + b"</sheetData></worksheet>"


GOOD = workbook([["Company name", "Email"], ["Bar", "bar@example.com"]])


def far_cell() -> bytes:
    return repacked(GOOD, sheet=sheet_xml(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))


def wide_cell() -> bytes:
    return repacked(GOOD, sheet=sheet_xml(b'<row r="1"><c r="XFD1"><v>1</v></c></row>'))


def bomb() -> bytes:
    return repacked(GOOD, sheet=sheet_xml(b" " * 120_000_000))


def one_giant_text() -> bytes:
    text = b"<t>" + b"A" * 90_000_000 + b"</t>"
    return repacked(
        GOOD, sheet=sheet_xml(b'<row r="1"><c r="A1" t="inlineStr"><is>' + text + b"</is></c></row>")
    )


def many_rows(count: int) -> bytes:
    row = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>Bar %d</t></is></c></row>'
    return repacked(GOOD, sheet=sheet_xml(b"".join(row % (n, n, n) for n in range(1, count + 1))))


def entities() -> bytes:
    return repacked(GOOD, sheet=b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + sheet_xml(b""))


def with_macros() -> bytes:
    return repacked(GOOD, **{"xl/vbaProject.bin": b"macro"})


def many_parts() -> bytes:
    return repacked(GOOD, **{f"xl/media/{n}.png": b"x" for n in range(300)})

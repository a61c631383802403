"""Cells in which the spreadsheet shows a mistake (#REF!, #N/A); the reader of workbooks gives them as empty."""

import io
import posixpath
import re
import zipfile
from xml.etree import ElementTree as ET

from wholesale.sheets.reading.container import column_number

# What a spreadsheet shows instead of a value it cannot work out.
MISTAKES = frozenset(
    {
        "#NULL!",
        "#DIV/0!",
        "#VALUE!",
        "#REF!",
        "#NAME?",
        "#NUM!",
        "#N/A",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#GETTING_DATA",
    }
)
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/>])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_IS_MISTAKE = re.compile(rb"""\bt=["']e["']""")
_PLACE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]{1,40})<")
_BOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def mistakes_in(content: bytes, sheet: str) -> dict[tuple[int, int], str]:
    """Return what the cells show that hold a mistake, by row and column from nought.

    The file has been looked into before (container.py): it holds no entities and unpacks to what fits.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        path = _part_of(packed, sheet) if {_BOOK, _LINKS} <= set(packed.namelist()) else ""
        xml = packed.read(path) if path in packed.namelist() else b""
    if not _IS_MISTAKE.search(xml):
        return {}
    found = {}
    for cell in _CELL.finditer(xml):
        place, value = _PLACE.search(cell[1]), _VALUE.search(cell[2])
        if place and value and _IS_MISTAKE.search(cell[1]):
            found[int(place[2]) - 1, column_number(place[1]) - 1] = value[1].decode(errors="replace")
    return found


def _part_of(packed: zipfile.ZipFile, sheet: str) -> str:
    book = ET.fromstring(packed.read(_BOOK))  # noqa: S314 - no entities in it
    links = ET.fromstring(packed.read(_LINKS))  # noqa: S314
    targets = {link.get("Id", ""): link.get("Target", "") for link in links}
    for each in book.iter():
        if each.tag.endswith("}sheet") and each.get("name") == sheet:
            target = targets.get(each.get(_RELATION, ""), "")
            return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    return ""

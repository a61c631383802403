"""The process that reads one file: limits on itself first, then the bytes of stdin, then one JSON to stdout.

First line of stdin: `{"name", "known", "sheet", "header_row"}`; the file follows.
"""

import json
import resource
import sys
from pathlib import PurePath
from typing import Any

from wholesale.sheets.reading import limits
from wholesale.sheets.reading.container import check_ole, kind_of
from wholesale.sheets.reading.delimited import read_delimited
from wholesale.sheets.reading.refusals import Unreadable
from wholesale.sheets.reading.table import Row, table_of
from wholesale.sheets.reading.workbook import read_workbook

TEXT_ENDINGS, WORKBOOK_ENDINGS = {".csv", ".tsv", ".txt"}, {".xlsx"}


def read(
    content: bytes, *, name: str, known: list[str], sheet: str = "", header_row: int = 0
) -> dict[str, Any]:
    """Return the table of a file, and what its copy needs to look like it.

    Raises: Unreadable.
    """
    kind, ending = kind_of(content), PurePath(name.casefold()).suffix
    _check_kind(content, kind, ending)
    rows: list[Row]
    if kind == "zip":
        chosen, sheets, rows = read_workbook(content, known, sheet=sheet)
        found: dict[str, Any] = {"format": "xlsx", "sheet": chosen, "sheets": sheets}
    else:
        encoding, separator, rows = read_delimited(content, known)
        found = {"format": "csv", "encoding": encoding, "separator": separator, "sheet": "", "sheets": []}
    table = table_of(rows, known, header_row=header_row)
    return found | {"headings": table.headings, "header_row": table.header_row, "rows": table.rows}


def _check_kind(content: bytes, kind: str, ending: str) -> None:
    """Refuse what is no sheet, and a name that says something else than the content."""
    if not content.strip():
        raise Unreadable("empty")
    if kind == "ole":
        check_ole(content)
    if kind == "binary":
        raise Unreadable("not_a_sheet")
    if kind == "zip" and ending in TEXT_ENDINGS:
        raise Unreadable("named_text", ending=ending)
    if kind == "text" and ending not in TEXT_ENDINGS:
        raise Unreadable("named_workbook" if ending.startswith(".xl") else "not_a_sheet", ending=ending)


def main() -> None:
    """Answer `{"ok": …}` or `{"refused": code, "values": …}`."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY_BYTES, limits.MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CPU_SECONDS, limits.CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    options = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    try:
        answer: dict[str, Any] = {"ok": read(content, **options)}
    except Unreadable as error:
        answer = {"refused": error.code, "values": error.values}
    except MemoryError:
        answer = {"refused": "too_much_text", "values": {}}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(json.dumps(answer | {"peak": peak}, ensure_ascii=False))


if __name__ == "__main__":
    main()

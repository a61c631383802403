"""Have a file read by a process of its own, which may use so much memory and time and no more (SPEC.md B2)."""

import json
import subprocess
import sys
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from wholesale.sheets.errors import SheetRefused
from wholesale.sheets.reading import limits


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's table as text, and what a copy of it needs to look like it. `rows` are (number, cells)."""

    format: str
    headings: list[str]
    header_row: int
    rows: list[tuple[int, list[str]]]
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    encoding: str = ""
    separator: str = ""
    peak_kilobytes: int = 0


def read_sheet(
    content: bytes, *, name: str, known: Collection[str], sheet: str = "", header_row: int = 0
) -> Sheet:
    """Return the table in a file.

    Args:
        known: heading keys (reading.values.heading_key) by which the header is found.
        sheet: the one to read, header_row: its header, where a person has said so.
    Raises: SheetRefused, within seconds, whatever the file is.
    """
    if len(content) > limits.FILE_BYTES:
        raise SheetRefused("too_big")
    options = {"name": name, "known": sorted(known), "sheet": sheet, "header_row": header_row}
    answer = _answer(json.dumps(options).encode() + b"\n" + content)
    if refused := answer.get("refused"):
        raise SheetRefused(refused, answer["values"])
    found = answer["ok"]
    rows = [(number, cells) for number, cells in found.pop("rows")]
    sheets = tuple(found.pop("sheets"))
    return Sheet(**found, rows=rows, sheets=sheets, peak_kilobytes=answer["peak"])


def _answer(question: bytes) -> dict[str, Any]:
    """Ask the child. It gets no secrets along, and is killed when its time is up."""
    command = [sys.executable, "-m", "wholesale.sheets.reading.child"]
    env = {"PYTHONPATH": str(settings.BASE_DIR), "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command,
            input=question,
            capture_output=True,
            timeout=limits.WALL_SECONDS,
            env=env,
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SheetRefused("too_slow") from error
    if done.returncode:  # ended by one of its limits: memory aborts, time kills
        raise SheetRefused("too_slow" if done.returncode in (-24, -9) else "too_much_text")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer

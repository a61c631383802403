"""An import from beginning to end without a person between: for commands. The steps are those of the pages."""

import time
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization
from wholesale.sheets import queries
from wholesale.sheets.columns import IGNORED
from wholesale.sheets.enums import ImportMode, ImportState
from wholesale.sheets.errors import MappingRefused, SheetFailed
from wholesale.sheets.models import SheetImport
from wholesale.sheets.services import confirm_import, discard_import, map_columns, start_import, work_on

WHOLE_HOUR = 3600.0


def import_file(
    *,
    organization: Organization,
    side: Side,
    kind: str,
    name: str,
    content: bytes,
    columns: Mapping[str, str],
    mode: ImportMode | None,
) -> dict[str, Any]:
    """Return what each row does, or with a mode has done.

    Runs in the company's context, in transactions of its own; nothing of the file is kept.

    Args:
        columns: heading to column, where a heading is not known; what stays unknown is left out.
        mode: None to look only.
    Raises: SheetFailed, SheetRefused, MappingRefused.
    """
    made = start_import(organization=organization, side=side, kind=kind, name=name, content=content, by=None)
    try:
        _advance(made)
        if made.state == ImportState.MAPPING:
            map_columns(sheet_import=made, chosen=_chosen(made, columns))
            _advance(made)
        if mode is not None:
            _confirm(made, mode)
        return _answer(made, is_written=mode is not None and made.state == ImportState.DONE)
    finally:
        discard_import(sheet_import=made)


def _advance(made: SheetImport) -> None:
    """Work until a person would be asked; another worker may hold it, or do it meanwhile."""
    until = time.monotonic() + WHOLE_HOUR
    while time.monotonic() < until:
        work_on(made.pk, seconds=WHOLE_HOUR)
        with transaction.atomic():
            made.refresh_from_db()
        if not made.is_busy:
            break
        time.sleep(0.2)
    if made.state == ImportState.FAILED:
        raise SheetFailed(made.message)


def _confirm(made: SheetImport, mode: ImportMode) -> None:
    try:
        confirm_import(sheet_import=made, mode=mode, by=None)
    except MappingRefused:  # all or nothing, and a row is refused: the answer says which
        return
    _advance(made)


def _chosen(made: SheetImport, columns: Mapping[str, str]) -> list[str]:
    return [
        columns.get(heading, "") or key or IGNORED
        for heading, key in zip(made.headings, made.mapping, strict=True)
    ]


@transaction.atomic
def _answer(made: SheetImport, *, is_written: bool) -> dict[str, Any]:
    rows = queries.rows_of(made).values_list("number", "verdict", "tag", "reasons")
    left_out = [h for h, key in zip(made.headings, made.mapping, strict=True) if key == IGNORED and h]
    return {
        "file": made.file_name,
        "sheet": made.sheet,
        "header_row": made.header_row,
        "columns": dict(zip(made.headings, made.mapping, strict=True)),
        "left_out": left_out,
        "written": is_written,
        **queries.verdict_counts(made),
        "rows": [
            {"row": number, "verdict": verdict, "tag": tag, "reasons": reasons}
            for number, verdict, tag, reasons in rows.iterator(chunk_size=5000)
        ],
    }

"""Rows of a file, written and noted in one statement each."""

import json
from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from wholesale.sheets.importables import Verdict
from wholesale.sheets.models import SheetFile, SheetImport, SheetRow
from wholesale.tenancy.models import uuid7

_INSERT = """
INSERT INTO sheets_sheetrow
  (id, organization_id, sheet_import_id, number, cells, verdict, tag, reasons)
SELECT r.id, %s, %s, r.n, r.c, '', '', '[]'
FROM jsonb_to_recordset(%s::jsonb) AS r(id uuid, n integer, c jsonb)
"""
_NOTE = """
UPDATE sheets_sheetrow SET verdict = r.v, tag = r.t, reasons = r.w, subject = r.s
FROM jsonb_to_recordset(%s::jsonb) AS r(id uuid, v text, t text, w jsonb, s uuid) WHERE sheets_sheetrow.id = r.id
"""
_AT_ONCE = 5000


def replace_rows(sheet_import: SheetImport, rows: Sequence[tuple[int, list[str]]]) -> None:
    """Keep these rows of a file instead of what was kept."""
    SheetRow.objects.filter(sheet_import=sheet_import).delete()
    for start in range(0, len(rows), _AT_ONCE):
        piece = [
            {"id": str(uuid7()), "n": number, "c": cells} for number, cells in rows[start : start + _AT_ONCE]
        ]
        with connection.cursor() as cursor:
            cursor.execute(_INSERT, [sheet_import.organization_id, sheet_import.pk, json.dumps(piece)])


def note_verdicts(rows: Sequence[SheetRow], verdicts: Sequence[Verdict]) -> None:
    """Note what is said of rows."""
    piece = [
        {
            "id": str(row.pk),
            "v": verdict.kind,
            "t": verdict.tag,
            "w": list(verdict.reasons),
            "s": str(verdict.subject) if verdict.subject else None,
        }
        for row, verdict in zip(rows, verdicts, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, [json.dumps(piece)])


def delete_imports(ids: Sequence[UUID]) -> int:
    """Delete imports with all that hangs on them; those of another company stay."""
    SheetRow.objects.filter(sheet_import__in=ids).delete()
    SheetFile.objects.filter(sheet_import__in=ids).delete()
    return SheetImport.objects.filter(pk__in=ids).delete()[0]

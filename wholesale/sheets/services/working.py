"""What a worker does for an import: read, check, write, some rows at a time.

Each piece is one transaction that locks the import, works on the next rows and notes them. A worker killed at
any point leaves no half piece and no lock behind, and whoever comes next goes on where the notes end (B5).
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wholesale.sheets import lines, queries
from wholesale.sheets.columns import guessed_mapping
from wholesale.sheets.emails import LONG, queue_import_finished
from wholesale.sheets.enums import ImportMode, ImportState, VerdictKind
from wholesale.sheets.errors import MappingRefused, SheetRefused
from wholesale.sheets.importables import Importable, Line, Verdict, importable, known_headings
from wholesale.sheets.models import SheetImport, SheetRow
from wholesale.sheets.reader import Sheet, read_sheet
from wholesale.sheets.services import storing
from wholesale.sheets.services.asking import check_mapping, move_on

CHUNK_ROWS = 1000
ATTEMPTS = 5
KEPT = timedelta(days=30)

log = logging.getLogger(__name__)


class _Refused(Exception):
    """A row was refused although all or nothing was asked: take everything back."""


def work_on(import_id: UUID, *, seconds: float = 60) -> None:
    """Bring an import as far as it comes without a person, or until the time is up.

    Runs in the context of the company that it belongs to; each piece is a transaction of its own.

    Locks: the import, skipping one that another worker holds.
    """
    until, doubles = time.monotonic() + seconds, lines.Doubles()
    while time.monotonic() < until and _try_piece(partial(_work, import_id, doubles), import_id):
        pass


def _try_piece(work: Callable[[], bool], import_id: UUID) -> bool:
    """Do a piece; if it fails, note that, and give up the import when it failed too often."""
    try:
        with transaction.atomic():
            _plan_each_anew()
            return work()
    except DatabaseError as error:
        log.warning("import %s: %s", import_id, error)
        return _note_failure(import_id)
    except Exception:
        log.exception("import %s failed", import_id)
        return _note_failure(import_id)


def _plan_each_anew() -> None:
    """Have statements planned with their values in sight, until the transaction ends.

    A prepared one compares each of a supplier's rows with a thousand keys one after the other; one that sees them
    hashes them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_custom_plan")


def _work(import_id: UUID, doubles: lines.Doubles) -> bool:
    sheet_import = queries.take_busy_import(import_id)
    if sheet_import is None:
        return False
    with translation.override(sheet_import.language):
        _STEPS[ImportState(sheet_import.state)](sheet_import, doubles)
    return True


def _read(sheet_import: SheetImport, _doubles: lines.Doubles) -> None:
    known = known_headings(sheet_import.kind)
    try:
        sheet = read_sheet(
            bytes(sheet_import.file.content),
            name=sheet_import.file_name,
            known=known.keys(),
            sheet=sheet_import.sheet,
            header_row=sheet_import.header_row,
        )
    except SheetRefused as error:
        move_on(sheet_import, ImportState.FAILED, error.message)
        return
    _keep(sheet_import, sheet, guessed_mapping(sheet.headings, known))
    is_understood = all(sheet_import.mapping) and not _faults(sheet_import)
    move_on(sheet_import, ImportState.CHECKING if is_understood else ImportState.MAPPING)


def _keep(sheet_import: SheetImport, sheet: Sheet, mapping: list[str]) -> None:
    storing.replace_rows(sheet_import, sheet.rows)
    sheet_import.format, sheet_import.separator = sheet.format, sheet.separator
    sheet_import.sheet, sheet_import.sheets = sheet.sheet[:120], list(sheet.sheets)
    sheet_import.header_row, sheet_import.headings = sheet.header_row, sheet.headings
    sheet_import.total_rows = len(sheet.rows)
    sheet_import.mapping = mapping


def _faults(sheet_import: SheetImport) -> str:
    try:
        check_mapping(sheet_import, sheet_import.mapping)
    except MappingRefused as error:
        return error.message
    return ""


def _check(sheet_import: SheetImport, doubles: lines.Doubles) -> None:
    kind = importable(sheet_import.kind)
    _note_piece(
        sheet_import,
        doubles,
        partial(
            kind.check, sheet_import.organization, by=sheet_import.author, represents=sheet_import.represents
        ),
    )
    if sheet_import.done_rows >= sheet_import.total_rows:
        move_on(sheet_import, ImportState.PREVIEWED, sheet_import.message)


def _write(sheet_import: SheetImport, doubles: lines.Doubles) -> None:
    kind = importable(sheet_import.kind)
    if sheet_import.mode == ImportMode.ALL_OR_NOTHING:
        _write_all(sheet_import, doubles, kind)
        return
    _note_piece(
        sheet_import,
        doubles,
        partial(
            kind.write, sheet_import.organization, by=sheet_import.author, represents=sheet_import.represents
        ),
    )
    if sheet_import.done_rows >= sheet_import.total_rows:
        _end(sheet_import, ImportState.DONE)


def _write_all(sheet_import: SheetImport, doubles: lines.Doubles, kind: Importable) -> None:
    """Write every row in this one transaction, or none if one of them has become refused since the preview."""
    write = partial(
        kind.write, sheet_import.organization, by=sheet_import.author, represents=sheet_import.represents
    )
    try:
        with transaction.atomic():
            while sheet_import.done_rows < sheet_import.total_rows:
                if any(
                    verdict.kind == VerdictKind.REFUSED
                    for verdict in _note_piece(sheet_import, doubles, write)
                ):
                    raise _Refused  # noqa: TRY301 - out of the transaction
    except _Refused:
        words = _("A row is refused by now. Nothing was written; look at the rows again.")
        _end(sheet_import, ImportState.CHECKING, words)
        return
    _end(sheet_import, ImportState.DONE)


def _end(sheet_import: SheetImport, state: ImportState, message: str = "") -> None:
    """Bring an import on; if it was writing for long, tell whoever began it."""
    was_writing, since = sheet_import.state == ImportState.RUNNING, sheet_import.step_at
    move_on(sheet_import, state, message)
    if was_writing and sheet_import.step_at - since >= LONG:
        queue_import_finished(sheet_import)


def _note_piece(
    sheet_import: SheetImport, doubles: lines.Doubles, judge: Callable[[Sequence[Line]], list[Verdict]]
) -> list[Verdict]:
    """Judge the next rows: those that can be understood by the kind, the others by themselves."""
    rows = list(queries.rows_of(sheet_import).filter(verdict="")[:CHUNK_ROWS])
    made = {row.number: lines.line_of(row, sheet_import) for row in rows}
    verdicts = {number: lines.fault_of(line, sheet_import, doubles) for number, line in made.items()}
    good = [made[number].line for number, verdict in verdicts.items() if verdict is None]
    judged = dict(zip((line.number for line in good), judge(good) if good else [], strict=True))
    said = [judged[row.number] if row.number in judged else verdicts[row.number] for row in rows]
    final = [
        _as_previewed(row, verdict) for row, verdict in zip(rows, said, strict=True) if verdict is not None
    ]
    storing.note_verdicts(rows, final)
    sheet_import.done_rows += len(rows)
    sheet_import.attempts = 0
    sheet_import.save(update_fields=["done_rows", "attempts"])
    return final


def _as_previewed(row: SheetRow, verdict: Verdict) -> Verdict:
    """Keep what the preview said of a new row that it has looked at apart."""
    if row.tag and verdict.kind == VerdictKind.CREATE:
        return replace(verdict, tag=row.tag, reasons=tuple(row.reasons), subject=row.subject)
    return verdict


def _note_failure(import_id: UUID) -> bool:
    with transaction.atomic():
        sheet_import = queries.take_busy_import(import_id)
        if sheet_import is None:
            return False
        sheet_import.attempts += 1
        if sheet_import.attempts < ATTEMPTS:
            sheet_import.save(update_fields=["attempts"])
            return sheet_import.attempts < 3  # the rest waits for the sweep
        done = sheet_import.done_rows if sheet_import.state == ImportState.RUNNING else 0
        with translation.override(sheet_import.language):
            words = ngettext(
                "Something went wrong on our side. %(n)s row was imported before; choose the file again to go on.",
                "Something went wrong on our side. %(n)s rows were imported before; choose the file again to go on.",
                done,
            )
            _end(sheet_import, ImportState.FAILED, words % {"n": done})
        return False


@transaction.atomic
def discard_import(*, sheet_import: SheetImport) -> None:
    """Forget an import with its file and rows; what it has written stays."""
    storing.delete_imports([sheet_import.pk])


def forget_imports() -> int:
    """Delete a company's imports of more than 30 days ago, with files and rows; return how many."""
    old = queries.old_imports(timezone.now() - KEPT)
    return storing.delete_imports(old)


_STEPS = {ImportState.READING: _read, ImportState.CHECKING: _check, ImportState.RUNNING: _write}

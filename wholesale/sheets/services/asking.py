"""What a person asks of an import: begin, say what its columns are, confirm, cancel."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from wholesale.accounts.models import User
from wholesale.audit.services import record_change
from wholesale.mail.wake import wake
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization
from wholesale.sheets import queries
from wholesale.sheets.columns import IGNORED
from wholesale.sheets.enums import NEXT_STATES, ImportMode, ImportState, VerdictKind
from wholesale.sheets.errors import ImportNotReady, MappingRefused, SheetRefused
from wholesale.sheets.importables import importable
from wholesale.sheets.models import SheetFile, SheetImport
from wholesale.sheets.reading import limits

TASK = "sheets.work"


@transaction.atomic
def start_import(  # noqa: PLR0913 - an import has that many parts, and each caller names them
    *,
    organization: Organization,
    side: Side,
    kind: str,
    name: str,
    content: bytes,
    by: User | None,
    represents: UUID | None = None,
    given: Mapping[str, str] | None = None,
) -> SheetImport:
    """Keep a file and have it read; a worker does, or whoever calls work_on.

    Args:
        represents: who asks, if they see their own customers alone.
        given: column to value, for the rows that do not say it themselves.
    Raises: SheetRefused if it is too big or empty; then nothing is written.
    Source: C9.
    """
    if len(content) > limits.FILE_BYTES:
        raise SheetRefused("too_big")
    if not content:
        raise SheetRefused("empty")
    made = SheetImport.objects.create(
        organization=organization,
        side=side,
        kind=kind,
        by=by,
        represents=represents,
        by_name=str(by)[:120] if by else "",
        language=(translation.get_language() or organization.language)[:2],
        file_name=name.replace("\x00", "")[-200:] or "?",
        given=dict(given or {}),
    )
    SheetFile.objects.create(organization=organization, sheet_import=made, content=content)
    _wake()
    return made


@transaction.atomic
def map_columns(*, sheet_import: SheetImport, chosen: Sequence[str]) -> SheetImport:
    """Say for each heading which column it is, and have the rows checked.

    Args:
        chosen: column keys in the order of the headings; IGNORED or nothing leaves one out.
    Locks:  the import.
    Raises: MappingRefused, ImportNotReady; then nothing is written.
    """
    locked = queries.lock_import(sheet_import.pk)
    check_mapping(locked, chosen)
    locked.mapping = [key or IGNORED for key in chosen]
    move_on(locked, ImportState.CHECKING)
    _wake()
    return locked


@transaction.atomic
def choose_table(*, sheet_import: SheetImport, sheet: str, header_row: int) -> SheetImport:
    """Read the file again: another sheet, or another row as its header.

    Locks:  the import.
    Raises: ImportNotReady.
    """
    locked = queries.lock_import(sheet_import.pk)
    locked.sheet, locked.header_row, locked.mapping = sheet[:120], header_row, []
    move_on(locked, ImportState.READING)
    _wake()
    return locked


@transaction.atomic
def confirm_import(*, sheet_import: SheetImport, mode: ImportMode, by: User | None) -> SheetImport:
    """Have what was previewed written.

    Locks:  the import.
    Raises: ImportNotReady; MappingRefused if all or nothing was asked and a row is refused.
    """
    locked = queries.lock_import(sheet_import.pk)
    refused = queries.verdict_counts(locked)[VerdictKind.REFUSED]
    if mode == ImportMode.ALL_OR_NOTHING and refused:
        raise MappingRefused(_("Some rows are refused: mend them in the file, or import the good rows only."))
    locked.mode = mode
    move_on(locked, ImportState.RUNNING)
    record_change(
        organization_id=locked.organization_id,
        by=by,
        verb="import_confirmed",
        subject=locked,
        subject_name=locked.file_name,
        after={"mode": mode.value, "rows": locked.total_rows},
    )
    _wake()
    return locked


@transaction.atomic
def cancel_import(*, sheet_import: SheetImport) -> SheetImport:
    """Leave an import before it writes; the file is forgotten with the others.

    Locks:  the import.
    Raises: ImportNotReady once it runs.
    """
    locked = queries.lock_import(sheet_import.pk)
    move_on(locked, ImportState.CANCELLED)
    return locked


def check_mapping(sheet_import: SheetImport, chosen: Sequence[str]) -> None:
    """Refuse a mapping that names a column twice or not at all, or by which no row is told from another."""
    columns = {column.key: column for column in importable(sheet_import.kind).columns}
    used = [key for key in chosen if key and key != IGNORED]
    if len(chosen) != len(sheet_import.headings) or not set(used) <= columns.keys():
        raise MappingRefused(_("Choose a column for each heading, or leave it out."))
    twice = next((key for key in used if used.count(key) > 1), None)
    if twice:
        raise MappingRefused(_("“%(name)s” is chosen twice.") % {"name": columns[twice].label})
    if words := importable(sheet_import.kind).missing_key(used):
        raise MappingRefused(words)


def move_on(sheet_import: SheetImport, state: ImportState, message: str = "") -> None:
    """Bring a locked import to its next state and save it; a step that begins has no row done."""
    if state not in NEXT_STATES[ImportState(sheet_import.state)]:
        raise ImportNotReady
    sheet_import.state, sheet_import.message = state, message
    sheet_import.step_at = timezone.now()
    sheet_import.attempts = 0
    if sheet_import.is_busy:
        sheet_import.done_rows = _reopen_rows(sheet_import)
    elif state in (ImportState.DONE, ImportState.FAILED, ImportState.CANCELLED):
        sheet_import.finished_at = timezone.now()
    sheet_import.save()


def _reopen_rows(sheet_import: SheetImport) -> int:
    """Take the verdicts back for the step that begins; what a preview refused stays refused. Return how many."""
    rows = queries.rows_of(sheet_import).exclude(verdict="")
    if sheet_import.state == ImportState.RUNNING:
        rows.exclude(verdict=VerdictKind.REFUSED).update(verdict="")
        return rows.count()
    rows.update(verdict="", tag="", reasons=[], subject=None)
    return 0


def _wake() -> None:
    transaction.on_commit(lambda: wake(TASK), robust=True)

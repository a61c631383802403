"""A ZIP of pictures, taken in by a worker: unpacked, then drawn and put one after the other (SPEC.md K1, B5).

Each step is one transaction that locks the import, does the next thing and notes it: a worker killed at any point
leaves no half picture, and whoever comes next goes on where the notes end.
"""

import logging
import time
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import DatabaseError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from catalogs import queries
from catalogs.emails import queue_pictures_imported
from catalogs.enums import PictureImportState, PictureRefusal, PictureVerdict
from catalogs.models import PictureArchive, PictureImport, PictureImportFile
from catalogs.services.picture_files import write_files
from catalogs.services.pictures import put_photo
from wholesale.accounts.models import User
from wholesale.audit.services import record_change
from wholesale.errors import DomainError
from wholesale.files import limits
from wholesale.files.archives import unpacked
from wholesale.files.errors import ArchiveRefused
from wholesale.files.pictures import drawn_photo
from wholesale.mail.wake import wake
from wholesale.organizations.models import Organization

TASK = "catalogs.pictures"
ATTEMPTS = 3
KEPT = timedelta(days=30)
LONG = timedelta(seconds=30)  # who has waited so long has turned to something else
_ZIP, _EMPTY_ZIP = b"PK\x03\x04", b"PK\x05\x06"

log = logging.getLogger(__name__)


@transaction.atomic
def start_picture_import(
    *, supplier: Organization, name: str, pieces: Iterable[bytes], by: User
) -> PictureImport:
    """Keep a ZIP of pictures, named by SKU, and have it taken in by a worker.

    Args:
        pieces: the file, some megabytes at a time.
    Raises: ArchiveRefused if it is no ZIP at first sight, or too big; then nothing is written.
    Source: SPEC.md K1.
    """
    made = PictureImport.objects.create(
        supplier=supplier,
        by=by,
        by_name=str(by)[:120],
        language=(translation.get_language() or supplier.language)[:2],
        file_name=name.replace("\x00", "")[-200:] or "?",
    )
    length = 0
    for number, piece in enumerate(pieces):
        length += len(piece)
        if length > limits.ARCHIVE_BYTES:
            raise ArchiveRefused("too_big")
        if not number and not piece.startswith(_ZIP):
            raise ArchiveRefused("nothing" if piece.startswith(_EMPTY_ZIP) else "not_a_zip")
        PictureArchive.objects.create(supplier=supplier, picture_import=made, number=number, content=piece)
    if not length:
        raise ArchiveRefused("not_a_zip")
    record_change(
        organization_id=supplier.pk,
        by=by,
        verb="pictures_imported",
        subject=made,
        subject_name=made.file_name,
        after={"megabytes": round(length / 1_000_000, 1)},
    )
    transaction.on_commit(lambda: wake(TASK), robust=True)
    return made


def work_on_pictures(import_id: UUID, *, seconds: float = 60) -> None:
    """Bring an import on by one step, and as far as it comes until the time is up; in the supplier's context.

    Locks: the import, skipping one that another worker holds; then the product of each picture.
    """
    until = time.monotonic() + seconds
    while _try_step(import_id) and time.monotonic() < until:
        pass


def forget_picture_imports() -> int:
    """Delete a supplier's imports of more than 30 days ago with what is noted of them; return how many."""
    return queries.old_picture_imports(timezone.now() - KEPT).delete()[0]


def _try_step(import_id: UUID) -> bool:
    """Do a step; tell whether there may be another. One that fails is tried again, later."""
    try:
        with transaction.atomic():
            return _step(import_id)
    except DatabaseError as error:
        log.warning("import of pictures %s: %s", import_id, error)
    except Exception:
        log.exception("import of pictures %s failed", import_id)
    with transaction.atomic():
        _note_failure(import_id)
    return False


def _step(import_id: UUID) -> bool:
    found = queries.take_picture_import(import_id)
    if found is None:
        return False
    with translation.override(found.language):
        if not queries.may_still_import(found):
            return _end(found, PictureImportState.FAILED, _("Whoever asked for this no longer may."))
        if found.state == PictureImportState.UNPACKING:
            return _unpack(found)
        waiting = queries.next_file(found)
        if waiting is None:
            return _end(found, PictureImportState.DONE)
        return _say(found, waiting, *_judged(found, waiting))


def _unpack(found: PictureImport) -> bool:
    try:
        with unpacked(queries.archive_pieces(found)) as files:
            found.total, found.done = write_files(found, files)
        if not found.total:
            raise ArchiveRefused("nothing")  # noqa: TRY301 - said as any other reason is
    except ArchiveRefused as error:
        return _end(found, PictureImportState.FAILED, error.message)
    PictureArchive.objects.filter(picture_import=found).delete()
    found.state, found.attempts, found.step_at = PictureImportState.RUNNING, 0, timezone.now()
    found.save(update_fields=["state", "total", "done", "attempts", "step_at"])
    return True


def _judged(found: PictureImport, waiting: PictureImportFile) -> tuple[PictureVerdict, str]:
    """Draw the next picture and put it where it belongs."""
    try:
        if waiting.product is None or waiting.content is None:
            raise LookupError("a file waits without its product or its bytes")
        photo = drawn_photo(bytes(waiting.content))
        is_new = put_photo(product=waiting.product, photo=photo, position=waiting.position, by=found.author)
    except DomainError as error:
        return PictureVerdict.REFUSED, error.message
    return (PictureVerdict.ADDED if is_new else PictureVerdict.UNCHANGED), ""


def _say(found: PictureImport, file: PictureImportFile, verdict: PictureVerdict, reason: str) -> bool:
    file.verdict, file.reason, file.content = verdict, reason[:240], None
    file.save(update_fields=["verdict", "reason", "content"])
    found.done, found.attempts, found.step_at = found.done + 1, 0, timezone.now()
    found.save(update_fields=["done", "attempts", "step_at"])
    return True


def _end(found: PictureImport, state: PictureImportState, words: str = "") -> bool:
    PictureArchive.objects.filter(picture_import=found).delete()
    PictureImportFile.objects.filter(picture_import=found, verdict="").update(
        verdict=PictureVerdict.REFUSED, reason=words[:240], content=None
    )
    found.state, found.message, found.ended_at = state, words[:240], timezone.now()
    found.save(update_fields=["state", "message", "ended_at"])
    if found.ended_at - found.created_at >= LONG:
        queue_pictures_imported(found)
    return False


def _note_failure(import_id: UUID) -> None:
    """Count a failed step; a file that fails too often is left out, a ZIP that does is given up."""
    found = queries.take_picture_import(import_id)
    if found is None:
        return
    found.attempts, found.step_at = found.attempts + 1, timezone.now()
    found.save(update_fields=["attempts", "step_at"])
    if found.attempts < ATTEMPTS:
        return
    with translation.override(found.language):
        waiting = queries.next_file(found)
        if waiting is not None:
            _say(found, waiting, PictureVerdict.REFUSED, str(PictureRefusal.OURS.label))
        else:
            _end(
                found,
                PictureImportState.FAILED,
                _("Something went wrong on our side. Choose the file again."),
            )

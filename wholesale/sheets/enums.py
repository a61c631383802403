"""Where an import stands, what may happen to it next, and what becomes of each row."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ImportState(models.TextChoices):
    """A step of an import; in the BUSY ones a worker has something to do."""

    READING = "reading", _("Reading the file")
    MAPPING = "mapping", _("Waiting for its columns")
    CHECKING = "checking", _("Checking its rows")
    PREVIEWED = "previewed", _("Waiting for you")
    RUNNING = "running", _("Importing")
    DONE = "done", pgettext_lazy("import", "Done")
    FAILED = "failed", _("Not readable")
    CANCELLED = "cancelled", pgettext_lazy("import", "Cancelled")

    @property
    def tone(self) -> str:
        """Return the colour of its badge."""
        return {
            "done": "ok",
            "failed": "bad",
            "cancelled": "idle",
            "mapping": "warn",
            "previewed": "warn",
        }.get(self.value, "info")


_S = ImportState
BUSY = frozenset({_S.READING, _S.CHECKING, _S.RUNNING})
NEXT_STATES: dict[ImportState, frozenset[ImportState]] = {
    _S.READING: frozenset({_S.MAPPING, _S.CHECKING, _S.FAILED, _S.CANCELLED}),
    _S.MAPPING: frozenset({_S.READING, _S.CHECKING, _S.CANCELLED}),
    _S.CHECKING: frozenset({_S.PREVIEWED, _S.FAILED, _S.CANCELLED}),
    _S.PREVIEWED: frozenset({_S.READING, _S.CHECKING, _S.RUNNING, _S.CANCELLED}),
    _S.RUNNING: frozenset({_S.DONE, _S.CHECKING, _S.FAILED}),
    _S.DONE: frozenset(),
    _S.FAILED: frozenset(),
    _S.CANCELLED: frozenset(),
}


class ImportMode(models.TextChoices):
    """What is written when some rows are refused."""

    GOOD_ROWS = "good_rows", _("Import the good rows, leave the refused ones out")
    ALL_OR_NOTHING = "all_or_nothing", _("All or nothing: if a row is refused, write none")


class VerdictKind(models.TextChoices):
    """What a row does, or has done."""

    CREATE = "create", pgettext_lazy("verdict", "Create")
    UPDATE = "update", pgettext_lazy("verdict", "Update")
    UNCHANGED = "unchanged", pgettext_lazy("verdict", "Unchanged")
    REFUSED = "refused", pgettext_lazy("verdict", "Refused")

    @property
    def tone(self) -> str:
        """Return the colour of its badge."""
        return {"create": "ok", "update": "info", "refused": "bad"}.get(self.value, "idle")


class RowTag(models.TextChoices):
    """What a preview lets one look at apart."""

    MATCHED = "matched", pgettext_lazy("verdict", "Matched")
    ALIKE = "alike", pgettext_lazy("verdict", "Name alike")

"""An import under way: the rows here are its state, whatever becomes of a worker (SPEC.md B5, C9)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from wholesale.accounts.models import User
from wholesale.sheets.enums import BUSY, ImportMode, ImportState, RowTag, VerdictKind
from wholesale.tenancy.declarations import Access, TenantReference
from wholesale.tenancy.models import organization_key, uuid_key
from wholesale.tenancy.roles import own_rows

OF_COMPANY: dict[str, Any] = {"own": "organization_id", "theirs": "organization_id"}


class SheetImport(models.Model):
    """One file on its way in. The app role reads it to find what is due; what the file says it does not see.

    `given` is column to value of what counts for every row that does not say it itself.
    `represents` is who asked, if they see their own customers alone (SPEC.md P3).
    """

    id = uuid_key()
    organization = organization_key()
    side = models.CharField(max_length=12)
    kind = models.CharField(max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    represents = models.UUIDField(null=True)
    by_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="en")
    file_name = models.CharField(max_length=200)
    format = models.CharField(max_length=4, blank=True)
    separator = models.CharField(max_length=1, blank=True)
    sheet = models.CharField(max_length=120, blank=True)
    sheets = models.JSONField(default=list)
    header_row = models.PositiveIntegerField(default=0)
    headings = models.JSONField(default=list)
    mapping = models.JSONField(default=list)
    given = models.JSONField(default=dict, db_default={})
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.READING)
    mode = models.CharField(max_length=16, choices=ImportMode, default=ImportMode.GOOD_ROWS)
    total_rows = models.PositiveIntegerField(default=0)
    done_rows = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    message = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    step_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "id"], name="sheet_import_of_company"),
            Access(
                name="sheet_import_access",
                app="select",
                supplier="select, insert, update, delete",
                rows=own_rows(),
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "-created_at"], name="sheet_import_recent"),
            models.Index(
                fields=["step_at"], condition=models.Q(state__in=sorted(BUSY)), name="sheet_import_due"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def standing(self) -> ImportState:
        """Return the state as it shows: with its word and colour."""
        return ImportState(self.state)

    @property
    def author(self) -> User | None:
        """Return who asked, by id and name: no side may read the table of people."""
        return User(pk=self.by_id, name=self.by_name) if self.by_id else None

    @property
    def is_busy(self) -> bool:
        """Tell whether a worker has something to do."""
        return self.state in BUSY


class SheetFile(models.Model):
    """The file as it came."""

    id = uuid_key()
    organization = organization_key()
    sheet_import = models.OneToOneField(
        SheetImport, models.CASCADE, related_name="file", db_constraint=False, db_index=False
    )
    content = models.BinaryField()

    class Meta:
        constraints = [
            TenantReference(name="sheet_file_import", field="sheet_import", **OF_COMPANY),
            Access(name="sheet_file_access", supplier="select, insert, delete", rows=own_rows()),
        ]
        indexes = [models.Index(fields=["organization"], name="sheet_file_company")]


class SheetRow(models.Model):
    """A row of the file as text, and what is said of it.

    `subject` is what a preview has found the row to mean, in the words of its kind; what is confirmed is written.
    """

    id = uuid_key()
    organization = organization_key()
    sheet_import = models.ForeignKey(
        SheetImport, models.CASCADE, related_name="rows", db_constraint=False, db_index=False
    )
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    verdict = models.CharField(max_length=10, choices=VerdictKind, blank=True)
    tag = models.CharField(max_length=10, choices=RowTag, blank=True)
    reasons = models.JSONField(default=list)
    subject = models.UUIDField(null=True)

    class Meta:
        constraints = [
            TenantReference(name="sheet_row_import", field="sheet_import", **OF_COMPANY),
            Access(name="sheet_row_access", supplier="select, insert, update, delete", rows=own_rows()),
        ]
        indexes = [models.Index(fields=["sheet_import", "number"], name="sheet_row_number")]

    @property
    def standing(self) -> VerdictKind:
        """Return the verdict as it shows: with its word and colour."""
        return VerdictKind(self.verdict)

"""A ZIP of pictures on its way in: the rows here are its state, whatever becomes of a worker (SPEC.md B5)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from catalogs.enums import BUSY_IMPORTS, PictureImportState, PictureVerdict
from catalogs.models.catalogs import parted_key
from catalogs.models.products import Product
from wholesale.accounts.models import User
from wholesale.tenancy.declarations import Access, TenantKey, TenantReference
from wholesale.tenancy.models import TenantModel, tenant_key


class PictureImport(TenantModel):
    """One ZIP, and how far it has come. The app role reads it to find what is due, and nothing of what is in it."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    by_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5, default="en")
    file_name = models.CharField(max_length=200)
    state = models.CharField(max_length=9, choices=PictureImportState, default=PictureImportState.UNPACKING)
    message = models.CharField(max_length=240, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    step_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            TenantKey(name="picture_import_key"),
            Access(name="picture_import_access", app="select", supplier="select, insert, update, delete"),
        ]
        indexes = [
            models.Index(fields=["supplier", "-created_at"], name="picture_import_recent"),
            models.Index(
                fields=["step_at"], condition=Q(state__in=sorted(BUSY_IMPORTS)), name="picture_import_due"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def author(self) -> User:
        """Return who asked, by id and name: no side may read the table of people."""
        return User(pk=self.by_id, name=self.by_name)

    @property
    def standing(self) -> PictureImportState:
        """Return its state, with its word and colour."""
        return PictureImportState(self.state)

    @property
    def is_busy(self) -> bool:
        """Tell whether a worker has something to do."""
        return self.state in BUSY_IMPORTS


class PictureArchive(TenantModel):
    """A piece of the ZIP as it came, kept until it is unpacked."""

    picture_import = parted_key(PictureImport, related_name="pieces")
    number = models.PositiveSmallIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [
            TenantReference(name="picture_archive_import", field="picture_import", cascades=True),
            models.UniqueConstraint(
                fields=["supplier", "picture_import", "number"], name="picture_archive_once"
            ),
            Access(name="picture_archive_access", supplier="select, insert, delete"),
        ]


class PictureImportFile(TenantModel):
    """A file of a ZIP, whose picture it is to be and where, and what became of it; its bytes go with the verdict."""

    picture_import = parted_key(PictureImport, related_name="files")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    product = tenant_key(Product, null=True)
    position = models.PositiveSmallIntegerField(default=1)
    content = models.BinaryField(null=True)
    verdict = models.CharField(max_length=9, choices=PictureVerdict, blank=True)
    reason = models.CharField(max_length=240, blank=True)

    class Meta:
        constraints = [
            TenantReference(name="picture_import_file_import", field="picture_import", cascades=True),
            TenantReference(name="picture_import_file_product", field="product"),
            models.UniqueConstraint(
                fields=["supplier", "picture_import", "number"], name="picture_import_file_once"
            ),
            models.CheckConstraint(
                condition=Q(verdict="", product__isnull=False, content__isnull=False)
                | (~Q(verdict="") & Q(content__isnull=True)),
                name="picture_import_file_waits_or_is_said",
            ),
            Access(name="picture_import_file_access", supplier="select, insert, update, delete"),
        ]

    @property
    def standing(self) -> PictureVerdict:
        """Return the verdict, with its word and colour."""
        return PictureVerdict(self.verdict)

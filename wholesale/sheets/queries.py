"""Reads of imports, each from the company that asks."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.http import Http404

from wholesale.organizations.acting import Acting
from wholesale.sheets.enums import BUSY, VerdictKind
from wholesale.sheets.models import SheetImport, SheetRow

RECENT = 10


def imports_of(acting: Acting, kind: str) -> QuerySet[SheetImport]:
    """Return a company's imports of a kind, newest first; who sees own customers alone sees own imports alone."""
    found = SheetImport.objects.filter(organization=acting.organization, kind=kind)
    if acting.represents:
        found = found.filter(by=acting.represents)
    return found.order_by("-created_at", "-id")


def import_for_member(acting: Acting, kind: str, import_id: UUID) -> SheetImport:
    """Return this company's import; 404 for anyone else's, as if it did not exist."""
    try:
        return imports_of(acting, kind).select_related("organization").get(pk=import_id)
    except SheetImport.DoesNotExist as error:
        raise Http404 from error


def lock_import(import_id: UUID) -> SheetImport:
    """Lock an import until the transaction ends; a worker holds it while it works on some rows."""
    return SheetImport.objects.select_for_update().get(pk=import_id)


def take_busy_import(import_id: UUID) -> SheetImport | None:
    """Lock an import that has something to do; None if it has not, or if another worker is at it."""
    free = SheetImport.objects.select_for_update(of=("self",), skip_locked=True).select_related(
        "organization"
    )
    return free.filter(pk=import_id, state__in=BUSY).first()


def due_imports() -> list[dict[str, Any]]:
    """Return what has something to do, and for whom; runs as the app role."""
    columns = ("id", "organization_id", "side", "by_id", "step_at")
    return list(SheetImport.objects.filter(state__in=BUSY).order_by("step_at").values(*columns)[:50])


def old_imports(before: datetime) -> list[UUID]:
    """Return the ids of imports begun before a moment, of the company in whose context this runs."""
    return list(SheetImport.objects.filter(created_at__lt=before).values_list("id", flat=True))


def rows_of(sheet_import: SheetImport) -> QuerySet[SheetRow]:
    """Return the rows of a file, in its order."""
    return SheetRow.objects.filter(sheet_import=sheet_import).order_by("number")


def verdict_counts(sheet_import: SheetImport) -> dict[str, int]:
    """Return how many rows have which verdict; and which tag."""
    counted: Counter[str] = Counter({kind.value: 0 for kind in VerdictKind})
    groups = rows_of(sheet_import).order_by().values("verdict", "tag").annotate(n=Count("id"))
    for group in groups:
        for name in filter(None, (group["verdict"], group["tag"])):
            counted[name] += group["n"]
    return dict(counted)


def refused_rows(sheet_import: SheetImport) -> Iterator[list[str]]:
    """Yield the refused rows as they came, with the reasons in a last cell."""
    width = len(sheet_import.headings)
    refused = rows_of(sheet_import).filter(verdict=VerdictKind.REFUSED)
    for cells, reasons in refused.values_list("cells", "reasons").iterator(chunk_size=2000):
        yield [*(cells + [""] * width)[:width], " ".join(reasons)]


def samples_of(sheet_import: SheetImport, *, rows: int = 3) -> list[list[str]]:
    """Return for each column what stands in the first rows."""
    first = [cells for (cells,) in rows_of(sheet_import).values_list("cells")[:rows]]
    width = len(sheet_import.headings)
    return [[cells[at] for cells in first if at < len(cells) and cells[at]] for at in range(width)]


def companies_with_imports() -> list[tuple[UUID, str]]:
    """Return the companies that have imported, and under which hat; runs as the app role."""
    return list(SheetImport.objects.values_list("organization_id", "side").distinct())

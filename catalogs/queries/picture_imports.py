"""Reads of imports of pictures, each from the supplier that asks."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.db.models.functions import Upper
from django.http import Http404

from catalogs.enums import BUSY_IMPORTS, PictureVerdict
from catalogs.models import PictureArchive, PictureImport, PictureImportFile, Product
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Membership, Organization
from wholesale.organizations.roles import Permission, permissions_of

RECENT_IMPORTS = 10


def picture_imports_of(supplier: Organization) -> QuerySet[PictureImport]:
    """Return a supplier's imports of pictures."""
    return PictureImport.objects.filter(supplier=supplier)


def picture_import_for_member(supplier: Organization, import_id: UUID) -> PictureImport:
    """Return this supplier's import; 404 for anyone else's, as if it did not exist."""
    try:
        return picture_imports_of(supplier).get(pk=import_id)
    except PictureImport.DoesNotExist as error:
        raise Http404 from error


def take_picture_import(import_id: UUID) -> PictureImport | None:
    """Lock an import that has something left to do; None if it has not, or if another worker is at it."""
    free = PictureImport.objects.select_for_update(of=("self",), skip_locked=True).select_related("supplier")
    return free.filter(pk=import_id, state__in=BUSY_IMPORTS).first()


def may_still_import(found: PictureImport) -> bool:
    """Tell whether whoever asked is still a colleague who may edit products."""
    members = Membership.objects.filter(organization=found.supplier_id, user=found.by_id, guest_of=None)
    role = members.values_list("role", flat=True).first()
    return role is not None and Permission.MANAGE_PRODUCTS in permissions_of(Side.SELLING, role)


def due_picture_imports() -> list[dict[str, Any]]:
    """Return what has something to do, and for whom; runs as the app role."""
    busy = PictureImport.objects.filter(state__in=BUSY_IMPORTS).order_by("step_at")
    columns = ("id", "supplier_id", "by_id")
    return list(busy.values(*columns)[:50])


def suppliers_with_picture_imports() -> list[UUID]:
    """Return the suppliers that have imported pictures; runs as the app role."""
    return list(PictureImport.objects.values_list("supplier_id", flat=True).distinct())


def old_picture_imports(before: datetime) -> QuerySet[PictureImport]:
    """Return the imports begun before a moment, of the supplier in whose context this runs."""
    return PictureImport.objects.filter(created_at__lt=before)


def archive_pieces(found: PictureImport) -> Iterator[bytes]:
    """Yield the ZIP as it came, a piece in memory at a time."""
    numbers = PictureArchive.objects.filter(picture_import=found).order_by("number")
    for key in list(numbers.values_list("pk", flat=True)):
        yield bytes(PictureArchive.objects.values_list("content", flat=True).get(pk=key))


def files_of(found: PictureImport) -> QuerySet[PictureImportFile]:
    """Return the files of a ZIP, in its order; without their bytes."""
    files = PictureImportFile.objects.filter(supplier=found.supplier_id, picture_import=found)
    return files.order_by("number").defer("content")


def next_file(found: PictureImport) -> PictureImportFile | None:
    """Return the next file that nothing was said of, with its bytes and product; a product's first picture first."""
    waiting = PictureImportFile.objects.filter(supplier=found.supplier_id, picture_import=found, verdict="")
    return waiting.select_related("product").order_by("product_id", "position").first()


def picture_verdicts(found: PictureImport) -> dict[PictureVerdict, int]:
    """Return how many files have which verdict."""
    counted = Counter(
        {
            row["verdict"]: row["n"]
            for row in files_of(found).order_by().values("verdict").annotate(n=Count("id"))
        }
    )
    return {verdict: counted[verdict] for verdict in PictureVerdict}


def products_by_sku(supplier: Organization, skus: Iterable[str]) -> dict[str, list[UUID]]:
    """Return the products that each SKU may mean: those of exactly that spelling, else those of any letter case."""
    asked = set(skus)
    known = Product.objects.filter(supplier=supplier)
    found = {sku: [pk] for sku, pk in known.filter(sku__in=asked).values_list("sku", "pk")}
    by_upper: dict[str, list[UUID]] = {}
    left = {sku.upper() for sku in asked - found.keys()}
    alike = known.annotate(upper=Upper("sku")).filter(upper__in=left)
    for upper, pk in alike.values_list("upper", "pk"):
        by_upper.setdefault(upper, []).append(pk)
    return found | {sku: by_upper[sku.upper()] for sku in asked - found.keys() if sku.upper() in by_upper}

"""Catalogs: made, changed, filled, deleted (SPEC.md K4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from catalogs.days import begin_of, end_of, is_kept
from catalogs.errors import CatalogChangedMeanwhile, CatalogRefused
from catalogs.models import Catalog, CatalogProduct, Product
from catalogs.queries.catalogs import catalogs_of, lock_catalog
from wholesale.accounts.models import User
from wholesale.audit.services import difference, record_change
from wholesale.organizations.models import Organization

_MOST = 200  # a supplier has some ten; more would only be a mistake of a program


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogDetails:
    """What a catalog is called, whether all products are in it, and on which days it is shown."""

    name: str
    includes_all_products: bool = False
    first_day: date | None = None
    last_day: date | None = None

    def columns(self, time_zone: str) -> dict[str, Any]:
        """Return the columns, with the days as they begin and end in a time zone.

        Raises: CatalogRefused for a day that nobody can mean.
        """
        days = {"first_day": self.first_day, "last_day": self.last_day}
        if wrong := {name: _("Enter a valid date.") for name, day in days.items() if not is_kept(day)}:
            raise CatalogRefused(wrong)
        return {
            "name": self.name,
            "includes_all_products": self.includes_all_products,
            "opens_at": begin_of(self.first_day, time_zone),
            "closes_at": end_of(self.last_day, time_zone),
        }


@transaction.atomic
def create_catalog(*, supplier: Organization, details: CatalogDetails, by: User) -> Catalog:
    """Make a catalog; it is shared with nobody yet.

    Raises: CatalogRefused (the name is taken, in any letter case; the days are the wrong way round); then
        nothing is written.
    Source: SPEC.md K4.
    """
    if catalogs_of(supplier).count() >= _MOST:
        raise CatalogRefused({"name": _("There are %(n)s catalogs already.") % {"n": _MOST}})
    catalog = Catalog(supplier=supplier)
    _fill(catalog, details)
    record_catalog(catalog, by, "catalog_created", {}, _readable(details.columns(supplier.time_zone)))
    return catalog


@transaction.atomic
def edit_catalog(*, catalog: Catalog, details: CatalogDetails, version: int, by: User) -> Catalog:
    """Change a catalog, if nobody has since it was read.

    Locks:  the catalog.
    Raises: CatalogChangedMeanwhile, CatalogRefused; then nothing is written.
    Source: SPEC.md B4, K4.
    """
    catalog = lock_catalog(catalog)
    if catalog.version != version:
        raise CatalogChangedMeanwhile(catalog)
    wanted = details.columns(catalog.supplier.time_zone)
    before, after = difference({name: getattr(catalog, name) for name in wanted}, wanted)
    if not after:
        return catalog
    catalog.version += 1
    _fill(catalog, details)
    record_catalog(catalog, by, "catalog_changed", _readable(before), _readable(after))
    return catalog


@transaction.atomic
def delete_catalog(*, catalog: Catalog, by: User) -> None:
    """Delete a catalog with its shares; the products stay, and who saw them by it alone sees them no more.

    Locks:  the catalog.
    Source: SPEC.md K4.
    """
    catalog = lock_catalog(catalog)
    record_catalog(catalog, by, "catalog_deleted", {"name": catalog.name}, {})
    Catalog.objects.filter(supplier=catalog.supplier_id, pk=catalog.pk).delete()


@transaction.atomic
def put_products(*, catalog: Catalog, product_ids: Iterable[UUID], by: User) -> int:
    """Choose products for a catalog; those of anyone else are left out. Returns how many are new in it.

    Locks:  the catalog.
    Source: SPEC.md K4.
    """
    catalog = lock_catalog(catalog)
    wanted = Product.objects.filter(supplier=catalog.supplier_id, pk__in=list(product_ids))
    before = _chosen(catalog).count()
    CatalogProduct.objects.bulk_create(
        (
            CatalogProduct(supplier_id=catalog.supplier_id, catalog=catalog, product_id=product)
            for product in wanted.order_by("pk").values_list("pk", flat=True)
        ),
        ignore_conflicts=True,
    )
    return _record_count(catalog, before, by)


@transaction.atomic
def take_products(*, catalog: Catalog, product_ids: Iterable[UUID], by: User) -> int:
    """Take products out of a catalog. Returns how many were in it.

    Locks:  the catalog.
    Source: SPEC.md K4.
    """
    catalog = lock_catalog(catalog)
    before = _chosen(catalog).count()
    _chosen(catalog).filter(product__in=list(product_ids)).delete()
    return -_record_count(catalog, before, by)


def record_catalog(
    catalog: Catalog, by: User, verb: str, before: dict[str, Any], after: dict[str, Any]
) -> None:
    """Note a change of a catalog in its supplier's log."""
    record_change(
        organization_id=catalog.supplier_id,
        by=by,
        verb=verb,
        subject=catalog,
        subject_name=catalog.name,
        before=before,
        after=after,
    )


def _chosen(catalog: Catalog) -> QuerySet[CatalogProduct]:
    return CatalogProduct.objects.filter(supplier=catalog.supplier_id, catalog=catalog)


def _record_count(catalog: Catalog, before: int, by: User) -> int:
    """Note how many products are in a catalog now, and return how many more that is."""
    now = _chosen(catalog).count()
    if now != before:
        record_catalog(catalog, by, "catalog_products_changed", {"products": before}, {"products": now})
    return now - before


def _fill(catalog: Catalog, details: CatalogDetails) -> None:
    for name, value in details.columns(catalog.supplier.time_zone).items():
        setattr(catalog, name, value)
    if catalog.opens_at and catalog.closes_at and catalog.closes_at <= catalog.opens_at:
        raise CatalogRefused({"last_day": _("The last day is before the first.")})
    taken = CatalogRefused({"name": _("You have a catalog of this name already.")})
    others = catalogs_of(catalog.supplier).exclude(pk=catalog.pk)
    if others.filter(name__iexact=catalog.name).exists():
        raise taken
    try:
        with transaction.atomic():
            catalog.save()
    except IntegrityError as error:  # two people at once
        raise taken from error


def _readable(columns: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in columns.items()
    }

"""With whom a catalog is shared; whom that reaches then follows in the database (SPEC.md C1, K4)."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from catalogs.models import Catalog, CatalogShare
from catalogs.queries.catalogs import customers_without, lock_catalog, share_with
from catalogs.services.catalogs import record_catalog
from retailers.models import Customer, CustomerGroup, CustomerPrivate
from wholesale.accounts.models import User
from wholesale.audit.models import AuditEntry
from wholesale.audit.services import change_of

_AT_ONCE = 500


@transaction.atomic
def share_with_everyone(*, catalog: Catalog, by: User) -> Catalog:
    """Show a catalog to every active customer, those of tomorrow too.

    Locks:  the catalog.
    Source: SPEC.md K4.
    """
    return _switch(catalog, by, to_everyone=True)


@transaction.atomic
def keep_from_everyone(*, catalog: Catalog, by: User) -> Catalog:
    """Show a catalog to those alone that it is shared with one by one.

    Locks:  the catalog.
    Source: SPEC.md K4.
    """
    return _switch(catalog, by, to_everyone=False)


@transaction.atomic
def share_with_group(*, catalog: Catalog, group: CustomerGroup, by: User) -> None:
    """Show a catalog to whoever is in a group, now or later.

    Locks:  the catalog, then who is reached by the supplier's catalogs.
    Source: SPEC.md C18, K4.
    """
    catalog = lock_catalog(catalog)
    if _shares(catalog).filter(group=group).exists():
        return
    CatalogShare.objects.create(supplier_id=catalog.supplier_id, catalog=catalog, group=group)
    record_catalog(catalog, by, "catalog_shared", {}, {"group": group.name})


@transaction.atomic
def share_with_label(*, catalog: Catalog, label: str, by: User) -> None:
    """Show a catalog to whoever has a label, in any letter case, now or later.

    Locks:  the catalog, then who is reached by the supplier's catalogs.
    Source: SPEC.md K4.
    """
    catalog = lock_catalog(catalog)
    if _shares(catalog).filter(label__iexact=label).exists():
        return
    CatalogShare.objects.create(supplier_id=catalog.supplier_id, catalog=catalog, label=label)
    record_catalog(catalog, by, "catalog_shared", {}, {"label": label})


@transaction.atomic
def share_with_customers(*, catalog: Catalog, customer_ids: Iterable[UUID], by: User) -> set[UUID]:
    """Show a catalog to these customers. Returns those with which it was not shared by themselves before.

    Whoever calls has chosen among the customers that they see.

    Locks:  the catalog, then who is reached by the supplier's catalogs.
    Source: SPEC.md C1, K4.
    """
    catalog = lock_catalog(catalog)
    new = customers_without(catalog, customer_ids)
    CatalogShare.objects.bulk_create(
        (CatalogShare(supplier_id=catalog.supplier_id, catalog=catalog, customer_id=each) for each in new),
        batch_size=_AT_ONCE,
    )
    _record_customers(catalog, new, by, "catalog_shared_with_customer")
    return set(new)


@transaction.atomic
def unshare_with_customer(*, catalog: Catalog, customer: Customer, by: User) -> None:
    """End the share of a catalog with a customer itself; one with its groups, labels or everyone stays.

    Locks:  the catalog, then who is reached by the supplier's catalogs.
    Raises: Http404 where there is none.
    Source: SPEC.md K4.
    """
    end_share(share=share_with(catalog, customer=customer), by=by)


@transaction.atomic
def unshare_with_group(*, catalog: Catalog, group: CustomerGroup, by: User) -> None:
    """End the share of a catalog with a group; whoever is in it may see it in another way.

    Locks:  the catalog, then who is reached by the supplier's catalogs.
    Raises: Http404 where there is none.
    Source: SPEC.md C18, K4.
    """
    end_share(share=share_with(catalog, group=group), by=by)


@transaction.atomic
def end_share(*, share: CatalogShare, by: User) -> None:
    """End a share of a catalog, whoever it is with.

    Locks:  the catalog, then who is reached by the supplier's catalogs.
    Source: SPEC.md K4.
    """
    catalog = lock_catalog(share.catalog)
    _shares(catalog).filter(pk=share.pk).delete()
    if share.customer_id:
        _record_customers(catalog, [share.customer_id], by, "catalog_unshared_with_customer")
    else:
        was = {"group": share.group.name} if share.group else {"label": share.label}
        record_catalog(catalog, by, "catalog_unshared", was, {})


def _shares(catalog: Catalog) -> QuerySet[CatalogShare]:
    return CatalogShare.objects.filter(supplier=catalog.supplier_id, catalog=catalog)


def _switch(catalog: Catalog, by: User, *, to_everyone: bool) -> Catalog:
    catalog = lock_catalog(catalog)
    if catalog.shared_with_everyone == to_everyone:
        return catalog
    catalog.shared_with_everyone = to_everyone
    catalog.version += 1
    catalog.save(update_fields=["shared_with_everyone", "version"])
    change = {"shared_with_everyone": to_everyone}
    record_catalog(catalog, by, "catalog_changed", {"shared_with_everyone": not to_everyone}, change)
    return catalog


def _record_customers(catalog: Catalog, customer_ids: list[UUID], by: User, verb: str) -> None:
    """Note on each customer that a catalog is shared with it, or no longer, in one statement for each 500."""
    named = CustomerPrivate.objects.filter(supplier=catalog.supplier_id, customer__in=customer_ids)
    names = dict(named.values_list("customer_id", "display_name"))
    AuditEntry.objects.bulk_create(
        (
            change_of(
                organization_id=catalog.supplier_id,
                by=by,
                verb=verb,
                subject=Customer(pk=each),
                subject_name=names.get(each, ""),
                after={"catalog": catalog.name},
            )
            for each in customer_ids
        ),
        batch_size=_AT_ONCE,
    )

"""A supplier's catalogs: what is in them, and with whom they are shared."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower
from django.http import Http404

from catalogs.models import Catalog, CatalogProduct, CatalogShare, CustomerCatalog, Product
from catalogs.queries.products import products_of
from retailers.models import Customer, CustomerGroup, GroupMember
from wholesale.organizations.access import Acting
from wholesale.organizations.models import Organization


def catalogs_of(supplier: Organization) -> QuerySet[Catalog]:
    """Return a supplier's catalogs."""
    return Catalog.objects.filter(supplier=supplier)


def catalog_choices(supplier: Organization) -> list[tuple[str, str]]:
    """Return a supplier's catalogs to choose one from, by name."""
    return [(str(each.pk), each.name) for each in catalogs_of(supplier).order_by("name", "pk")]


def catalog_rows(supplier: Organization) -> QuerySet[Catalog]:
    """Return a supplier's catalogs with how much is in them and whom they are shared with, in one statement.

    `products` were chosen; `customers`, `groups` and `labels` count the shares; `reached` are the active
    customers that a share reaches, whoever sees them.
    """
    share = CatalogShare.objects.filter(catalog=OuterRef("pk"))
    reached = CustomerCatalog.objects.filter(catalog=OuterRef("pk"), customer__is_active=True)
    return (
        catalogs_of(supplier)
        .select_related("supplier")
        .annotate(
            products=_counted(CatalogProduct.objects.filter(catalog=OuterRef("pk"))),
            customers=_counted(share.filter(customer__isnull=False)),
            groups=_counted(share.filter(group__isnull=False)),
            labels=_counted(share.exclude(label="")),
            reached=_counted(reached),
        )
    )


def _counted(rows: QuerySet[CatalogProduct] | QuerySet[CatalogShare] | QuerySet[CustomerCatalog]) -> Coalesce:
    counts = rows.order_by().values("catalog").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)


def active_customer_count(supplier: Organization) -> int:
    """Return how many customers a catalog that is shared with everyone is shown to."""
    return Customer.objects.filter(supplier=supplier, is_active=True).count()


def catalog_for_supplier(supplier: Organization, catalog: UUID | str) -> Catalog:
    """Return this supplier's catalog, as catalog_rows has it; 404 for anyone else's, as if it did not exist."""
    try:
        return catalog_rows(supplier).get(pk=catalog)
    except (Catalog.DoesNotExist, ValidationError) as error:
        raise Http404 from error


def lock_catalog(catalog: Catalog) -> Catalog:
    """Lock a catalog until the transaction ends, and return it as it stands now."""
    rows = Catalog.objects.select_related("supplier").select_for_update(of=("self",))
    try:
        return rows.get(supplier=catalog.supplier_id, pk=catalog.pk)
    except Catalog.DoesNotExist as error:
        raise Http404 from error


def products_in(catalog: Catalog) -> QuerySet[Product]:
    """Return what is in a catalog, with `unit_price` on the default list."""
    products = products_of(catalog.supplier)
    return products if catalog.includes_all_products else products.filter(_is_chosen(catalog))


def products_to_choose(catalog: Catalog) -> QuerySet[Product]:
    """Return what is not chosen for a catalog yet, with `unit_price` on the default list."""
    return products_of(catalog.supplier).filter(~_is_chosen(catalog), is_active=True)


def _is_chosen(catalog: Catalog) -> Exists:
    chosen = CatalogProduct.objects.filter(supplier_id=catalog.supplier_id, catalog=catalog)
    return Exists(chosen.filter(product_id=OuterRef("pk")))


def shares_of(catalog: Catalog) -> QuerySet[CatalogShare]:
    """Return with whom a catalog is shared one by one: groups by their order, then labels, then customers."""
    shares = CatalogShare.objects.filter(supplier_id=catalog.supplier_id, catalog=catalog)
    named = F("customer__private__display_name").asc(nulls_first=True)
    return shares.select_related("group", "customer__private").order_by("group__rank", named, "label", "pk")


def shares_seen(acting: Acting, catalog: Catalog) -> QuerySet[CatalogShare]:
    """Return the shares of a catalog that this person sees: those with customers only as far as it sees those."""
    shares = shares_of(catalog)
    if acting.represents:
        shares = shares.filter(Q(customer=None) | Q(customer__private__representative=acting.represents))
    return shares


def share_of_catalog(acting: Acting, catalog: Catalog, share: UUID) -> CatalogShare:
    """Return one share of a catalog that this person sees; 404 for any other."""
    try:
        return shares_seen(acting, catalog).get(pk=share)
    except CatalogShare.DoesNotExist as error:
        raise Http404 from error


@dataclass(slots=True)
class Shown:
    """A catalog beside one customer or group: why it is shown, and the share of its very own, if there is one.

    Without a reason it is not shown.
    """

    catalog: Catalog
    everyone: bool = False
    groups: list[CustomerGroup] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    own: CatalogShare | None = None

    @property
    def has_reason(self) -> bool:
        """Tell whether it is shared with this customer in any way."""
        return bool(self.everyone or self.groups or self.labels or self.own)

    @property
    def is_shown(self) -> bool:
        """Tell whether the customer sees it today, once it is active."""
        return self.has_reason and self.catalog.is_open


def catalogs_beside_customer(customer: Customer) -> list[Shown]:
    """Return each of the supplier's catalogs, by name, with why this customer is shown it, in three statements."""
    member = GroupMember.objects.filter(supplier_id=customer.supplier_id, customer=customer)
    labels = [label.lower() for label in customer.private.labels]
    reaching = (
        Q(customer=customer)
        | Q(group__in=member.values("group"))
        | Q(low__in=labels, group=None, customer=None)
    )
    return _beside(customer.supplier, reaching)


def catalogs_beside_group(group: CustomerGroup) -> list[Shown]:
    """Return each of the supplier's catalogs, by name, with whether this group is shown it."""
    return _beside(group.supplier, Q(group=group))


def _beside(supplier: Organization, reaching: Q) -> list[Shown]:
    found = {
        row.pk: Shown(row, everyone=row.shared_with_everyone)
        for row in catalog_rows(supplier).order_by("name", "pk")
    }
    shares = CatalogShare.objects.filter(supplier=supplier).alias(low=Lower("label")).filter(reaching)
    for share in shares.select_related("group").order_by("group__rank", "label"):
        beside = found[share.catalog_id]
        if share.customer_id:
            beside.own = share
        elif share.group:
            beside.groups.append(share.group)
        else:
            beside.labels.append(share.label)
    return list(found.values())


def share_with(catalog: Catalog, **holder: Customer | CustomerGroup) -> CatalogShare:
    """Return the share of a catalog with this customer itself, or with this group; 404 where there is none."""
    try:
        return shares_of(catalog).get(**holder)
    except CatalogShare.DoesNotExist as error:
        raise Http404 from error


def customers_without(catalog: Catalog, customer_ids: Iterable[UUID]) -> list[UUID]:
    """Return those of the supplier's customers, among these, with which a catalog is not shared by themselves."""
    customers = Customer.objects.filter(supplier_id=catalog.supplier_id, pk__in=list(customer_ids))
    shared = CatalogShare.objects.filter(catalog=catalog, customer_id=OuterRef("pk"))
    return list(customers.exclude(Exists(shared)).order_by("pk").values_list("pk", flat=True))

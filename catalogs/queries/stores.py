"""What each group of customers finds in the shop: its catalogs, its prices, how much of it (SPEC.md K4, K6).

A store is seen as an active customer would that is in this one group, or in none, and for which nothing is set by
itself. Who is in more groups, has labels or shares of its own, sees what those add; each customer's own page shows it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from catalogs.models import Catalog, CatalogProduct, CatalogShare, PriceList, Product
from catalogs.queries.pricing import list_breaks, list_price
from catalogs.queries.showing import is_open_now, is_sold_now
from catalogs.queries.terms import applied_list, price_lists_of, terms_of_groups
from catalogs.terms import Term
from retailers.models import CustomerGroup
from wholesale.organizations.models import Organization
from wholesale.ui.paging import COUNT_LIMIT

EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Store:
    """The shop of a group, or with none of every customer: by which list and markup, each with where it comes from.

    No price list: nothing has a price.
    """

    supplier: Organization
    group: CustomerGroup | None
    price_list: PriceList | None
    listed: Term
    change: Term

    @property
    def name(self) -> str:
        """Return what it is called on screen."""
        return self.group.name if self.group else _("Every customer")

    @property
    def key(self) -> str:
        """Return what names it in addresses."""
        return str(self.group.pk) if self.group else EVERYONE

    @property
    def percent(self) -> Any:
        """Return its markup, or negative its discount, in per cent."""
        return self.change.values["price_change_percent"]


@dataclass(frozen=True, slots=True)
class StoreRow:
    """A store with how much it shows: each count stops one beyond COUNT_LIMIT."""

    store: Store
    catalogs: list[dict[str, Any]]
    products: int
    priced: int

    @property
    def has_more(self) -> bool:
        """Tell whether it shows more products than are counted."""
        return self.products > COUNT_LIMIT

    @property
    def unpriced(self) -> int:
        """Return how many of the products that were counted have no price, and so are not shown."""
        return self.products - self.priced


# Each store's catalogs, then what is in them: all products, or those that were chosen, counted up to a limit.
_COUNTED = """
WITH store AS (
  SELECT s.place, s.list_id, shown.catalogs, coalesce(shown.is_whole, false) AS is_whole, shown.ids
  FROM unnest(%(groups)s::uuid[], %(lists)s::uuid[]) WITH ORDINALITY AS s(group_id, list_id, place),
  LATERAL (
    SELECT json_agg(json_build_object('id', k.id, 'name', k.name, 'everyone', k.shared_with_everyone)
        ORDER BY k.name) AS catalogs,
      bool_or(k.includes_all_products) AS is_whole, array_agg(k.id) AS ids
    FROM catalogs_catalog k
    WHERE k.supplier_id = %(supplier)s AND (k.opens_at IS NULL OR k.opens_at <= now())
      AND (k.closes_at IS NULL OR k.closes_at > now())
      AND (k.shared_with_everyone
        OR EXISTS (SELECT FROM catalogs_catalogshare h WHERE h.catalog_id = k.id AND h.group_id = s.group_id))
  ) shown
)
SELECT s.catalogs,
  CASE WHEN s.is_whole THEN (SELECT count(*) FROM (SELECT {whole} LIMIT {limit}) c)
    ELSE (SELECT count(*) FROM (SELECT DISTINCT p.id {chosen} LIMIT {limit}) c) END,
  CASE WHEN s.is_whole THEN (SELECT count(*) FROM (SELECT {whole} AND {priced} LIMIT {limit}) c)
    ELSE (SELECT count(*) FROM (SELECT DISTINCT p.id {chosen} AND {priced} LIMIT {limit}) c) END
FROM store s ORDER BY s.place
"""
_SOLD = """p.supplier_id = %(supplier)s AND p.is_active AND (p.sold_from IS NULL OR p.sold_from <= now())
  AND (p.sold_until IS NULL OR p.sold_until > now())"""
_IN_FORCE = """(SELECT q.unit_price FROM catalogs_price q WHERE q.price_list_id = s.list_id AND q.product_id = p.id
  AND q.valid_from <= statement_timestamp() AND (q.valid_until IS NULL OR q.valid_until > statement_timestamp())
  ORDER BY q.is_derived, q.valid_from DESC LIMIT 1) IS NOT NULL"""
_STATEMENT = _COUNTED.format(
    whole=f"FROM catalogs_product p WHERE {_SOLD}",
    chosen=f"""FROM catalogs_catalogproduct m JOIN catalogs_product p ON p.id = m.product_id
    WHERE m.supplier_id = %(supplier)s AND m.catalog_id = ANY(s.ids) AND {_SOLD}""",
    priced=_IN_FORCE,
    limit=COUNT_LIMIT + 1,
)


def store_of(supplier: Organization, group: CustomerGroup | None) -> Store:
    """Return the store of one of a supplier's groups, or with none that of every customer; in two statements."""
    return _stores(supplier, [group])[0]


def store_rows(supplier: Organization, groups: Sequence[CustomerGroup | None]) -> list[StoreRow]:
    """Return the stores of these groups, None being that of every customer, in three statements however many.

    Source: SPEC.md K6.
    """
    stores = _stores(supplier, groups)
    asked: dict[str, Any] = {
        "supplier": supplier.pk,
        "groups": [store.group.pk if store.group else None for store in stores],
        "lists": [store.price_list.pk if store.price_list else None for store in stores],
    }
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, asked)
        counted = cursor.fetchall()
    return [
        StoreRow(store, catalogs or [], n, priced)
        for store, (catalogs, n, priced) in zip(stores, counted, strict=True)
    ]


def products_in_store(store: Store) -> QuerySet[Product]:
    """Return what a store shows, with `unit_price` for the fewest units that can be ordered, and `price_breaks`.

    What is in none of its catalogs or has no price is not in it. Whether anything is in stock is not asked.
    """
    if store.price_list is None:
        return Product.objects.none()
    shown = _catalogs_of(store)
    chosen = CatalogProduct.objects.filter(product_id=OuterRef("pk"), catalog__in=shown)
    products = Product.objects.filter(
        Exists(shown.filter(includes_all_products=True)) | Exists(chosen),
        is_sold_now(),
        supplier=store.supplier,
        is_active=True,
    )
    priced_by = {"price_list_id": store.price_list.pk, "percent": store.percent}
    return products.annotate(
        unit_price=list_price(units=F("minimum_units"), **priced_by), price_breaks=list_breaks(**priced_by)
    ).filter(unit_price__isnull=False)


def _stores(supplier: Organization, groups: Sequence[CustomerGroup | None]) -> list[Store]:
    lists = list(price_lists_of(supplier))
    terms = terms_of_groups(supplier, [group for group in groups if group])
    found = []
    for group in groups:
        own = terms[group.pk if group else None]
        found.append(Store(supplier, group, applied_list(lists, own), own[0], own[1]))
    return found


def _catalogs_of(store: Store) -> QuerySet[Catalog]:
    shares = CatalogShare.objects.filter(catalog_id=OuterRef("pk"), group=store.group, group__isnull=False)
    reaching = Q(shared_with_everyone=True) | Q(Exists(shares))
    return Catalog.objects.filter(reaching, is_open_now(), supplier=store.supplier)

"""What the Inventory page shows: which warehouses are its columns, which products its rows."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from catalogs.models import Product
from catalogs.queries import brands_of, categories_of, matching, products_of
from inventory import queries
from inventory.queries import Place
from inventory.queries.stock import StockRow
from wholesale.organizations.access import ActingRequest
from wholesale.ui.filters import Filter, ListFilters
from wholesale.ui.paging import Page, keyset_page

SORTS = {"name": ["name", "id"], "sku": ["sku", "id"], "free": ["free", "id"]}
ROW = ("id", "sku", "name", "pack", "category", "brand", "is_active", "low_stock_units", "unit_price")
MOST_COLUMNS = 8  # while none are chosen


@dataclass
class Shown:
    """What the address asks for. The chosen warehouses and distributors are the columns, and what is low or out."""

    request: ActingRequest

    @cached_property
    def places(self) -> list[Place]:
        return queries.places_of(self.request.acting.organization)

    @cached_property
    def filters(self) -> ListFilters:
        supplier = self.request.acting.organization
        own = [(str(place.key), place.name) for place in self.places if place.is_own]
        others = {place.keeper.slug: place.keeper.name for place in self.places if not place.is_own}
        states = [
            ("in", _("In stock")), ("low", _("Low")), ("short", _("Low in a warehouse")), ("out", _("Out")),
            ("inactive", _("Not active")),
        ]  # fmt: skip
        offered = [
            Filter("state", _("State"), states),
            Filter("category", _("Category"), [(name, name) for name in categories_of(supplier)]),
            Filter("brand", _("Brand"), [(name, name) for name in brands_of(supplier)]),
            Filter("warehouse", _("Warehouse"), own if len(self.places) > 1 else []),
            Filter("distributor", _("Distributor"), list(others.items())),
        ]
        kept = [each for each in offered if each.options or each.key in ("warehouse", "distributor")]
        return ListFilters(self.request.GET, kept, SORTS)

    @cached_property
    def chosen(self) -> list[Place]:
        """Return the columns that were chosen; none if all are meant."""
        own, others = set(self.filters.values["warehouse"]), set(self.filters.values["distributor"])
        return [
            place
            for place in self.places
            if (str(place.key) in own if place.is_own else place.keeper.slug in others)
        ]

    @property
    def columns(self) -> list[Place]:
        """Return the columns of the page."""
        return self.chosen or self.places[:MOST_COLUMNS]

    @property
    def left_out(self) -> int:
        """Return how many places have no column, though nobody chose."""
        return 0 if self.chosen else len(self.places) - len(self.columns)

    @property
    def kept_query(self) -> str:
        """Return the choices of the address as a box that is edited carries them on."""
        kept = self.request.GET.copy()
        kept.pop("leave", None)
        return kept.urlencode()

    @cached_property
    def products(self) -> QuerySet[Product, dict[str, Any]]:
        """Return the products as rows of ROW and `free`, what is free in the chosen warehouses."""
        products = matching(products_of(self.request.acting.organization), self.filters.search)
        state = self.filters.one("state")
        products = products.filter(is_active=state != "inactive")
        for column in ("category", "brand"):
            if values := self.filters.values.get(column):
                products = products.filter(**{f"{column}__in": values})
        products = products.annotate(free=queries.free_everywhere(self.chosen or None))
        wanted: dict[str, dict[str, Any]] = {
            "in": {"free__gt": 0},
            "low": {"free__gt": 0, "free__lte": F("low_stock_units")},
            "out": {"free__lte": 0},
        }
        if state == "short":
            products = products.filter(queries.is_low_somewhere(self.chosen or None))
        rows: QuerySet[Product, dict[str, Any]] = products.filter(**wanted.get(state, {})).values(
            *ROW, "free"
        )
        return rows

    def page(self) -> Page:
        """Return a page of products."""
        return keyset_page(self.products, order=self.filters.order, cursor=self.filters.cursor, counted=True)

    def rows(self, products: list[dict[str, Any]]) -> list[StockRow]:
        """Return products with their cells, column by column."""
        supplier = self.request.acting.organization.pk
        return queries.stock_rows(supplier, products, self.columns, with_cover=True)

    def row(self, product: UUID) -> StockRow:
        """Return one product with its cells; 404 for another supplier's."""
        found = products_of(self.request.acting.organization).filter(pk=product).values(*ROW).first()
        if found is None:
            raise Http404
        return self.rows([found])[0]

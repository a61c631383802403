"""Which products a list shows and which of them were chosen, read from an address or a form."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalogs import queries
from catalogs.models import Product
from wholesale.organizations.models import Organization
from wholesale.ui.filters import Filter, ListFilters
from wholesale.ui.many import WHOLE

NO_TAX_CLASS = "default"
SORTS = {"name": ["name", "id"], "sku": ["sku", "id"], "newest": ["-created_at", "-id"]}


class Choices:
    """What a supplier has to choose from, each read once."""

    def __init__(self, supplier: Organization) -> None:
        self.supplier = supplier

    @cached_property
    def categories(self) -> list[str]:
        """Return the categories in use."""
        return queries.categories_of(self.supplier)

    @cached_property
    def brands(self) -> list[str]:
        """Return the brands in use."""
        return queries.brands_of(self.supplier)

    @cached_property
    def tax_classes(self) -> dict[UUID, str]:
        """Return the tax classes by id."""
        return queries.tax_class_names(self.supplier)


def filters_of(choices: Choices, query: QueryDict) -> ListFilters:
    """Return search and filters of the products, with what this supplier has to choose from."""
    taxes = [(str(key), name) for key, name in choices.tax_classes.items()]
    offered = [
        Filter("state", _("State"), [("active", _("Active")), ("inactive", _("Not active"))]),
        Filter("category", _("Category"), [(name, name) for name in choices.categories]),
        Filter("brand", pgettext("of a product", "Brand"), [(name, name) for name in choices.brands]),
        Filter("price", _("Price"), [("yes", _("With a price")), ("no", _("No price"))]),
    ]
    if taxes:
        offered.append(Filter("tax", _("Tax class"), [(NO_TAX_CLASS, _("Your default")), *taxes]))
    return ListFilters(query, [each for each in offered if each.options], SORTS)


def wanted(supplier: Organization, filters: ListFilters) -> QuerySet[Product]:
    """Return a supplier's products, with `unit_price`, narrowed to what was asked for."""
    products = queries.matching(queries.products_of(supplier), filters.search)
    chosen = filters.values
    for column in ("category", "brand"):
        if chosen.get(column):
            products = products.filter(**{f"{column}__in": chosen[column]})
    if states := chosen["state"]:
        products = products.filter(is_active__in=[value == "active" for value in states])
    if len(priced := chosen["price"]) == 1:
        products = products.filter(unit_price__isnull=priced == ["no"])  # type: ignore[misc]
    if classes := chosen.get("tax"):
        products = queries.of_tax_classes(products, [None if x == NO_TAX_CLASS else UUID(x) for x in classes])
    return products


def chosen_products(supplier: Organization, query: QueryDict) -> QuerySet[Product]:
    """Return the products that were chosen, one by one or as all that fit."""
    if query.get(WHOLE):
        return wanted(supplier, filters_of(Choices(supplier), query))
    return queries.products_of(supplier).filter(pk__in=uuids_in(query))


def is_choosing(query: QueryDict) -> bool:
    """Tell whether products were chosen at all."""
    return bool(query.get(WHOLE) or query.getlist("product"))


def uuids_in(query: QueryDict) -> list[UUID]:
    """Return the ids of the products named; what is no id is left out."""
    found = []
    for value in query.getlist("product"):
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found

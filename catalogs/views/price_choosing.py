"""Which products of a price list are meant: by search and filters, on every page of it."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogs import queries
from catalogs.models import PriceList, Product
from wholesale.organizations.roles import Permission
from wholesale.ui.filters import Filter, ListFilters
from wholesale.ui.paging import Page, keyset_page

SORTS = {"name": ["name", "id"], "sku": ["sku", "id"]}
ROW = ("id", "sku", "name", "pack", "category", "is_active")
EDIT = Permission.MANAGE_PRODUCTS


def filters_on(price_list: PriceList, query: QueryDict) -> ListFilters:
    """Return what the list of a price list's products can be narrowed by; in one statement."""
    states = [
        ("priced", _("With a price")),
        ("unpriced", _("Without a price")),
        ("changed", _("In the draft")),
    ]
    if price_list.base_list_id:
        states.insert(2, ("own", _("A price of its own")))
    return ListFilters(
        query,
        [
            Filter("price", _("Price"), states),
            Filter("state", _("State"), [("active", _("Active")), ("inactive", _("Not active"))]),
            Filter(
                "category",
                _("Category"),
                [(name, name) for name in queries.categories_of(price_list.supplier)],
            ),
        ],
        SORTS,
    )


def wanted_on(price_list: PriceList, filters: ListFilters) -> QuerySet[Product]:
    """Return the products of a price list that fit search and filters."""
    products = queries.matching(queries.products_on(price_list, filters.values["price"]), filters.search)
    if chosen := filters.values["category"]:
        products = products.filter(category__in=chosen)
    if chosen := filters.values["state"]:
        products = products.filter(is_active__in=[value == "active" for value in chosen])
    return products


def page_of(price_list: PriceList, filters: ListFilters) -> Page:
    """Return a page of a price list's products, as rows."""
    rows = wanted_on(price_list, filters).values(*ROW)
    return keyset_page(rows, order=filters.order, cursor=filters.cursor, counted=True)


def say_drafted(request: HttpRequest, count: int) -> None:
    """Say how many prices went into the draft."""
    if count:
        words = ngettext("%(n)s price is drafted.", "%(n)s prices are drafted.", count)
        messages.success(request, words % {"n": count})

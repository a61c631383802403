"""Who pays what by a change of prices: all customers concerned, one of them (SPEC.md K7)."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogs.enums import Effect
from catalogs.models import PriceChange
from catalogs.queries import matching, products_of
from catalogs.queries.changes import change_for_supplier
from catalogs.queries.effects import (
    Concerned,
    CustomerEffect,
    ProductsConcerned,
    customers_concerned,
    effects_on,
    lines_for,
)
from retailers.models import Customer
from retailers.queries import customer_for_member, customers_of
from wholesale.organizations.access import Acting, ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.ui.filters import Filter, ListFilters
from wholesale.ui.paging import keyset_page
from wholesale.ui.replies import reply

BY_NAME = {"name": ["private__display_name", "id"]}
OF_PRODUCTS = {"name": ["name", "id"]}
ROWS = 25


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def price_change_customers(request: ActingRequest, organization: str, change: UUID) -> HttpResponse:
    """List whom a change concerns among the retailers that its reader sees."""
    found = change_for_supplier(request.acting.organization, change)
    filters = ListFilters(request.GET, [Filter("effect", _("Effect"), _effects())], BY_NAME)
    page = keyset_page(
        _customers(request.acting, found, filters), order=filters.order, cursor=filters.cursor, size=ROWS
    )
    effects = effects_on(found, [each.pk for each in page.rows])
    rows = [(each, effects.get(each.pk, CustomerEffect())) for each in page.rows]
    total, counts = customers_concerned(found, _seen(request.acting))
    context = {
        "change": found,
        "page": page,
        "rows": rows,
        "filters": filters,
        "total": total,
        "counts": counts,
    }
    page_name, fragment = "catalogs/price_change_customers.html", "catalogs/_price_change_customers.html"
    return reply(request, page=page_name, fragment=fragment, context=context)


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def price_change_customer(
    request: ActingRequest, organization: str, change: UUID, customer: UUID
) -> HttpResponse:
    """Show what one customer pays before and after a change, product by product."""
    found = change_for_supplier(request.acting.organization, change)
    payer = customer_for_member(request.acting, customer)
    filters = ListFilters(request.GET, (), OF_PRODUCTS)
    products = products_of(found.supplier).filter(pk__in=ProductsConcerned(found, payer.pk))
    page = keyset_page(
        matching(products, filters.search), order=filters.order, cursor=filters.cursor, counted=True
    )
    keys = [product.pk for product in page.rows]
    lines = lines_for(found, [payer.pk], most=len(keys), product_ids=keys).get(payer.pk)
    context = {
        "change": found,
        "customer": payer,
        "page": page,
        "filters": filters,
        "lines": lines.lines if lines else [],
    }
    return render(request, "catalogs/price_change_customer.html", context)


def _customers(acting: Acting, change: PriceChange, filters: ListFilters) -> QuerySet[Customer]:
    """Return the customers concerned that fit the filters."""
    customers = customers_of(acting).filter(
        pk__in=Concerned(change, filters.values["effect"]),
        private__supplier=change.supplier,
        private__display_name__icontains=filters.search,
    )
    return customers.select_related("private", "terms__price_list")


def _effects() -> list[tuple[str, str]]:
    return [(each.value, str(each.label)) for each in Effect]


def _seen(acting: Acting) -> list[UUID] | None:
    """Return the customers that a representative sees; None for whoever sees all."""
    return list(customers_of(acting).values_list("pk", flat=True)) if acting.represents else None

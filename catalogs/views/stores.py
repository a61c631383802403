"""Stores: what each group of customers finds in the shop (SPEC.md K6)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalogs import queries
from retailers.queries import groups_with_counts
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.ui.filters import ListFilters
from wholesale.ui.paging import keyset_page

SORTS = {"rank": ["rank", "id"]}
ON_A_PAGE = 25


@require_safe
@selling(Permission.VIEW_PRODUCTS)
def store_list(request: ActingRequest, organization: str) -> HttpResponse:
    """Show what every customer sees, then what each group adds; counts go as far as a list's."""
    supplier = request.acting.organization
    filters = ListFilters(request.GET, (), SORTS)
    found = groups_with_counts(request.acting).filter(name__icontains=filters.search)
    page = keyset_page(found, order=filters.order, cursor=filters.cursor, size=ON_A_PAGE)
    groups = list(page.rows) if filters.search or page.previous else [None, *page.rows]
    context = {
        "page": page,
        "filters": filters,
        "rows": queries.store_rows(supplier, groups) if groups else [],
        "everyone": queries.active_customer_count(supplier),
    }
    return render(request, "catalogs/store_list.html", context)

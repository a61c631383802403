"""The Retailers page: a supplier's customers, searched, filtered, sorted, taken away as a file."""

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from retailers import queries, services
from retailers.views.choosing import chosen_customers, filters_of, is_choosing, wanted_by
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.sheets.writing import sheet_response
from wholesale.ui.paging import keyset_page
from wholesale.ui.parts import BULK
from wholesale.ui.replies import reply


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def customer_list(request: ActingRequest, organization: str) -> HttpResponse:
    supplier = request.acting.organization
    filters = filters_of(request.acting, request.GET)
    found = wanted_by(filters).among(queries.customers_of(request.acting))
    rows = queries.with_sort_columns(found, supplier)
    page = keyset_page(rows, order=filters.order, cursor=filters.cursor, counted=found)
    groups = queries.groups_of_customers(supplier.pk, [customer.pk for customer in page.rows])
    context = {
        "page": page,
        "filters": filters,
        "rows": [(customer, groups.get(customer.pk, [])) for customer in page.rows],
        "verbs": [verb for verb in BULK.values() if queries.may_do(request.acting, verb)],
    }
    return reply(
        request,
        page="retailers/customer_list.html",
        fragment="retailers/_customer_table.html",
        context=context,
    )


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def customer_funnel(request: ActingRequest, organization: str) -> HttpResponse:
    way, beside = queries.funnel_of(request.acting)
    return reply(
        request,
        page="retailers/customer_funnel.html",
        fragment="retailers/_customer_funnel.html",
        context={"way": way, "beside": beside, "is_empty": not any(row.count for row in [*way, *beside])},
    )


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def customer_export(request: ActingRequest, organization: str) -> StreamingHttpResponse:
    if is_choosing(request.GET):
        found = chosen_customers(request.acting, request.GET)
    else:
        filters = filters_of(request.acting, request.GET)
        found = wanted_by(filters).among(queries.customers_of(request.acting))
    return sheet_response(
        services.export_rows(found),
        headings=services.export_headings(),
        name=f"retailers-{timezone.localdate().isoformat()}",
        as_format=request.GET.get("as", "xlsx"),
    )

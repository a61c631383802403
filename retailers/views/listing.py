"""The Retailers page: a supplier's customers, searched, filtered, sorted, taken away as a file."""

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from retailers import queries, services
from retailers.views.choosing import chosen_customers, filters_of, wanted_by
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.sheets.writing import sheet_response
from wholesale.ui.paging import keyset_page
from wholesale.ui.replies import reply


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def customer_list(request: ActingRequest, organization: str) -> HttpResponse:
    supplier = request.acting.organization
    filters = filters_of(request.acting, request.GET)
    found = wanted_by(filters).among(queries.customers_of(request.acting))
    rows = queries.with_sort_columns(found, supplier)
    page = keyset_page(rows, order=filters.order, cursor=filters.cursor, counted=found)
    groups = queries.groups_of_customers(supplier, [customer.pk for customer in page.rows])
    context = {
        "page": page,
        "filters": filters,
        "rows": [(customer, groups.get(customer.pk, [])) for customer in page.rows],
        "distributors": queries.distributor_choices(supplier),
        "own": queries.OWN,
    }
    return reply(
        request,
        page="retailers/customer_list.html",
        fragment="retailers/_customer_table.html",
        context=context,
    )


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def customer_export(request: ActingRequest, organization: str) -> StreamingHttpResponse:
    filters = filters_of(request.acting, request.GET)
    found = wanted_by(filters).among(queries.customers_of(request.acting))
    return sheet_response(
        services.export_rows(found),
        headings=services.export_headings(),
        name=f"retailers-{timezone.localdate().isoformat()}",
        as_format=request.GET.get("as", "xlsx"),
    )


@require_POST
@selling(Permission.MANAGE_CUSTOMERS)
def bulk_distributor(request: ActingRequest, organization: str) -> HttpResponse:
    supplier, chosen = request.acting.organization, request.POST.get("distributor", "")
    ids = list(chosen_customers(request.acting, request.POST).values_list("pk", flat=True))
    try:
        distributor = None if chosen == queries.OWN else queries.distributor_for(supplier, chosen)
        skipped = services.assign_distributor(
            supplier=supplier, customer_ids=ids, distributor=distributor, by=request.user
        )
    except DomainError as error:
        messages.error(request, error.message)
    else:
        changed = len(ids) - len(skipped)
        words = ngettext("%(n)s retailer changed.", "%(n)s retailers changed.", changed)
        messages.success(request, words % {"n": changed})
    return redirect("retailers:customer_list", organization)

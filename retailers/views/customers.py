"""The Retailers page, a customer's page and its tabs."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from retailers import queries, services
from retailers.enums import CustomerStatus
from retailers.errors import ChangedMeanwhile, DetailsRefused
from retailers.forms import CustomerForm, EntryForm
from retailers.models import Customer
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.models import Organization
from wholesale.organizations.roles import Permission
from wholesale.sheets.writing import sheet_response
from wholesale.ui.filters import Filter, ListFilters
from wholesale.ui.paging import keyset_page
from wholesale.ui.replies import reply

OWN = "own"  # delivered by the supplier itself
SORTS: Mapping[str, tuple[str, ...]] = {
    "name": ("private__display_name", "id"),
    "city": ("city", "id"),
    "status": ("status", "id"),
    "last_order": ("-last_order", "-id"),
}


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def customer_list(request: ActingRequest, organization: str) -> HttpResponse:
    supplier = request.acting.organization
    distributors = list(queries.distributor_choices(supplier))
    filters = _filters(request.GET, distributors)
    found = _filtered(queries.customers_of(request.acting), filters)
    rows = queries.with_sort_columns(found, supplier)
    page = keyset_page(rows, order=filters.order, cursor=filters.cursor, counted=found)
    context = {"page": page, "filters": filters, "distributors": distributors, "own": OWN}
    return reply(
        request,
        page="retailers/customer_list.html",
        fragment="retailers/_customer_table.html",
        context=context,
    )


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def customer_export(request: ActingRequest, organization: str) -> StreamingHttpResponse:
    supplier = request.acting.organization
    filters = _filters(request.GET, list(queries.distributor_choices(supplier)))
    found = _filtered(queries.customers_of(request.acting), filters)
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
    try:
        distributor = None if chosen == OWN else queries.distributor_for(supplier, chosen)
        changed = services.assign_distributor(
            supplier=supplier, customer_ids=_chosen(request), distributor=distributor, by=request.user
        )
    except DomainError as error:
        messages.error(request, error.message)
    else:
        words = ngettext("%(n)s retailer changed.", "%(n)s retailers changed.", changed)
        messages.success(request, words % {"n": changed})
    return redirect("retailers:customer_list", organization)


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def customer_detail(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    return _overview(request, queries.customer_for_member(request.acting, customer))


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def customer_activity(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    found = queries.customer_for_member(request.acting, customer)
    context = {
        "customer": found,
        "events": queries.timeline_of(found),
        "changes": queries.changes_of(found) if request.acting.may(Permission.VIEW_AUDIT) else [],
    }
    return render(request, "retailers/customer_activity.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.MANAGE_CUSTOMERS)
def customer_update(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    found = queries.customer_for_member(request.acting, customer)
    form = _customer_form(request, found)
    context = {"customer": found, "form": form, "stale": None}
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            services.edit_customer(
                customer=found, details=form.customer_details(), version=form.read_version, by=request.user
            )
        except DetailsRefused as error:
            form.refuse(error.fields)
        except ChangedMeanwhile as error:
            context["stale"], status = _told(form, error), error.status
        else:
            messages.success(request, _("Saved."))
            return redirect("retailers:customer_detail", organization, customer)
    return render(request, "retailers/customer_update.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.MANAGE_CUSTOMERS)
def entry_update(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    found = queries.customer_for_member(request.acting, customer)
    entry = found.retailer.directory_entry
    form = EntryForm(request.POST or None, initial=EntryForm.values_of(entry))
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            services.correct_entry(
                entry=entry, details=form.entry_details(), supplier=found.supplier, by=request.user
            )
        except DomainError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            messages.success(request, _("The directory entry is corrected, for every supplier."))
            return redirect("retailers:customer_detail", organization, customer)
    return render(request, "retailers/entry_update.html", {"customer": found, "form": form}, status=status)


@require_POST
@selling(Permission.MANAGE_CUSTOMERS)
def activation_create(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    found = queries.customer_for_member(request.acting, customer)
    try:
        services.activate_customer(customer=found, by=request.user)
    except DomainError as error:
        return _overview(request, found, error)
    messages.success(request, _("%(name)s can order now.") % {"name": found.private})
    return redirect("retailers:customer_detail", organization, customer)


@require_POST
@selling(Permission.MANAGE_CUSTOMERS)
def deactivation_create(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    found = queries.customer_for_member(request.acting, customer)
    services.deactivate_customer(customer=found, by=request.user)
    messages.success(request, _("%(name)s can no longer order.") % {"name": found.private})
    return redirect("retailers:customer_detail", organization, customer)


def _overview(request: ActingRequest, customer: Customer, error: DomainError | None = None) -> HttpResponse:
    entry = customer.retailer.directory_entry
    context = {
        "customer": customer,
        "entry": entry,
        "ship_tos": queries.ship_to_addresses(customer) if customer.is_registered else [],
        "bill_to": queries.bill_to_of(customer.retailer_id) if customer.is_registered else None,
        "events": queries.timeline_of(customer, limit=6),
        "representative": queries.representative_name(customer),
        "may_correct": not entry.is_claimed and entry.created_by_supplier_id == customer.supplier_id,
        "error": error.message if error else "",
    }
    return render(request, "retailers/customer_detail.html", context, status=error.status if error else 200)


def _customer_form(request: ActingRequest, customer: Customer) -> CustomerForm:
    return CustomerForm(
        request.POST or None,
        supplier=customer.supplier,
        entry=customer.retailer.directory_entry,
        customer=customer,
        represents=request.acting.represents,
        initial=CustomerForm.values_of(customer),
    )


def _filters(query: QueryDict, distributors: list[Organization]) -> ListFilters:
    delivered_by = [(OWN, _("We deliver")), *((str(each.pk), each.name) for each in distributors)]
    offered = [
        Filter("status", _("Status"), [(value, str(label)) for value, label in CustomerStatus.choices]),
        Filter("distributor", _("Distributor"), delivered_by),
        Filter("active", _("Active"), [("yes", _("Active")), ("no", _("Inactive"))]),
    ]
    return ListFilters(query, offered, SORTS)


def _filtered(customers: QuerySet[Customer], filters: ListFilters) -> QuerySet[Customer]:
    chosen = filters.values
    if chosen["status"]:
        customers = customers.filter(status__in=chosen["status"])
    if chosen["distributor"]:
        customers = queries.delivered_by(customers, chosen["distributor"], own=OWN)
    if len(chosen["active"]) == 1:
        customers = customers.filter(is_active=chosen["active"] == ["yes"])
    return queries.search_customers(customers, filters.search)


def _told(form: CustomerForm, error: ChangedMeanwhile) -> dict[str, object]:
    """Return what the second editor is told; what they typed stays, and saving again overwrites knowingly."""
    form.take_version(error.current.version)
    return {"message": error.message, "differences": form.differences(error.current)}


def _chosen(request: ActingRequest) -> list[UUID]:
    """Return the customers that were chosen, as far as this person sees them."""
    seen = queries.customers_of(request.acting).filter(pk__in=_uuids(request.POST))
    return list(seen.values_list("pk", flat=True))


def _uuids(posted: QueryDict) -> list[UUID]:
    found = []
    for value in posted.getlist("customer"):
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found

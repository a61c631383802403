"""A customer's page and its tabs."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from retailers import queries, services
from retailers.errors import ChangedMeanwhile, DetailsRefused
from retailers.forms import CustomerForm, EntryForm
from retailers.models import Customer
from retailers.queries import corrections
from wholesale.audit.changes import line_of
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def customer_detail(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    return _overview(request, queries.customer_for_member(request.acting, customer))


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def customer_activity(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    found = queries.customer_for_member(request.acting, customer)
    changes = queries.changes_of(found) if request.acting.may(Permission.VIEW_AUDIT) else []
    context = {
        "customer": found,
        "events": queries.timeline_of(found),
        "lines": [line_of(entry) for entry in changes],
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


@require_POST
@selling(Permission.MANAGE_CUSTOMERS)
def ending_create(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    found = queries.customer_for_member(request.acting, customer)
    try:
        services.end_relation(customer=found, by=request.user)
    except DomainError as error:
        return _overview(request, found, error)
    messages.success(request, _("The relation with %(name)s has ended.") % {"name": found.private})
    return redirect("retailers:customer_detail", organization, customer)


def _overview(request: ActingRequest, customer: Customer, error: DomainError | None = None) -> HttpResponse:
    entry = customer.retailer.directory_entry
    may_correct = not entry.is_claimed and entry.created_by_supplier_id == customer.supplier_id
    proposed = None if may_correct else corrections.last_correction(customer)
    context = {
        "customer": customer,
        "entry": entry,
        "correction": proposed,
        "correction_fields": corrections.fields_of(proposed) if proposed else [],
        "ship_tos": queries.ship_to_addresses(customer) if customer.is_registered else [],
        "bill_to": queries.bill_to_of(customer.retailer_id) if customer.is_registered else None,
        "events": queries.timeline_of(customer, limit=6),
        "way": queries.way_of(customer),
        "delivery": queries.next_delivery_of(customer),
        "groups": queries.groups_of_customer(customer),
        "licence": customer.licence_on(timezone.localdate()),
        "representative": queries.representative_name(customer),
        "may_correct": may_correct,
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


def _told(form: CustomerForm, error: ChangedMeanwhile) -> dict[str, object]:
    """Return what the second editor is told; what they typed stays, and saving again overwrites knowingly."""
    form.rebase(error.current.version)
    return {"message": error.message, "differences": form.differences(error.current)}

"""Adding a retailer: search the directory, choose a hit, or create an entry."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from retailers import matching, queries, services
from retailers.errors import AlreadyCustomer, DetailsRefused, LikelyDuplicate, TooManySearches
from retailers.forms import CustomerForm, NewRetailerForm
from retailers.limits import count_likely_duplicates, count_search
from retailers.models import Customer
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.ui.context import resolved
from wholesale.ui.replies import reply

NEW = "new"  # the choice "none of these"


@require_safe
@selling(Permission.MANAGE_CUSTOMERS)
def customer_search(request: ActingRequest, organization: str) -> HttpResponse:
    supplier = request.acting.organization
    query = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:120]
    context: dict[str, Any] = {"query": query, "hits": [], "error": "", **_about(query)}
    try:
        if query:
            count_search(supplier.pk)
            context["hits"] = queries.hits_for_supplier(request.acting, query)
    except DomainError as error:
        context["error"] = error.message
    page, fragment = "retailers/customer_search.html", "retailers/_directory_hits.html"
    return reply(request, page=page, fragment=fragment, context=context)


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.MANAGE_CUSTOMERS)
def customer_add(request: ActingRequest, organization: str, retailer: UUID) -> HttpResponse:
    supplier, entry = request.acting.organization, queries.entry_for_supplier(retailer)
    initial = {"language": entry.retailer.language}
    represents = request.acting.represents
    form = CustomerForm(
        request.POST or None, supplier=supplier, entry=entry, represents=represents, initial=initial
    )
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            customer = services.add_customer(
                supplier=supplier, retailer=entry.retailer, details=form.customer_details(), by=request.user
            )
        except AlreadyCustomer as error:
            return _to_known(request, error)
        except DetailsRefused as error:
            form.refuse(error.fields)
        else:
            return _onward(request, customer)
    context = {"form": form, "entry": entry, "alike": queries.names_like(request.acting, entry.name)}
    return render(request, "retailers/customer_add.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.MANAGE_CUSTOMERS)
def directory_create(request: ActingRequest, organization: str) -> HttpResponse:
    supplier = request.acting.organization
    form = NewRetailerForm(request.POST or None, acting=request.acting, initial=_first_values(request))
    if not form.is_bound or not form.is_valid():
        return _create_page(request, form, status=422 if form.is_bound else 200)
    if chosen := _chosen_entry(request):
        return redirect("retailers:customer_add", organization, chosen)
    try:
        count_likely_duplicates(supplier.pk)
        customer = services.create_retailer(
            entry=form.new_entry(),
            customer=form.customer_details(),
            supplier=supplier,
            none_of=_none_of(request),
            by=request.user,
        )
    except (DetailsRefused, LikelyDuplicate, TooManySearches) as error:
        return _refused_page(request, form, error)
    return _onward(request, customer)


def _to_known(request: ActingRequest, error: AlreadyCustomer) -> HttpResponse:
    """Go to the customer that the retailer is already; if a colleague represents it, say no more than that."""
    organization = request.acting.organization.slug
    if error.customer_id and queries.customers_of(request.acting).filter(pk=error.customer_id).exists():
        return redirect("retailers:customer_detail", organization, error.customer_id)
    messages.error(request, _("A colleague looks after this retailer."))
    return redirect("retailers:customer_search", organization)


def _refused_page(request: ActingRequest, form: NewRetailerForm, error: DomainError) -> HttpResponse:
    """Show the form again with what was typed, and beside it why nothing was written."""
    duplicates: list[queries.Duplicate] = []
    if isinstance(error, LikelyDuplicate):
        duplicates = queries.seen_by(request.acting, error.duplicates)
    elif isinstance(error, DetailsRefused):
        form.refuse(error.fields)
    else:
        form.add_error(None, error.message)
    return _create_page(request, form, status=error.status, duplicates=duplicates)


def _create_page(
    request: ActingRequest,
    form: NewRetailerForm,
    *,
    status: int,
    duplicates: list[queries.Duplicate] | None = None,
) -> HttpResponse:
    name = form.data.get("name") or form.initial["name"]
    context = {
        "form": form,
        "duplicates": duplicates or [],
        "shown": ",".join(str(each.entry.pk) for each in duplicates or []),
        "alike": queries.names_like(request.acting, name) if name else [],
    }
    return render(request, "retailers/directory_create.html", context, status=status)


def _first_values(request: ActingRequest) -> dict[str, str]:
    """Return what a new entry begins with: what was typed into the search, in its field."""
    supplier = request.acting.organization
    typed = {name: request.GET.get(name, "").replace("\x00", "")[:120] for name in ("name", "email", "phone")}
    return {**typed, "country": supplier.country, "language": supplier.language}


def _about(query: str) -> dict[str, Any]:
    """Return whether a query is long enough, and the field of a new entry that it is for."""
    field = "email" if matching.is_email(query) else "phone" if matching.is_phone(query) else "name"
    return {"is_askable": matching.is_askable(query), "new_query": urlencode({field: query})}


def _chosen_entry(request: ActingRequest) -> UUID | None:
    """Return the likely duplicate that was chosen instead of a new entry."""
    try:
        return UUID(request.POST.get("same_as", ""))
    except ValueError:
        return None


def _none_of(request: ActingRequest) -> frozenset[str] | None:
    """Return the duplicates that were shown, if it was said that it is none of them."""
    if request.POST.get("same_as") != NEW:
        return None
    return frozenset(request.POST.get("shown", "").split(","))


def _onward(request: ActingRequest, customer: Customer) -> HttpResponse:
    """Go to the new customer; with "and invite" by way of the invitation, which takes the same POST on."""
    organization = request.acting.organization.slug
    invite = resolved(("invitations:invitation_create",), organization=organization, customer=customer.pk)
    if request.POST.get("then") == "invite" and invite and request.acting.may(Permission.INVITE_CUSTOMERS):
        return redirect(invite, preserve_request=True)
    messages.success(request, _("%(name)s is on your list. Nothing was sent.") % {"name": customer.private})
    if len(queries.names_like(request.acting, str(customer.private))) > 1:
        messages.warning(request, _("You have another retailer of this name."))
    return redirect("retailers:customer_detail", organization, customer.pk)

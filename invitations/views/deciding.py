"""The supplier's side of requests for access: what waits, and the page where a button decides. GET never acts."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from invitations import queries, services
from invitations.enums import RequestState
from invitations.forms import AnswerForm
from invitations.models import AccessRequest
from retailers.models import Customer
from retailers.queries import customer_for_member
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.ui.context import resolved
from wholesale.ui.filters import Filter, ListFilters
from wholesale.ui.paging import keyset_page
from wholesale.ui.replies import is_fragment

SORTS = {"asked": ["-asked_at", "-id"]}
MOST_COUNTED = 99


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def request_list(request: ActingRequest, organization: str) -> HttpResponse:
    states = [(state.value, str(state.label)) for state in RequestState]
    filters = ListFilters(request.GET, [Filter("state", _("State"), states)], SORTS)
    rows = queries.find_requests(request.acting, filters.values["state"], filters.search)
    page = keyset_page(rows, order=filters.order, cursor=filters.cursor, size=50, counted=True)
    return render(request, "invitations/request_list.html", {"filters": filters, "page": page})


@require_safe
@selling(Permission.INVITE_CUSTOMERS)
def request_card(request: ActingRequest, organization: str) -> HttpResponse:
    """Answer the home page's card, and lead a reader without script to the list."""
    if not is_fragment(request):
        return redirect("invitations:request_list", organization)
    count = queries.open_requests_count(request.acting.organization.pk, MOST_COUNTED + 1)
    context = {"count": min(count, MOST_COUNTED), "is_more": count > MOST_COUNTED}
    return render(request, "invitations/_request_card.html", context)


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def customer_request(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    return _page(request, customer_for_member(request.acting, customer), form=AnswerForm())


@require_POST
@selling(Permission.INVITE_CUSTOMERS)
def request_approval(
    request: ActingRequest, organization: str, customer: UUID, access_request: UUID
) -> HttpResponse:
    found = _asked(request, customer, access_request)
    try:
        services.approve_request(request=found, by=request.user)
    except DomainError as error:
        return _page(request, found.customer, form=AnswerForm(), error=error)
    messages.success(request, _("%(name)s is let in. It orders once you activate it.") % _name(found))
    tour = resolved(("invitations:tour",), organization=organization, customer=customer)
    return redirect(tour or "retailers:customer_detail", *(() if tour else (organization, customer)))


@require_POST
@selling(Permission.INVITE_CUSTOMERS)
def request_rejection(
    request: ActingRequest, organization: str, customer: UUID, access_request: UUID
) -> HttpResponse:
    found, form = _asked(request, customer, access_request), AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found.customer, form=form, status=422)
    try:
        services.reject_request(request=found, by=request.user, answer=form.cleaned_data["answer"])
    except DomainError as error:
        return _page(request, found.customer, form=form, error=error)
    messages.success(request, _("%(name)s is rejected, and told so.") % _name(found))
    return redirect("invitations:request_list", organization)


def _asked(request: ActingRequest, customer_id: UUID, request_id: UUID) -> AccessRequest:
    """Return this customer's request; 404 for another's."""
    customer = customer_for_member(request.acting, customer_id)
    return queries.request_for_member(request.acting, customer, request_id)


def _name(asked: AccessRequest) -> dict[str, str]:
    return {"name": asked.customer.private.display_name}


def _page(
    request: ActingRequest,
    customer: Customer,
    *,
    form: AnswerForm,
    error: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    customer = customer_for_member(request.acting, customer.pk)
    asked = list(queries.requests_by(customer)[:20])
    waiting = next((each for each in asked if each.is_open), None)
    context = {
        "customer": customer,
        "asked": waiting,
        "earlier": [each for each in asked if each is not waiting],
        "form": form,
        "decision": request.GET.get("decision", "") if not form.is_bound else "reject",
        "error": error.message if error else "",
    }
    return render(
        request, "invitations/customer_request.html", context, status=error.status if error else status
    )

"""All invitations of a supplier, whatever became of them; and whether a reminder follows (SPEC.md N1)."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from invitations import queries, services
from invitations.enums import InvitationState
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.ui.filters import Filter, ListFilters
from wholesale.ui.paging import keyset_page
from wholesale.ui.replies import reply, see_other


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def invitation_list(request: ActingRequest, organization: str) -> HttpResponse:
    states = Filter("state", _("State"), [(value, str(label)) for value, label in InvitationState.choices])
    filters = ListFilters(request.GET, [states], {"sent": queries.NEWEST})
    seen = queries.invitations_for_member(request.acting)
    found = queries.in_states(seen, filters.values["state"])
    found = queries.search_invitations(found, request.acting, filters.search)
    context = {
        "page": keyset_page(
            queries.with_names(found), order=filters.order, cursor=filters.cursor, counted=found
        ),
        "filters": filters,
        "back": f"?{urlencode({'back': request.GET.urlencode()})}",
        "is_reminding": queries.is_reminding(request.acting.organization),
    }
    page, fragment = "invitations/invitation_list.html", "invitations/_invitation_table.html"
    return reply(request, page=page, fragment=fragment, context=context)


@require_POST
@selling(Permission.INVITE_CUSTOMERS)
def reminders_update(request: ActingRequest, organization: str) -> HttpResponse:
    supplier = request.acting.organization
    if request.POST.get("is_reminding") == "on":
        services.switch_reminders_on(supplier=supplier, by=request.user)
        messages.success(request, _("Reminders are on."))
    else:
        services.switch_reminders_off(supplier=supplier, by=request.user)
        messages.success(request, _("Reminders are off."))
    return see_other(request, "invitations:invitation_list", organization)


def back_to_list(request: ActingRequest) -> HttpResponse | None:
    """Lead whoever came from the list of all back to it, as it was narrowed; None for who came from elsewhere."""
    if "back" not in request.GET:
        return None
    address = redirect("invitations:invitation_list", request.acting.organization.slug)
    narrowed = QueryDict(request.GET["back"]).urlencode()
    address["Location"] += f"?{narrowed}" if narrowed else ""
    return address

"""A company that is on the platform already sees who asks it to buy, and accepts."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from invitations import queries, services
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, buying
from wholesale.organizations.roles import Permission
from wholesale.ui.context import resolved


@require_safe
@buying(Permission.PLACE_ORDERS)
def company_invitation_list(request: ActingRequest, organization: str) -> HttpResponse:
    return _page(request)


@require_POST
@buying(Permission.PLACE_ORDERS)
def company_acceptance(request: ActingRequest, organization: str, supplier: str) -> HttpResponse:
    invitation = queries.invitation_to_company(request.acting.organization, supplier)
    try:
        services.accept_invitation(invitation=invitation, by=request.user)
    except DomainError as error:
        return _page(request, error)
    messages.success(request, _("You can order from %(name)s now.") % {"name": invitation.supplier.name})
    shop = resolved(("orders:shop",), organization=organization, supplier=supplier)
    return redirect(shop or "invitations:company_invitation_list", *(() if shop else (organization,)))


def _page(request: ActingRequest, error: DomainError | None = None) -> HttpResponse:
    context = {
        "invitations": queries.invitations_to_company(request.acting.organization),
        "error": error.message if error else "",
    }
    status = error.status if error else 200
    return render(request, "invitations/company_invitation_list.html", context, status=status)

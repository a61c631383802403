"""A further buyer: proposed on the supplier's side, added or declined on the retailer's (SPEC.md P8)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from invitations import services
from invitations.enums import BuyerOutcome
from invitations.forms.proposals import BuyerForm
from invitations.limits import count_invitation
from invitations.queries import proposals
from retailers.queries import customer_for_member
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, buying, selling
from wholesale.organizations.limits import count_colleague_mail
from wholesale.organizations.roles import Permission
from wholesale.ui.paging import keyset_page
from wholesale.ui.replies import is_fragment, reply

_SAID: dict[BuyerOutcome, Promise] = {
    BuyerOutcome.INVITED: gettext_lazy("Invitation sent to %(email)s."),
    BuyerOutcome.INVITED_AGAIN: gettext_lazy("%(email)s was invited already; the invitation was sent again."),
    BuyerOutcome.HERE_ALREADY: gettext_lazy("%(email)s works here already; nothing was sent."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.INVITE_CUSTOMERS)
def buyer_proposal_create(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    found = customer_for_member(request.acting, customer)
    form = BuyerForm(request.POST or None, initial={"language": found.private.language})
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            count_invitation(found.supplier_id, found.pk)
            services.propose_buyer(customer=found, buyer=form.buyer(), by=request.user)
        except DomainError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            messages.success(request, _("Proposed. The retailer's admins decide."))
            return redirect("invitations:customer_invitations", organization, customer)
    context = {"form": form, "customer": found}
    return render(request, "invitations/buyer_proposal_create.html", context, status=status)


@require_POST
@selling(Permission.INVITE_CUSTOMERS)
def buyer_proposal_withdrawal(
    request: ActingRequest, organization: str, customer: UUID, proposal: UUID
) -> HttpResponse:
    found = proposals.proposal_for_supplier(request.acting, proposal)
    try:
        services.withdraw_proposal(proposal=found, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Taken back."))
    return redirect("invitations:customer_invitations", organization, found.customer_id)


@require_safe
@buying(Permission.MANAGE_PEOPLE)
def buyer_proposal_list(request: ActingRequest, organization: str) -> HttpResponse:
    """Show whom suppliers propose; to the page of people the waiting ones alone."""
    own = request.acting.organization
    waiting = proposals.waiting_proposals(own).order_by("created_at", "id")[:50]
    context: dict[str, Any] = {"waiting": waiting}
    if not is_fragment(request):
        decided = proposals.decided_proposals(own)
        cursor = request.GET.get("cursor", "")
        context["page"] = keyset_page(decided, order=["-created_at", "-id"], cursor=cursor)
    page = "invitations/buyer_proposal_list.html"
    return reply(request, page=page, fragment="invitations/_buyers.html", context=context)


@require_safe
@buying(Permission.MANAGE_PEOPLE)
def buyer_proposal_card(request: ActingRequest, organization: str) -> HttpResponse:
    """Answer the home page's card, and lead a reader without script to the list."""
    if not is_fragment(request):
        return redirect("invitations:buyer_proposal_list", organization)
    context = {"count": proposals.waiting_proposals(request.acting.organization).count()}
    return render(request, "invitations/_buyers_card.html", context)


@require_POST
@buying(Permission.MANAGE_PEOPLE)
def buyer_proposal_decision(request: ActingRequest, organization: str, proposal: UUID) -> HttpResponse:
    """Add the person as a buyer, or with the other button decline."""
    found = proposals.proposal_for_retailer(request.acting.organization, proposal)
    try:
        match request.POST.get("decision"):
            case "accept":
                count_colleague_mail(found.retailer_id, found.email)
                own = request.acting.organization
                outcome = services.accept_proposal(proposal=found, retailer=own, by=request.user)
                messages.success(request, str(_SAID[outcome]) % {"email": found.email})
            case "decline":
                services.decline_proposal(proposal=found, by=request.user)
                messages.success(request, _("Declined. Nobody was added."))
            case _other:
                raise BadRequest
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("organizations:person_list", organization, request.acting.side)

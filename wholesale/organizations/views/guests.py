"""A supplier's guests: who they are, given access by mail, changed, withdrawn (SPEC.md I1)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wholesale.api.idempotency import is_first_submission
from wholesale.errors import DomainError
from wholesale.organizations import queries, services
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.forms import GuestChangeForm, GuestInvitationForm
from wholesale.organizations.limits import count_colleague_mail
from wholesale.organizations.models import Agreement
from wholesale.organizations.roles import Permission
from wholesale.organizations.views.agreement_page import context_of_side
from wholesale.organizations.views.guest_page import LIST, done, guest_agreement, render_guests


@require_safe
@selling(Permission.MANAGE_PEOPLE)
def guest_list(request: ActingRequest, organization: str, agreement_id: UUID) -> HttpResponse:
    return render_guests(request, guest_agreement(request, agreement_id))


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.MANAGE_PEOPLE)
def guest_invitation_create(request: ActingRequest, organization: str, agreement_id: UUID) -> HttpResponse:
    found = guest_agreement(request, agreement_id)
    if request.method != "POST":
        return _invitation_page(request, found, GuestInvitationForm(initial=_begin(found)))
    form = GuestInvitationForm(request.POST)
    if not form.is_valid():
        return _invitation_page(request, found, form, status=422)
    details, key = form.details(), form.cleaned_data["form_key"]
    try:
        if is_first_submission(organization_id=found.supplier_id, form="guest_invitation", key=key):
            count_colleague_mail(found.supplier_id, details.email)
            services.invite_guest(agreement=found, details=details, by=request.user)
    except DomainError as error:
        form.add_error(None, error.message)
        return _invitation_page(request, found, form, status=error.status)
    messages.success(request, _("Invitation sent to %(email)s.") % {"email": details.email})
    return redirect(LIST, organization, agreement_id)


@require_POST
@selling(Permission.MANAGE_PEOPLE)
def guest_invitation_sending(
    request: ActingRequest, organization: str, agreement_id: UUID, invitation_id: UUID
) -> HttpResponse:
    found = guest_agreement(request, agreement_id)
    invitation = queries.guest_invitation_for(found, invitation_id)
    try:
        count_colleague_mail(found.supplier_id, invitation.email)
    except DomainError as error:
        return render_guests(request, found, error=error.message, status=error.status)
    told = _("Invitation sent to %(email)s.") % {"email": invitation.email}
    return done(request, found, told, services.resend_guest_invitation, invitation=invitation)


@require_POST
@selling(Permission.MANAGE_PEOPLE)
def guest_invitation_revocation(
    request: ActingRequest, organization: str, agreement_id: UUID, invitation_id: UUID
) -> HttpResponse:
    found = guest_agreement(request, agreement_id)
    invitation = queries.guest_invitation_for(found, invitation_id)
    told = _("The invitation is taken back.")
    return done(request, found, told, services.revoke_guest_invitation, invitation=invitation)


@require_POST
@selling(Permission.MANAGE_PEOPLE)
def guest_update(
    request: ActingRequest, organization: str, agreement_id: UUID, guest_id: UUID
) -> HttpResponse:
    found = guest_agreement(request, agreement_id)
    membership, form = queries.guest_for(found, guest_id), GuestChangeForm(request.POST)
    if not form.is_valid():
        return render_guests(request, found, error=_("Choose a role and a limit."), status=422)
    told = _("The access of %(name)s is changed.") % {"name": membership.person}
    version = form.cleaned_data["version"]
    return done(
        request,
        found,
        told,
        services.change_guest,
        membership=membership,
        access=form.access(),
        version=version,
    )


@require_POST
@selling(Permission.MANAGE_PEOPLE)
def guest_withdrawal(
    request: ActingRequest, organization: str, agreement_id: UUID, guest_id: UUID
) -> HttpResponse:
    found = guest_agreement(request, agreement_id)
    membership = queries.guest_for(found, guest_id)
    told = _("%(name)s no longer has access.") % {"name": membership.person}
    return done(request, found, told, services.withdraw_guest, membership=membership)


def _begin(found: Agreement) -> dict[str, str]:
    return {"language": found.distributor_language}


def _invitation_page(
    request: ActingRequest, found: Agreement, form: GuestInvitationForm, *, status: int = 200
) -> HttpResponse:
    context = context_of_side(request) | {"agreement": found, "other": found.distributor, "form": form}
    return render(request, "organizations/guest_invitation_create.html", context, status=status)

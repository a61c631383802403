"""Setup: the company's people and whom it has invited."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wholesale.errors import DomainError
from wholesale.organizations import queries, services
from wholesale.organizations.access import ActingRequest, any_side
from wholesale.organizations.forms import ColleagueForm, RoleForm
from wholesale.organizations.limits import count_colleague_mail
from wholesale.organizations.roles import Permission
from wholesale.ui import parts


@require_safe
@any_side(Permission.MANAGE_PEOPLE)
def person_list(request: ActingRequest, organization: str, side: str) -> HttpResponse:
    return _people(request)


@require_http_methods(["GET", "HEAD", "POST"])
@any_side(Permission.MANAGE_PEOPLE)
def member_invitation_create(request: ActingRequest, organization: str, side: str) -> HttpResponse:
    company = request.acting.organization
    form = ColleagueForm(request.POST or None, organization=company, initial={"language": company.language})
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        email, language = form.cleaned_data["email"], form.cleaned_data["language"]
        try:
            count_colleague_mail(company.pk, email)
            services.invite_colleague(
                organization=company, email=email, role=form.chosen(), language=language, by=request.user
            )
        except DomainError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            messages.success(request, _("Invitation sent to %(email)s.") % {"email": email})
            return redirect("organizations:person_list", organization, side)
    return render(request, "organizations/member_invitation_create.html", {"form": form}, status=status)


@require_POST
@any_side(Permission.MANAGE_PEOPLE)
def member_invitation_sending(
    request: ActingRequest, organization: str, side: str, invitation_id: UUID
) -> HttpResponse:
    invitation = queries.invitation_for(request.acting.organization, invitation_id)
    try:
        count_colleague_mail(invitation.organization_id, invitation.email)
        services.resend_member_invitation(invitation=invitation, by=request.user)
    except DomainError as error:
        return _people(request, error)
    messages.success(request, _("Invitation sent to %(email)s.") % {"email": invitation.email})
    return redirect("organizations:person_list", organization, side)


@require_POST
@any_side(Permission.MANAGE_PEOPLE)
def member_invitation_revocation(
    request: ActingRequest, organization: str, side: str, invitation_id: UUID
) -> HttpResponse:
    invitation = queries.invitation_for(request.acting.organization, invitation_id)
    try:
        services.revoke_member_invitation(invitation=invitation, by=request.user)
    except DomainError as error:
        return _people(request, error)
    messages.success(request, _("The invitation is taken back."))
    return redirect("organizations:person_list", organization, side)


@require_POST
@any_side(Permission.MANAGE_PEOPLE)
def role_update(request: ActingRequest, organization: str, side: str, member_id: UUID) -> HttpResponse:
    membership = queries.member_for(request.acting.organization, member_id)
    form = RoleForm(request.POST, organization=request.acting.organization)
    if not form.is_valid():
        return _people(request, status=422)
    try:
        services.change_role(membership=membership, role=form.chosen(), by=request.user)
    except DomainError as error:
        return _people(request, error)
    messages.success(request, _("%(name)s has a new role.") % {"name": membership.person})
    return redirect("organizations:person_list", organization, side)


@require_POST
@any_side(Permission.MANAGE_PEOPLE)
def member_removal(request: ActingRequest, organization: str, side: str, member_id: UUID) -> HttpResponse:
    membership = queries.member_for(request.acting.organization, member_id)
    try:
        services.remove_member(membership=membership, by=request.user)
    except DomainError as error:
        return _people(request, error)
    if membership.user_id == request.user.pk:
        return redirect("organizations:root")
    messages.success(request, _("%(name)s is no longer here.") % {"name": membership.person})
    return redirect("organizations:person_list", organization, side)


def _people(request: ActingRequest, error: DomainError | None = None, status: int = 200) -> HttpResponse:
    company = request.acting.organization
    context = {
        "members": queries.members_of(company),
        "invitations": queries.open_invitations(company),
        "roles": queries.roles_at(company),
        "parts": parts.PEOPLE_PARTS.get(request.acting.side, ()),
        "error": error.message if error else "",
    }
    status = error.status if error else status
    return render(request, "organizations/person_list.html", context, status=status)

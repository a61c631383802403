"""The invited side: a mail's link is opened, and accepted with or without an account. GET never acts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from invitations import queries, services
from invitations.enums import DeadEnd
from invitations.errors import InvitationUnusable
from invitations.forms import CompanyForm, OwnCompanyForm, RegistrationForm
from invitations.models import Invitation
from invitations.proven import OPENED
from invitations.views.dead_ends import dead_end, shop_of, shop_url
from wholesale.accounts.services import sign_in
from wholesale.errors import DomainError
from wholesale.organizations.models import Organization
from wholesale.organizations.tokens import hash_of


@require_safe
@never_cache
def invitation_open(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address at once: it stands in no history, log or referrer after this."""
    request.session[OPENED] = hash_of(token)
    response = redirect("invitations:invitation")
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
@never_cache
def invitation(request: HttpRequest) -> HttpResponse:
    """Show what the link offers to whoever looks; nothing is used up or noted."""
    opened = _opened(request)
    if isinstance(opened, HttpResponse):
        return opened
    return _offer(request, opened)


@require_POST
def acceptance_create(request: HttpRequest) -> HttpResponse:
    """Accept as the person who is signed in; whoever claims the company confirms its details."""
    opened = _opened(request)
    if isinstance(opened, HttpResponse):
        return opened
    user: Any = request.user
    if not user.is_authenticated:
        return redirect("invitations:invitation")
    form = CompanyForm(request.POST, invitation=opened) if _confirms(request, opened) else None
    if form and not form.is_valid():
        return _offer(request, opened, form=form, status=422)
    try:
        details = form.company_details() if form else None
        services.accept_invitation(invitation=opened, by=user, details=details)
    except DomainError as error:
        return dead_end(request, error, opened)
    return _into_shop(request, opened)


@require_POST
def own_company_create(request: HttpRequest) -> HttpResponse:
    """Accept as the person who is signed in, for a company that they order for already."""
    opened = _opened(request)
    if isinstance(opened, HttpResponse):
        return opened
    user: Any = request.user
    if not user.is_authenticated:
        return redirect("invitations:invitation")
    form = OwnCompanyForm(request.POST, companies=queries.companies_of(user))
    if not form.is_valid():
        return _offer(request, opened, refused=_("Choose one of your companies."), status=422)
    try:
        accepted = services.accept_for_company(
            invitation=opened, company=form.cleaned_data["company"], by=user
        )
    except DomainError as error:
        return _not_for_company(request, opened, error)
    return _into_shop(request, accepted)


@sensitive_post_parameters("password")
@require_POST
def registration_create(request: HttpRequest) -> HttpResponse:
    """Accept without an account: the person and the company are written, and signed in."""
    opened = _opened(request)
    if isinstance(opened, HttpResponse):
        return opened
    if request.user.is_authenticated:
        return redirect("invitations:invitation")
    form = RegistrationForm(request.POST, invitation=opened)
    if not form.is_valid():
        return _offer(request, opened, form=form, status=422)
    try:
        person = services.accept_as_new_person(
            invitation=opened, person=form.person(), details=form.company_details()
        )
    except DomainError as error:
        return _refused(request, opened, form, error)
    sign_in(request=request, person=person)
    return _into_shop(request, opened)


def _not_for_company(request: HttpRequest, opened: Invitation, error: DomainError) -> HttpResponse:
    if isinstance(error, InvitationUnusable):
        return dead_end(request, error, opened)
    return _offer(request, opened, refused=error.message, status=error.status)


def _refused(
    request: HttpRequest, opened: Invitation, form: RegistrationForm, error: DomainError
) -> HttpResponse:
    """Return the page of a dead end; else what there is to do now, with what was typed."""
    if isinstance(error, InvitationUnusable):
        return dead_end(request, error, opened)
    form.add_error(None, error.message)
    return _offer(request, opened, form=form, status=error.status)


def _opened(request: HttpRequest) -> Invitation | HttpResponse:
    """Return the invitation that this session has opened, or the page that says why it is of no use."""
    found = queries.invitation_by_hash(request.session.get(OPENED, ""))
    if found is None:
        return dead_end(request, InvitationUnusable(DeadEnd.UNKNOWN))
    user: Any = request.user
    why = queries.dead_end_for(found, user if user.is_authenticated else None)
    return dead_end(request, InvitationUnusable(why), found) if why else found


def _confirms(request: HttpRequest, opened: Invitation) -> bool:
    """Tell whether the company's details come with the answer; a claimed company keeps them in its Setup."""
    return not opened.retailer.directory_entry.is_claimed and "name" in request.POST


def _offer(
    request: HttpRequest,
    opened: Invitation,
    *,
    form: CompanyForm | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    is_known = request.user.is_authenticated
    kind = CompanyForm if is_known else RegistrationForm
    context = {
        "invitation": opened,
        "brand": opened.supplier,
        "entry": opened.retailer.directory_entry,
        "must_sign_in": not is_known and queries.needs_account(opened),
        "companies": _own_companies(request, opened),
        "refused": refused,
        "form": form or kind(invitation=opened, initial=kind.values_of(opened)),
    }
    return render(request, "invitations/invitation.html", context, status=status)


def _own_companies(request: HttpRequest, opened: Invitation) -> list[tuple[Organization, str]]:
    """Return the companies that this person may accept for instead; with the shop, where one buys there already."""
    user: Any = request.user
    if not user.is_authenticated or opened.retailer.directory_entry.is_claimed or opened.customer.is_test:
        return []
    companies = list(queries.companies_of(user))
    buying = queries.bought_for(opened.supplier_id, companies) if companies else set()
    return [
        (each, shop_of(each.slug, opened.supplier.slug) if each.pk in buying else "") for each in companies
    ]


def _into_shop(request: HttpRequest, accepted: Invitation) -> HttpResponse:
    messages.success(
        request, _("Welcome. You can order from %(name)s now.") % {"name": accepted.supplier.name}
    )
    return redirect(shop_url(accepted))

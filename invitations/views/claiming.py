"""Whoever finds their company claimed by others says “this is us”, and the platform's staff look at it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from invitations import queries, services
from invitations.forms import ClaimForm
from invitations.limits import count_claim
from invitations.models import Invitation
from invitations.proven import OPENED, proven_email
from retailers.models import DirectoryEntry
from wholesale.accounts.models import User
from wholesale.errors import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def claim_case(request: HttpRequest, retailer: UUID) -> HttpResponse:
    """Take the word of somebody who has proven an address; to anybody else, tell how to prove one."""
    entry, opened = queries.claimed_retailer(retailer), _invitation_to(request, retailer)
    if not (email := _proven(request, opened)):
        return render(request, "invitations/claim_unproven.html", status=403)
    form = ClaimForm(request.POST or None, initial={"person_name": getattr(request.user, "name", "")})
    if not form.is_bound or not form.is_valid():
        return _page(request, entry, form, email, status=422 if form.is_bound else 200)
    try:
        count_claim(email)
        services.open_claim_case(
            entry=entry,
            claimant=form.claimant(email=email, person=_person(request)),
            supplier=opened.supplier if opened else None,
        )
    except DomainError as error:
        form.add_error(None, error.message)
        return _page(request, entry, form, email, status=error.status)
    return redirect("invitations:claim_sent")


@require_safe
@never_cache
def claim_sent(request: HttpRequest) -> HttpResponse:
    """Say that somebody looks at it; the same whatever has become of it."""
    return render(request, "invitations/claim_sent.html")


def _page(
    request: HttpRequest, entry: DirectoryEntry, form: ClaimForm, email: str, *, status: int
) -> HttpResponse:
    context = {"entry": entry, "form": form, "email": email}
    return render(request, "invitations/claim_case.html", context, status=status)


def _person(request: HttpRequest) -> User | None:
    user: Any = request.user
    return user if user.is_authenticated else None


def _invitation_to(request: HttpRequest, retailer: UUID) -> Invitation | None:
    """Return the invitation that this session has opened, if it went to this company."""
    opened = queries.invitation_by_hash(request.session.get(OPENED, ""))
    return opened if opened and opened.retailer_id == retailer else None


def _proven(request: HttpRequest, opened: Invitation | None) -> str:
    """Return the address that whoever asks has proven: as a person, by an invitation's token, or by a code."""
    if person := _person(request):
        return person.email
    return (opened.email if opened else "") or proven_email(request.session)

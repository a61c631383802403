"""Whoever has proven an email tells a supplier about the business, is shown what the directory has like it, and asks.
GET never acts.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from invitations import queries, services
from invitations.enums import VisitState
from invitations.forms import BusinessForm
from invitations.limits import count_matching
from invitations.models import AccessRequest, InviteLink, InviteTag, Visit
from invitations.views.asking import opened_link, own_visit, proven_person, steps_at
from retailers.errors import LikelyDuplicate
from retailers.queries import Duplicate, EntryDetails, likely_duplicates
from wholesale.accounts.models import User
from wholesale.accounts.services import sign_in
from wholesale.errors import DomainError
from wholesale.organizations import localities
from wholesale.organizations.models import Organization

NEW = "new"  # the choice "none of these"


@dataclass(frozen=True, slots=True)
class _Asker:
    """Who is about to ask: by a code that was just typed, or signed in and of no company yet."""

    opened: InviteLink
    email: str
    person: User | None = None
    visit: Visit | None = None
    tag: InviteTag | None = None

    @property
    def key(self) -> UUID:
        """Return by what their looks into the directory are counted."""
        counted: Visit | User | InviteLink = self.visit or self.person or self.opened
        return counted.pk


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def visit_business(request: HttpRequest, link: str, visit: UUID) -> HttpResponse:
    """Take the business of somebody who has just proven an address by a code."""
    opened = opened_link(request, link)
    if isinstance(opened, HttpResponse):
        return opened
    found = own_visit(request, opened, visit)
    if isinstance(found, HttpResponse):
        return found
    if found.state != VisitState.PROVEN:
        return redirect("invitations:visit_code", link, visit)
    person = proven_person(request)
    same = person if person and person.email == found.email else None
    return _answer(request, _Asker(opened, found.email, same, found, queries.tag_of(found)))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_business(request: HttpRequest, link: str) -> HttpResponse:
    """Take the business of somebody who is signed in and may ask for no company yet."""
    opened = opened_link(request, link)
    if isinstance(opened, HttpResponse):
        return opened
    person = proven_person(request)
    if person is None or queries.buying_companies(person):
        return redirect("invitations:ask", link)
    tag = queries.tag_by_slug(opened, request.GET.get("tag", ""))
    return _answer(request, _Asker(opened, person.email, person, tag=tag))


@never_cache
@require_safe
def visit_sent(request: HttpRequest, link: str) -> HttpResponse:
    """Say that the request is sent, and what comes next."""
    opened = opened_link(request, link)
    if isinstance(opened, HttpResponse):
        return opened
    user: Any = request.user
    own = queries.requests_of_person(user) if user.is_authenticated else []
    sent = next((each for each in own if each.supplier_id == opened.supplier_id), None)
    if sent is None:
        return redirect("invitations:ask", link)
    context = {"brand": opened.supplier, "sent": sent, "steps": steps_at(4)}
    return render(request, "invitations/visit_sent.html", context)


def _answer(request: HttpRequest, asker: _Asker) -> HttpResponse:
    """Show the form, or ask with what was typed into it."""
    if request.method != "POST":
        return _page(request, asker, BusinessForm(initial=_guesses(request, asker)))
    form = BusinessForm(request.POST)
    if not form.is_valid():
        return _page(request, asker, form, status=422)
    try:
        sent = _send(request, asker, form)
    except LikelyDuplicate as error:
        return _page(request, asker, form, alike=error.duplicates, status=error.status)
    except DomainError as error:
        form.add_error(None, error.message)
        return _page(request, asker, form, status=error.status)
    if sent is not None and asker.person is None:
        sign_in(request=request, person=sent.person)
    return redirect("invitations:visit_sent", asker.opened.code)


def _send(request: HttpRequest, asker: _Asker, form: BusinessForm) -> AccessRequest | None:
    """Ask for the business that was typed or chosen; None if another tab has used this proof meanwhile."""
    count_matching(asker.key)
    if asker.visit and not services.use_proof(visit=asker.visit):
        return None
    language = (get_language() or "en").split("-")[0]
    details = form.company_details(asker.email, language)
    supplier = asker.opened.supplier
    return services.ask_as_visitor(
        supplier=supplier,
        email=asker.email,
        person_name=form.cleaned_data["person_name"],
        language=language,
        time_zone=asker.person.time_zone if asker.person else supplier.time_zone,
        details=details,
        retailer=_chosen(request, details),
        none_of=_none_of(request),
        message=form.cleaned_data["message"],
        tag=asker.tag,
        person=asker.person,
    )


def _chosen(request: HttpRequest, details: EntryDetails) -> Organization | None:
    """Return the entry that was said to be theirs, if the directory has it for what they typed."""
    chosen = request.POST.get("same_as", "")
    if chosen in ("", NEW):
        return None
    alike = (each.entry for each in likely_duplicates(None, details))
    return next((entry.retailer for entry in alike if str(entry.pk) == chosen), None)


def _none_of(request: HttpRequest) -> frozenset[str] | None:
    """Return the entries that were shown, if it was said that it is none of them."""
    if request.POST.get("same_as") != NEW:
        return None
    return frozenset(request.POST.get("shown", "")[:400].split(","))


def _guesses(request: HttpRequest, asker: _Asker) -> dict[str, str]:
    header = request.headers.get("Accept-Language", "")
    country = localities.country_from_header(header) or asker.opened.supplier.country
    return {"country": country, "person_name": asker.person.name if asker.person else ""}


def _page(
    request: HttpRequest,
    asker: _Asker,
    form: BusinessForm,
    *,
    alike: list[Duplicate] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "brand": asker.opened.supplier,
        "email": asker.email,
        "form": form,
        "alike": alike or [],
        "shown": ",".join(str(each.entry.pk) for each in alike or []),
        "steps": steps_at(2),
    }
    return render(request, "invitations/visit_business.html", context, status=status)

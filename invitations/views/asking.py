"""A visitor opens a supplier's invite link, and proves an email by a code. GET never acts; POST always leads on by a
redirect, for an answer of 400 and above would take back what was counted.
"""

import math
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from invitations import queries, services
from invitations.codes import hash_of_place, new_holder
from invitations.enums import LinkState, VisitState
from invitations.forms import VisitorCodeForm, VisitorEmailForm
from invitations.models import InviteLink, InviteTag, Visit
from invitations.proven import remember_proven
from wholesale.accounts.models import User
from wholesale.accounts.queries import has_proven_email
from wholesale.accounts.services import sign_in_by_code
from wholesale.errors import DomainError

HOLDER = "visitor"  # key of the session: the secret that its codes are bound to


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, link: str, tag: str = "") -> HttpResponse:
    """Ask for an email, and send a code there; who is signed in needs none."""
    opened = opened_link(request, link)
    if isinstance(opened, HttpResponse):
        return opened
    is_sent = request.method == "POST"
    poster = queries.tag_by_slug(opened, tag) if tag else None
    if proven_person(request) and not is_sent:
        return _as_somebody(request, opened, poster)
    form = VisitorEmailForm(request.POST if is_sent else None)
    if not is_sent or not form.is_valid():
        return _ask_page(request, opened, poster, form, status=422 if is_sent else 200)
    try:
        visit = _send(request, opened, poster, form.cleaned_data["email"])
    except DomainError as error:
        form.add_error("email", error.message)
        return _ask_page(request, opened, poster, form, status=error.status)
    return redirect("invitations:visit_code", link, visit.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def visit_code(request: HttpRequest, link: str, visit: UUID) -> HttpResponse:
    """Take the six digits; what came of a try is shown by the page that the redirect leads to."""
    opened = opened_link(request, link)
    if isinstance(opened, HttpResponse):
        return opened
    found = own_visit(request, opened, visit)
    if isinstance(found, HttpResponse):
        return found
    if request.method != "POST":
        return _onward(opened, found) or _code_page(request, opened, found, VisitorCodeForm())
    form = VisitorCodeForm(request.POST)
    if not form.is_valid():
        return _code_page(request, opened, found, form, status=422)
    tried = services.try_code(visit=found, code=form.cleaned_data["code"])
    if tried.state == VisitState.PROVEN and (answer := _proven(request, opened, tried)):
        return answer
    return _onward(opened, tried) or redirect("invitations:visit_code", link, visit)


@never_cache
@require_POST
def visit_sending(request: HttpRequest, link: str, visit: UUID) -> HttpResponse:
    """Send another code to the same address; the earlier one no longer works."""
    opened = opened_link(request, link)
    if isinstance(opened, HttpResponse):
        return opened
    found = own_visit(request, opened, visit)
    if isinstance(found, HttpResponse):
        return found
    try:
        again = _send(request, opened, queries.tag_of(found), found.email)
    except DomainError as error:
        return _code_page(request, opened, found, VisitorCodeForm(), error=error.message, status=error.status)
    messages.success(request, _("A new code is on its way. The earlier one no longer works."))
    return redirect("invitations:visit_code", link, again.pk)


def opened_link(request: HttpRequest, code: str) -> InviteLink | HttpResponse:
    """Return the link of this address, or the page that says why it leads nowhere."""
    found = queries.link_by_code(code)
    is_open = found is not None and found.state == LinkState.ON and found.supplier.sells
    if found is not None and is_open:
        return found
    context = {"brand": found.supplier if found else None, "state": found.state if found else "unknown"}
    return render(request, "invitations/link_dead_end.html", context, status=410 if found else 404)


def own_visit(request: HttpRequest, opened: InviteLink, visit: UUID) -> Visit | HttpResponse:
    """Return a visit of this session, or the page that leads back; another's looks as if it did not exist."""
    found = queries.visit_of(link=opened, visit_id=visit, holder=request.session.get(HOLDER, ""))
    if found is not None:
        return found
    context = {"brand": opened.supplier, "link": opened}
    return render(request, "invitations/visit_elsewhere.html", context, status=404)


def proven_person(request: HttpRequest) -> User | None:
    """Return who is signed in, if their address is proven: they need no code."""
    user: Any = request.user
    return user if user.is_authenticated and has_proven_email(user) else None


def _send(request: HttpRequest, opened: InviteLink, tag: InviteTag | None, email: str) -> Visit:
    holder = request.session.get(HOLDER) or new_holder()
    visit = services.send_code(
        link=opened,
        tag=tag,
        email=email,
        holder=holder,
        place_hash=hash_of_place(get_adapter(request).get_client_ip(request)),
        language=(get_language() or "en").split("-")[0],
    )
    request.session[HOLDER] = holder
    return visit


def _proven(request: HttpRequest, opened: InviteLink, visit: Visit) -> HttpResponse | None:
    """Sign in whoever has the proven address, as sign-in by code does; None if nobody has it."""
    next_url = _start_of(opened, queries.tag_of(visit))
    answer = sign_in_by_code(request=request, email=visit.email, next_url=next_url)
    if answer is None:
        remember_proven(request.session, visit.email)
    else:
        services.use_proof(visit=visit)
    return answer


def _onward(opened: InviteLink, visit: Visit) -> HttpResponse | None:
    """Return the way on from the code, if there is one."""
    if visit.state == VisitState.PROVEN:
        return redirect("invitations:visit_business", opened.code, visit.pk)
    return redirect("invitations:ask", opened.code) if visit.state == VisitState.USED else None


def _start_of(opened: InviteLink, tag: InviteTag | None) -> str:
    """Return where a visitor begins, with the poster that brought them."""
    if tag:
        return reverse("invitations:ask_tagged", args=[opened.code, tag.slug])
    return reverse("invitations:ask", args=[opened.code])


def _as_somebody(request: HttpRequest, opened: InviteLink, tag: InviteTag | None) -> HttpResponse:
    """Let somebody with an account choose the company that asks, as who came by this link and poster."""
    user: Any = request.user
    own = queries.requests_of_person(user)
    context = {
        "brand": opened.supplier,
        "link": opened,
        "tag": tag,
        "start_url": _start_of(opened, tag),
        "companies": queries.buying_companies(user),
        "asked": next((each for each in own if each.supplier_id == opened.supplier_id), None),
    }
    return render(request, "invitations/ask_as_company.html", context)


def _ask_page(
    request: HttpRequest, opened: InviteLink, tag: InviteTag | None, form: VisitorEmailForm, *, status: int
) -> HttpResponse:
    context = {
        "brand": opened.supplier,
        "start_url": _start_of(opened, tag),
        "form": form,
        "steps": steps_at(0),
    }
    return render(request, "invitations/ask.html", context, status=status)


def _code_page(
    request: HttpRequest,
    opened: InviteLink,
    visit: Visit,
    form: VisitorCodeForm,
    *,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "brand": opened.supplier,
        "link": opened,
        "visit": visit,
        "code_error": form.errors["code"][0] if form.errors else _wrong(visit),
        "error": error,
        "minutes": max(1, math.ceil((visit.expires_at - timezone.now()).total_seconds() / 60)),
        "ask_url": _start_of(opened, queries.tag_of(visit)),
        "steps": steps_at(1),
    }
    return render(request, "invitations/visit_code.html", context, status=status)


def _wrong(visit: Visit) -> str:
    """Return what came of the last try, if it was wrong and others are left."""
    if visit.state != VisitState.WAITING or not visit.tries:
        return ""
    left = visit.tries_left
    return ngettext("That code is wrong. %(n)s try left.", "That code is wrong. %(n)s tries left.", left) % {
        "n": left
    }


def steps_at(now: int) -> list[dict[str, str]]:
    """Return where in the path a visitor is."""
    labels = (_("Email"), _("Code"), _("Your business"), _("Sent"))
    states = ("done", "now", "todo")
    return [{"label": label, "state": states[(at > now) - (at < now) + 1]} for at, label in enumerate(labels)]

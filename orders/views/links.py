"""The page without account of an external distributor, for one order. GET never acts (SPEC.md I1; DATA.md 00)."""

from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from orders.documents.contents import units_to_deliver
from orders.enums import ReportKind
from orders.forms.reporting import FORMS, ReportForm
from orders.limits import count_opening, count_reporting
from orders.link_errors import LinkUnusable, OrderClosed
from orders.models import Order
from orders.queries.details import lines_without_amounts
from orders.queries.links import FoundLink, link_by_hash, order_of_link
from orders.queries.reports import reports_of
from orders.services.reporting import Said, report_by_link
from wholesale.errors import DomainError
from wholesale.organizations.tokens import hash_of
from wholesale.tenancy.contexts import act_as

OPENED = "order_links"  # key of the session: by link, the hash of the token that was opened
MOST_OPENED = 50


@require_safe
@never_cache
def link_open(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address at once; each link keeps a page of its own, so that tabs never mix."""
    try:
        count_opening(_place(request))
    except DomainError as error:
        return _dead_end(request, error)
    found = link_by_hash(hash_of(token))
    if found is None:
        return _dead_end(request, LinkUnusable("unknown"))
    opened = {**request.session.get(OPENED, {}), str(found.link_id): hash_of(token)}
    request.session[OPENED] = dict(list(opened.items())[-MOST_OPENED:])
    response = redirect("orders:link_page", found.link_id)
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
@never_cache
def link_page(request: HttpRequest, link: UUID) -> HttpResponse:
    """Show what goes where, and what can be reported of it."""
    found = _found(request, link)
    return _shown(request, found) if found else _dead_end(request, LinkUnusable("unknown"))


@require_POST
def link_report_create(request: HttpRequest, link: UUID, kind: str) -> HttpResponse:
    """Report a pick-up, a delivery or a problem."""
    found = _found(request, link)
    if found is None:
        return _dead_end(request, LinkUnusable("unknown"))
    if kind not in FORMS:
        raise Http404
    form = FORMS[kind](request.POST, request.FILES, prefix=kind)
    with translation.override(found.language):
        if not form.is_valid():
            return _shown(request, found, form=form, status=422)
        return _reported(request, found, form)


def _reported(request: HttpRequest, found: FoundLink, form: ReportForm) -> HttpResponse:
    key = form.cleaned_data["form_key"]
    try:
        count_reporting(found.link_id, _place(request))
        with act_as(found.context):
            report = report_by_link(link=found, said=Said(**form.said()), submission_key=key)
    except (LinkUnusable, OrderClosed):
        return _shown(request, _found(request, found.link_id) or found)
    except DomainError as error:
        form.add_error("photo" if error.code.startswith("picture_") else None, error.message)
        return _shown(request, found, form=form, status=error.status)
    messages.success(request, _thanks(report.kind, is_new=report.submission_key == key))
    return redirect("orders:link_page", found.link_id)


def _thanks(kind: str, *, is_new: bool) -> str:
    if not is_new:
        return _("That was reported before. Nothing was added.")
    return {
        ReportKind.PICKED: _("Thank you. The supplier knows that it is picked."),
        ReportKind.DELIVERED: _("Thank you. The supplier knows that it is delivered."),
        ReportKind.PROBLEM: _("Thank you. The supplier knows of the problem."),
    }[ReportKind(kind)]


def _shown(
    request: HttpRequest, found: FoundLink, *, form: ReportForm | None = None, status: int = 200
) -> HttpResponse:
    """Return the page in the link's language, or the one that says why there is none; read in the link's context."""
    with translation.override(found.language):
        with act_as(found.context):
            order = order_of_link(found)
            reports = list(reports_of(order))
            context = _context(order, found, reports, form)
        if found.state:
            return _dead_end(request, LinkUnusable(found.state), order)
        if not order.is_open:
            return _dead_end(request, OrderClosed(order), order, reports=reports)
        with timezone.override(order.supplier.time_zone):
            return render(request, "orders/link_page.html", context, status=status)


def _context(order: Order, found: FoundLink, reports: list[Any], form: ReportForm | None) -> dict[str, Any]:
    said = {report.kind for report in reports}
    shown = {kind: each(prefix=kind) for kind, each in FORMS.items()}
    if form:
        shown[form.kind] = form
    return {
        "order": order,
        "brand": order.supplier,
        "link": found,
        "lines": [line | {"to_deliver": units_to_deliver(line)} for line in lines_without_amounts(order)],
        "reports": reports,
        "forms": shown,
        "is_picked": bool(said & {ReportKind.PICKED, ReportKind.DELIVERED}),
        "is_delivered": ReportKind.DELIVERED in said,
        "tried": form.kind if form else "",
    }


def _found(request: HttpRequest, link: UUID) -> FoundLink | None:
    """Return the link as it stands now, if this browser has opened it."""
    found = link_by_hash(request.session.get(OPENED, {}).get(str(link), ""))
    return found if found and found.link_id == link else None


def _dead_end(
    request: HttpRequest, error: DomainError, order: Order | None = None, **said: Any
) -> HttpResponse:
    """Return the plain page that says why nothing can be done here, and what to do instead."""
    context = {
        "error": error.message,
        "state": getattr(error, "state", error.code),
        "order": order,
        "brand": order.supplier if order else None,
        **said,
    }
    status = 200 if isinstance(error, OrderClosed) else error.status
    return render(request, "orders/link_dead_end.html", context, status=status)


def _place(request: HttpRequest) -> str:
    return str(get_adapter(request).get_client_ip(request))

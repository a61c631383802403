"""One change for many retailers: what exactly is asked once, then done, and what became of it."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from retailers import queries, services
from retailers.enums import BulkState
from retailers.errors import NobodyChosen
from retailers.forms.bulk import form_of
from retailers.models import BulkJob
from retailers.views.choosing import chosen_customers, filters_of
from wholesale.organizations.access import Acting, ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.ui.many import chosen_context
from wholesale.ui.parts import BULK, BulkVerb
from wholesale.ui.replies import reply

View = Callable[..., Any]
SHOWN = 200


def with_verb(view: View) -> View:
    """Let in whoever may do this verb; one that does not exist is 404."""

    @selling(None)
    @wraps(view)
    def checked(request: ActingRequest, organization: str, verb: str) -> Any:
        if verb not in BULK:
            raise Http404
        if not queries.may_do(request.acting, BULK[verb]):
            raise PermissionDenied
        return view(request, BULK[verb])

    return checked


@require_http_methods(["GET", "HEAD", "POST"])
@with_verb
def bulk_create(request: ActingRequest, verb: BulkVerb) -> HttpResponse:
    asked_for = request.POST if request.method == "POST" else request.GET
    customers = chosen_customers(request.acting, asked_for)
    form = form_of(verb)(request.POST or None, acting=request.acting, options=verb.options)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        asked = services.Asked(verb=verb.key, choice=form.choice(), choice_name=form.choice_name())
        try:
            job = services.start_bulk(acting=request.acting, asked=asked, customers=customers, key=form.key)
        except NobodyChosen as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            return _onward(request, job)
    context = {"verb": verb, "form": form, "count": customers.count(), **_chosen(request.acting, asked_for)}
    return render(request, "retailers/bulk_create.html", context, status=status)


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def bulk_job(request: ActingRequest, organization: str, bulk_job: UUID) -> HttpResponse:
    job = queries.job_for_member(request.acting, bulk_job)
    counts = queries.skip_counts(job)
    context = {
        "job": job,
        "verb": BULK[job.verb],
        "counts": counts,
        "changed": job.done - sum(count for _reason, count in counts),
        "skipped": queries.skipped_customers(request.acting, job, limit=SHOWN) if counts else [],
        "more": max(0, sum(count for _reason, count in counts) - SHOWN),
    }
    return reply(
        request, page="retailers/bulk_job.html", fragment="retailers/_bulk_job.html", context=context
    )


def _chosen(acting: Acting, query: QueryDict) -> dict[str, Any]:
    back = reverse("retailers:customer_list", args=[acting.organization.slug])
    return chosen_context(query, row="customer", filters=lambda: filters_of(acting, query), back=back)


def _onward(request: ActingRequest, job: BulkJob) -> HttpResponse:
    """Go back to the list if all is done; else to the page that says how far it is and whom it left out."""
    organization = request.acting.organization.slug
    if job.state == BulkState.DONE and not queries.skip_counts(job):
        words = ngettext("%(verb)s: %(n)s retailer is done.", "%(verb)s: %(n)s retailers are done.", job.done)
        messages.success(request, words % {"verb": BULK[job.verb].label, "n": job.done})
        return redirect("retailers:customer_list", organization)
    if job.state == BulkState.FAILED:
        messages.error(request, _("Nothing was changed: %(why)s") % {"why": job.message})
    return redirect("retailers:bulk_job", organization, job.pk)

"""The audit log, in Setup (SPEC.md P9)."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wholesale.audit import queries
from wholesale.audit.changes import line_of
from wholesale.audit.words import VERBS
from wholesale.organizations.access import ActingRequest, any_side
from wholesale.organizations.queries import members_of
from wholesale.organizations.roles import Permission
from wholesale.ui.filters import Filter, ListFilters
from wholesale.ui.paging import keyset_page

SORTS = {"at": ["-at", "-id"]}


@require_safe
@any_side(Permission.VIEW_AUDIT)
def entry_list(request: ActingRequest, organization: str, side: str) -> HttpResponse:
    company = request.acting.organization
    people = [(str(member.user_id), str(member.person)) for member in members_of(company)]
    kinds = [(verb, str(words)) for verb, words in VERBS.items()]
    filters = ListFilters(
        request.GET, [Filter("kind", _("What"), kinds), Filter("by", _("Who"), people)], SORTS
    )
    found = queries.entries_of(
        company.pk,
        search=filters.search,
        verbs=filters.values["kind"],
        people=[UUID(person) for person in filters.values["by"]],
    )
    page = keyset_page(found, order=filters.order, cursor=filters.cursor, size=50, counted=True)
    lines = [line_of(entry) for entry in page.rows]
    return render(request, "audit/entry_list.html", {"filters": filters, "page": page, "lines": lines})

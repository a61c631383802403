"""A supplier's groups: the list in their order, a group's page, its customers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from retailers import queries, services
from retailers.errors import DetailsRefused, GroupChangedMeanwhile
from retailers.forms import GroupForm
from retailers.models import CustomerGroup
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.ui.paging import keyset_page
from wholesale.ui.replies import reply

_PLACES = {"up": -1, "down": 1}


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def group_list(request: ActingRequest, organization: str) -> HttpResponse:
    return reply(
        request,
        page="retailers/group_list.html",
        fragment="retailers/_group_table.html",
        context={"groups": queries.groups_with_counts(request.acting)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.MANAGE_CUSTOMERS)
def group_create(request: ActingRequest, organization: str) -> HttpResponse:
    form = GroupForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            made = services.create_group(
                supplier=request.acting.organization, details=_details(form), by=request.user
            )
        except DetailsRefused as error:
            form.refuse(error.fields)
        else:
            messages.success(request, _("%(name)s is made. Put retailers into it.") % {"name": made.name})
            return redirect("retailers:group_detail", organization, made.pk)
    context = {"form": form}
    return render(request, "retailers/group_form.html", context, status=422 if form.is_bound else 200)


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def group_detail(request: ActingRequest, organization: str, group: UUID) -> HttpResponse:
    found = queries.group_for_member(request.acting, group)
    inside = queries.in_groups(queries.customers_of(request.acting), [found.pk])
    rows = queries.with_sort_columns(inside, found.supplier)
    page = keyset_page(
        rows, order=queries.BY_NAME, cursor=request.GET.get("cursor", ""), size=50, counted=inside
    )
    context = {"group": found, "page": page, "question": _question(found, queries.member_count(found))}
    return reply(
        request,
        page="retailers/group_detail.html",
        fragment="retailers/_group_members.html",
        context=context,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.MANAGE_CUSTOMERS)
def group_update(request: ActingRequest, organization: str, group: UUID) -> HttpResponse:
    found = _changeable(request, group)
    form = GroupForm(request.POST or None, initial=GroupForm.values_of(found))
    context: dict[str, Any] = {"form": form, "group": found, "stale": None}
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            services.edit_group(group=found, details=_details(form), version=version, by=request.user)
        except DetailsRefused as error:
            form.refuse(error.fields)
        except GroupChangedMeanwhile as error:
            told = {"message": error.message, "differences": form.told_of(error.current)}
            context["stale"], status = told, error.status
        else:
            messages.success(request, _("Saved."))
            return redirect("retailers:group_detail", organization, group)
    return render(request, "retailers/group_form.html", context, status=status)


@require_POST
@selling(Permission.MANAGE_CUSTOMERS)
def group_place(request: ActingRequest, organization: str, group: UUID) -> HttpResponse:
    found = _changeable(request, group)
    asked = request.POST.get("to", "")
    if asked not in _PLACES:
        raise Http404
    services.move_group(group=found, places=_PLACES[asked], by=request.user)
    return redirect("retailers:group_list", organization)


@require_POST
@selling(Permission.MANAGE_CUSTOMERS)
def group_deletion(request: ActingRequest, organization: str, group: UUID) -> HttpResponse:
    found = _changeable(request, group)
    services.delete_group(group=found, by=request.user)
    messages.success(request, _("The group %(name)s is deleted. Its retailers stay.") % {"name": found.name})
    return redirect("retailers:group_list", organization)


@require_POST
@selling(Permission.MANAGE_CUSTOMERS)
def member_removal(request: ActingRequest, organization: str, group: UUID, customer: UUID) -> HttpResponse:
    found = queries.group_for_member(request.acting, group)
    member = queries.customer_for_member(request.acting, customer)
    services.remove_from_group(
        supplier=found.supplier, customer_ids=[member.pk], group=found, by=request.user
    )
    words = _("%(retailer)s is no longer in %(group)s.")
    messages.success(request, words % {"retailer": member.private, "group": found.name})
    return redirect("retailers:group_detail", organization, group)


def _changeable(request: ActingRequest, group: UUID) -> CustomerGroup:
    """Return the group; who sees only their own retailers changes nothing for others (SPEC.md P3)."""
    found = queries.group_for_member(request.acting, group)
    if request.acting.represents:
        raise PermissionDenied
    return found


def _details(form: GroupForm) -> services.GroupDetails:
    data = form.cleaned_data
    return services.GroupDetails(
        name=data["name"], color=data["color"], default_note=data["default_note"].strip()
    )


def _question(group: CustomerGroup, members: int) -> str:
    words = ngettext(
        "Delete the group %(name)s? %(n)s retailer leaves it, and what is set for the group no longer applies to it."
        " The retailer stays.",
        "Delete the group %(name)s? %(n)s retailers leave it, and what is set for the group no longer applies to"
        " them. The retailers stay.",
        members,
    )
    return words % {"name": group.name, "n": f"{members:,}"}

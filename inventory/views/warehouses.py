"""A company's warehouses: opened, renamed, closed when empty, and which is the main one (SPEC.md I3)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from inventory import queries, services
from inventory.forms import WarehouseForm
from inventory.views.once import is_new
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, any_side
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

PREFIXES = {Side.SELLING: "inventory:warehouse", Side.DELIVERING: "inventory:delivering_warehouse"}


@require_http_methods(["GET", "HEAD", "POST"])
@any_side(Permission.MANAGE_STOCK)
def warehouse_list(request: ActingRequest, organization: str, side: str) -> HttpResponse:
    """Show a company's warehouses, and open a further one."""
    _check_keeps(request)
    form = WarehouseForm(request.POST or None)
    if form.is_bound and form.is_valid():
        if not is_new(request, form):
            return redirect(f"{PREFIXES[Side(side)]}_list", organization)
        company = request.acting.organization
        done = _("The warehouse is open.")
        if _do(request, form, services.create_warehouse, done, organization=company):
            return redirect(f"{PREFIXES[Side(side)]}_list", organization)
    return _page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@any_side(Permission.MANAGE_STOCK)
def warehouse_update(
    request: ActingRequest, organization: str, side: str, warehouse_id: UUID
) -> HttpResponse:
    """Call a warehouse something else."""
    _check_keeps(request)
    found = queries.warehouse_for(request.acting.organization, warehouse_id)
    form = WarehouseForm(request.POST or None, initial={"name": found.name})
    if form.is_bound and form.is_valid():
        done = _("The warehouse has a new name.")
        if _do(request, form, services.rename_warehouse, done, warehouse=found):
            return redirect(f"{PREFIXES[Side(side)]}_list", organization)
    return _page(request, form, renamed=found)


@require_POST
@any_side(Permission.MANAGE_STOCK)
def main_create(request: ActingRequest, organization: str, side: str, warehouse_id: UUID) -> HttpResponse:
    return _act(request, warehouse_id, services.make_main, _("This is the main warehouse now."))


@require_POST
@any_side(Permission.MANAGE_STOCK)
def closing_create(request: ActingRequest, organization: str, side: str, warehouse_id: UUID) -> HttpResponse:
    return _act(request, warehouse_id, services.close_warehouse, _("The warehouse is closed."))


@require_POST
@any_side(Permission.MANAGE_STOCK)
def opening_create(request: ActingRequest, organization: str, side: str, warehouse_id: UUID) -> HttpResponse:
    return _act(request, warehouse_id, services.reopen_warehouse, _("The warehouse is open."))


def _check_keeps(request: ActingRequest) -> None:
    """Keep guests out: in a supplier's account they work in their company's one warehouse."""
    if request.acting.membership.guest_of_id:
        raise PermissionDenied


def _do(
    request: ActingRequest, form: WarehouseForm, verb: Callable[..., Any], done: str, **given: Any
) -> bool:
    try:
        verb(name=form.cleaned_data["name"], by=request.user, **given)
    except DomainError as error:
        form.add_error("name", error.message)
        return False
    messages.success(request, done)
    return True


def _act(request: ActingRequest, warehouse_id: UUID, verb: Callable[..., Any], done: str) -> HttpResponse:
    """Do it and show the warehouses again; a refusal is said there."""
    _check_keeps(request)
    found = queries.warehouse_for(request.acting.organization, warehouse_id)
    try:
        verb(warehouse=found, by=request.user)
    except DomainError as error:
        return _page(request, WarehouseForm(), error=f"{found.name}: {error.message}", status=error.status)
    messages.success(request, done)
    return redirect(f"{PREFIXES[request.acting.side]}_list", request.acting.organization.slug)


def _page(request: ActingRequest, form: WarehouseForm, status: int = 0, **context: Any) -> HttpResponse:
    company = request.acting.organization
    context |= {"form": form, "organization": company, "warehouses": queries.warehouses_of(company)}
    context["prefix"] = PREFIXES[request.acting.side]
    context["is_supplier"] = request.acting.side == Side.SELLING
    return render(
        request, "inventory/warehouse_list.html", context, status=status or (422 if form.errors else 200)
    )

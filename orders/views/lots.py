"""The lots of an order, chosen by whoever prepares it; and a lot with the orders that got it (SPEC.md I13)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from inventory.queries import lot_for, today_of, where_lot_lies
from orders.documents.recall import recall_headings, recall_rows
from orders.enums import SIDE_OF_HAT
from orders.forms.lots import LotsForm
from orders.models import Order
from orders.queries.delivering import order_for_distributor
from orders.queries.lots import choices_of, given_of, orders_with_lot, preparing_move
from orders.queries.selling import order_for_supplier
from orders.services.picking import choose_order_lots
from orders.views.detail import order_url, title_of
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, any_side, delivering, selling
from wholesale.organizations.roles import Permission
from wholesale.sheets.downloads import Download
from wholesale.sheets.writing import sheet_response
from wholesale.ui.paging import keyset_page
from wholesale.ui.replies import see_other

NEWEST = ["-submitted_at", "-id"]


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.PREPARE_ORDERS)
def selling_lots(request: ActingRequest, organization: str, number: int) -> HttpResponse:
    """Choose the lots of an order that the supplier prepares."""
    return _choose(request, order_for_supplier(request.acting, number))


@require_http_methods(["GET", "HEAD", "POST"])
@delivering(Permission.PREPARE_ORDERS)
def delivering_lots(request: ActingRequest, organization: str, supplier: str, number: int) -> HttpResponse:
    """Choose the lots of an order that the distributor prepares."""
    return _choose(request, order_for_distributor(request.acting.organization, supplier, number))


def _choose(request: ActingRequest, order: Order) -> HttpResponse:
    side = SIDE_OF_HAT[request.acting.side]
    if request.method != "POST" and preparing_move(order, side) is None:
        return see_other(request, order_url(request, order))
    form = LotsForm(request.POST or None, rows=choices_of(order), initial={"version": order.version})
    status = _save(request, order, form) if form.is_bound else 200
    if form.is_bound and status == 200:
        messages.success(request, _("The lots are chosen."))
        return see_other(request, order_url(request, order))
    context = {"order": order, "form": form, "title": title_of(order, side)}
    context |= {"order_url": order_url(request, order)}
    return render(request, "orders/order_lots.html", context, status=status)


def _save(request: ActingRequest, order: Order, form: LotsForm) -> int:
    """Choose what was typed; on a refusal say it in the form, and return the status."""
    side = SIDE_OF_HAT[request.acting.side]
    if not form.is_valid():
        return 422
    version = form.cleaned_data["version"]
    try:
        choose_order_lots(
            order=order, chosen=form.chosen(), side=side, by=request.acting.user, version=version
        )
    except DomainError as error:
        form.add_error(None, error.message)
        return error.status
    return 200


@require_safe
@any_side(Permission.VIEW_STOCK)
def lot_detail(request: ActingRequest, organization: str, side: str, lot_id: UUID) -> HttpResponse:
    """Show a lot: where it lies, and which orders got it, for a recall."""
    acting = request.acting
    lot = lot_for(acting.organization, acting.side, lot_id)
    _check_sees_orders(request)
    page = keyset_page(
        orders_with_lot(acting, lot), order=NEWEST, cursor=request.GET.get("cursor", ""), counted=True
    )
    given = given_of(lot, page.rows)
    context: dict[str, Any] = {
        "lot": lot,
        "places": where_lot_lies(acting.organization, acting.side, lot),
        "has_expired": lot.best_before is not None and lot.best_before < today_of(lot.supplier),
        "page": page,
        "rows": [
            (order, title_of(order, SIDE_OF_HAT[acting.side]), order_url(request, order), given[order.pk])
            for order in page.rows
        ],
        "export_name": f"orders:{acting.side}_lot_export",
    }
    return render(request, "orders/lot_detail.html", context)


@require_safe
@any_side(Permission.VIEW_STOCK)
def lot_export(request: ActingRequest, organization: str, side: str, lot_id: UUID) -> Download:
    """Download which orders got a lot, with whom to call."""
    acting = request.acting
    lot = lot_for(acting.organization, acting.side, lot_id)
    _check_sees_orders(request)
    orders = list(orders_with_lot(acting, lot).order_by(*NEWEST))
    return sheet_response(
        recall_rows(lot, orders, given_of(lot, orders)),
        headings=recall_headings(),
        name=f"lot-{lot.pk}-{timezone.localdate().isoformat()}",
        as_format=request.GET.get("as", "xlsx"),
    )


def _check_sees_orders(request: ActingRequest) -> None:
    if not request.acting.may(Permission.VIEW_ORDERS):
        raise PermissionDenied

"""A distributor's stock: what it keeps for each supplier."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogs.queries import matching, product_for_supplier, products_kept_for
from inventory import queries, services
from inventory.forms import AdjustmentForm, ReceiptForm
from inventory.views.stock import MOST_BOXES, SORTS, adjust, boxes, is_new, warehouse_at
from wholesale.organizations.access import ActingRequest, delivering
from wholesale.organizations.models import Organization
from wholesale.organizations.queries import supplier_of_distributor, suppliers_of
from wholesale.organizations.roles import Permission
from wholesale.ui.filters import ListFilters
from wholesale.ui.paging import keyset_page

ROW = ("id", "sku", "name", "pack", "is_active", "low_stock_units")


@require_safe
@delivering(Permission.VIEW_STOCK)
def stock_list(request: ActingRequest, organization: str) -> HttpResponse:
    keeper = request.acting.organization
    suppliers = list(suppliers_of(keeper))
    chosen = next((each for each in suppliers if each.slug == request.GET.get("of")), None)
    supplier = chosen or (suppliers[0] if suppliers else None)
    context: dict[str, Any] = {"suppliers": suppliers, "supplier": supplier}
    if supplier is not None:
        filters = ListFilters(request.GET, (), SORTS)
        products = matching(products_kept_for(supplier), filters.search).values(*ROW)
        page = keyset_page(products, order=filters.order, cursor=filters.cursor, counted=True)
        places = queries.own_places_of(keeper)
        context |= {
            "page": page,
            "filters": filters,
            "places": places,
            "rows": queries.stock_rows(supplier.pk, page.rows, places),
            "may_manage": request.acting.may(Permission.MANAGE_STOCK),
        }
    return render(request, "inventory/delivering_stock_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@delivering(Permission.MANAGE_STOCK)
def receipt_create(request: ActingRequest, organization: str, supplier: str) -> HttpResponse:
    """Take in what a supplier delivered without a transfer (SPEC.md I3)."""
    keeper = request.acting.organization
    owner = supplier_of_distributor(keeper, supplier)
    products = products_kept_for(owner).order_by("name", "id").values(*ROW)[:MOST_BOXES]
    form = ReceiptForm(request.POST or None, products=products)
    context = {"form": form, "supplier": owner}
    if form.is_bound and form.is_valid():
        if is_new(request, form):
            services.receive_kept_stock(
                supplier=owner,
                warehouse=services.default_warehouse(keeper),
                units_by_product=form.units_by_product(),
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        messages.success(request, _("The stock was received."))
        return _back_to(owner, organization)
    context["rows"] = boxes(form, queries.own_places_of(keeper)[:1], owner.pk)
    status = 422 if form.is_bound else 200
    return render(request, "inventory/delivering_receipt_create.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@delivering(Permission.MANAGE_STOCK)
def adjustment_create(
    request: ActingRequest, organization: str, supplier: str, warehouse_id: UUID, product_id: UUID
) -> HttpResponse:
    owner = supplier_of_distributor(request.acting.organization, supplier)
    found = product_for_supplier(owner, product_id)
    place = queries.place_for(queries.own_places_of(request.acting.organization), warehouse_id)
    at = warehouse_at(request, place)
    balance = queries.balance_for(owner.pk, at, found.pk)
    seen = {"seen_units": balance.on_hand_units, "counted_units": balance.on_hand_units}
    form = AdjustmentForm(request.POST or None, initial=seen)
    context = {"form": form, "product": found, "place": place, "balance": balance, "supplier": owner}
    status = 200
    if form.is_bound:
        given = {"supplier": owner, "warehouse": at, "product": found, "by": request.user}
        status = adjust(request, form, services.adjust_kept_stock, given)
        if status == 200:
            messages.success(request, _("%(product)s was counted.") % {"product": found.name})
            return _back_to(owner, organization)
    return render(request, "inventory/delivering_adjustment_create.html", context, status=status)


def _back_to(supplier: Organization, organization: str) -> HttpResponse:
    stock = reverse("inventory:delivering_stock_list", args=[organization])
    return redirect(f"{stock}?of={supplier.slug}")

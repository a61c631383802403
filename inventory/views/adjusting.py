"""The pencil: what is on hand is counted anew, in its box or on a page of its own, and losses are written off."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalogs.queries import product_for_supplier
from inventory import queries, services
from inventory.errors import StockMoved
from inventory.forms import AdjustmentForm, WriteOffForm
from inventory.models import Warehouse
from inventory.queries import Place
from inventory.views.columns import Shown
from inventory.views.delivering import kept_row
from inventory.views.once import is_new
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, delivering, selling
from wholesale.organizations.models import Organization
from wholesale.organizations.queries import supplier_of_distributor
from wholesale.organizations.roles import Permission
from wholesale.ui.replies import is_fragment, reply


@dataclass
class _Pencil:
    """A box that is edited: of which product, where, and what is shown afterwards."""

    request: ActingRequest
    supplier: Organization
    place: Place
    product_id: UUID
    page: str
    fragment: str
    back: str
    row: Callable[[], dict[str, Any]]
    adjust: Callable[..., None]
    write_off: Callable[..., None]

    def answer(self) -> HttpResponse:
        product = product_for_supplier(self.supplier, self.product_id)
        at = _warehouse_at(self.request, self.place)
        balance = queries.balance_for(self.supplier.pk, at, product.pk)
        seen = {"seen_units": balance.on_hand_units, "counted_units": balance.on_hand_units}
        is_loss = "write_off" in self.request.POST
        data = self.request.POST or None
        form = AdjustmentForm(None if is_loss else data, initial=seen)
        loss = WriteOffForm(data if is_loss else None)
        given = {"supplier": self.supplier, "warehouse": at, "product": product, "by": self.request.user}
        status = 200 if self.place.is_editable else 403
        if self.request.method == "POST" and self.place.is_editable:
            status = self._lose(loss, given) if is_loss else self._count(form, given)
            if status == 200:
                messages.success(self.request, _("%(product)s was counted.") % {"product": product.name})
                return self._done()
        context = {"form": form, "loss": loss, "product": product, "place": self.place, "balance": balance}
        return self._show(context | self._addresses() | {"supplier": self.supplier}, status)

    def _addresses(self) -> dict[str, str]:
        kept = self.request.GET.copy()
        kept.pop("leave", None)
        address = f"{self.request.path}?{kept.urlencode()}"
        return {"back": self.back, "edit_url": address, "leave_url": f"{address}&leave=1"}

    def _count(self, form: AdjustmentForm, given: dict[str, Any]) -> int:
        return _once(self.request, form, lambda: self.adjust(**form.change(), **given))

    def _lose(self, form: WriteOffForm, given: dict[str, Any]) -> int:
        lost = lambda: self.write_off(  # noqa: E731
            units=form.cleaned_data["units"], reason=form.cleaned_data["reason"], **given
        )
        return _once(self.request, form, lost)

    def _done(self) -> HttpResponse:
        if not is_fragment(self.request):
            return redirect(self.back)
        return reply(self.request, page=self.page, fragment=self.fragment, context=self.row())

    def _show(self, context: dict[str, Any], status: int) -> HttpResponse:
        if not is_fragment(self.request):
            return render(self.request, self.page, context, status=status)
        if "leave" not in self.request.GET:
            context["edited"] = self.place.key
        status = 200 if status == 403 and self.request.method == "GET" else status
        context = self.row() | context
        return reply(self.request, page=self.page, fragment=self.fragment, context=context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.MANAGE_STOCK)
def adjustment_create(
    request: ActingRequest, organization: str, warehouse_id: UUID, product_id: UUID
) -> HttpResponse:
    """Count a product in one's own warehouse, or where the pencil was granted; else say why it is not (I6)."""
    shown = Shown(request)
    return _Pencil(
        request,
        supplier=request.acting.organization,
        place=queries.place_for(shown.places, warehouse_id),
        product_id=product_id,
        page="inventory/adjustment_create.html",
        fragment="inventory/_stock_row.html",
        back=f"{reverse('inventory:stock_list', args=[organization])}?{request.GET.urlencode()}",
        row=lambda: _row_of(shown, product_id),
        adjust=services.adjust_stock,
        write_off=services.write_off,
    ).answer()


def _row_of(shown: Shown, product: UUID) -> dict[str, Any]:
    organization = shown.request.acting.organization
    row = {"row": shown.row(product), "may_manage": True, "kept_query": shown.kept_query}
    return row | {"organization": organization, "has_total": len(shown.columns) > 1}


@require_http_methods(["GET", "HEAD", "POST"])
@delivering(Permission.MANAGE_STOCK)
def kept_adjustment_create(
    request: ActingRequest, organization: str, supplier: str, warehouse_id: UUID, product_id: UUID
) -> HttpResponse:
    """Count a supplier's product in the warehouse that one keeps."""
    owner = supplier_of_distributor(request.acting.organization, supplier)
    places = queries.own_places_of(request.acting.organization)
    place = queries.place_for(places, warehouse_id)
    return _Pencil(
        request,
        supplier=owner,
        place=place,
        product_id=product_id,
        page="inventory/delivering_adjustment_create.html",
        fragment="inventory/_kept_row.html",
        back=f"{reverse('inventory:delivering_stock_list', args=[organization])}?of={owner.slug}",
        row=lambda: kept_row(request, owner, place, product_id) | {"has_many": len(places) > 1},
        adjust=services.adjust_kept_stock,
        write_off=services.write_off_kept,
    ).answer()


def _warehouse_at(request: ActingRequest, place: Place) -> Warehouse:
    """Return the warehouse of a place; a first one is only written down when something is put there."""
    if request.method == "POST" and place.is_editable:
        return services.warehouse_of(place)
    return place.warehouse or Warehouse(organization=place.keeper)


def _once(request: ActingRequest, form: AdjustmentForm | WriteOffForm, verb: Callable[[], None]) -> int:
    """Do what the form says, once; on a refusal say it in the form, and return the status."""
    if not form.is_valid():
        return 422
    if not is_new(request, form):
        return 200
    try:
        verb()
    except StockMoved as moved:
        if isinstance(form, AdjustmentForm):
            form.see(moved.on_hand_units)
        form.add_error(None, moved.message)
        return moved.status
    except DomainError as error:
        form.add_error(None, error.message)
        return error.status
    return 200

"""Stock that comes in without a transfer, many products at once (SPEC.md I3)."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalogs.queries import ids_by_sku, products_kept_for
from inventory import queries, services
from inventory.forms import ReceiptForm
from inventory.views.boxes import boxes, offered
from inventory.views.once import is_new
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, delivering, selling
from wholesale.organizations.models import Organization
from wholesale.organizations.queries import supplier_of_distributor
from wholesale.organizations.roles import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.MANAGE_STOCK)
def receipt_create(request: ActingRequest, organization: str) -> HttpResponse:
    """Take delivered stock into one of the supplier's own warehouses."""
    back = reverse("inventory:stock_list", args=[organization])
    page = "inventory/receipt_create.html"
    return _receive(request, request.acting.organization, services.receive_stock, page, back)


@require_http_methods(["GET", "HEAD", "POST"])
@delivering(Permission.MANAGE_STOCK)
def kept_receipt_create(request: ActingRequest, organization: str, supplier: str) -> HttpResponse:
    """Take in what a supplier delivered without a transfer."""
    owner = supplier_of_distributor(request.acting.organization, supplier)
    back = f"{reverse('inventory:delivering_stock_list', args=[organization])}?of={owner.slug}"
    page = "inventory/delivering_receipt_create.html"
    return _receive(request, owner, services.receive_kept_stock, page, back)


def _receive(
    request: ActingRequest, supplier: Organization, verb: Callable[..., None], page: str, back: str
) -> HttpResponse:
    places = queries.own_places_of(request.acting.organization)
    products, is_large = offered(products_kept_for(supplier), request.POST)
    form = ReceiptForm(
        request.POST or None, products=products, places=places, ids_by_sku=partial(ids_by_sku, supplier)
    )
    only_looks = "look" in request.POST or "another" in request.POST
    status = 200
    if form.is_bound and not only_looks:
        status = _take(request, form, partial(verb, supplier=supplier), places)
        if status == 200:
            return redirect(back)
    context: dict[str, Any] = {"form": form, "supplier": supplier, "back": back, "is_large": is_large}
    context |= {"rows": boxes(form, places[:1], supplier.pk), "find": request.POST.get("find", "")}
    return render(request, page, context | {"has_errors": not only_looks}, status=status)


def _take(request: ActingRequest, form: ReceiptForm, verb: Callable[..., None], places: list[Any]) -> int:
    """Receive what was typed, once; on a refusal say it in the form, and return the status."""
    if not form.is_valid():
        return 422
    if is_new(request, form):
        chosen = form.cleaned_data["warehouse"]
        place = queries.place_for(places, UUID(chosen)) if chosen else places[0]
        units = form.units_by_product()
        try:
            verb(
                warehouse=services.warehouse_of(place),
                units_by_product=units,
                lots=form.lots(),
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except DomainError as error:
            form.add_error(None, error.message)
            return error.status
    messages.success(request, _("The stock was received."))
    return 200

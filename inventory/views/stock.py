"""A supplier's stock: a column per warehouse, what comes in, what is counted anew."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogs.queries import matching, product_for_supplier, products_of
from inventory import queries, services
from inventory.enums import MovementKind
from inventory.forms import AdjustmentForm, ReceiptForm
from inventory.models import Warehouse
from inventory.queries import Place
from wholesale.api.idempotency import is_first_submission
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.ui.filters import Filter, ListFilters
from wholesale.ui.forms import OnceForm
from wholesale.ui.paging import keyset_page
from wholesale.ui.replies import reply

SORTS = {"name": ["name", "id"], "sku": ["sku", "id"]}
ROW = ("id", "sku", "name", "pack", "is_active", "low_stock_units", "unit_price")
MOST_BOXES = 500


@require_safe
@selling(Permission.VIEW_STOCK)
def stock_list(request: ActingRequest, organization: str) -> HttpResponse:
    supplier = request.acting.organization
    states = [("low", _("Low")), ("out", _("Out")), ("inactive", _("Not active"))]
    filters = ListFilters(request.GET, [Filter("state", _("State"), states)], SORTS)
    products = matching(products_of(supplier), filters.search)
    products = products.filter(is_active=filters.one("state") != "inactive")
    if filters.one("state") in ("low", "out"):
        products = products.annotate(free=queries.free_everywhere())
        wanted = {"free__lte": F("low_stock_units"), "free__gt": 0}
        products = products.filter(**(wanted if filters.one("state") == "low" else {"free__lte": 0}))
    page = keyset_page(products.values(*ROW), order=filters.order, cursor=filters.cursor, counted=True)
    places = queries.places_of(supplier)
    context = {
        "page": page,
        "filters": filters,
        "places": places,
        "rows": queries.stock_rows(supplier.pk, page.rows, places),
        "may_manage": request.acting.may(Permission.MANAGE_STOCK),
        "may_transfer": request.acting.may(Permission.TRANSFER_STOCK),
    }
    return render(request, "inventory/stock_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.MANAGE_STOCK)
def receipt_create(request: ActingRequest, organization: str) -> HttpResponse:
    supplier = request.acting.organization
    products = products_of(supplier).filter(is_active=True).order_by("name", "id").values(*ROW)[:MOST_BOXES]
    form = ReceiptForm(request.POST or None, products=products)
    if form.is_bound and form.is_valid():
        if is_new(request, form):
            services.receive_stock(
                supplier=supplier,
                warehouse=services.default_warehouse(supplier),
                units_by_product=form.units_by_product(),
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        messages.success(request, _("The stock was received."))
        return redirect("inventory:stock_list", organization)
    context = {"form": form, "rows": boxes(form, queries.own_places_of(supplier)[:1], supplier.pk)}
    return render(request, "inventory/receipt_create.html", context, status=422 if form.is_bound else 200)


def boxes(form: Any, places: list[Place], supplier_id: UUID) -> list[dict[str, Any]]:
    """Return each product with what lies in these places and its box."""
    rows = queries.stock_rows(supplier_id, form.products, places)
    return [{"row": row, "box": form.box_of(row.product["id"])} for row in rows]


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.MANAGE_STOCK)
def adjustment_create(
    request: ActingRequest, organization: str, warehouse_id: UUID, product_id: UUID
) -> HttpResponse:
    supplier = request.acting.organization
    found = product_for_supplier(supplier, product_id)
    place = queries.place_for(queries.places_of(supplier), warehouse_id)
    at = warehouse_at(request, place)
    balance = queries.balance_for(supplier.pk, at, found.pk)
    seen = {"seen_units": balance.on_hand_units, "counted_units": balance.on_hand_units}
    form = AdjustmentForm(request.POST or None, initial=seen)
    context = {"form": form, "product": found, "place": place, "balance": balance}
    status = 200
    if not place.is_editable:
        status = 403
    elif form.is_bound:
        given = {"supplier": supplier, "warehouse": at, "product": found, "by": request.user}
        status = adjust(request, form, services.adjust_stock, given)
        if status == 200:
            messages.success(request, _("%(product)s was counted.") % {"product": found.name})
            return redirect("inventory:stock_list", organization)
    return render(request, "inventory/adjustment_create.html", context, status=status)


def warehouse_at(request: ActingRequest, place: Place) -> Warehouse:
    """Return the warehouse of a place; a first one is only written down when something is put there."""
    if request.method == "POST":
        return services.warehouse_of(place)
    return place.warehouse or Warehouse(organization=place.keeper)


def is_new(request: ActingRequest, form: OnceForm) -> bool:
    """Tell whether a valid form of stock is sent for the first time; sent again, it changes nothing."""
    company = request.acting.organization
    return is_first_submission(organization_id=company.pk, form="stock", key=form.cleaned_data["form_key"])


def adjust(request: ActingRequest, form: AdjustmentForm, verb: Any, given: dict[str, Any]) -> int:
    """Correct the stock as the form says, once; on a refusal say it in the form, and return the status."""
    if not form.is_valid():
        return 422
    if not is_new(request, form):
        return 200
    try:
        verb(change_units=form.change_units(), reason=form.cleaned_data["reason"], **given)
    except DomainError as error:
        form.add_error(None, error.message)
        return error.status
    return 200


@require_safe
@selling(Permission.VIEW_STOCK)
def product_stock(request: ActingRequest, organization: str, product_id: UUID) -> HttpResponse:
    supplier = request.acting.organization
    found = product_for_supplier(supplier, product_id)
    row = {"id": found.pk, "name": found.name, "low_stock_units": found.low_stock_units}
    context = {
        "rows": queries.stock_rows(supplier.pk, [row], queries.places_of(supplier)),
        "product": found,
        "organization": supplier,
        "may_manage": request.acting.may(Permission.MANAGE_STOCK),
    }
    return _part(request, "inventory/_product_stock.html", _("Stock"), context)


@require_safe
@selling(Permission.VIEW_STOCK)
def product_movements(request: ActingRequest, organization: str, product_id: UUID) -> HttpResponse:
    supplier = request.acting.organization
    found = product_for_supplier(supplier, product_id)
    page = keyset_page(
        queries.movements_of(supplier.pk, product=found.pk),
        order=["-at", "-id"],
        cursor=request.GET.get("cursor", ""),
        size=20,
    )
    page.rows[:] = [_in_words(row) for row in page.rows]
    context = {"page": page, "product": found, "organization": supplier}
    return _part(request, "inventory/_product_movements.html", _("Movements"), context)


def _part(request: ActingRequest, fragment: str, title: str, context: dict[str, Any]) -> HttpResponse:
    """Answer the product's page with a card's content, and a reader without script with a page of it."""
    context |= {"fragment": fragment, "part_title": title}
    return reply(request, page="inventory/product_part.html", fragment=fragment, context=context)


def _in_words(row: dict[str, Any]) -> dict[str, Any]:
    """Add what a movement is called, and its units with their sign."""
    signed = {
        f"{name}_text": f"{row[f'{name}_units']:+d}" if row[f"{name}_units"] else "" for name in _COUNTS
    }
    return row | signed | {"word": MovementKind(row["kind"]).label}


_COUNTS = ("on_hand", "reserved")

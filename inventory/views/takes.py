"""Stock takes: opened, counted product by product, compared with the books, applied (SPEC.md I3)."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogs.models import Product
from catalogs.queries import categories_of, products_kept_for
from inventory import queries, services
from inventory.enums import TakeStatus
from inventory.errors import CountedAlready
from inventory.forms import ApplyForm, LineForm, TakeForm
from inventory.models import StockTake
from inventory.queries import Place
from inventory.views.once import is_new
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, any_side
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization
from wholesale.organizations.queries import suppliers_of
from wholesale.organizations.roles import Permission
from wholesale.sheets.downloads import Download
from wholesale.sheets.writing import sheet_response
from wholesale.ui.filters import Filter, ListFilters
from wholesale.ui.paging import keyset_page

PREFIXES = {Side.SELLING: "inventory:take", Side.DELIVERING: "inventory:delivering_take"}
STOCK_PAGES = {Side.SELLING: "inventory:stock_list", Side.DELIVERING: "inventory:delivering_stock_list"}


@require_safe
@any_side(Permission.VIEW_STOCK)
def take_list(request: ActingRequest, organization: str, side: str) -> HttpResponse:
    """Show which stock takes there were, the newest first."""
    filters = ListFilters(
        request.GET, [Filter("status", _("State"), TakeStatus.choices)], {"newest": ["-id"]}
    )
    found = queries.takes_of(request.acting.organization, Side(side))
    if chosen := filters.values["status"]:
        found = found.filter(status__in=chosen)
    page = keyset_page(found, order=filters.order, cursor=filters.cursor, counted=True)
    context = _context(request) | {"page": page, "filters": filters}
    return render(request, "inventory/take_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@any_side(Permission.MANAGE_STOCK)
def take_create(request: ActingRequest, organization: str, side: str) -> HttpResponse:
    """Open a stock take of a warehouse, of all products or a category; the one that is open already is shown."""
    suppliers = _suppliers(request)
    places = _places(request)
    categories = sorted({name for each in suppliers for name in categories_of(each)})
    form = TakeForm(request.POST or None, suppliers=suppliers, places=places, categories=categories)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            opened = services.open_take(by=request.user, **form.given(services.warehouse_of))
        except DomainError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            return redirect(f"{PREFIXES[Side(side)]}_detail", organization, opened.pk)
    return render(request, "inventory/take_create.html", _context(request) | {"form": form}, status=status)


def _suppliers(request: ActingRequest) -> list[Organization]:
    company = request.acting.organization
    return [company] if request.acting.side == Side.SELLING else list(suppliers_of(company))


def _places(request: ActingRequest) -> list[Place]:
    company = request.acting.organization
    if request.acting.side == Side.SELLING:
        return [place for place in queries.places_of(company) if place.is_editable]
    return queries.own_places_of(company)


@require_safe
@any_side(Permission.VIEW_STOCK)
def take_detail(request: ActingRequest, organization: str, side: str, take_id: UUID) -> HttpResponse:
    return detail_page(request, _take(request, take_id))


def detail_page(request: ActingRequest, take: StockTake, *, status: int = 200, **said: Any) -> HttpResponse:
    """Show a stock take: the box to count with, what was counted, and what it comes to."""
    side = request.acting.side
    states = [("open", _("To count")), ("counted", _("Counted")), ("different", _("Different"))]
    filters = ListFilters(request.GET, [Filter("state", _("State"), states)], {"name": ["name", "id"]})
    rows = queries.counted_rows(take, side=side, text=filters.search, state=filters.one("state"))
    page = keyset_page(rows, order=filters.order, cursor=filters.cursor, counted=True)
    for row in page.rows:
        row["difference"] = (
            None if row["counted_units"] is None else row["counted_units"] - row["expected_units"]
        )
        row["value"] = row["difference"] and row["line_price"] and row["difference"] * row["line_price"]
    counts = take.status == TakeStatus.OPEN and request.acting.may(Permission.MANAGE_STOCK)
    context = _context(request) | {
        "take": take,
        "filters": filters,
        "page": page,
        "totals": queries.totals_of(queries.counted_rows(take, side=side)),
        "form": LineForm(initial=_begun(request)) if counts else None,
        "apply_form": ApplyForm() if counts else None,
    }
    return render(request, "inventory/take_detail.html", context | said, status=status)


def _begun(request: ActingRequest) -> dict[str, str]:
    """Return what the box begins with: the product that was chosen among several, and how many were typed."""
    return {name: request.GET.get(name, "") for name in ("code", "units")}


def _else_the_take(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer a GET, as from the list of a page that refused, by the page of the take."""

    @wraps(view)
    def answer(request: ActingRequest, organization: str, side: str, take_id: UUID) -> HttpResponse:
        if request.method == "POST":
            return view(request, organization, side, take_id)
        take = _take(request, take_id)
        address = reverse(f"{PREFIXES[Side(side)]}_detail", args=[organization, take.pk])
        return redirect(f"{address}?{request.GET.urlencode()}")

    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@any_side(Permission.MANAGE_STOCK)
@_else_the_take
def line_create(request: ActingRequest, organization: str, side: str, take_id: UUID) -> HttpResponse:
    """Count a product by its SKU or barcode, or by words that only it has."""
    take = _take(request, take_id)
    form = LineForm(request.POST)
    if not form.is_valid():
        return detail_page(request, take, form=form, status=422)
    found = queries.products_typed(products_kept_for(take.supplier), form.cleaned_data["code"])
    if len(found) != 1:
        return detail_page(request, take, form=form.naming(found), found=found, status=422)
    try:
        if is_new(request, form):
            _count(request, take, found[0], form)
    except CountedAlready as counted:
        said = {"form": form.again(counted.line.version), "met": counted}
        return detail_page(request, take, status=counted.status, **said)
    except DomainError as error:
        form.add_error(None, error.message)
        return detail_page(request, take, form=form, status=error.status)
    return redirect(f"{PREFIXES[Side(side)]}_detail", organization, take_id)


def _count(request: ActingRequest, take: StockTake, product: Product, form: LineForm) -> None:
    line = services.count_product(take=take, product=product, by=request.user, **form.count())
    said = {"product": product.name, "n": line.counted_units}
    messages.success(request, _("%(product)s: %(n)s counted.") % said)


@require_http_methods(["GET", "HEAD", "POST"])
@any_side(Permission.MANAGE_STOCK)
@_else_the_take
def applying_create(request: ActingRequest, organization: str, side: str, take_id: UUID) -> HttpResponse:
    """Correct the books by what was counted."""
    form = ApplyForm(request.POST)
    if not form.is_valid():
        return detail_page(request, _take(request, take_id), apply_form=form, status=422)
    verb = services.apply_take
    return _close(request, take_id, verb, _("The books say now what was counted."), **form.cleaned_data)


@require_http_methods(["GET", "HEAD", "POST"])
@any_side(Permission.MANAGE_STOCK)
@_else_the_take
def discarding_create(request: ActingRequest, organization: str, side: str, take_id: UUID) -> HttpResponse:
    return _close(
        request, take_id, services.discard_take, _("The stock take is discarded; nothing has changed.")
    )


def _close(
    request: ActingRequest, take_id: UUID, verb: Callable[..., Any], done: str, **given: Any
) -> HttpResponse:
    take = _take(request, take_id)
    try:
        verb(take=take, by=request.user, **given)
    except DomainError as error:
        return detail_page(request, _take(request, take_id), error=error.message, status=error.status)
    messages.success(request, done)
    company, side = request.acting.organization.slug, request.acting.side
    return redirect(f"{PREFIXES[side]}_detail", company, take_id)


@require_safe
@any_side(Permission.VIEW_STOCK)
def take_export(request: ActingRequest, organization: str, side: str, take_id: UUID) -> Download:
    """Download the sheet to count on, without what the books say; or, when counted, the differences."""
    take = _take(request, take_id)
    rows = queries.counted_rows(take, side=Side(side)).order_by("name", "id")
    return sheet_response(
        services.take_sheet_rows(take, rows),
        headings=services.take_headings(take),
        name=f"stock-take-{timezone.localdate().isoformat()}",
        as_format=request.GET.get("as", "xlsx"),
    )


def _take(request: ActingRequest, take_id: UUID) -> StockTake:
    return queries.take_for(request.acting.organization, request.acting.side, take_id)


def _context(request: ActingRequest) -> dict[str, Any]:
    side = request.acting.side
    return {
        "organization": request.acting.organization,
        "prefix": PREFIXES[side],
        "stock_page": STOCK_PAGES[side],
        "is_supplier": side == Side.SELLING,
        "may_manage": request.acting.may(Permission.MANAGE_STOCK),
    }

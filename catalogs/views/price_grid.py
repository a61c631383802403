"""What products cost on a price list: looked at, typed in a grid, looked back at, taken away as a file (SPEC.md K2)."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from catalogs import queries, services
from catalogs.errors import PricesRefused
from catalogs.forms.price_grid import PriceGrid
from catalogs.models import PriceList
from catalogs.services.price_sheets import PRICES
from catalogs.views.price_choosing import EDIT, ROW, filters_on, page_of, say_drafted, wanted_on
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.sheets.downloads import Download
from wholesale.sheets.writing import sheet_response
from wholesale.ui.paging import keyset_page
from wholesale.ui.replies import reply, see_other

_MOST_ROWS = 200


@require_safe
@selling(Permission.VIEW_PRODUCTS)
def price_list_detail(request: ActingRequest, organization: str, price_list: UUID) -> HttpResponse:
    found = queries.price_list_seen(request.acting.organization, price_list)
    filters = filters_on(found, request.GET)
    page = page_of(found, filters)
    keys = [row["id"] for row in page.rows]
    now, drafted = queries.in_force(found, keys), queries.draft_lines_of(found, keys)
    context = {
        "price_list": found,
        "filters": filters,
        "page": page,
        "rows": [(row, now.get(row["id"]), *_planned(drafted, row["id"])) for row in page.rows],
        "can_edit": request.acting.may(EDIT),
        "export_url": reverse("catalogs:price_list_export", args=[organization, price_list]),
    }
    return render(request, "catalogs/price_list_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@selling(EDIT)
def price_grid(request: ActingRequest, organization: str, price_list: UUID) -> HttpResponse:
    found = queries.price_list_seen(request.acting.organization, price_list)
    if request.method == "POST":
        return _save_grid(request, found)
    filters = filters_on(found, request.GET)
    page = page_of(found, filters)
    now, drafted = _standing(found, page.rows)
    grid = PriceGrid(found.currency, page.rows, queries.in_boxes(found, now, drafted))
    return _grid_page(request, found, grid, now, page=page, filters=filters)


def _save_grid(request: ActingRequest, price_list: PriceList) -> HttpResponse:
    """Save the rows that were sent; where one is refused or overtaken, show them again as they were typed."""
    keys = PriceGrid.product_ids(request.POST)[:_MOST_ROWS]
    rows = list(queries.products_on(price_list).filter(pk__in=keys).order_by("name", "pk").values(*ROW))
    now, drafted = _standing(price_list, rows)
    grid = PriceGrid(price_list.currency, rows, queries.in_boxes(price_list, now, drafted), request.POST)
    if not grid.is_valid:
        return _grid_page(request, price_list, grid, now, status=422)
    typed = [services.TypedPrice(*each) for each in grid.typed]
    try:
        saved = services.save_prices(price_list=price_list, typed=typed)
    except PricesRefused as error:
        grid.refuse(error.by_product)
        return _grid_page(request, price_list, grid, now, status=422)
    say_drafted(request, saved.changed)
    if saved.conflicts:
        grid.tell_conflicts(saved.conflicts)
        return _grid_page(request, price_list, grid, now)  # 200: what was not overtaken is saved
    return see_other(request, f"{request.path}?{request.GET.urlencode()}")


def _planned(drafted: Any, product: UUID) -> Any:
    """Return a product's line of the draft, and what it says of the price."""
    line = drafted.get(product)
    return line, queries.listed_in(line)


def _standing(price_list: PriceList, rows: list[dict[str, Any]]) -> Any:
    keys = [row["id"] for row in rows]
    return queries.in_force(price_list, keys), queries.draft_lines_of(price_list, keys)


def _grid_page(
    request: ActingRequest,
    price_list: PriceList,
    grid: PriceGrid,
    now: Any,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    rows = [(row, now.get(row.product["id"])) for row in grid.rows()]
    context = {"price_list": price_list, "grid": grid, "rows": rows} | more
    return render(request, "catalogs/price_grid.html", context, status=status)


@require_safe
@selling(Permission.VIEW_PRODUCTS)
def product_prices(request: ActingRequest, organization: str, product_id: UUID) -> HttpResponse:
    """Show what a product costs on each list, as a card of its page."""
    product = queries.product_for_supplier(request.acting.organization, product_id)
    return reply(
        request,
        page="catalogs/product_prices.html",
        fragment="catalogs/_product_prices.html",
        context={"product": product, "rows": queries.prices_of_product(product)},
    )


@require_safe
@selling(Permission.VIEW_PRODUCTS)
def price_history(
    request: ActingRequest, organization: str, price_list: UUID, product_id: UUID
) -> HttpResponse:
    found = queries.price_list_for_supplier(request.acting.organization, price_list)
    product = queries.product_for_supplier(request.acting.organization, product_id)
    rows = queries.history_of(found, product)
    page = keyset_page(rows, order=["-valid_from", "-id"], cursor=request.GET.get("cursor", ""), counted=True)
    counts = queries.in_force(found, [product.pk]).get(product.pk)
    context = {
        "price_list": found,
        "product": product,
        "page": page,
        "now": timezone.now(),
        "current": counts.counts.pk if counts and counts.counts else None,
    }
    return render(request, "catalogs/price_history.html", context)


@require_safe
@selling(Permission.VIEW_PRODUCTS)
def price_list_export(request: ActingRequest, organization: str, price_list: UUID) -> Download:
    found = queries.price_list_for_supplier(request.acting.organization, price_list)
    products = wanted_on(found, filters_on(found, request.GET))
    return sheet_response(
        PRICES.export_rows(found, products),
        headings=PRICES.export_headings(),
        name=f"{PRICES.words.file_stem}-{timezone.localdate().isoformat()}",
        as_format=request.GET.get("as", "xlsx"),
    )

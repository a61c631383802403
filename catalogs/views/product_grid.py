"""Products edited in a grid (SPEC.md K1)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from catalogs import queries, services
from catalogs.errors import ProductsRefused
from catalogs.forms.product_grid import COLUMNS, NEW_ROWS, ROWS, SKU, ProductGrid, ids_in
from catalogs.views.choosing import Choices, filters_of, wanted
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.ui.paging import keyset_page


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.MANAGE_PRODUCTS)
def product_grid(request: ActingRequest, organization: str) -> HttpResponse:
    supplier = request.acting.organization
    choices = Choices(supplier)
    if request.method == "POST":
        return _saved(request, choices)
    filters = filters_of(choices, request.GET)
    page = keyset_page(
        wanted(supplier, filters), order=filters.order, cursor=filters.cursor, size=ROWS, counted=True
    )
    grid = _grid(choices)
    grid.show(page.rows, new_rows=0 if page.next or filters.is_narrowed else NEW_ROWS)
    return _shown(request, grid, choices, {"filters": filters, "page": page})


def _saved(request: ActingRequest, choices: Choices) -> HttpResponse:
    """Save all rows or none: then each says what is wrong in it, and keeps what was typed."""
    supplier, grid = choices.supplier, _grid(choices)
    grid.take(request.POST, queries.products_by_id(supplier, ids_in(request.POST)))
    changes = grid.changes()
    if not grid.wrong:
        try:
            saved = services.save_all_products(supplier=supplier, changes=changes, by=request.user)
        except ProductsRefused as error:
            grid.tell(error.outcomes)
        else:
            words = ngettext("%(n)s product was saved.", "%(n)s products were saved.", len(saved))
            messages.success(request, words % {"n": len(saved)})
            return redirect(request.get_full_path())
    return _shown(request, grid, choices, {"wrong": grid.wrong}, status=422)


def _grid(choices: Choices) -> ProductGrid:
    supplier = choices.supplier
    return ProductGrid(supplier, choices.tax_classes, queries.price_currency(supplier))


def _shown(
    request: ActingRequest, grid: ProductGrid, choices: Choices, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context |= {
        "rows": [(row, grid.cells_of(row)) for row in grid.rows],
        "columns": COLUMNS,
        "sku": SKU,
        "categories": choices.categories,
        "brands": choices.brands,
        "verb": _("Save products"),
    }
    return render(request, "catalogs/product_grid.html", context, status=status)

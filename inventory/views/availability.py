"""Price & availability: what customers pay and can get, by who delivers to them (SPEC.md K8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogs.models import PriceList
from catalogs.queries import MOST_LISTS, categories_of, price_columns, price_lists_of
from inventory import queries, services
from inventory.queries import Looked, Serving
from inventory.views.delivering import SORTS
from inventory.views.keepers import chosen_serving
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.sheets.downloads import Download
from wholesale.sheets.writing import sheet_response
from wholesale.ui.filters import Filter, ListFilters
from wholesale.ui.paging import keyset_page

SHOWN_LISTS = 3  # while none is chosen


@dataclass
class _Asked:
    """What the address asks for."""

    request: ActingRequest

    @cached_property
    def servings(self) -> list[Serving]:
        return queries.servings_of(queries.places_of(self.request.acting.organization))

    @cached_property
    def serving(self) -> Serving:
        return chosen_serving(self.servings, self.request.GET.get("by", ""))

    @cached_property
    def all_lists(self) -> list[PriceList]:
        return list(price_lists_of(self.request.acting.organization))

    @cached_property
    def lists(self) -> Sequence[PriceList]:
        """Return the chosen lists, or while none is chosen the first."""
        wanted = set(self.request.GET.getlist("list"))
        chosen = [each for each in self.all_lists if str(each.pk) in wanted]
        return chosen[:MOST_LISTS] or self.all_lists[:SHOWN_LISTS]

    @cached_property
    def filters(self) -> ListFilters:
        categories = [(name, name) for name in categories_of(self.request.acting.organization)]
        offered = [
            Filter("state", _("State"), [("ok", _("In stock")), ("low", _("Low")), ("out", _("Out"))]),
            Filter("category", _("Category"), categories),
            Filter("price", _("Price"), [("none", _("No price"))]),
        ]
        return ListFilters(self.request.GET, [each for each in offered if each.options], SORTS)

    @property
    def looked(self) -> Looked:
        filters = self.filters
        return Looked(
            keepers=self.serving.keepers,
            lists=self.lists,
            text=filters.search,
            state=filters.one("state"),
            categories=filters.values.get("category", ()),
            is_unpriced=bool(filters.one("price")),
        )


@require_safe
@selling(Permission.VIEW_PRODUCTS)
def availability_list(request: ActingRequest, organization: str) -> HttpResponse:
    asked = _Asked(request)
    rows = queries.products_looked_at(request.acting.organization, asked.looked)
    page = keyset_page(rows, order=asked.filters.order, cursor=asked.filters.cursor, counted=True)
    columns = list(zip(price_columns(asked.lists), asked.lists, strict=True))
    for row in page.rows:
        row["prices"] = [(row[name], each.currency) for name, each in columns]
    context: dict[str, Any] = {
        "page": page,
        "filters": asked.filters,
        "lists": asked.lists,
        "all_lists": asked.all_lists,
        "most_lists": MOST_LISTS,
        "serving": asked.serving,
        "servings": asked.servings,
        "place": asked.serving.place,
        "may_manage": request.acting.may(Permission.MANAGE_STOCK),
        "may_transfer": request.acting.may(Permission.TRANSFER_STOCK),
    }
    return render(request, "inventory/availability_list.html", context)


@require_safe
@selling(Permission.VIEW_PRODUCTS)
def availability_export(request: ActingRequest, organization: str) -> Download:
    """Download what the page's filters show, all of it."""
    asked = _Asked(request)
    rows = queries.products_looked_at(request.acting.organization, asked.looked)
    return sheet_response(
        services.availability_rows(rows, asked.lists),
        headings=services.availability_headings(asked.lists),
        name=f"price-and-availability-{timezone.localdate().isoformat()}",
        as_format=request.GET.get("as", "xlsx"),
    )

"""Lots: what expires soon as a page and a file, and one product's lots, counted and named one by one (SPEC.md I13)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogs.queries import price_currency, product_for_supplier, products_by_id
from inventory import queries, services
from inventory.forms import CountLotForm, NameLotForm
from inventory.queries import Place, PlaceLots
from inventory.views.once import is_new
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, any_side, delivering, selling
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization
from wholesale.organizations.queries import supplier_of_distributor
from wholesale.organizations.roles import Permission
from wholesale.sheets.downloads import Download
from wholesale.sheets.writing import sheet_response
from wholesale.ui.filters import Filter, ListFilters
from wholesale.ui.paging import keyset_page

SORTS = {"day": ["day", "id"]}
DAYS = ("0", "7", "14", "30", "60", "90")


class _Report:
    """What the address asks for: how soon it expires, in which warehouses."""

    def __init__(self, request: ActingRequest) -> None:
        self.request, self.acting = request, request.acting
        self.today = queries.today_of(self.acting.organization)
        within = [
            (days, _("Expired") if days == "0" else _("Within {n} days").format(n=days)) for days in DAYS
        ]
        offered = [
            Filter("within", _("Expires"), [*within, ("all", _("All lots"))]),
            Filter("warehouse", _("Warehouse"), self._warehouses()),
        ]
        self.filters = ListFilters(request.GET, [each for each in offered if each.options], SORTS)

    def _warehouses(self) -> list[tuple[str, str]]:
        company = self.acting.organization
        is_supplier = self.acting.side == Side.SELLING
        places = queries.places_of(company) if is_supplier else queries.own_places_of(company)
        return [(str(place.key), place.name) for place in places] if len(places) > 1 else []

    @property
    def sees_value(self) -> bool:
        return self.acting.side == Side.SELLING

    def lots(self) -> QuerySet[Any, dict[str, Any]]:
        within = self.filters.one("within") or "30"
        days = -1 if within == "0" else int(within) if within != "all" else None
        return queries.lots_expiring(
            self.acting.organization,
            self.acting.side,
            by=None if days is None else self.today + timedelta(days),
            words=self.filters.search,
            warehouses=self.filters.values.get("warehouse", []),
        )

    def shown(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Add whether each has expired, and what it is worth at list price where whoever looks may know."""
        prices: dict[UUID, Any] = {}
        if self.sees_value:
            found = products_by_id(self.acting.organization, {row["product_id"] for row in rows})
            prices = {key: getattr(product, "unit_price", None) for key, product in found.items()}
        return [
            row
            | {
                "has_expired": row["best_before"] is not None and row["best_before"] < self.today,
                "days": (row["best_before"] - self.today).days if row["best_before"] else None,
                "value": price * row["on_hand_units"] if (price := prices.get(row["product_id"])) else None,
            }
            for row in rows
        ]


@require_safe
@any_side(Permission.VIEW_STOCK)
def expiring_list(request: ActingRequest, organization: str, side: str) -> HttpResponse:
    """Show the lots that expire soon, warehouse by warehouse."""
    report = _Report(request)
    filters = report.filters
    page = keyset_page(report.lots(), order=["day", "id"], cursor=filters.cursor, counted=True)
    context = {"page": page, "filters": filters, "rows": report.shown(page.rows)}
    context |= {
        "sees_value": report.sees_value,
        "currency": price_currency(request.acting.organization) if report.sees_value else "",
    }
    context |= {"is_supplier": request.acting.side == Side.SELLING}
    return render(request, "inventory/expiring_list.html", context)


@require_safe
@any_side(Permission.VIEW_STOCK)
def expiring_export(request: ActingRequest, organization: str, side: str) -> Download:
    """Download what the page's filters show, all of it."""
    report = _Report(request)
    rows = report.shown(list(report.lots().order_by("day", "id")))
    currency = price_currency(request.acting.organization) if report.sees_value else ""
    return sheet_response(
        services.expiring_rows(rows, currency),
        headings=services.expiring_headings(currency),
        name=f"expiring-{timezone.localdate().isoformat()}",
        as_format=request.GET.get("as", "xlsx"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.VIEW_STOCK)
def product_lots(request: ActingRequest, organization: str, product_id: UUID) -> HttpResponse:
    """Show where the lots of a product lie; count, write off or name them where the supplier may."""
    supplier = request.acting.organization
    return _lots(request, supplier, queries.places_of(supplier), product_id)


@require_http_methods(["GET", "HEAD", "POST"])
@delivering(Permission.VIEW_STOCK)
def kept_product_lots(
    request: ActingRequest, organization: str, supplier: str, product_id: UUID
) -> HttpResponse:
    """Show where the lots of a supplier's product lie in one's own warehouses, to count, write off or name them."""
    owner = supplier_of_distributor(request.acting.organization, supplier)
    return _lots(request, owner, queries.own_places_of(request.acting.organization), product_id)


def _lots(
    request: ActingRequest, supplier: Organization, places: list[Place], product_id: UUID
) -> HttpResponse:
    product = product_for_supplier(supplier, product_id)
    editable = _editable(request, places)
    form: NameLotForm | CountLotForm | None = None
    status = 200
    if request.method == "POST":
        form = (CountLotForm if "lot" in request.POST else NameLotForm)(request.POST, places=editable)
        status = _change(request, supplier, product, form, editable) if editable else 403
        if status == 200:
            messages.success(request, _("The lot is written down."))
            return redirect(request.path)
    rows = queries.lots_of_product(supplier.pk, product.pk, places)
    today = queries.today_of(supplier)
    context: dict[str, Any] = {"product": product, "supplier": supplier, "may_edit": bool(editable)}
    context |= {"places": [_shown(place, form, editable, today) for place in rows]}
    context |= {
        "naming": form if isinstance(form, NameLotForm) else NameLotForm(places=editable),
        "form": form,
    }
    context |= {"is_supplier": request.acting.side == Side.SELLING}
    return render(request, "inventory/product_lots.html", context, status=status)


def _editable(request: ActingRequest, places: list[Place]) -> list[Place]:
    may = request.acting.may(Permission.MANAGE_STOCK)
    return [place for place in places if place.warehouse and place.is_editable] if may else []


def _shown(at: PlaceLots, typed: Any, editable: list[Place], today: date) -> dict[str, Any]:
    """Return a place with its lots, each with its box where it may be counted; what was typed stays."""
    is_editable = at.place in editable
    lots = []
    for lot in at.lots:
        key = f"{lot.warehouse_id}-{lot.lot_id}"
        is_typed = isinstance(typed, CountLotForm) and typed.data.get("lot") == str(lot.lot_id)
        is_typed = is_typed and typed.data.get("warehouse") == str(lot.warehouse_id)
        seen: dict[str, Any] = {"seen_units": lot.on_hand_units, "counted_units": lot.on_hand_units}
        seen |= {"lot": lot.lot_id, "warehouse": lot.warehouse_id}
        fresh = CountLotForm(initial=seen, places=editable, auto_id=f"id_{key}_%s")
        lots.append({"lot": lot, "has_expired": lot.has_expired(today), "form": typed if is_typed else fresh})
    return {"place": at.place, "lots": lots, "unsaid_units": at.unsaid_units, "is_editable": is_editable}


def _change(
    request: ActingRequest, supplier: Organization, product: Any, form: Any, places: list[Place]
) -> int:
    """Do what the form says, once; on a refusal say it in the form, and return the status."""
    if not form.is_valid():
        return 422
    if not is_new(request, form):
        return 200
    at = services.warehouse_of(queries.place_for(places, UUID(form.cleaned_data["warehouse"])))
    given: dict[str, Any] = {"supplier": supplier, "warehouse": at, "by": request.user}
    try:
        if isinstance(form, NameLotForm):
            services.name_lot(product=product, given=form.given(), **given)
        else:
            lot = queries.lot_of_product(supplier, product.pk, form.cleaned_data["lot"])
            verb = services.write_off_lot if form.is_loss else services.count_lot
            verb(lot=lot, **form.change(), **given)
    except DomainError as error:
        form.add_error(None, error.message)
        return error.status
    return 200

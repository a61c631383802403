"""Transfers from either end: list, draft, send, receive, cancel (SPEC.md I5)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction as database
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogs.queries import products_of
from inventory import queries, services
from inventory.enums import TransferStatus
from inventory.forms import CountForm, TransferForm
from inventory.models import Transfer
from inventory.queries import Place
from inventory.services import TransferDraft
from inventory.views.stock import is_new
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, any_side, selling
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization
from wholesale.organizations.roles import Permission
from wholesale.ui.filters import Filter, ListFilters
from wholesale.ui.paging import keyset_page

PREFIXES = {Side.SELLING: "inventory:transfer", Side.DELIVERING: "inventory:delivering_transfer"}
BOX = ("id", "sku", "name", "pack", "low_stock_units")
MOST_BOXES = 500


@require_safe
@any_side(Permission.VIEW_STOCK)
def transfer_list(request: ActingRequest, organization: str, side: str) -> HttpResponse:
    found = queries.transfers_of(request.acting.organization, Side(side))
    statuses: list[tuple[str, Any]] = [
        (value, label) for value, label in TransferStatus.choices if value != "draft" or side == "selling"
    ]
    filters = ListFilters(request.GET, [Filter("status", _("State"), statuses)], {"newest": ["-id"]})
    if chosen := filters.values["status"]:
        found = found.filter(status__in=chosen)
    page = keyset_page(found, order=filters.order, cursor=filters.cursor, counted=True)
    return render(
        request, "inventory/transfer_list.html", _context(request) | {"page": page, "filters": filters}
    )


@require_safe
@any_side(Permission.VIEW_STOCK)
def transfer_detail(request: ActingRequest, organization: str, side: str, transfer_id: UUID) -> HttpResponse:
    return detail_page(request, transfer_id)


def detail_page(
    request: ActingRequest,
    transfer_id: UUID,
    *,
    form: CountForm | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show a transfer, with the form to count it for whoever keeps the destination."""
    acting = request.acting
    found = queries.transfer_for(acting.organization, acting.side, transfer_id)
    lines = list(found.lines.order_by("name", "pk"))
    may_move = acting.may(Permission.TRANSFER_STOCK)
    counts = found.status == TransferStatus.SENT and found.destination_keeper_id == acting.organization.pk
    context = _context(request) | {
        "transfer": found,
        "lines": lines,
        "error": error,
        "count_form": (form or CountForm(lines=lines)) if counts and may_move else None,
        "events": _events(found),
    }
    return render(request, "inventory/transfer_detail.html", context, status=status)


def _events(transfer: Transfer) -> list[dict[str, Any]]:
    """Return what happened to a transfer, newest first."""
    supplier, receiver = transfer.supplier.name, transfer.destination_keeper.name
    happened = [
        (transfer.cancelled_at, "x", "bad", supplier, _("cancelled it; its stock is back")),
        (
            transfer.received_at,
            "package-import",
            "ok",
            transfer.received_by_name or receiver,
            _("received it"),
        ),
        (transfer.sent_at, "send", "info", supplier, _("sent it")),
        (transfer.created_at, "pencil", "idle", transfer.created_by_name or supplier, _("drafted it")),
    ]
    return [
        {"at": at, "icon": icon, "tone": tone, "who": who, "text": text}
        for at, icon, tone, who, text in happened
        if at
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.TRANSFER_STOCK)
def transfer_create(request: ActingRequest, organization: str) -> HttpResponse:
    return _edit(request)


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.TRANSFER_STOCK)
def transfer_update(request: ActingRequest, organization: str, transfer_id: UUID) -> HttpResponse:
    return _edit(request, queries.transfer_for(request.acting.organization, Side.SELLING, transfer_id))


def _edit(request: ActingRequest, transfer: Transfer | None = None) -> HttpResponse:
    supplier = request.acting.organization
    places = queries.places_of(supplier)
    form = _form(request, places, transfer)
    status = 200
    if form.is_bound and form.is_valid() and transfer is None and not is_new(request, form):
        messages.info(request, _("This transfer was saved already."))
        return redirect("inventory:transfer_list", supplier.slug)
    if form.is_bound:
        saved, status = _save(request, form, places, transfer)
        if saved is not None:
            return redirect("inventory:transfer_detail", supplier.slug, saved.pk)
    rows = queries.stock_rows(supplier.pk, form.products, _sources(places))
    context = _context(request) | {
        "form": form,
        "transfer": transfer,
        "places": _sources(places),
        "rows": [{"row": row, "box": form.box_of(row.product["id"])} for row in rows],
        "has_destinations": len(places) > 1,
    }
    return render(request, "inventory/transfer_edit.html", context, status=status)


def _sources(places: list[Place]) -> list[Place]:
    return [place for place in places if place.is_own or not place.has_account]


def _form(request: ActingRequest, places: list[Place], transfer: Transfer | None) -> TransferForm:
    products = products_of(request.acting.organization).filter(is_active=True).order_by("name", "id")
    initial: dict[str, Any] = {"destination": _asked_for(places, request.GET.get("to", ""))}
    units = {}
    if transfer is not None:
        units = dict(transfer.lines.values_list("product_id", "sent_units"))
        initial = {
            "source": transfer.source_id,
            "destination": transfer.destination_id,
            "note": transfer.note,
            "version": transfer.version,
        }
    return TransferForm(
        request.POST or None,
        products=products.values(*BOX)[:MOST_BOXES],
        units=units,
        initial=initial,
        sources=_sources(places),
        destinations=places[1:] + places[:1],
    )


def _asked_for(places: list[Place], slug: str) -> UUID | None:
    return next((place.key for place in places if place.keeper.slug == slug), None)


def _save(
    request: ActingRequest, form: TransferForm, places: list[Place], transfer: Transfer | None
) -> tuple[Transfer | None, int]:
    """Keep the draft, and send it where that was pressed: both or neither."""
    if not form.is_valid():
        return None, 422
    supplier, by = request.acting.organization, request.user
    draft = TransferDraft(
        source=services.warehouse_of(queries.place_for(places, UUID(form.cleaned_data["source"]))),
        destination=services.warehouse_of(queries.place_for(places, UUID(form.cleaned_data["destination"]))),
        units_by_product=form.units_by_product(),
        note=form.cleaned_data["note"],
    )
    version = form.cleaned_data["version"]
    try:
        with database.atomic():
            saved = services.save_transfer(
                supplier=supplier, draft=draft, transfer=transfer, version=version, by=by
            )
            if "send" in request.POST:
                saved = services.send_transfer(transfer=saved, by=by)
    except DomainError as error:
        form.add_error(None, error.message)
        return None, error.status
    text = (
        _("Transfer %(number)s is sent.") % {"number": saved.number}
        if saved.number
        else _("The draft is saved.")
    )
    messages.success(request, text)
    return saved, 200


@require_POST
@selling(Permission.TRANSFER_STOCK)
def sending_create(request: ActingRequest, organization: str, transfer_id: UUID) -> HttpResponse:
    return _act(request, transfer_id, services.send_transfer, _("The transfer is sent."))


@require_POST
@selling(Permission.TRANSFER_STOCK)
def cancellation_create(request: ActingRequest, organization: str, transfer_id: UUID) -> HttpResponse:
    return _act(
        request, transfer_id, services.cancel_transfer, _("The transfer is cancelled; its stock is back.")
    )


@require_POST
@selling(Permission.TRANSFER_STOCK)
def deletion_create(request: ActingRequest, organization: str, transfer_id: UUID) -> HttpResponse:
    found = queries.transfer_for(request.acting.organization, Side.SELLING, transfer_id)
    try:
        services.delete_transfer(transfer=found, by=request.user)
    except DomainError as error:
        return detail_page(request, transfer_id, error=error.message, status=error.status)
    messages.success(request, _("The draft is gone."))
    return redirect("inventory:transfer_list", organization)


def _act(request: ActingRequest, transfer_id: UUID, verb: Any, done: str) -> HttpResponse:
    """Do it and show the transfer again; a refusal is said on the same page."""
    found = queries.transfer_for(request.acting.organization, request.acting.side, transfer_id)
    try:
        verb(transfer=found, by=request.user)
    except DomainError as error:
        return detail_page(request, transfer_id, error=error.message, status=error.status)
    messages.success(request, done)
    return redirect("inventory:transfer_detail", request.acting.organization.slug, transfer_id)


@require_POST
@any_side(Permission.TRANSFER_STOCK)
def receipt_create(request: ActingRequest, organization: str, side: str, transfer_id: UUID) -> HttpResponse:
    found = queries.transfer_for(request.acting.organization, Side(side), transfer_id)
    form = CountForm(request.POST, lines=list(found.lines.order_by("name", "pk")))
    if not form.is_valid():
        return detail_page(request, transfer_id, form=form, status=422)
    try:
        services.receive_transfer(transfer=found, counts=form.counts(), by=request.user)
    except DomainError as error:
        return detail_page(request, transfer_id, form=form, error=error.message, status=error.status)
    messages.success(request, _("The transfer is received."))
    return redirect(f"{PREFIXES[Side(side)]}_detail", organization, transfer_id)


def _context(request: ActingRequest) -> dict[str, Any]:
    organization: Organization = request.acting.organization
    return {
        "organization": organization,
        "prefix": PREFIXES[request.acting.side],
        "is_supplier": request.acting.side == Side.SELLING,
        "may_move": request.acting.may(Permission.TRANSFER_STOCK),
    }

"""Transfers from either end: list, one of them, send, receive, cancel (SPEC.md I5)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from inventory import queries, services
from inventory.enums import TransferStatus
from inventory.forms import CountForm
from inventory.models import Transfer
from inventory.views.transfer_list import Listed
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, any_side
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission
from wholesale.sheets.downloads import Download
from wholesale.sheets.writing import sheet_response
from wholesale.ui.paging import keyset_page

PREFIXES = {Side.SELLING: "inventory:transfer", Side.DELIVERING: "inventory:delivering_transfer"}


@require_safe
@any_side(Permission.VIEW_STOCK)
def transfer_list(request: ActingRequest, organization: str, side: str) -> HttpResponse:
    listed = Listed(request)
    filters = listed.filters
    page = keyset_page(listed.transfers, order=filters.order, cursor=filters.cursor, counted=True)
    context = common_context(request) | {"page": page, "filters": filters}
    return render(request, "inventory/transfer_list.html", context)


@require_safe
@any_side(Permission.VIEW_STOCK)
def transfer_export(request: ActingRequest, organization: str, side: str) -> Download:
    """Download the lines of what the list's filters show: sent, received, broken, missing."""
    return sheet_response(
        services.transfer_sheet_rows(Listed(request).transfers),
        headings=services.transfer_headings(),
        name=f"transfers-{timezone.localdate().isoformat()}",
        as_format=request.GET.get("as", "xlsx"),
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
    context = common_context(request) | {
        "transfer": found,
        "lines": lines,
        "off": [line for line in lines if line.missing_units or line.broken_units],
        "error": error,
        "count_form": (form or CountForm(lines=lines)) if counts and may_move else None,
        "is_writer": found.writer_id == acting.organization.pk,
        "events": _events(found),
    }
    return render(request, "inventory/transfer_detail.html", context, status=status)


def _events(transfer: Transfer) -> list[dict[str, Any]]:
    """Return what happened to a transfer, newest first."""
    from_distributor = transfer.writer_id != transfer.supplier_id
    sender = (transfer.source_keeper if from_distributor else transfer.supplier).name
    receiver = transfer.destination_keeper.name
    happened = [
        (transfer.cancelled_at, "x", "bad", sender, _("cancelled it; its stock is back")),
        (
            transfer.received_at,
            "package-import",
            "ok",
            transfer.received_by_name or receiver,
            _("received it"),
        ),
        (transfer.sent_at, "send", "info", sender, _("sent it")),
        (transfer.created_at, "pencil", "idle", transfer.created_by_name or sender, _("drafted it")),
    ]
    return [
        {"at": at, "icon": icon, "tone": tone, "who": who, "text": text}
        for at, icon, tone, who, text in happened
        if at
    ]


@require_POST
@any_side(Permission.TRANSFER_STOCK)
def sending_create(request: ActingRequest, organization: str, side: str, transfer_id: UUID) -> HttpResponse:
    return _act(request, transfer_id, services.send_transfer, _("The transfer is sent."))


@require_POST
@any_side(Permission.TRANSFER_STOCK)
def cancellation_create(
    request: ActingRequest, organization: str, side: str, transfer_id: UUID
) -> HttpResponse:
    done = _("The transfer is cancelled; its stock is back.")
    return _act(request, transfer_id, services.cancel_transfer, done)


@require_POST
@any_side(Permission.TRANSFER_STOCK)
def deletion_create(request: ActingRequest, organization: str, side: str, transfer_id: UUID) -> HttpResponse:
    found = queries.transfer_for(request.acting.organization, Side(side), transfer_id)
    try:
        services.delete_transfer(transfer=found, by=request.user)
    except DomainError as error:
        return detail_page(request, transfer_id, error=error.message, status=error.status)
    messages.success(request, _("The draft is gone."))
    return redirect(f"{PREFIXES[Side(side)]}_list", organization)


def _act(request: ActingRequest, transfer_id: UUID, verb: Any, done: str) -> HttpResponse:
    """Do it and show the transfer again; a refusal is said on the same page."""
    acting = request.acting
    found = queries.transfer_for(acting.organization, acting.side, transfer_id)
    try:
        verb(transfer=found, by=request.user)
    except DomainError as error:
        return detail_page(request, transfer_id, error=error.message, status=error.status)
    messages.success(request, done)
    return redirect(f"{PREFIXES[acting.side]}_detail", acting.organization.slug, transfer_id)


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


def common_context(request: ActingRequest) -> dict[str, Any]:
    """Return what every page of transfers asks for."""
    return {
        "organization": request.acting.organization,
        "prefix": PREFIXES[request.acting.side],
        "is_supplier": request.acting.side == Side.SELLING,
        "may_move": request.acting.may(Permission.TRANSFER_STOCK),
    }

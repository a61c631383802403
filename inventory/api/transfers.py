"""Transfers for machines, from either end (SPEC.md I5)."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from inventory import queries, services
from inventory.api.shapes import MAX_UNITS, LineInput, LinesInput, found_products, units_by_product
from inventory.drafts import Count, TransferDraft
from inventory.enums import TransferStatus
from inventory.models import Transfer
from wholesale.accounts.models import User
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.concurrency import with_etag
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import filters_of, paginated, public_names
from wholesale.organizations.access import Acting, Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

_shown = public_names(
    {"supplier_slug": "supplier", "source_slug": "source", "destination_slug": "destination"}
)
_EXAMPLE: dict[str, Any] = {
    "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a13",
    "number": 12,
    "status": "sent",
    "supplier": "alder",
    "source": "alder",
    "destination": "dawn",
    "note": "By the Tuesday van",
    "created_at": "2026-11-24T09:10:00Z",
    "sent_at": "2026-11-24T09:12:00Z",
    "received_at": None,
    "cancelled_at": None,
    "version": 2,
}


class TransferOutput(serializers.Serializer[Any]):
    """A transfer in a list. `source` and `destination` are the companies that keep the warehouses."""

    id = serializers.UUIDField()
    number = serializers.IntegerField(allow_null=True, help_text="None while it is a draft.")
    status = serializers.ChoiceField(choices=TransferStatus.choices)
    supplier = serializers.SlugField()
    source = serializers.SlugField()  # type: ignore[assignment]
    destination = serializers.SlugField()
    note = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)
    received_at = serializers.DateTimeField(allow_null=True)
    cancelled_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()
    example: ClassVar = _EXAMPLE


class TransferLineOutput(serializers.Serializer[Any]):
    """A product of a transfer, and what arrived of it."""

    product_id = serializers.UUIDField()
    sku = serializers.CharField()
    name = serializers.CharField()
    sent_units = serializers.IntegerField()
    received_units = serializers.IntegerField(allow_null=True)
    broken_units = serializers.IntegerField()
    example: ClassVar = {
        "product_id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a12",
        "sku": "PALE",
        "name": "Pale Ale",
        "sent_units": 20,
        "received_units": None,
        "broken_units": 0,
    }


class TransferDetailOutput(TransferOutput):
    """A transfer with its lines."""

    lines = TransferLineOutput(many=True)
    example: ClassVar = {**_EXAMPLE, "lines": [TransferLineOutput.example]}


def _detail(transfer: Transfer, acting: Acting, *, status: int = 200) -> Response:
    found = queries.transfer_for(acting.organization, acting.side, transfer.pk)
    lines = found.lines.order_by("name", "pk").values(
        "product_id", "sku", "name", "sent_units", "received_units", "broken_units"
    )
    fields = {str(name) for name in TransferOutput().fields} - _ENDS.keys()
    shown = {name: getattr(found, name) for name in fields}
    ends = {name: getattr(found, attribute).slug for name, attribute in _ENDS.items()}
    return with_etag(Response(shown | ends | {"lines": list(lines)}, status=status), found.version)


_ENDS = {"supplier": "supplier", "source": "source_keeper", "destination": "destination_keeper"}


class TransfersApi(ApiView):
    """A supplier's transfers."""

    need = Need(Side.SELLING, {"GET": Permission.VIEW_STOCK, "POST": Permission.TRANSFER_STOCK})
    is_list = True
    Output = TransferOutput

    class Filters(serializers.Serializer[Any]):
        status = serializers.ChoiceField(required=False, choices=TransferStatus.choices)

    class Input(LinesInput):
        source_id = serializers.UUIDField(
            help_text="A warehouse; yours, or of a distributor without account."
        )
        destination_id = serializers.UUIDField(help_text="A warehouse, see /warehouses/.")
        note = serializers.CharField(required=False, allow_blank=True, max_length=240, default="")
        example: ClassVar = {
            "source_id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10",
            "destination_id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a14",
            "lines": [LineInput.example],
            "note": "By the Tuesday van",
        }

    def get(self, request: Request, organization: str) -> Response:
        """List transfers, newest first."""
        acting = acting_of_call(request)
        rows = queries.transfer_rows(acting.organization, acting.side)
        return paginated(
            request, rows.filter(**filters_of(request, self.Filters)), order=["-id"], shown=_shown
        )

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Draft a transfer; no stock moves until it is sent."""
        acting = acting_of_call(request)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        data, places = given.validated_data, queries.places_of(acting.organization)
        draft = TransferDraft(
            source=services.warehouse_of(queries.place_for(places, data["source_id"])),
            destination=services.warehouse_of(queries.place_for(places, data["destination_id"])),
            units_by_product=units_by_product(acting.organization, data["lines"]),
            note=data["note"],
        )
        if draft.source == draft.destination:
            raise serializers.ValidationError({"destination_id": ["Choose another warehouse."]})
        saved = services.save_transfer(supplier=acting.organization, draft=draft, by=acting.user)
        return _detail(saved, acting, status=201)


class DeliveringTransfersApi(ApiView):
    """The transfers that end or begin in a distributor's warehouse."""

    need = Need(Side.DELIVERING, {"GET": Permission.VIEW_STOCK})
    is_list = True
    Output = TransferOutput
    Filters = TransfersApi.Filters

    def get(self, request: Request, organization: str) -> Response:
        """List transfers, newest first."""
        acting = acting_of_call(request)
        rows = queries.transfer_rows(acting.organization, acting.side)
        return paginated(
            request, rows.filter(**filters_of(request, self.Filters)), order=["-id"], shown=_shown
        )


class TransferApi(ApiView):
    """One of a supplier's transfers."""

    need = Need(Side.SELLING, {"GET": Permission.VIEW_STOCK})
    Output = TransferDetailOutput

    def get(self, request: Request, organization: str, transfer_id: UUID) -> Response:
        """Show a transfer with its lines."""
        acting = acting_of_call(request)
        return _detail(queries.transfer_for(acting.organization, acting.side, transfer_id), acting)


class DeliveringTransferApi(TransferApi):
    """One transfer that ends or begins in a distributor's warehouse."""

    need = Need(Side.DELIVERING, {"GET": Permission.VIEW_STOCK})


class TransferSendingApi(ApiView):
    """The sending of a draft."""

    need = Need(Side.SELLING, {"POST": Permission.TRANSFER_STOCK})
    Output = TransferDetailOutput

    @idempotent
    def post(self, request: Request, organization: str, transfer_id: UUID) -> Response:
        """Send a draft: its stock leaves the source at once."""
        return _move(request, transfer_id, services.send_transfer)


class TransferCancellationApi(ApiView):
    """The cancelling of a sent transfer."""

    need = Need(Side.SELLING, {"POST": Permission.TRANSFER_STOCK})
    Output = TransferDetailOutput

    @idempotent
    def post(self, request: Request, organization: str, transfer_id: UUID) -> Response:
        """Call a sent transfer back: its stock is in the source again."""
        return _move(request, transfer_id, services.cancel_transfer)


def _move(request: Request, transfer_id: UUID, verb: Callable[..., Transfer]) -> Response:
    acting = acting_of_call(request)
    by: User = acting.user
    found = queries.transfer_for(acting.organization, acting.side, transfer_id)
    return _detail(verb(transfer=found, by=by), acting, status=201)


class TransferReceiptApi(ApiView):
    """The counting of what arrived, by whoever keeps the destination."""

    need = Need(Side.SELLING, {"POST": Permission.TRANSFER_STOCK})
    Output = TransferDetailOutput

    class Input(serializers.Serializer[Any]):
        class CountInput(serializers.Serializer[Any]):
            sku = serializers.CharField(max_length=40)
            received_units = serializers.IntegerField(min_value=0, max_value=MAX_UNITS)
            broken_units = serializers.IntegerField(
                required=False, min_value=0, max_value=MAX_UNITS, default=0
            )
            example: ClassVar = {"sku": "PALE", "received_units": 19, "broken_units": 1}

        lines = CountInput(many=True, allow_empty=False)
        example: ClassVar = {"lines": [CountInput.example]}

    @idempotent
    def post(self, request: Request, organization: str, transfer_id: UUID) -> Response:
        """Receive a transfer; a product left out has not arrived."""
        acting = acting_of_call(request)
        found = queries.transfer_for(acting.organization, acting.side, transfer_id)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        lines = given.validated_data["lines"]
        ids = found_products(found.supplier, [line["sku"] for line in lines])
        counts = {ids[line["sku"]]: Count(line["received_units"], line["broken_units"]) for line in lines}
        received = services.receive_transfer(transfer=found, counts=counts, by=acting.user)
        return _detail(received, acting, status=201)


class DeliveringTransferReceiptApi(TransferReceiptApi):
    """The counting of what arrived in a distributor's warehouse."""

    need = Need(Side.DELIVERING, {"POST": Permission.TRANSFER_STOCK})

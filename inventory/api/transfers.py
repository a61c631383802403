"""Transfers for machines, from either end (SPEC.md I5)."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from inventory import queries, services
from inventory.api.shapes import MAX_UNITS, LineInput, LinesInput, found_products, units_by_product
from inventory.api.transfer_shapes import TransferDetailOutput, TransferOutput
from inventory.drafts import Count, TransferDraft
from inventory.enums import TransferStatus
from inventory.models import Transfer
from wholesale.accounts.models import User
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.concurrency import based_on, with_etag
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import filters_of, paginated, public_names
from wholesale.organizations.access import Acting, Need
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization
from wholesale.organizations.queries import supplier_of_distributor
from wholesale.organizations.roles import Permission

_shown = public_names(
    {"supplier_slug": "supplier", "source_slug": "source", "destination_slug": "destination"}
)


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
        data, supplier = given.validated_data, acting.organization
        if acting.side == Side.DELIVERING:
            supplier = supplier_of_distributor(acting.organization, data["supplier"])
        draft = _draft(acting, supplier, data)
        saved = services.save_transfer(supplier=supplier, draft=draft, by=acting.user)
        return _detail(saved, acting, status=201)


def _draft(acting: Acting, supplier: Organization, data: dict[str, Any]) -> TransferDraft:
    """Return what is to be sent, between two places of the supplier's; 404 for others."""
    is_supplier = acting.side == Side.SELLING
    places = queries.places_of(supplier) if is_supplier else queries.ends_for(acting.organization, supplier)
    draft = TransferDraft(
        source=services.warehouse_of(queries.place_for(places, data["source_id"])),
        destination=services.warehouse_of(queries.place_for(places, data["destination_id"])),
        units_by_product=units_by_product(supplier, data["lines"]),
        note=data["note"],
    )
    if draft.source == draft.destination:
        raise serializers.ValidationError({"destination_id": [_("Choose another warehouse.")]})
    return draft


class DeliveringTransfersApi(TransfersApi):
    """The transfers that end or begin in a distributor's warehouse; those that begin there it writes itself."""

    need = Need(Side.DELIVERING, {"GET": Permission.VIEW_STOCK, "POST": Permission.TRANSFER_STOCK})

    class Input(TransfersApi.Input):
        supplier = serializers.SlugField(help_text="Whose stock it is.")
        example: ClassVar = {"supplier": "alder", **TransfersApi.Input.example}


class TransferApi(ApiView):
    """One of a supplier's transfers."""

    need = Need(
        Side.SELLING,
        {"GET": Permission.VIEW_STOCK, "PUT": Permission.TRANSFER_STOCK, "DELETE": Permission.TRANSFER_STOCK},
    )
    Output = TransferDetailOutput
    Input = TransfersApi.Input

    def get(self, request: Request, organization: str, transfer_id: UUID) -> Response:
        """Show a transfer with its lines."""
        acting = acting_of_call(request)
        return _detail(queries.transfer_for(acting.organization, acting.side, transfer_id), acting)

    def put(self, request: Request, organization: str, transfer_id: UUID) -> Response:
        """Write a draft anew."""
        acting, version = acting_of_call(request), based_on(request)
        found = queries.transfer_for(acting.organization, acting.side, transfer_id)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        draft = _draft(acting, found.supplier, given.validated_data)
        saved = services.save_transfer(
            supplier=found.supplier, draft=draft, transfer=found, version=version, by=acting.user
        )
        return _detail(saved, acting)

    def delete(self, request: Request, organization: str, transfer_id: UUID) -> Response:
        """Throw a draft away."""
        acting = acting_of_call(request)
        found = queries.transfer_for(acting.organization, acting.side, transfer_id)
        services.delete_transfer(transfer=found, by=acting.user)
        return Response(status=204)

    def current(self, request: Request, organization: str, transfer_id: UUID) -> tuple[Any, int]:
        """Return the transfer as it stands, with its version."""
        answer = self.get(request, organization, transfer_id)
        return answer.data, answer.data["version"]


class DeliveringTransferApi(TransferApi):
    """One transfer that ends or begins in a distributor's warehouse."""

    need = Need(
        Side.DELIVERING,
        {"GET": Permission.VIEW_STOCK, "PUT": Permission.TRANSFER_STOCK, "DELETE": Permission.TRANSFER_STOCK},
    )


class TransferSendingApi(ApiView):
    """The sending of a draft."""

    need = Need(Side.SELLING, {"POST": Permission.TRANSFER_STOCK})
    Output = TransferDetailOutput

    @idempotent
    def post(self, request: Request, organization: str, transfer_id: UUID) -> Response:
        """Send a draft: its stock leaves the source at once."""
        return _move(request, transfer_id, services.send_transfer)


class DeliveringTransferSendingApi(TransferSendingApi):
    """The sending of a draft that a distributor wrote."""

    need = Need(Side.DELIVERING, {"POST": Permission.TRANSFER_STOCK})


class TransferCancellationApi(ApiView):
    """The cancelling of a sent transfer."""

    need = Need(Side.SELLING, {"POST": Permission.TRANSFER_STOCK})
    Output = TransferDetailOutput

    @idempotent
    def post(self, request: Request, organization: str, transfer_id: UUID) -> Response:
        """Call a sent transfer back: its stock is in the source again."""
        return _move(request, transfer_id, services.cancel_transfer)


class DeliveringTransferCancellationApi(TransferCancellationApi):
    """The cancelling of a transfer that a distributor sent."""

    need = Need(Side.DELIVERING, {"POST": Permission.TRANSFER_STOCK})


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

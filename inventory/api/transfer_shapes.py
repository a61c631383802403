"""How transfers are shown to machines."""

from typing import Any, ClassVar

from rest_framework import serializers

from inventory.enums import TransferStatus

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

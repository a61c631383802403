"""What a machine says at a door, and what can be said there (SPEC.md O9, O14)."""

from base64 import b64decode
from binascii import Error as NoBase64
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from rest_framework import serializers

from orders.enums import REASONS_OF_STAGE, LineStage, ProblemKind

LONGEST_PHOTO = 14_000_000  # letters of base64


class DoorOutput(serializers.Serializer[Any]):
    """What can be said at the door of an order."""

    days = serializers.ListField(child=serializers.DateField(), help_text="For another try.")
    may_change_quantities = serializers.BooleanField()
    cash_currency = serializers.CharField(allow_null=True)
    cash_amount = serializers.CharField(
        allow_null=True,
        help_text="To collect: for what was shipped, after the hand-over for what was delivered.",
    )
    example: ClassVar = {
        "days": ["2026-11-26"],
        "may_change_quantities": True,
        "cash_currency": None,
        "cash_amount": None,
    }


class DoorLineInput(serializers.Serializer[Any]):
    """A line of which less was handed over than shipped."""

    line = serializers.UUIDField()
    delivered_units = serializers.IntegerField(min_value=0)
    reason = serializers.ChoiceField(
        [(each.value, each.label) for each in REASONS_OF_STAGE[LineStage.DELIVERED]]
    )
    note = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")


class ProofInput(serializers.Serializer[Any]):
    """What proves what happened at a door."""

    note = serializers.CharField(required=False, allow_blank=True, max_length=500, default="")
    photo = serializers.CharField(
        required=False, max_length=LONGEST_PHOTO, help_text="A JPEG, PNG or WebP in base64; it is drawn anew."
    )

    def validate_photo(self, value: str) -> bytes:
        """Return the file."""
        try:
            return b64decode(value, validate=True)
        except (NoBase64, ValueError) as error:
            raise serializers.ValidationError(_("This is no base64.")) from error


class HandoverInput(ProofInput):
    """That an order was handed over; lines left out were whole."""

    received_by = serializers.CharField(max_length=80)
    lines = DoorLineInput(many=True, required=False)
    example: ClassVar = {"received_by": "Rosa M.", "note": "", "lines": []}


class FailureInput(ProofInput):
    """That nothing was handed over."""

    problem = serializers.ChoiceField(ProblemKind.choices)
    day = serializers.DateField(
        required=False,
        allow_null=True,
        default=None,
        help_text="Of the next try; none: everything goes back.",
    )
    example: ClassVar = {"problem": "closed", "note": "", "day": "2026-11-26"}

"""JSON as every endpoint answers it."""

from decimal import Decimal
from typing import Any

from rest_framework import renderers
from rest_framework.utils.encoders import JSONEncoder


class ExactEncoder(JSONEncoder):
    """Writes amounts as strings: rows of `.values()` pass no serializer, and DRF would make them floats."""

    def default(self, obj: Any) -> Any:
        return str(obj) if isinstance(obj, Decimal) else super().default(obj)


class JSONRenderer(renderers.JSONRenderer):
    """DRF's renderer with exact amounts."""

    encoder_class = ExactEncoder

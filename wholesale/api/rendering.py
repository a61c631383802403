"""JSON as every endpoint answers it."""

from decimal import Decimal
from typing import Any

from rest_framework import renderers
from rest_framework.utils.encoders import JSONEncoder


class ExactEncoder(JSONEncoder):
    """Writes amounts as strings: rows of `.values()` pass no serializer, and DRF would make them floats."""

    def default(self, obj: Any) -> Any:
        return str(obj) if isinstance(obj, Decimal) else super().default(obj)


class WrittenRows(list[str]):
    """Rows of a list that the database has written as JSON already."""


class JSONRenderer(renderers.JSONRenderer):
    """DRF's renderer with exact amounts, and with rows that are written already as they are."""

    encoder_class = ExactEncoder

    def render(self, data: Any, *args: Any, **kwargs: Any) -> bytes:
        """Return an answer as JSON; what stands beside written rows comes after them."""
        if not isinstance(data, dict) or not isinstance(rows := data.get("results"), WrittenRows):
            return super().render(data, *args, **kwargs)
        beside = super().render({name: data[name] for name in data if name != "results"}, *args, **kwargs)
        # As DRF does it: these two end a line in JavaScript, but not in JSON.
        written = ",".join(rows).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
        return b'{"results":[%s],%s' % (written.encode(), beside.removeprefix(b"{"))

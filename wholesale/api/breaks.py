"""Quantity breaks of a price, in the one shape that every answer and every call has (SPEC.md K2, X1)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from rest_framework import serializers

BREAKS_EXAMPLE = [{"from_units": 10, "unit_price": "28.000"}]


class BreakField(serializers.Serializer[Any]):
    """From how many units on one costs how much."""

    from_units = serializers.IntegerField(min_value=2, max_value=1_000_000)
    unit_price = serializers.DecimalField(max_digits=12, decimal_places=3, min_value=Decimal(0))


def breaks_shown(breaks: Iterable[tuple[int, Decimal | str]] | None) -> list[dict[str, Any]]:
    """Return pairs of units and price as BreakField; none is an empty list."""
    return [{"from_units": units, "unit_price": str(price)} for units, price in breaks or ()]


def breaks_said(said: Iterable[dict[str, Any]]) -> tuple[tuple[int, Decimal], ...]:
    """Return checked BreakFields as pairs, ascending."""
    return tuple(sorted((each["from_units"], each["unit_price"]) for each in said))

"""How an order's number reads: a supplier's own count from 1, its test orders as TEST-1 and on (SPEC.md C17, O5).

Test orders are numbered beyond what any supplier reaches, so that one number still names one order.
"""

import re

LAST_NUMBER = 900_000_000
_TYPED = re.compile(r"(?:(test)-)?(\d{1,9})", re.IGNORECASE)


def order_label(number: int) -> str:
    """Return a number as people read it."""
    return str(number) if number <= LAST_NUMBER else f"TEST-{number - LAST_NUMBER}"


def number_typed(text: str) -> int | None:
    """Return the number that somebody typed, as in "#1042" or "test-1"; None if it is none."""
    found = _TYPED.fullmatch(text.strip().removeprefix("#"))
    if found is None:
        return None
    return int(found.group(2)) + (LAST_NUMBER if found.group(1) else 0)


class OrderNumber:
    """An order's number in an address: `1042`, or `test-1`."""

    regex = r"(?:test-)?[0-9]{1,9}"

    def to_python(self, value: str) -> int:
        """Read it from the address."""
        number = number_typed(value)
        if number is None:
            raise ValueError(value)
        return number

    def to_url(self, value: int) -> str:
        """Write it into the address."""
        return order_label(value).lower()

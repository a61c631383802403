"""What a customer pays, said a second time: in plain Python, by SPEC.md K3, without a look at the SQL."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

COINS = {"JPY": Decimal(1), "USD": Decimal("0.01"), "TND": Decimal("0.001")}
TOO_DEAR = Decimal(10**9)


@dataclass(frozen=True)
class Quoted:
    """A price with its breaks, and when it counts: minutes from now on, without an end for ever.

    `is_derived`: it follows the base list, and is not the list's own.
    """

    unit_price: Decimal | None
    breaks: tuple[tuple[int, Decimal], ...]
    begins: int
    ends: int | None
    is_net: bool = False
    currency: str = ""
    is_derived: bool = False


@dataclass(frozen=True)
class Case:
    """All that decides what one product costs one customer."""

    listed: tuple[Quoted, ...]
    special: tuple[Quoted, ...]
    units: int


def in_force(rows: Iterable[Quoted]) -> Quoted | None:
    """Return of the rows that count now the one that began last, of those that follow a base only if no other does."""
    now = [row for row in rows if row.begins <= 0 and (row.ends is None or row.ends > 0)]
    own = [row for row in now if not row.is_derived]
    return max(own or now, key=lambda row: row.begins, default=None)


def counts(case: Case, currency: str) -> Quoted | None:
    """Return the row that decides: the customer's own in its currency, else the list's."""
    own = in_force(row for row in case.special if row.currency == currency)
    return own or in_force(case.listed)


def pays(case: Case, currency: str, percent: Decimal) -> Decimal | None:
    """Return what one unit costs when so many are ordered; None: it has no price."""
    row = counts(case, currency)
    if row is None or row.unit_price is None:
        return None
    reached = [price for units, price in row.breaks if units <= case.units]
    return _coins(reached[-1] if reached else row.unit_price, row, currency, percent)


def breaks(case: Case, currency: str, percent: Decimal) -> list[tuple[int, Decimal | None]]:
    """Return from how many units on one costs how much."""
    row = counts(case, currency)
    return [(units, _coins(price, row, currency, percent)) for units, price in row.breaks] if row else []


def _coins(price: Decimal, row: Quoted, currency: str, percent: Decimal) -> Decimal | None:
    if not row.is_net:
        price = price * (Decimal(100) + percent) / Decimal(100)
    rounded = price.quantize(COINS[currency], rounding=ROUND_HALF_UP)
    return None if rounded >= TOO_DEAR else rounded

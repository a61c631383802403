"""Money: exact amounts with their currency, rounded half up, written as the reader writes them."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Self

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import format_currency, get_currency_precision

USUAL_DECIMALS = 2


def decimals_of(currency: str) -> int:
    """Return how many decimals this currency is counted in: 2 for EUR, 0 for JPY, 3 for TND."""
    return get_currency_precision(currency)


def currencies_by_decimals() -> dict[int, list[str]]:
    """Return by number of decimals the currencies that are not counted in two, for SQL that rounds."""
    found: dict[int, list[str]] = {}
    for code in sorted(get_global("currency_fractions")):
        if (decimals := decimals_of(code)) != USUAL_DECIMALS:
            found.setdefault(decimals, []).append(code)
    return found


def round_amount(amount: Decimal, currency: str) -> Decimal:
    """Round half up (away from zero) to the smallest coin of this currency.

    Raises: decimal.InvalidOperation for an amount beyond 28 digits.
    """
    return amount.quantize(Decimal(1).scaleb(-decimals_of(currency)), rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An exact amount of one currency; amounts of different currencies do not mix."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError("the amount of money is a Decimal")
        if not self.amount.is_finite():
            raise ValueError("the amount of money is a finite number")

    @classmethod
    def zero(cls, currency: str) -> Self:
        """Return nothing of this currency."""
        return cls(Decimal(0), currency)

    def _same(self, other: "Money") -> Decimal:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")
        return other.amount

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __mul__(self, factor: Decimal | int) -> "Money":
        return Money(self.amount * factor, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other)

    def __bool__(self) -> bool:
        return bool(self.amount)

    def rounded(self) -> "Money":
        """Return this amount in whole coins of its currency, half up."""
        return Money(round_amount(self.amount, self.currency), self.currency)


@lru_cache(maxsize=256)
def reader_locale(language: str, country: str = "") -> Locale:
    """Return the reader's locale: the language as written in a country, or the language alone.

    Args:
        language: a language code of settings.LANGUAGES, with or without a region.
        country: the two-letter code of the reader's organization, if known.
    """
    base = language.replace("-", "_").split("_")[0] or "en"
    try:
        return Locale.parse(f"{base}_{country.upper()}") if country else Locale.parse(base)
    except (UnknownLocaleError, ValueError):
        return Locale.parse(base)


@lru_cache(maxsize=8192)
def format_money(amount: Decimal | None, currency: str, locale: Locale) -> str:
    """Write an amount for a reader: "$1,842.10", "1 842,10 $"; an amount that is not there is a dash."""
    if amount is None:
        return "–"
    written: str = format_currency(round_amount(amount, currency), currency, locale=locale)
    return written

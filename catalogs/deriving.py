"""How one price follows from another: so much more or less, rounded. Of derived lists the database says the same."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from catalogs.enums import PriceRounding
from catalogs.prices import LARGEST, ListPrice
from wholesale.money import decimals_of, round_amount

_CENT, _HUNDRED, _ONE = Decimal("0.01"), Decimal(100), Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What is done to a price: so many percent or so much on top, less where negative; then it is rounded.

    `app.derived_price` in the database keeps the same rule.
    """

    percent: Decimal = Decimal(0)
    amount: Decimal = Decimal(0)
    rounding: str = PriceRounding.COINS

    def of(self, price: Decimal, currency: str) -> Decimal | None:
        """Return what a price becomes; None where that is below nothing, or more than a list can hold.

        What is above nothing never rounds down to nothing.
        """
        changed = price * (_HUNDRED + self.percent) / _HUNDRED + self.amount
        if changed < 0:
            return None
        made = round_amount(_rounded(changed, self.rounding, currency), currency)
        return made if made <= LARGEST else None

    def of_listed(self, listed: ListPrice, currency: str) -> ListPrice | None:
        """Return what a price with its breaks becomes; None where the price cannot be; such a break is left out."""
        price = self.of(listed.unit_price, currency)
        if price is None:
            return None
        steps = ((units, self.of(each, currency)) for units, each in listed.breaks or ())
        return ListPrice(price, tuple((units, each) for units, each in steps if each is not None))


def roundings_for(currency: str) -> list[PriceRounding]:
    """Return to what prices can be rounded in this currency: to nothing that its coins cannot pay."""
    coin = _coin(currency)
    return [rounding for rounding in PriceRounding if _step(rounding, currency) % coin == 0]


def _rounded(price: Decimal, rounding: str, currency: str) -> Decimal:
    if not price:
        return price
    if rounding == PriceRounding.ENDS_IN_NINETY_NINE:
        return max((price + _CENT).quantize(_ONE, rounding=ROUND_HALF_UP), _ONE) - _CENT
    step = _step(rounding, currency)
    return max((price / step).quantize(_ONE, rounding=ROUND_HALF_UP) * step, step)


def _step(rounding: str, currency: str) -> Decimal:
    if rounding == PriceRounding.COINS:
        return _coin(currency)
    return _CENT if rounding == PriceRounding.ENDS_IN_NINETY_NINE else Decimal(rounding)


def _coin(currency: str) -> Decimal:
    return Decimal(1).scaleb(-decimals_of(currency))

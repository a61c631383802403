"""The boxes of a price list's grid: shown, typed, refused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalogs.forms.fields import PriceField
from catalogs.prices import LARGEST, ListPrice, misfit
from catalogs.quotes import LONGEST_BREAKS, breaks_typed, breaks_written, price_written
from wholesale.ui.grid import Cell, Kind
from wholesale.ui.keys import keys_among

LONGEST_PRICE = 20


@dataclass(frozen=True, slots=True)
class Row:
    """A product in the grid: its boxes, and what they showed when the page was made."""

    product: Mapping[str, Any]
    price: Cell
    breaks: Cell
    was_name: str
    was: str


@dataclass(slots=True)
class _Typed:
    price: str
    breaks: str
    was: ListPrice | None
    made: ListPrice | None = None
    price_error: str = ""
    breaks_error: str = ""

    @property
    def is_touched(self) -> bool:
        """Tell whether the writer changed the row."""
        return self.made != self.was or bool(self.price_error or self.breaks_error)


class PriceGrid:
    """The grid of some products of a list.

    Args:
        shown: what stands in the boxes, by product (`queries.shown_on`).
        posted: what comes back from it; None before.
    """

    def __init__(
        self,
        currency: str,
        products: Iterable[Mapping[str, Any]],
        shown: Mapping[UUID, ListPrice | None],
        posted: Mapping[str, str] | None = None,
    ) -> None:
        self.currency, self.products, self.shown = currency, list(products), shown
        self._typed: dict[UUID, _Typed] = {}
        if posted is not None:
            for product in self.products:
                self._take(product["id"], posted)

    @staticmethod
    def product_ids(posted: Iterable[str]) -> list[UUID]:
        """Return the products that a sent grid is about."""
        return keys_among(name.removeprefix("was-") for name in posted if name.startswith("was-"))

    @property
    def is_valid(self) -> bool:
        """Tell whether every box can be read."""
        return not any(typed.price_error or typed.breaks_error for typed in self._typed.values())

    @property
    def errors(self) -> int:
        """Return how many rows are refused."""
        return sum(1 for typed in self._typed.values() if typed.price_error or typed.breaks_error)

    @property
    def typed(self) -> list[tuple[UUID, ListPrice | None, ListPrice | None]]:
        """Return of each row the product, what was shown and what was typed."""
        return [(key, each.was, each.made) for key, each in self._typed.items()]

    def refuse(self, by_product: Mapping[UUID, str]) -> None:
        """Say beside the price what the service refused."""
        for key, message in by_product.items():
            if key in self._typed:
                self._typed[key].price_error = message

    def tell_conflicts(self, conflicts: Mapping[UUID, ListPrice | None]) -> None:
        """Say in each row what somebody else has set meanwhile; saved again, what was typed wins."""
        words = _("Somebody else has set this meanwhile: %(price)s. Save again to replace it.")
        saved = {key: typed.made for key, typed in self._typed.items() if key not in conflicts}
        self.shown = {**self.shown, **saved, **conflicts}
        self._typed = {key: self._typed[key] for key in conflicts}
        for key, now in conflicts.items():
            self._typed[key].was = now
            self._typed[key].price_error = words % {"price": self._written(now)}

    def rows(self) -> list[Row]:
        """Return the rows with their boxes."""
        return [self._row(product) for product in self.products]

    def _take(self, key: UUID, posted: Mapping[str, str]) -> None:
        price, breaks = posted.get(f"price-{key}", ""), posted.get(f"breaks-{key}", "")
        typed = _Typed(price, breaks[:LONGEST_BREAKS], _read_was(posted.get(f"was-{key}", "")))
        self._typed[key] = typed
        try:
            unit_price = _read_price(price)
        except ValidationError as error:
            typed.price_error, unit_price = " ".join(error.messages), None
        try:
            steps = tuple(sorted(breaks_typed(breaks, _read_needed)))
        except ValidationError as error:
            typed.breaks_error, steps = " ".join(error.messages), ()
        if unit_price is None:
            if steps and not typed.price_error:
                typed.price_error = _("Without a price there are no quantity breaks.")
            return
        typed.made = ListPrice(unit_price, steps)
        if typed.made == typed.was or typed.breaks_error:
            return
        if wrong := misfit(typed.made, self.currency):
            is_own = misfit(ListPrice(unit_price), self.currency)
            typed.price_error, typed.breaks_error = (wrong, "") if is_own else ("", wrong)

    def _row(self, product: Mapping[str, Any]) -> Row:
        key, name = product["id"], product["name"]
        typed = self._typed.get(key)
        typed = typed if typed and typed.is_touched else None
        was = typed.was if typed else self.shown.get(key)
        price, breaks = self._boxes(was)
        labels = {
            "price": _("Price of %(name)s") % {"name": name},
            "breaks": _("Quantity breaks of %(name)s") % {"name": name},
        }
        said = (
            ((typed.price, typed.price_error), (typed.breaks, typed.breaks_error)) if typed else (None, None)
        )
        return Row(
            product,
            _cell(f"price-{key}", labels["price"], price, said[0], Kind.AMOUNT),
            _cell(f"breaks-{key}", labels["breaks"], breaks, said[1], Kind.TEXT),
            f"was-{key}",
            written_was(was),
        )

    def _boxes(self, price: ListPrice | None) -> tuple[str, str]:
        if price is None:
            return "", ""
        return price_written(price.unit_price, self.currency), breaks_written(price, self.currency)

    def _written(self, price: ListPrice | None) -> str:
        return "; ".join(filter(None, self._boxes(price))) or _("no price")


def written_was(price: ListPrice | None) -> str:
    """Write what a row showed, in digits that mean the same to everyone."""
    if price is None:
        return ""
    return "|".join([str(price.unit_price), *(f"{units}:{each}" for units, each in price.breaks or ())])


def _read_was(text: str) -> ListPrice | None:
    first, *steps = text.split("|")
    try:
        pairs = [step.split(":") for step in steps]
        found = ListPrice(Decimal(first), tuple((int(u), Decimal(p)) for u, p in pairs)) if first else None
        amounts = [found.unit_price, *(each for _units, each in found.breaks or ())] if found else []
        return found if all(abs(each) <= LARGEST for each in amounts) else None
    except (ArithmeticError, ValueError):
        return None


_FIELD = PriceField(required=False, localize=True, max_digits=12, decimal_places=3)
_NEEDED = PriceField(localize=True, max_digits=12, decimal_places=3)


def _read_price(text: str) -> Decimal | None:
    found: Decimal | None = _FIELD.clean(text)
    return found


def _read_needed(text: str) -> Decimal:
    found: Decimal = _NEEDED.clean(text)
    return found


def _cell(name: str, label: str, saved: str, typed: tuple[str, str] | None, kind: Kind) -> Cell:
    value, error = typed or (saved, "")
    longest = LONGEST_BREAKS if kind == Kind.TEXT else LONGEST_PRICE
    return Cell(name=name, label=label, value=value, saved=saved, error=error, kind=kind, max_length=longest)

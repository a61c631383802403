"""Rates of tax by where goods are delivered: which of a class's rates are charged there (SPEC.md O18)."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRate:
    """One tax of a class: on what is delivered to a region, a country, or, without either, anywhere.

    Args:
        rate_percent: 0 charges nothing there, whatever is charged farther around.
        region: as it was typed; `region_key` is what it is compared by (retailers.regions).
        number: by which the supplier is registered for this tax; one for each name of a tax.
    """

    name: str
    rate_percent: Decimal
    country: str = ""
    region: str = ""
    region_key: str = ""
    number: str = ""

    @property
    def place(self) -> tuple[str, str]:
        """Return where it is charged, for comparing."""
        return self.country, self.region_key

    def kept(self) -> dict[str, str]:
        """Return it as a class keeps it in JSON."""
        return asdict(self) | {"rate_percent": f"{self.rate_percent:.3f}"}


def tax_rates_from(kept: Iterable[Mapping[str, Any]]) -> list[TaxRate]:
    """Return the rates that a class keeps in JSON."""
    return [TaxRate(**{**each, "rate_percent": Decimal(each["rate_percent"])}) for each in kept]


def rates_at(rates: Iterable[TaxRate], country: str, region_key: str) -> list[TaxRate]:
    """Return which rates are charged on what is delivered to a place: the nearest that name any.

    Those of the region, else of the country, else those for anywhere; the nearer replace the farther whole.
    catalogs.queries.taxes says the same in SQL.
    """
    known = list(rates)
    for place in ((country, region_key), (country, ""), ("", "")):
        if found := [each for each in known if each.place == place]:
            return [each for each in found if each.rate_percent > 0]
    return []

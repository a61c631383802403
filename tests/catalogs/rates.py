"""Rates of tax classes, as a class keeps them."""

from decimal import Decimal
from typing import Any

from catalogs.taxing import TaxRate
from retailers.queries import region_key


def kept(name: str, percent: Any, country: str = "", region: str = "", number: str = "") -> dict[str, str]:
    """Return one rate in JSON."""
    key = region_key(country, region)
    rate = TaxRate(
        name=name,
        rate_percent=Decimal(percent),
        country=country,
        region=region,
        region_key=key,
        number=number,
    )
    return rate.kept()

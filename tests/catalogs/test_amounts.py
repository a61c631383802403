"""Amounts as files write them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from catalogs.amounts import amount_in


@pytest.mark.parametrize(
    ("language", "text", "amount"),
    [
        ("en", "61.2", "61.2"),
        ("en", "61,20", "61.20"),
        ("en", "1,234", "1234"),
        ("fr", "1,234", "1.234"),
        ("es", "1.234", "1.234"),  # a workbook's number, whoever reads it
        ("en", "1,234.50", "1234.50"),
        ("en", "1.234,50", "1234.50"),
        ("en", "1,234,567", "1234567"),
        ("es", "1.234.567", "1234567"),
        ("fr", "1\u202f234,50\u00a0$", "1234.50"),
        ("en", "CA$61", "61"),
        ("en", "€ 12.00", "12.00"),
        ("en", "12.00 EUR", "12.00"),
        ("en", "1'200.5", "1200.5"),
        ("en", ".5", "0.5"),
        ("en", "-3", "-3"),
    ],
)
def test_an_amount_is_read_as_it_was_meant(language: str, text: str, amount: str) -> None:
    with translation.override(language):
        assert amount_in(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["cheap", "", "-", "1e9", "12 or 13", "1.2.3,4,5", "NaN", "∞", "1" * 20])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        amount_in(text)

"""A price with its quantity breaks: as it is typed into one cell, and what cannot be kept."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from catalogs.forms.price_grid import PriceGrid
from catalogs.forms.products import PriceField
from catalogs.prices import ListPrice
from catalogs.quotes import NO_PRICE, Quote, breaks_typed, breaks_written, price_written, quote_of

D = Decimal


def read(text: str) -> Decimal:
    found: Decimal = PriceField(localize=True).clean(text)
    return found


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "10: 28.00; 50: 26.50", [(10, D("28.00")), (50, D("26.50"))]),
        ("en", "10=28 ;\n 1,000 × 26.5;", [(10, D(28)), (1000, D("26.5"))]),
        ("en", "10: 61,20", [(10, D("61.20"))]),
        ("fr", "10 : 28,00 | 50 : 26,50", [(10, D("28.00")), (50, D("26.50"))]),
        ("en", "  ", []),
    ],
)
def test_breaks_are_read_as_they_are_written(
    language: str, text: str, found: list[tuple[int, Decimal]]
) -> None:
    with translation.override(language):
        assert breaks_typed(text, read) == found


@pytest.mark.parametrize("text", ["10", "ten: 5", "2.5: 3", "10: x", "10: ", ": 5", "10; 5"])
def test_what_is_no_break_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        breaks_typed(text, read)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize("currency", ["USD", "JPY", "TND"])
def test_what_is_written_is_read_back(language: str, currency: str) -> None:
    quote = quote_of(D(1234), [(1000, D(1200)), (10, D(1230))], currency=currency)
    with translation.override(language):
        assert breaks_typed(breaks_written(quote, currency), read) == quote.breaks
        assert read(price_written(quote.unit_price, currency)) == quote.unit_price


@pytest.mark.parametrize(
    ("price", "breaks", "currency"),
    [
        (None, [(10, D(1))], "USD"),
        (D(1), [(1, D(1))], "USD"),
        (D(1), [(10, D(1)), (10, D(2))], "USD"),
        (D(1), [(n, D(1)) for n in range(2, 13)], "USD"),
        (D(1), [(10, D("1.005"))], "USD"),
        (D("1.5"), [], "JPY"),
        (D(-1), [], "USD"),
        (D(10**9), [], "USD"),
        (D("NaN"), [], "USD"),
    ],
)
def test_what_no_list_can_keep_is_refused(
    price: Decimal | None, breaks: list[tuple[int, Decimal]], currency: str
) -> None:
    with pytest.raises(ValidationError):
        quote_of(price, breaks, currency=currency)


def test_every_price_of_a_quote_is_changed() -> None:
    quote = Quote(D(10), (5, 10), (D(9), D(8)))

    assert quote.mapped(lambda price: price * 2) == Quote(D(20), (5, 10), (D(18), D(16)))
    assert NO_PRICE.mapped(lambda price: price * 2) == NO_PRICE


def test_a_cell_longer_than_any_breaks_is_refused_at_once() -> None:
    with pytest.raises(ValidationError):
        breaks_typed(f"10: 28{' ' * 100_000}.", Decimal)


@pytest.mark.parametrize("text", ["sNaN", "NaN", "Infinity", "30|10:sNaN", "x", "30|10"])
def test_what_a_grid_is_made_to_say_that_it_showed_is_nothing(text: str) -> None:
    key = uuid4()
    grid = PriceGrid(
        "USD", [{"id": key, "name": "Pale"}], {key: None}, {f"was-{key}": text, f"price-{key}": "9"}
    )

    assert grid.typed == [(key, None, ListPrice(Decimal(9), ()))]

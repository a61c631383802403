"""A price with its quantity breaks: as it is typed into one cell, and what cannot be kept."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from catalogs.forms.fields import PriceField
from catalogs.forms.price_grid import PriceGrid
from catalogs.prices import MOST_BREAKS, MOST_UNITS, ListPrice, misfit
from catalogs.quotes import LONGEST_BREAKS, breaks_typed, breaks_written, price_written

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
    price = ListPrice(D(1234), ((10, D(1230)), (1000, D(1200))))
    assert misfit(price, currency) == ""
    with translation.override(language):
        assert tuple(breaks_typed(breaks_written(price, currency), read)) == price.breaks
        assert read(price_written(price.unit_price, currency)) == price.unit_price


def test_the_most_breaks_fit_into_their_cell_and_no_more() -> None:
    dear = D("999999999.999")
    most = tuple((MOST_UNITS - n, dear) for n in reversed(range(MOST_BREAKS)))
    with translation.override("fr"):
        written = breaks_written(ListPrice(dear, most), "TND")
        assert len(written) <= LONGEST_BREAKS
        assert tuple(breaks_typed(written, read)) == most
    assert misfit(ListPrice(dear, most), "TND") == ""
    assert misfit(ListPrice(dear, ((2, dear), *most)), "TND") != ""
    assert misfit(ListPrice(dear, ((MOST_UNITS + 1, dear),)), "TND") != ""


@pytest.mark.parametrize(
    ("price", "breaks", "currency"),
    [
        (D(1), [(1, D(1))], "USD"),
        (D(1), [(10, D(1)), (10, D(2))], "USD"),
        (D(1), [(n, D(1)) for n in range(2, 23)], "USD"),
        (D(1), [(20, D(1)), (10, D(2))], "USD"),
        (D(1), [(10, D("1.005"))], "USD"),
        (D(30), [(10, D("30.01"))], "USD"),
        (D(30), [(10, D(28)), (50, D(29))], "USD"),
        (D("1.5"), [], "JPY"),
        (D(-1), [], "USD"),
        (D(10**9), [], "USD"),
        (D("NaN"), [], "USD"),
    ],
)
def test_what_no_list_can_keep_is_refused(
    price: Decimal, breaks: list[tuple[int, Decimal]], currency: str
) -> None:
    assert misfit(ListPrice(price, tuple(breaks)), currency)


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

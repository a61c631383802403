"""Money is exact, rounds half up, does not mix currencies, and reads as the reader writes."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholesale.money import Money, decimals_of, format_money, reader_locale, round_amount

CURRENCIES = st.sampled_from(["EUR", "USD", "CAD", "JPY", "TND"])
AMOUNTS = st.decimals(
    min_value=Decimal("-1e12"), max_value=Decimal("1e12"), places=6, allow_nan=False, allow_infinity=False
)


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("0.005", "EUR", "0.01"),
        ("-0.005", "EUR", "-0.01"),
        ("2.675", "USD", "2.68"),
        ("1.4999", "JPY", "1"),
        ("1.5", "JPY", "2"),
        ("0.0005", "TND", "0.001"),
        ("10", "EUR", "10.00"),
    ],
)
def test_halves_go_away_from_zero_to_the_smallest_coin(amount, currency, rounded):
    assert str(round_amount(Decimal(amount), currency)) == rounded


@given(AMOUNTS, CURRENCIES)
def test_rounding_is_near_settled_and_odd(amount, currency):
    rounded = round_amount(amount, currency)
    half_a_coin = Decimal(5).scaleb(-decimals_of(currency) - 1)

    assert abs(rounded - amount) <= half_a_coin
    assert round_amount(rounded, currency) == rounded
    assert round_amount(-amount, currency) == -rounded


@given(AMOUNTS, AMOUNTS, CURRENCIES)
def test_sums_are_exact_and_in_any_order(one, other, currency):
    a, b = Money(one, currency), Money(other, currency)

    assert a + b == b + a
    assert (a + b) - b == a
    assert a - a == Money.zero(currency)
    assert (a < b) == (one < other)


@given(AMOUNTS, st.integers(min_value=0, max_value=1000), CURRENCIES)
def test_many_of_one_amount_is_its_multiple(amount, count, currency):
    assert (count * Money(amount, currency)).amount == amount * count


def test_currencies_do_not_mix():
    with pytest.raises(ValueError, match="EUR and USD"):
        Money(Decimal(1), "EUR") + Money(Decimal(1), "USD")
    with pytest.raises(ValueError, match="EUR and USD"):
        _ = Money(Decimal(1), "EUR") < Money(Decimal(1), "USD")
    assert Money(Decimal(1), "EUR") != Money(Decimal(1), "USD")


@pytest.mark.parametrize("amount", [1.5, 1, "1.00"])
def test_an_amount_is_a_decimal(amount):
    with pytest.raises(TypeError):
        Money(amount, "EUR")


@pytest.mark.parametrize("amount", ["NaN", "Infinity"])
def test_an_amount_is_finite(amount):
    with pytest.raises(ValueError, match="finite"):
        Money(Decimal(amount), "EUR")


@pytest.mark.parametrize(
    ("language", "country", "currency", "written"),
    [
        ("en", "US", "USD", "$1,842.10"),
        ("en", "CA", "CAD", "$1,842.10"),
        ("en", "", "CAD", "CA$1,842.10"),
        ("fr", "CA", "CAD", "1 842,10 $"),
        ("fr", "FR", "EUR", "1 842,10 €"),
        ("es", "ES", "EUR", "1.842,10 €"),
        ("en", "XX", "USD", "$1,842.10"),
        ("en", "US", "JPY", "¥1,842"),
    ],
)
def test_written_as_the_reader_writes(language, country, currency, written):
    text = format_money(Decimal("1842.1"), currency, reader_locale(language, country))

    assert text.replace("\u202f", " ").replace("\xa0", " ") == written


def test_nothing_is_a_dash():
    assert format_money(None, "EUR", reader_locale("en")) == "–"

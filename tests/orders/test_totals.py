"""Sums are exact, in whole coins, for any price, quantity and currency."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.totals import goods_total, line_amount, missing_to_minimum
from wholesale.money import decimals_of

CURRENCIES = st.sampled_from(["USD", "EUR", "JPY", "TND", "CAD", "CLP"])
PRICES = st.decimals(min_value=0, max_value=99_999, places=3)
UNITS = st.integers(min_value=1, max_value=1_000_000)


@given(price=PRICES, units=UNITS, currency=CURRENCIES)
def test_a_line_is_off_by_at_most_half_a_coin(price: Decimal, units: int, currency: str) -> None:
    amount = line_amount(unit_price=price, quantity_units=units, currency=currency)

    coin = Decimal(1).scaleb(-decimals_of(currency))
    assert abs(amount - price * units) <= coin / 2
    assert amount % coin == 0
    assert amount == amount.quantize(coin)


@given(lines=st.lists(st.tuples(PRICES, UNITS), max_size=40), currency=CURRENCIES)
def test_an_order_is_the_exact_sum_of_its_printed_lines(
    lines: list[tuple[Decimal, int]], currency: str
) -> None:
    amounts = [line_amount(unit_price=price, quantity_units=n, currency=currency) for price, n in lines]

    assert goods_total(amounts, currency) == sum(amounts, Decimal(0))
    assert goods_total(reversed(amounts), currency) == goods_total(amounts, currency)


@given(goods=PRICES, minimum=PRICES)
def test_what_is_missing_to_the_minimum_reaches_it(goods: Decimal, minimum: Decimal) -> None:
    missing = missing_to_minimum(goods=goods, minimum=minimum)

    assert missing >= 0
    assert goods + missing == max(goods, minimum)


def test_half_a_coin_rounds_up_on_the_line() -> None:
    assert line_amount(unit_price=Decimal("0.005"), quantity_units=1, currency="USD") == Decimal("0.01")
    assert line_amount(unit_price=Decimal("0.333"), quantity_units=3, currency="USD") == Decimal("1.00")
    assert line_amount(unit_price=Decimal("12.5"), quantity_units=1, currency="JPY") == 13


@pytest.mark.parametrize(("price", "units"), [("1", 0), ("1", -1), ("-0.001", 1)])
def test_no_line_is_without_units_or_below_nothing(price: str, units: int) -> None:
    with pytest.raises(ValueError, match="must"):
        line_amount(unit_price=Decimal(price), quantity_units=units, currency="USD")

"""Sums are exact, in whole coins, for any price, quantity and currency."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.totals import (
    Rate,
    Taxed,
    deposit_amount,
    goods_total,
    line_amount,
    missing_to_minimum,
    order_total,
    tax_total,
    taxes_of,
)
from wholesale.money import decimals_of

CURRENCIES = st.sampled_from(["USD", "EUR", "JPY", "TND", "CAD", "CLP"])
PRICES = st.decimals(min_value=0, max_value=99_999, places=3)
UNITS = st.integers(min_value=1, max_value=1_000_000)
RATES = st.decimals(min_value=0, max_value=100, places=3)
CLASSES = st.tuples(st.sampled_from(["Sales tax", "Excise", ""]), RATES)
LINES = st.lists(st.tuples(PRICES, UNITS, PRICES, CLASSES), max_size=40)


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


@given(lines=LINES, fee=PRICES, currency=CURRENCIES)
def test_what_an_order_comes_to_is_the_exact_sum_of_what_is_printed(
    lines: list[tuple[Decimal, int, Decimal, tuple[str, Decimal]]], fee: Decimal, currency: str
) -> None:
    coin = Decimal(1).scaleb(-decimals_of(currency))
    amounts = [line_amount(unit_price=p, quantity_units=n, currency=currency) for p, n, _, _ in lines]
    deposits = [deposit_amount(deposit=d, quantity_units=n, currency=currency) for _, n, d, _ in lines]
    taxed = [Taxed((Rate(*kind),), amount) for (_, _, _, kind), amount in zip(lines, amounts, strict=True)]
    taxes = taxes_of(taxed, currency)
    fee = fee.quantize(coin)

    total = order_total(
        goods=goods_total(amounts, currency),
        delivery=fee,
        deposits=goods_total(deposits, currency),
        taxes=taxes,
    )

    assert total == sum(amounts) + sum(deposits) + fee + sum(tax.amount for tax in taxes)
    assert total % coin == 0
    assert len({(tax.name, tax.rate_percent) for tax in taxes}) == len(taxes)
    assert sum(tax.base for tax in taxes) == sum(each.amount for each in taxed if each.rates[0].rate_percent)
    for tax in taxes:
        assert tax.amount % coin == 0
        assert abs(tax.amount - tax.base * tax.rate_percent / 100) <= coin / 2
    assert taxes_of(reversed(taxed), currency) == taxes
    assert tax_total(taxes) == sum(tax.amount for tax in taxes)


@given(
    lines=st.lists(
        st.tuples(PRICES, st.lists(CLASSES, max_size=3, unique_by=lambda each: each[0]).map(tuple)),
        max_size=20,
    ),
    currency=CURRENCIES,
)
def test_included_taxes_are_what_is_missing_to_the_net_amount(
    lines: list[tuple[Decimal, tuple[tuple[str, Decimal], ...]]], currency: str
) -> None:
    coin = Decimal(1).scaleb(-decimals_of(currency))
    taxed = [Taxed(tuple(Rate(*each) for each in kinds), amount.quantize(coin)) for amount, kinds in lines]

    taxes = taxes_of(taxed, currency, included=True)

    goods = sum((each.amount for each in taxed), Decimal(0))
    net = sum(
        each.amount / (1 + sum((x.rate_percent for x in each.rates), Decimal(0)) / 100) for each in taxed
    )
    assert abs(tax_total(taxes) - (goods - net)) <= coin * len(taxes) / 2 + Decimal("0.000001")
    assert taxes_of(reversed(taxed), currency, included=True) == taxes
    nothing = Decimal(0)
    assert order_total(goods=goods, delivery=nothing, deposits=nothing, taxes=taxes, included=True) == goods


def test_a_tax_is_rounded_once_for_the_order_and_not_on_its_lines() -> None:
    lines = [Taxed((Rate("Sales tax", Decimal("7.5")),), Decimal("0.07"))] * 10

    taxes = taxes_of(lines, "USD")

    assert [(tax.base, tax.amount) for tax in taxes] == [(Decimal("0.70"), Decimal("0.05"))]


def test_classes_of_the_same_rate_stay_apart_and_the_highest_comes_first() -> None:
    lines = [
        Taxed((Rate("Sales tax", Decimal(5)),), Decimal(100)),
        Taxed((Rate("Zero", Decimal(0)),), Decimal(1000)),
        Taxed((Rate("Excise", Decimal(5)),), Decimal(10)),
        Taxed((Rate("Luxury", Decimal(20)),), Decimal(1)),
    ]

    found = [(tax.name, str(tax.amount)) for tax in taxes_of(lines, "USD")]

    assert found == [("Luxury", "0.20"), ("Excise", "0.50"), ("Sales tax", "5.00")]


def test_deposits_are_whole_coins_each() -> None:
    found = {
        currency: deposit_amount(deposit=Decimal("1.2345"), quantity_units=100, currency=currency)
        for currency in ("JPY", "USD", "TND")
    }

    assert found == {"JPY": 100, "USD": Decimal("123.00"), "TND": Decimal("123.500")}


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

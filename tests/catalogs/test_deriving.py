"""How a price follows from another: the rule in Python and the one in the database say the same."""

import random
from decimal import Decimal

import pytest
from django.db import connection

from catalogs.deriving import Rule, roundings_for
from catalogs.enums import PriceRounding
from catalogs.prices import ListPrice
from wholesale.money import decimals_of

D = Decimal


@pytest.mark.parametrize(
    ("price", "rule", "currency", "made"),
    [
        ("30.00", Rule(percent=D(-8)), "USD", "27.60"),
        ("30.05", Rule(percent=D("-7.5")), "USD", "27.80"),
        ("30.00", Rule(amount=D("-1.25")), "USD", "28.75"),
        ("27.63", Rule(rounding=PriceRounding.TENTHS), "USD", "27.60"),
        ("27.65", Rule(rounding=PriceRounding.TENTHS), "USD", "27.70"),
        ("27.375", Rule(rounding=PriceRounding.QUARTERS), "TND", "27.500"),
        ("27.63", Rule(rounding=PriceRounding.ENDS_IN_NINETY_NINE), "USD", "27.99"),
        ("27.40", Rule(rounding=PriceRounding.ENDS_IN_NINETY_NINE), "USD", "26.99"),
        ("0.20", Rule(rounding=PriceRounding.ENDS_IN_NINETY_NINE), "USD", "0.99"),
        ("0.20", Rule(rounding=PriceRounding.WHOLE), "USD", "1.00"),
        ("0", Rule(rounding=PriceRounding.ENDS_IN_NINETY_NINE), "USD", "0"),
        ("1234", Rule(percent=D("0.1")), "JPY", "1235"),
        ("30", Rule(percent=D(-100)), "USD", "0"),
        ("1.00", Rule(amount=D("-1.25")), "USD", None),
        ("999999999", Rule(percent=D(10)), "USD", None),
    ],
)
def test_a_price_becomes_another_by_a_rule(price: str, rule: Rule, currency: str, made: str | None) -> None:
    assert rule.of(D(price), currency) == (None if made is None else D(made))


def test_breaks_become_others_along_and_what_cannot_be_is_left_out() -> None:
    listed = ListPrice(D(10), ((5, D(9)), (10, D(1))))

    assert Rule(amount=D(-2)).of_listed(listed, "USD") == ListPrice(D(8), ((5, D(7)),))
    assert Rule(amount=D(-11)).of_listed(listed, "USD") is None


@pytest.mark.parametrize(
    ("currency", "missing"),
    [("USD", set()), ("JPY", {"0.05", "0.10", "0.25", "0.50", "x.99"}), ("TND", set())],
)
def test_prices_are_rounded_only_to_what_coins_can_pay(currency: str, missing: set[str]) -> None:
    assert set(PriceRounding) - set(roundings_for(currency)) == missing


@pytest.mark.django_db
def test_the_database_says_the_same_of_thousands_of_prices() -> None:
    dice = random.Random(28)
    cases = []
    for currency in ("USD", "JPY", "TND"):
        coin = D(1).scaleb(-decimals_of(currency))
        for rounding in roundings_for(currency):
            for _n in range(150):
                price = dice.choice(
                    [D(0), coin, D(dice.randrange(10**9)) * coin, D(dice.randrange(10**5)) * coin]
                )
                percent = D(dice.randrange(-10000, 100001)) / 100 if dice.random() < 0.6 else None
                amount = None if percent is not None else D(dice.randrange(-5000, 5000)) * coin
                cases.append((price, percent, amount, str(rounding), currency))
    ours = [
        Rule(percent=percent or D(0), amount=amount or D(0), rounding=rounding).of(price, currency)
        for price, percent, amount, rounding, currency in cases
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT app.derived_price(c.p, c.r, c.a, c.o, c.d) FROM"
            " unnest(%s::numeric[], %s::numeric[], %s::numeric[], %s::text[], %s::integer[])"
            " WITH ORDINALITY AS c(p, r, a, o, d, n) ORDER BY c.n",
            [
                *([*column] for column in list(zip(*cases, strict=True))[:4]),
                [decimals_of(c[4]) for c in cases],
            ],
        )
        theirs = [row[0] for row in cursor.fetchall()]
    assert [(case, a) for case, a, b in zip(cases, ours, theirs, strict=True) if a != b] == []

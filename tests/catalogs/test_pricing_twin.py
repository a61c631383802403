"""The pricing in SQL and its twin in Python agree, on thousands of random cases, for both sides that ask."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Case as SqlCase
from django.db.models import IntegerField, Value, When
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from catalogs.models import CustomerPrice, Price, PriceList, Product
from catalogs.queries import list_price, price_breaks, unit_price, why_price
from retailers.models import Customer
from tests.catalogs import twin
from tests.catalogs.terms import Terms
from tests.catalogs.twin import COINS, Case, Quoted
from tests.world import World
from wholesale.tenancy.testing import acting_as, as_owner

PRODUCTS = 40
CURRENCIES = st.sampled_from(sorted(COINS))
PERCENTS = st.one_of(
    st.just(Decimal(0)),
    st.decimals(min_value=-100, max_value=1000, places=2),
    st.decimals(min_value=-10, max_value=10, places=2),
)
PRICES = st.one_of(
    st.decimals(min_value=0, max_value=200, places=3),
    st.decimals(min_value=0, max_value=10, places=3),
    st.decimals(min_value=Decimal(90000000), max_value=Decimal("999999999.999"), places=3),
)
BREAKS = st.lists(
    st.tuples(st.integers(min_value=2, max_value=60), PRICES), max_size=4, unique_by=lambda each: each[0]
).map(lambda each: tuple(sorted(each)))
# Minutes from now, with a gap about it that a slow run does not reach.
MOMENTS = st.integers(min_value=30, max_value=5000).flatmap(lambda n: st.sampled_from([-n, n]))
LASTS = st.one_of(st.none(), st.integers(min_value=1, max_value=5000))


@st.composite
def quoted(draw: Any, *, special: bool) -> Quoted:
    begins, lasts = draw(MOMENTS), draw(LASTS)
    ends = None if lasts is None else begins + lasts
    if ends is not None and abs(ends) < 30:
        ends += 60
    priced = special or draw(st.integers(0, 9)) > 0
    return Quoted(
        unit_price=draw(PRICES) if priced else None,
        breaks=draw(BREAKS) if priced else (),
        begins=begins,
        ends=ends,
        is_net=special and draw(st.booleans()),
        currency=draw(CURRENCIES) if special and draw(st.booleans()) else "",
        is_derived=not special and draw(st.booleans()),
    )


def _several(*, special: bool) -> st.SearchStrategy[tuple[Quoted, ...]]:
    rows = st.lists(quoted(special=special), max_size=4, unique_by=lambda row: row.begins)
    return rows.map(tuple)


CASES = st.lists(
    st.builds(
        Case,
        listed=_several(special=False),
        special=_several(special=True),
        units=st.integers(min_value=1, max_value=70),
    ),
    min_size=PRODUCTS // 2,
    max_size=PRODUCTS,
)


class Bench:
    """Rita at alder with a list in each currency, and products that have no price yet."""

    def __init__(self, world: World) -> None:
        self.world, self.customer = world, world.customers["alder", "rita"]
        supplier = world.orgs["alder"]
        with as_owner():
            CustomerPrice.objects.all().delete()
            self.lists = {
                code: PriceList.objects.create(supplier=supplier, name=code, currency=code) for code in COINS
            }
            self.products = Product.objects.bulk_create(
                Product(supplier=supplier, sku=f"T{n}", name=f"Twin {n}") for n in range(PRODUCTS)
            )

    def set(self, cases: Sequence[Case], currency: str, percent: Decimal) -> None:
        """Write everything that decides, as it stands now."""
        now, supplier = timezone.now(), self.world.orgs["alder"]
        of = {"supplier": supplier, "customer": self.customer, "retailer": self.customer.retailer}
        pairs = list(zip(self.products, cases, strict=False))
        Terms(self.world).set("customer", price_list_id=self.lists[currency].pk, price_change_percent=percent)
        with as_owner():
            Price.objects.bulk_create(
                Price(
                    supplier=supplier,
                    price_list=self.lists[currency],
                    product=p,
                    is_derived=row.is_derived,
                    **_columns(row, now),
                )
                for p, case in pairs
                for row in case.listed
            )
            CustomerPrice.objects.bulk_create(
                CustomerPrice(
                    product=p,
                    currency=row.currency or currency,
                    is_net=row.is_net,
                    **of,
                    **_columns(row, now),
                )
                for p, case in pairs
                for row in case.special
            )

    def asked(self, name: str, cases: Sequence[Case], expression: Any) -> list[Any]:
        """Return what a company is told, for each product."""
        with acting_as(self.world.context(name)):
            rows = Product.objects.filter(pk__in=[p.pk for p in self.products[: len(cases)]])
            found = dict(rows.annotate(told=expression).values_list("pk", "told"))
        return [found[p.pk] for p in self.products[: len(cases)]]

    def units(self, cases: Sequence[Case]) -> Any:
        """Return for how many of each product is asked, as an expression."""
        whens = [When(pk=p.pk, then=Value(c.units)) for p, c in zip(self.products, cases, strict=False)]
        return SqlCase(*whens, output_field=IntegerField())


def _columns(row: Quoted, now: datetime) -> dict[str, Any]:
    return {
        "unit_price": row.unit_price,
        "break_units": [units for units, _ in row.breaks],
        "break_prices": [price for _, price in row.breaks],
        "valid_from": now + timedelta(minutes=row.begins),
        "valid_until": None if row.ends is None else now + timedelta(minutes=row.ends),
    }


@pytest.fixture
def bench(world: World) -> Bench:
    return Bench(world)


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
    phases=[Phase.generate],
)
@given(cases=CASES, currency=CURRENCIES, percent=PERCENTS)
def test_sql_and_twin_agree(bench: Bench, cases: list[Case], currency: str, percent: Decimal) -> None:
    cases = [_in_currency(case, currency) for case in cases]
    customer = bench.customer.pk
    with transaction.atomic():
        bench.set(cases, currency, percent)
        units = bench.units(cases)
        wanted = [twin.pays(case, currency, percent) for case in cases]
        for name in ("alder", "rita"):
            assert bench.asked(name, cases, unit_price(customer_id=customer, units=units)) == wanted
        told = bench.asked("rita", cases, price_breaks(customer_id=customer))
        assert [_read(each) for each in told] == [twin.breaks(case, currency, percent) for case in cases]
        listed = list_price(price_list_id=bench.lists[currency].pk, units=units, percent=percent)
        without = [twin.pays(Case(case.listed, (), case.units), currency, percent) for case in cases]
        assert bench.asked("alder", cases, listed) == without
        _compare_why(bench, cases, wanted)
        transaction.set_rollback(True)


def _in_currency(case: Case, currency: str) -> Case:
    """Say the customer's currency where a special price names none."""
    special = tuple(Quoted(**{**vars(row), "currency": row.currency or currency}) for row in case.special)
    return Case(case.listed, special, case.units)


def _read(breaks: Any) -> list[tuple[int, Decimal | None]]:
    return [(units, None if price is None else Decimal(price)) for units, price in breaks or ()]


def _compare_why(bench: Bench, cases: list[Case], wanted: list[Decimal | None]) -> None:
    """Compare for a few products what the popover says with what is charged."""
    with acting_as(bench.world.context("alder")):
        customer = Customer.objects.select_related("supplier").get(pk=bench.customer.pk)
        for product, case, price in list(zip(bench.products, cases, wanted, strict=False))[:1]:
            why = why_price(customer, product, case.units)
            assert why.pays == price
            if price is not None and why.changed is not None:
                assert why.changed.quantize(COINS[why.currency], rounding="ROUND_HALF_UP") == price

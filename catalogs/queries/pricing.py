"""What a product costs: the one place in code, in SQL, for pages, API, cart, order and export (SPEC.md K3).

For a customer: its special price, or else its price list's, of those in force the one that began last, a list's own
before those that follow its base; the quantity break; its markup or discount, unless the special price is net; rounded
half up to the coins of the currency. On a list: the same without a customer.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from django.db.models import DecimalField, F, JSONField, Value
from django.db.models.expressions import Combinable, Func

from wholesale.money import USUAL_DECIMALS, currencies_by_decimals

_MOST = "1e9"  # what no column of prices holds is no price
_WHENS = "".join(
    f" WHEN t.currency = ANY ('{{{','.join(codes)}}}') THEN {decimals}"
    for decimals, codes in currencies_by_decimals().items()
)
DECIMALS = f"CASE{_WHENS} ELSE {USUAL_DECIMALS} END"
_IN_FORCE = """q.product_id = :product: AND q.valid_from <= statement_timestamp()
    AND (q.valid_until IS NULL OR q.valid_until > statement_timestamp())"""
# By which list, markup and currency: of a customer, or given.
_TERMS_OF_CUSTOMER = """SELECT c.customer_id, c.price_list_id, c.price_change_percent AS percent, l.currency
  FROM catalogs_customerterms c JOIN catalogs_pricelist l ON l.id = c.price_list_id WHERE c.customer_id = :customer:"""
_TERMS_GIVEN = """SELECT l.id AS price_list_id, :percent:::numeric AS percent, l.currency
  FROM catalogs_pricelist l WHERE l.id = :price_list:"""
_OF_LIST = """(SELECT q.unit_price, q.break_units, q.break_prices, false AS is_net, 2 AS place FROM catalogs_price q
  WHERE q.price_list_id = t.price_list_id AND :in_force: ORDER BY q.is_derived, q.valid_from DESC LIMIT 1)"""
_OF_CUSTOMER = """((SELECT q.unit_price, q.break_units, q.break_prices, q.is_net, 1 AS place
    FROM catalogs_customerprice q
    WHERE q.customer_id = t.customer_id AND q.currency = t.currency AND :in_force:
    ORDER BY q.valid_from DESC LIMIT 1)
  UNION ALL :of_list: ORDER BY place LIMIT 1)"""
_FACTOR = "CASE WHEN p.is_net THEN 1 ELSE (t.percent + 100) / 100 END"
_AT_QUANTITY = """CASE width_bucket(:units:, p.break_units) WHEN 0 THEN p.unit_price
    ELSE p.break_prices[width_bucket(:units:, p.break_units)] END"""


def _coins(price: str) -> str:
    return f"NULLIF(LEAST(round(({price}) * {_FACTOR}, {DECIMALS}), {_MOST}), {_MOST})::numeric(12,3)"


_UNIT_PRICE = "(SELECT :coins: FROM (:terms:) t CROSS JOIN LATERAL :quoted: p)"
_BREAKS = """(SELECT coalesce(jsonb_agg(jsonb_build_array(b.units, (:coins:)::text) ORDER BY b.units), '[]')
  FROM (:terms:) t CROSS JOIN LATERAL :quoted: p
  CROSS JOIN LATERAL unnest(p.break_units, p.break_prices) AS b(units, price))"""


def written(statement: str, said: Mapping[str, tuple[str, Sequence[Any]]]) -> tuple[str, tuple[Any, ...]]:
    """Return a statement with SQL in the place of each `:name:`, and its parameters in their order.

    Args:
        said: SQL and parameters by name; what stands in the statement more than once is a parameter as often.
    """
    sql, params = "", list[Any]()
    for place, piece in enumerate(_cut(statement)):
        text, values = said[piece] if place % 2 else (piece, ())
        sql += text
        params += values
    return sql, tuple(params)


@lru_cache
def _cut(statement: str) -> list[str]:
    """Return a statement cut at its names: text, name, text, name, text."""
    return re.split(r":([a-z_]+):", statement)


def _parts_in(statement: str, *, price: str = "", terms: str = "", quoted: str = "") -> str:
    """Return a statement with its parts written out; other names are left in it."""
    parts = {
        "coins": _coins(price),
        "terms": terms,
        "quoted": quoted,
        "of_list": _OF_LIST,
        "in_force": _IN_FORCE,
    }
    for name, text in parts.items():
        statement = statement.replace(f":{name}:", text)
    return statement


# For a statement that prices many products of one customer: one row of terms, and of each product one of its quote.
TERMS = f"({_TERMS_OF_CUSTOMER}) t"
QUOTED = _parts_in(":quoted: p", quoted=_OF_CUSTOMER)
QUOTED_PRICE = _parts_in(":coins:", price=_AT_QUANTITY)
_BREAKS_OF_ONE = """CASE WHEN cardinality(p.break_units) = 0 THEN '[]' ELSE (
  SELECT jsonb_agg(:each: ORDER BY b.units) FROM unnest(p.break_units, p.break_prices) AS b(units, price)) END"""
QUOTED_BREAKS, QUOTED_BREAKS_NAMED = (
    _parts_in(_BREAKS_OF_ONE.replace(":each:", each), price="b.price")
    for each in (
        "jsonb_build_array(b.units, (:coins:)::text)",
        "jsonb_build_object('from_units', b.units, 'unit_price', (:coins:)::text)",
    )
)


class _Pricing(Func):
    """A price of each row's product as SQL; the ORM would build it anew for every page, at half the page's cost."""

    statement, price, terms, quoted = "", "", "", ""

    def __init__(self, **given: Any) -> None:
        self.names = ("product", *given)
        values = (value if hasattr(value, "resolve_expression") else Value(value) for value in given.values())
        super().__init__(F("pk"), *values)

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> Any:
        """Return the subquery; whatever stands in it more than once is a parameter as often."""
        said = {
            name: compiler.compile(source)
            for name, source in zip(self.names, self.get_source_expressions(), strict=True)
        }
        return written(self._whole(), said)

    @classmethod
    @cache
    def _whole(cls) -> str:
        return _parts_in(cls.statement, price=cls.price, terms=cls.terms, quoted=cls.quoted)


class _CustomerPrice(_Pricing):
    statement, price, terms, quoted = _UNIT_PRICE, _AT_QUANTITY, _TERMS_OF_CUSTOMER, _OF_CUSTOMER
    output_field = DecimalField(max_digits=12, decimal_places=3)


class _CustomerBreaks(_Pricing):
    statement, price, terms, quoted = _BREAKS, "b.price", _TERMS_OF_CUSTOMER, _OF_CUSTOMER
    output_field = JSONField()


class _ListPrice(_Pricing):
    statement, price, terms, quoted = _UNIT_PRICE, _AT_QUANTITY, _TERMS_GIVEN, _OF_LIST
    output_field = DecimalField(max_digits=12, decimal_places=3)


class _ListBreaks(_Pricing):
    statement, price, terms, quoted = _BREAKS, "b.price", _TERMS_GIVEN, _OF_LIST
    output_field = JSONField()


def unit_price(*, customer_id: UUID | Combinable, units: int | Combinable = 1) -> Func:
    """Return what a customer pays for one unit of each row's product, to annotate a Product query with; NULL: no price.

    Works in the supplier's and in the retailer's context.

    Args:
        customer_id: of one customer, or an expression such as an OuterRef.
        units: how many it orders, or an expression; quantity breaks follow it.
    Source: SPEC.md K3.
    """
    return _CustomerPrice(customer=customer_id, units=units)


def price_breaks(*, customer_id: UUID | Combinable) -> Func:
    """Return a customer's quantity breaks of each row's product: `[[10, "28.000"], …]`, as it pays them."""
    return _CustomerBreaks(customer=customer_id)


def list_price(*, price_list_id: UUID | Combinable, units: int | Combinable = 1, percent: Any = 0) -> Func:
    """Return what one unit of each row's product costs on a price list; NULL: nothing.

    Args:
        percent: a markup, or negative a discount, on top, as of a group that has no customer yet.
    Source: SPEC.md K2, K3.
    """
    return _ListPrice(price_list=price_list_id, percent=percent, units=units)


def list_breaks(*, price_list_id: UUID | Combinable, percent: Any = 0) -> Func:
    """Return the quantity breaks of each row's product on a price list, as price_breaks does."""
    return _ListBreaks(price_list=price_list_id, percent=percent)

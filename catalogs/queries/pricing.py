"""What a product costs a customer: the one place in code, in SQL (SPEC.md K3).

Its price list, then its markup or discount, then rounding to the coins of the list's currency. Quantity breaks come
in here, so that pages, API, cart and order follow.
"""

from decimal import Decimal
from uuid import UUID

from django.db.models import DecimalField, F, IntegerField, OuterRef, Subquery, Value
from django.db.models.expressions import Combinable, Func

from catalogs.models import CustomerTerms, Price
from wholesale.money import USUAL_DECIMALS, currencies_by_decimals

_WHENS = "".join(
    f" WHEN %(expressions)s = ANY ('{{{','.join(codes)}}}') THEN {decimals}"
    for decimals, codes in currencies_by_decimals().items()
)


class _Decimals(Func):
    """How many decimals a currency is counted in, written out: the codes are constants of the locale data."""

    template = f"CASE{_WHENS} ELSE {USUAL_DECIMALS} END"
    output_field = IntegerField()


class _Coins(Func):
    """Round half up to so many decimals; what no column of prices holds is no price."""

    template = "NULLIF(LEAST(ROUND(%(expressions)s), 1e9), 1e9)::numeric(12,3)"
    output_field = DecimalField(max_digits=12, decimal_places=3)


def unit_price(*, customer_id: UUID | Combinable) -> Subquery:
    """Return what a customer pays for each row's product, to annotate a Product query with; NULL has no price.

    Works in the supplier's and in the retailer's context.

    Args:
        customer_id: of one customer, or an OuterRef to a column with it.
    Source: SPEC.md K3.
    """
    terms = CustomerTerms.objects.filter(customer_id=customer_id)
    prices = Price.objects.filter(
        supplier_id=OuterRef("supplier_id"),
        product_id=OuterRef("pk"),
        price_list_id=Subquery(terms.values("price_list_id")),
    )
    factor = Subquery(
        terms.values(factor=(F("price_change_percent") + Value(Decimal(100))) / Value(Decimal(100)))
    )
    decimals = Subquery(terms.values(decimals=_Decimals("price_list__currency")))
    return Subquery(prices.values(price=_Coins(F("unit_price") * factor, decimals)))

"""What a change of prices would do to what retailers have in their carts (SPEC.md K7)."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from catalogs.models import PriceChange, PriceChangeLine, PriceList
from catalogs.queries.effects import repriced
from orders.models import CartLine
from orders.totals import line_amount
from retailers.models import Customer

MOST = 5_000  # lines; beyond that only the first carts are worked out
SHOWN = 50


@dataclass(slots=True)
class CartEffect:
    """What becomes of one cart.

    Args:
        difference: of its lines that stay on offer, in the currency of its customer's list.
        gone: the products that are no longer offered.
    """

    customer: Customer
    currency: str
    lines: int = 0
    difference: Decimal = Decimal(0)
    gone: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CartEffects:
    """The carts that a change touches, those first that it moves most, and all together by currency."""

    carts: list[CartEffect]
    count: int
    totals: dict[str, Decimal]
    is_all: bool


def carts_touched(change: PriceChange, customers: QuerySet[Customer]) -> CartEffects:
    """Return what a change would do to open carts, at their quantities, in three statements.

    Args:
        customers: whom its reader sees.
    """
    rows = _lines(change, customers)
    wanted = [(row["cart__customer"], row["product"], row["quantity_units"]) for row in rows[:MOST]]
    prices = repriced(change, wanted) if wanted else {}
    touched: dict[UUID, dict[str, Any]] = {}
    for row in rows[:MOST]:
        if found := prices.get((row["cart__customer"], row["product"])):
            _add(touched, row, *found)
    carts = sorted(touched.values(), key=lambda each: (-abs(each["difference"]), -len(each["gone"])))
    return _named(carts, customers, is_all=len(rows) <= MOST)


def _lines(change: PriceChange, customers: QuerySet[Customer]) -> list[dict[str, Any]]:
    lists = PriceList.objects.filter(Q(pk=change.price_list_id) | Q(base_list=change.price_list_id))
    products = PriceChangeLine.objects.filter(supplier=change.supplier_id, change=change).values("product")
    payers = customers.filter(is_active=True, is_test=False, terms__price_list__in=lists).order_by()
    lines = CartLine.objects.filter(
        supplier=change.supplier_id, product__in=products, cart__customer__in=payers.values("pk")
    )
    columns = ("cart__customer", "product", "quantity_units", "seen_name")
    currency = "cart__customer__terms__price_list__currency"
    return list(lines.order_by("cart", "pk").values(*columns, currency)[: MOST + 1])


def _add(
    touched: dict[UUID, dict[str, Any]], row: dict[str, Any], was: Decimal | None, becomes: Decimal | None
) -> None:
    currency, units = row["cart__customer__terms__price_list__currency"], row["quantity_units"]
    if was == becomes or was is None:
        return
    none: dict[str, Any] = {"customer": row["cart__customer"], "currency": currency}
    cart = touched.setdefault(
        row["cart__customer"], none | {"lines": 0, "difference": Decimal(0), "gone": []}
    )
    cart["lines"] += 1
    if becomes is None:
        cart["gone"].append(row["seen_name"])
        return
    before, after = (
        line_amount(unit_price=price, quantity_units=units, currency=currency) for price in (was, becomes)
    )
    cart["difference"] += after - before


def _named(carts: list[dict[str, Any]], customers: QuerySet[Customer], *, is_all: bool) -> CartEffects:
    totals: dict[str, Decimal] = {}
    for cart in carts:
        totals[cart["currency"]] = totals.get(cart["currency"], Decimal(0)) + cart["difference"]
    shown = carts[:SHOWN]
    found = customers.select_related("private").in_bulk([cart["customer"] for cart in shown]) if shown else {}
    rows = [CartEffect(**cart | {"customer": found[cart["customer"]]}) for cart in shown]
    return CartEffects(rows, len(carts), totals, is_all)

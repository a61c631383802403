"""Orders as the distributor that delivers them reads them: no amounts, no nickname (DATA.md 00)."""

import json
from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.http import Http404

from orders.models import Order
from orders.queries.selling import orders_of_supplier
from wholesale.money import currencies_by_decimals, round_amount
from wholesale.organizations.access import Acting
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization
from wholesale.organizations.roles import Permission

_DECIMALS = json.dumps({code: n for n, codes in currencies_by_decimals().items() for code in codes})


def orders_of_distributor(organization: Organization) -> QuerySet[Order]:
    """Return the orders that this distributor delivers, of all its suppliers; a guest's, of the one it visits."""
    return Order.objects.filter(distributor=organization).select_related("supplier")


def listed_orders_of_distributor(organization: Organization) -> QuerySet[Order]:
    """Return the same for a list, each supplier read once beside it: joined, policies ask for it row by row."""
    return orders_of_distributor(organization).select_related(None).prefetch_related("supplier")


def order_for_distributor(organization: Organization, supplier_slug: str, number: int) -> Order:
    """Return an order that this distributor delivers; 404 for anyone else's, as if it did not exist."""
    try:
        return orders_of_distributor(organization).get(supplier__slug=supplier_slug, number=number)
    except Order.DoesNotExist as error:
        raise Http404 from error


def orders_to_deliver(acting: Acting) -> QuerySet[Order]:
    """Return the orders that whoever acts delivers: a distributor's of all suppliers, a supplier's own; no tests."""
    if acting.side == Side.SELLING:
        own = orders_of_supplier(acting).filter(distributor=None, is_test=False)
        return own.select_related(None).prefetch_related("supplier")
    return listed_orders_of_distributor(acting.organization)


def may_know_cash(acting: Acting) -> bool:
    """Tell whether this person collects at doors, or plans for those who do; who only looks on does neither."""
    return any(
        acting.may(each)
        for each in (Permission.DELIVER_ORDERS, Permission.PLAN_ROUTES, Permission.VIEW_AMOUNTS)
    )


def cash_to_collect(order_ids: Iterable[UUID]) -> dict[UUID, tuple[str, Decimal]]:
    """Return (currency, amount) of those of these orders that are paid at the door, to whoever delivers them.

    The amount is for what comes, once it has shipped for what did, once it was handed over for that: goods, their
    taxes, deposits and the delivery, by the rules of orders.totals. Of an order that was stopped or came back nothing.

    One statement, by a function of the database: of any other order a distributor learns nothing, and of none a price.

    Source: docs/decisions/0046.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app.cash_to_collect(%s, %s)", [list(order_ids), _DECIMALS])
        return {order: (currency, round_amount(amount, currency)) for order, currency, amount in cursor}

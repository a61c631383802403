"""An order as it would be after a change: what each line and the whole would cost, and whether it may still be changed.

Works in the supplier's and in the retailer's context. Nothing is locked here (docs/decisions/0043).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from catalogs.queries import TaxPlace
from orders.enums import OrderStatus
from orders.models import Order, OrderLine
from orders.queries.assortment import RELATED, Offer, currency_of, includes_tax, offers_of
from orders.queries.changed import ChangedLine, ChangedOrder
from orders.queries.credit import with_open_amount
from retailers.models import Customer
from retailers.queries import Plan, cut_off_passed, plan_of, with_plans
from wholesale.money import round_amount


def customer_of_order(order: Order) -> Customer:
    """Return whose order it is, served as it was placed, with terms, delivery days and open orders; one statement."""
    customers = with_open_amount(with_plans(Customer.objects.select_related(*RELATED)))
    customer = customers.get(supplier_id=order.supplier_id, pk=order.customer_id)
    customer.distributor_id = order.distributor_id
    return customer


def order_with(order: Order, customer: Customer, units_by_product: Mapping[UUID, int]) -> ChangedOrder:
    """Return an order with so many units of these products, as its retailer asks: at today's prices where it changes.

    What stays as it is keeps its price. Two statements at most.

    Args:
        order: with its total; `customer`: of customer_of_order.
        units_by_product: 0 takes a line out; products that are in no line are added, as long as they are offered.
    """
    known = {line.product_id: line for line in lines_of_order(order)}
    wanted = {
        product: units
        for product, units in units_by_product.items()
        if units != (known[product].quantity_units if product in known else 0)
    }
    priced = {product: units for product, units in wanted.items() if units}
    prices = (currency_of(customer), includes_tax(customer))
    same = prices == (order.total.currency, order.total.includes_tax)
    offers = offers_of(customer, priced, place=place_of_order(order)) if priced and same else {}
    stay = [_kept(order, line) for product, line in known.items() if product not in wanted]
    changed = [_wished(order, known.get(p), offers.get(p), p, units) for p, units in wanted.items()]
    return ChangedOrder(order, customer, _in_order(known, [*stay, *changed]))


def order_at_its_prices(
    order: Order, customer: Customer, units_by_product: Mapping[UUID, int]
) -> ChangedOrder:
    """Return an order with so many units of what it holds, as its supplier says: prices stay. One statement."""
    known = lines_of_order(order)
    lines = [_kept(order, line, units_by_product.get(line.product_id)) for line in known]
    return ChangedOrder(order, customer, lines, keeps_fee=True)


def lines_of_order(order: Order) -> list[OrderLine]:
    """Return an order's lines with their amounts, also those that were taken out."""
    return list(_lines(order).select_related("amount"))


def plain_lines_of(order: Order) -> list[OrderLine]:
    """Return an order's lines without amounts, which a distributor may not read."""
    return list(_lines(order))


def place_of_order(order: Order) -> TaxPlace:
    """Return where an order is delivered, as far as taxes ask."""
    return TaxPlace.of(order.ship_to.get("country", ""), order.ship_to.get("region", ""))


def closed_since(order: Order, plan: Plan) -> datetime | None:
    """Return when an order's cut-off was, if it has passed; on a day that is none any more, when the day began."""
    now = timezone.now()
    if passed := cut_off_passed(plan, order.delivery_date, now):
        return passed
    begins = datetime.combine(order.delivery_date, datetime.min.time(), plan.zone)
    return begins if begins <= now else None


def is_open_to_retailer(order: Order, customer: Customer) -> bool:
    """Tell whether its retailer may still change or cancel an order (SPEC.md O3)."""
    return order.status == OrderStatus.SUBMITTED and closed_since(order, plan_of(customer)) is None


def open_orders_of(customer: Customer) -> list[Order]:
    """Return a customer's orders that are still open to change, the next delivery first; one statement.

    Args:
        customer: with its plan.
    """
    rows = Order.objects.filter(
        supplier_id=customer.supplier_id,
        retailer_id=customer.retailer_id,
        customer_id=customer.pk,
        status=OrderStatus.SUBMITTED,
    )
    found = rows.order_by("delivery_date", "submitted_at")[:20]
    return [order for order in found if is_open_to_retailer(order, customer)]


def _lines(order: Order) -> QuerySet[OrderLine]:
    rows: QuerySet[OrderLine] = OrderLine.objects.filter(supplier_id=order.supplier_id, order_id=order.pk)
    return rows.order_by("position")


def _kept(order: Order, line: OrderLine, units: int | None = None) -> ChangedLine:
    cost = line.amount
    return ChangedLine(
        product_id=line.product_id,
        name=line.name,
        sku=line.sku,
        pack=line.pack,
        before_units=line.quantity_units,
        units=line.quantity_units if units is None else units,
        unit_price=cost.unit_price,
        unit_deposit=cost.deposit,
        taxes=cost.taxes,
        currency=order.total.currency,
        line=line,
    )


def _wished(
    order: Order, line: OrderLine | None, offer: Offer | None, product_id: UUID, units: int
) -> ChangedLine:
    """Return a line at today's price; less of what is no longer offered at the price it was ordered at."""
    if offer is None and line is not None:
        return _kept(order, line, units)
    exempt, currency = order.total.is_tax_exempt, order.total.currency
    return ChangedLine(
        product_id=product_id,
        name=line.name if line else offer.name if offer else str(product_id),
        sku=line.sku if line else offer.sku if offer else "",
        pack=line.pack if line else offer.pack if offer else "",
        before_units=line.quantity_units if line else 0,
        units=units,
        unit_price=offer.unit_price if offer else Decimal(0),
        unit_deposit=round_amount(offer.unit_deposit, currency) if offer else Decimal(0),
        taxes=[] if exempt or not offer else offer.taxes,
        currency=currency,
        line=line,
        offer=offer,
    )


def _in_order(known: Mapping[UUID, OrderLine], lines: Iterable[ChangedLine]) -> list[ChangedLine]:
    places = {product: place for place, product in enumerate(known)}
    return sorted(lines, key=lambda each: (places.get(each.product_id, len(places)), each.name))

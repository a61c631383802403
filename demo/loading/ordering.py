"""Writes a year of orders as the services would have left them: totals, lines, amounts, timeline, counter."""

from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID, uuid4

from catalogs.models import Product
from demo import cast
from demo.loading.agreements import responsibilities
from demo.loading.assortments import CENT, Assortment
from demo.loading.companies import address_of
from demo.loading.courses import Planned
from demo.loading.stock import hands_of
from demo.loading.world import World, write_as
from inventory.models import Warehouse
from orders.enums import OrderSide, OrderStatus
from orders.models import Order, OrderCounter, OrderEvent, OrderLine, OrderLineAmount, OrderTotal
from orders.turns import Turn, turn_of
from wholesale.accounts.models import User

CLOSED = (OrderStatus.DELIVERED, OrderStatus.DECLINED, OrderStatus.CANCELLED, OrderStatus.RETURNED)


@dataclass(slots=True)
class Book:
    """A supplier's orders as they are collected."""

    world: World
    supplier: cast.Supplier
    shop: Assortment
    homes: dict[str, Warehouse]
    orders: list[Order] = field(default_factory=list)
    totals: list[OrderTotal] = field(default_factory=list)
    lines: list[OrderLine] = field(default_factory=list)
    amounts: list[OrderLineAmount] = field(default_factory=list)
    events: list[OrderEvent] = field(default_factory=list)

    def write(self) -> None:
        """Write it all down; the next order takes the number after the last."""
        company = self.world.companies[self.supplier.slug]
        counter = OrderCounter(supplier=company, last_number=len(self.orders))
        rows = (self.orders, self.totals, self.lines, self.amounts, self.events, [counter])
        write_as(self.world, self.supplier, *rows)

    def enter(self, order_id: UUID, planned: Planned) -> None:
        """Add an order with everything that hangs on it."""
        order = self._order(order_id, planned)
        goods = Decimal(0)
        for position, (product, units, price) in enumerate(planned.lines, start=1):
            line = self._line(order, planned, position, product, units)
            unit_price = price or self.shop.prices[planned.client.price_list.name, product.sku]
            amount = (unit_price * units).quantize(CENT)
            goods += amount
            self.lines.append(line)
            self.amounts.append(
                OrderLineAmount(
                    supplier_id=order.supplier_id,
                    retailer_id=order.retailer_id,
                    line_id=line.id,
                    unit_price=unit_price,
                    amount=amount,
                )
            )
        self.orders.append(order)
        self.totals.append(
            OrderTotal(
                supplier_id=order.supplier_id,
                retailer_id=order.retailer_id,
                order_id=order.id,
                currency="USD",
                goods=goods,
                total=goods,
            )
        )
        self.events += self._events(order, planned)

    def _order(self, order_id: UUID, planned: Planned) -> Order:
        world, client = self.world, planned.client
        buyer = world.person(client.place.slug, "buyer", "admin")
        deliverer = world.companies[planned.distributor.slug] if planned.distributor else None
        turn = self._turn(planned)
        number = len(self.orders) + 1
        return Order(
            id=order_id,
            supplier=client.row.supplier,
            retailer=client.row.retailer,
            distributor=deliverer,
            customer=client.row,
            number=number,
            status=planned.status,
            submission_key=uuid4(),
            submitted_at=planned.submitted_at,
            confirmed_at=planned.when(OrderStatus.CONFIRMED),
            preparing_at=planned.when(OrderStatus.PREPARING),
            shipped_at=planned.when(OrderStatus.SHIPPED),
            delivered_at=planned.when(OrderStatus.DELIVERED),
            closed_at=planned.when(*CLOSED),
            delivery_date=planned.delivery_date,
            next_step=turn.next_step,
            owed_by=turn.owed_by,
            due_at=turn.due_at,
            supplier_name=client.row.supplier.name,
            retailer_name=client.place.name[:120],
            distributor_name=deliverer.name if deliverer else "",
            ship_to={"name": client.place.name[:120], **address_of(client.place), "access_notes": ""},
            contact_name=buyer.name,
            contact_email=buyer.email,
            contact_language=buyer.language,
            note=planned.note,
            placed_by=buyer,
            line_count=len(planned.lines),
            po_number=f"{4000 + number}" if number % 7 == 0 else "",
            version=len(planned.reached),
        )

    def _turn(self, planned: Planned) -> Turn:
        return turn_of(
            status=planned.status,
            since=planned.reached[-1][1],
            delivery_date=planned.delivery_date,
            time_zone=self.supplier.time_zone,
            responsibilities=responsibilities(self.supplier, planned.distributor),
        )

    def _line(self, order: Order, planned: Planned, position: int, product: Product, units: int) -> OrderLine:
        shipped, delivered = planned.when(OrderStatus.SHIPPED), planned.when(OrderStatus.DELIVERED)
        returned = planned.when(OrderStatus.RETURNED)
        return OrderLine(
            id=self.world.id_at(planned.submitted_at),
            supplier_id=order.supplier_id,
            order_id=order.id,
            position=position,
            product_id=product.id,
            warehouse_id=self.homes[
                planned.distributor.slug if planned.distributor else self.supplier.slug
            ].id,
            sku=product.sku,
            name=product.name,
            pack=product.pack,
            ordered_units=units,
            quantity_units=units,
            shipped_units=units if shipped else None,
            delivered_units=units if delivered else 0 if returned else None,
        )

    def _events(self, order: Order, planned: Planned) -> list[OrderEvent]:
        events, before = [], ""
        for sequence, (status, at) in enumerate(planned.reached, start=1):
            by, side = self._actor(planned, status)
            events.append(
                OrderEvent(
                    id=self.world.id_at(at),
                    supplier_id=order.supplier_id,
                    order_id=order.id,
                    sequence=sequence,
                    kind=status,
                    status_before=before,
                    status_after=status,
                    by_id=by.id,
                    by_name=by.name,
                    by_side=side,
                    at=at,
                    note=planned.note
                    if sequence == 1
                    else planned.remark
                    if status == planned.status
                    else "",
                )
            )
            before = status
        return events

    def _actor(self, planned: Planned, status: OrderStatus) -> tuple[User, OrderSide]:
        world, distributor = self.world, planned.distributor
        if status in (OrderStatus.SUBMITTED, OrderStatus.CANCELLED):
            return world.person(planned.client.place.slug, "buyer", "admin"), OrderSide.RETAILER
        if status in (OrderStatus.CONFIRMED, OrderStatus.DECLINED):
            return world.person(self.supplier.slug, "sales"), OrderSide.SUPPLIER
        if not distributor or not distributor.people:
            return hands_of(world, planned), OrderSide.SUPPLIER
        at_the_door = status in (OrderStatus.DELIVERED, OrderStatus.RETURNED)
        return world.person(
            distributor.slug, "driver" if at_the_door else "dispatcher"
        ), OrderSide.DISTRIBUTOR

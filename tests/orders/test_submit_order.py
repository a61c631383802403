"""Placing an order: what it writes, what it costs in statements, and what leaves nothing behind."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from catalogs.models import Price, Product
from inventory.errors import InsufficientStock, Shortage
from inventory.models import StockBalance, StockMovement
from orders.enums import OrderStatus
from orders.errors import (
    AddressNotFound,
    CartChanged,
    CustomerNotActive,
    DayNotPossible,
    EmptyCart,
    LinesNotOffered,
    PricesChanged,
)
from orders.models import (
    Cart,
    CartLine,
    Order,
    OrderCounter,
    OrderEvent,
    OrderLine,
    OrderLineAmount,
    OrderTotal,
)
from orders.queries.carts import customer_for_buyer, priced_cart
from retailers.models import Customer
from tests.orders.conftest import Buyer, assort, next_day
from tests.world import World
from wholesale.mail.models import OutboundEmail
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner


def written() -> dict[str, int]:
    """Count every row that placing an order writes."""
    models = (Order, OrderLine, OrderLineAmount, OrderTotal, OrderEvent, StockMovement, OutboundEmail)
    with as_owner():
        return {model.__name__: model.objects.count() for model in models} | {
            "numbers": sum(OrderCounter.objects.values_list("last_number", flat=True)),
            "reserved": sum(StockBalance.objects.values_list("reserved_units", flat=True)),
            "in carts": sum(CartLine.objects.values_list("quantity_units", flat=True)),
        }


def test_an_order_is_a_copy_with_its_stock_held_and_its_cart_empty(world: World, buyer: Buyer) -> None:
    before = written()
    buyer.put(3, 2)

    order = buyer.submit(po_number="PO 7", note="Back door")

    with as_owner():
        order = Order.objects.get(pk=order.pk)
        assert (order.number, order.status, order.version, order.line_count) == (3 + 1, "submitted", 1, 2)
        assert (order.supplier_name, order.retailer_name, order.distributor_name) == ("Alder", "Rita", "Dawn")
        assert (order.contact_email, order.po_number, order.note) == ("rita@example.com", "PO 7", "Back door")
        assert order.ship_to["street"] == "450 Elm Street"
        assert (order.next_step, order.owed_by) == ("confirm", "supplier")
        assert order.due_at == order.submitted_at + timedelta(hours=24)
        lines = OrderLine.objects.filter(order=order).order_by("position")
        assert list(lines.values_list("sku", "quantity_units", "amount__unit_price", "amount__amount")) == [
            ("STOUT", 2, Decimal("30.000"), Decimal("60.000")),
            ("PALE", 3, Decimal("30.000"), Decimal("90.000")),
        ]
        assert set(lines.values_list("warehouse_id", flat=True)) == {world.warehouses["dawn"].id}
        assert set(lines.values_list("distributor_id", "retailer_id")) == {
            (world.org_id("dawn"), world.org_id("rita"))
        }
        assert (int(order.total.goods), int(order.total.total), order.total.currency) == (150, 150, "USD")
        event = OrderEvent.objects.get(order=order)
        assert (event.sequence, event.kind, event.by_name, event.by_side) == (
            1,
            "submitted",
            "Rita Admin",
            "retailer",
        )
        held = StockMovement.objects.filter(holder_id=order.pk)
        assert {m.product_id: m.reserved_units for m in held} == {
            world.products["alder"][0].pk: 3,
            world.products["alder"][1].pk: 2,
        }
        mails = OutboundEmail.objects.filter(key__contains=str(order.pk))
        assert set(mails.values_list("to", "template")) == {
            ("alder@example.com", "orders/received"),
            ("dawn@example.com", "orders/to_deliver"),
        }
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    after = written()
    assert {key: after[key] - before[key] for key in after} == {
        "Order": 1, "OrderLine": 2, "OrderLineAmount": 2, "OrderTotal": 1, "OrderEvent": 1,
        "StockMovement": 2, "OutboundEmail": 2, "numbers": 1, "reserved": 5, "in carts": -1,
    }  # fmt: skip


def test_the_supplier_reads_amounts_in_its_mail_and_the_distributor_none(world: World, buyer: Buyer) -> None:
    buyer.put(3)
    buyer.submit()

    with as_owner():
        to_supplier = OutboundEmail.objects.get(template="orders/received")
        to_distributor = OutboundEmail.objects.get(template="orders/to_deliver")
    assert "$120.00" in to_supplier.text
    assert "$" not in to_distributor.text + to_distributor.html
    assert "Pale Ale" in to_distributor.text
    assert "/alder/selling/orders/" in to_supplier.text
    assert "/dawn/delivering/orders/alder/" in to_distributor.text


def test_the_same_key_makes_one_order(world: World, buyer: Buyer) -> None:
    buyer.put(1)
    key = uuid7()
    first = buyer.submit(key=key)
    after = written()

    assert buyer.submit(key=key).pk == first.pk
    assert written() == after


def test_without_a_distributor_the_suppliers_own_stock_is_held(world: World) -> None:
    remy = Buyer(world, "remy")
    remy.put(4)

    order = remy.submit()

    with as_owner():
        assert OrderLine.objects.filter(order=order).values_list("warehouse_id", flat=True)[0] == (
            world.warehouses["alder"].id
        )
        assert order.distributor_name == ""
        assert OutboundEmail.objects.filter(key__contains=str(order.pk)).values_list("to", flat=True)[0] == (
            "alder@example.com"
        )


def test_a_short_line_leaves_nothing_behind(world: World, buyer: Buyer) -> None:
    product = world.products["alder"][0]
    buyer.put(6, 1)
    with as_owner():
        dawn = StockBalance.objects.filter(product=product, keeper=world.orgs["dawn"])
        dawn.update(on_hand_units=2 + 5)
    before = written()

    with pytest.raises(InsufficientStock) as caught:
        buyer.submit()

    assert caught.value.shortages == [Shortage(product.pk, "PALE", "Pale Ale", 6, 5)]
    assert written() == before


def refuse_day(world: World, buyer: Buyer) -> type[Exception]:
    with pytest.raises(DayNotPossible):
        buyer.submit(day=timezone.now().date())
    day = next_day()
    while day.weekday() != 6:
        day += timedelta(days=1)
    with pytest.raises(DayNotPossible):
        buyer.submit(day=day)
    with pytest.raises(DayNotPossible):
        buyer.submit(day=date(2999, 1, 1))
    return DayNotPossible


@pytest.mark.parametrize(
    ("spoil", "refusal"),
    [
        (lambda world: CartLine.objects.all().delete(), EmptyCart),
        (lambda world: Customer.objects.update(is_active=False), CustomerNotActive),
        (lambda world: Product.objects.filter(sku="PALE").update(is_active=False), LinesNotOffered),
        (lambda world: Price.objects.filter(product__sku="PALE").delete(), LinesNotOffered),
    ],
)
def test_what_cannot_be_ordered_is_refused_whole(world: World, buyer: Buyer, spoil, refusal) -> None:
    buyer.put(2)
    with as_owner():
        spoil(world)
    before = written()

    with pytest.raises(refusal):
        buyer.submit()

    assert written() == before


def test_an_impossible_day_or_address_is_refused(world: World, buyer: Buyer) -> None:
    buyer.put(2)
    before = written()

    refuse_day(world, buyer)
    with pytest.raises(AddressNotFound):
        buyer.submit(address_key=str(uuid7()))

    assert written() == before


def test_a_cart_that_changed_since_it_was_looked_at_is_not_sent(world: World, buyer: Buyer) -> None:
    seen = buyer.put(2)
    now = buyer.put(5)
    before = written()

    with pytest.raises(CartChanged):
        buyer.submit(cart_version=seen.version)

    assert written() == before
    assert buyer.submit(cart_version=now.version).line_count == 2


def test_a_price_that_changed_since_it_was_looked_at_is_not_charged(world: World, buyer: Buyer) -> None:
    cart = buyer.put(2)
    with as_owner():
        Price.objects.filter(product=world.products["alder"][0]).update(unit_price="31.50")
    before = written()

    with pytest.raises(PricesChanged, match="93"):
        buyer.submit(cart_version=cart.version, goods=Decimal("90.00"))

    assert written() == before
    order = buyer.submit(cart_version=cart.version, goods=Decimal("93.00"))
    with as_owner():
        assert OrderTotal.objects.get(order=order).goods == 93


def test_prices_that_moved_against_each_other_are_told_though_their_sum_did_not(
    world: World, buyer: Buyer
) -> None:
    buyer.put(1)
    with acting_as(world.context("rita")):
        seen = priced_cart(customer_for_buyer(world.orgs["rita"], "alder"))
    assert [line.quantity_units for line in seen.lines] == [1, 1]
    with as_owner():
        Price.objects.filter(product=world.products["alder"][0]).update(unit_price="31.50")
        Price.objects.filter(product=world.products["alder"][1]).update(unit_price="28.50")
    before = written()

    with pytest.raises(PricesChanged, match="single products"):
        buyer.submit(cart_version=seen.version, goods=seen.goods, lines_digest=seen.lines_digest)

    assert written() == before
    with acting_as(world.context("rita")):
        now = priced_cart(customer_for_buyer(world.orgs["rita"], "alder"))
    assert now.goods == seen.goods
    assert buyer.submit(cart_version=now.version, lines_digest=now.lines_digest).line_count == 2


def test_an_order_does_not_change_with_what_it_was_copied_from(world: World, buyer: Buyer) -> None:
    buyer.put(2)
    order = buyer.submit()
    with as_owner():
        Product.objects.filter(sku="PALE").update(name="Renamed", pack="6 × 1 l")
        Price.objects.update(unit_price=99)
        for name in ("alder", "rita"):
            world.orgs[name].name = "Another"
            world.orgs[name].save()
        line = OrderLine.objects.get(order=order, sku="PALE")
        order = Order.objects.get(pk=order.pk)
    assert (line.name, line.pack, order.supplier_name, order.retailer_name) == (
        "Pale Ale", "24 × 355 ml", "Alder", "Rita",
    )  # fmt: skip


@pytest.mark.parametrize(("lines", "allowed"), [(10, 19), (100, 19)])
def test_statements_do_not_grow_with_lines(
    world: World, buyer: Buyer, statements, lines: int, allowed: int
) -> None:
    """P-3 of PERFORMANCE.md: begin, commit, savepoints and context apart."""
    from orders.services.cart import set_cart_lines

    customer = buyer.customer
    with as_owner():
        CartLine.objects.all().delete()
    wanted = assort(world, lines)
    with acting_as(buyer.context):
        put = statements(lambda: set_cart_lines(customer=customer, units_by_product=wanted, by=buyer.user))
    sent = statements(buyer.submit)

    assert len(put) == 3
    assert len(sent) == allowed, sent
    with as_owner():
        assert Order.objects.get(line_count=lines).status == OrderStatus.SUBMITTED
        assert Cart.objects.get(supplier=world.orgs["alder"], retailer=world.orgs["rita"]).version == 4 - 1

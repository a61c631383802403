"""What is collected at the door: by SQL what orders.totals says, for what is to come, was shipped, was handed over."""

from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from orders.at_door import AtDoor
from orders.enums import OrderStatus
from orders.models import Order, OrderLine, OrderLineAmount, OrderTotal
from orders.queries.delivering import cash_to_collect
from orders.services.door import bring_back
from orders.totals import (
    Rate,
    Taxed,
    deposit_amount,
    goods_total,
    line_amount,
    order_total,
    rates_from,
    rates_kept,
    taxes_of,
)
from tests.orders.days import DAY, put_on_day
from tests.orders.test_door import BACK, at_door, hand, line_of
from tests.orders.test_take_step import bring_to
from tests.world import World
from wholesale.organizations.enums import Party, Step
from wholesale.organizations.models import Agreement, AgreementStep
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner

RATES = ["0.000", "0.333", "5.000", "9.975", "20.000", "33.335"]
CASES = 60


def told(world: World, order: Order, who: str = "dawn") -> tuple[str, Decimal] | None:
    with acting_as(world.context(who)):
        return cash_to_collect([order.pk]).get(order.pk)


def pay_at_door(order: Order, **more: Any) -> None:
    with as_owner():
        totals = OrderTotal.objects.filter(order=order)
        totals.update(payment_terms="on_delivery", payment_terms_days=0, **more)


def let_change(world: World) -> None:
    with as_owner():
        mine = Agreement.objects.filter(pk=world.agreements["alder", "dawn"].pk)
        mine.update(door_quantities_since=timezone.now())


def stored_line(line: OrderLine, stage: int, by: Random) -> tuple[int, OrderLineAmount]:
    """Write counts, price, deposit and taxes of a line; return how many of it are paid, and its amounts."""
    ordered, waiting, shipped = by.randrange(1, 40), by.randrange(3), by.randrange(30)
    line.quantity_units = line.ordered_units = ordered + waiting
    line.backordered_units = waiting
    line.shipped_units = shipped if stage else None
    line.delivered_units = by.randrange(shipped + 1) if stage == 2 else None
    line.save()
    kinds = by.sample(["State", "City", "Excise"], by.randrange(4))
    amount = OrderLineAmount.objects.create(
        supplier_id=line.supplier_id,
        line=line,
        unit_price=Decimal(by.randrange(99_999)) / 1000,
        amount=1,
        deposit=Decimal(by.randrange(3_000)) / 1000,
        taxes=rates_kept(Rate(kind, Decimal(by.choice(RATES))) for kind in kinds),
    )
    return [ordered, line.shipped_units, line.delivered_units][stage] or 0, amount


def invent(order: Order, by: Random) -> Decimal | None:
    """Write an order of any kind; return what orders.totals makes of it, None where nothing of it is there."""
    currency, stage = by.choice(["USD", "EUR", "JPY", "TND"]), by.randrange(3)
    included, exempt, fee = by.random() < 0.3, by.random() < 0.2, Decimal(by.randrange(20))
    with as_owner():
        OrderLineAmount.objects.filter(line__order=order).delete()
        rows = [stored_line(line, stage, by) for line in OrderLine.objects.filter(order=order)]
    paid = [(units, each) for units, each in rows if units]
    goods = [line_amount(unit_price=x.unit_price, quantity_units=n, currency=currency) for n, x in paid]
    deposits = [deposit_amount(deposit=x.deposit, quantity_units=n, currency=currency) for n, x in paid]
    taxed = [Taxed(rates_from(x.taxes), amount) for (_n, x), amount in zip(paid, goods, strict=True)]
    sums = {"goods": 0, "tax": 0, "deposits": 0, "delivery_fee": fee, "total": fee}
    pay_at_door(order, currency=currency, includes_tax=included, is_tax_exempt=exempt, **sums)
    total = order_total(
        goods=goods_total(goods, currency),
        delivery=fee,
        deposits=goods_total(deposits, currency),
        taxes=[] if exempt else taxes_of(taxed, currency, included=included),
        included=included,
    )
    return total if paid else None


def add_lines(order: Order, count: int) -> None:
    with as_owner():
        line = OrderLine.objects.get(order=order)
        others = list(type(line.product).objects.filter(supplier=order.supplier_id))
        for place, product in enumerate([p for p in others if p.pk != line.product_id][:count], 2):
            line.pk, line.position, line.product = uuid7(), place, product
            line.save(force_insert=True)


@pytest.mark.parametrize("seed", range(3))
def test_sql_collects_to_the_coin_what_the_pure_rules_say(world: World, seed: int) -> None:
    order, by = world.orders["alder", "rita"], Random(seed)
    add_lines(order, 3)
    for _case in range(CASES // 3):
        expected = invent(order, by)
        found = told(world, order)
        assert (found and found[1]) == expected


def test_it_follows_the_goods_to_the_door_and_what_was_handed_over_there(world: World) -> None:
    let_change(world)
    order = bring_to(world, OrderStatus.SHIPPED)
    pay_at_door(order)
    assert told(world, order) == ("USD", Decimal("60.00"))
    with as_owner():
        OrderLine.objects.filter(order=order).update(shipped_units=1)
    assert told(world, order) == ("USD", Decimal("30.00"))
    with as_owner():
        OrderLine.objects.filter(order=order).update(shipped_units=2)

    done = hand(world, order, lines={line_of(order).pk: AtDoor(1, "refused")})
    assert told(world, done) == ("USD", Decimal("30.00"))
    with as_owner():
        assert OrderTotal.objects.get(order=order).total == 60
    assert {told(world, done, who) for who in ("gale", "ember", "alder", "birch")} == {None}


def test_an_order_that_came_back_collects_nothing(world: World) -> None:
    order = bring_to(world, OrderStatus.SHIPPED)
    pay_at_door(order)
    at_door(world, bring_back, order, said=BACK)

    assert told(world, order) is None


def test_what_is_back_ordered_is_not_paid_and_nothing_of_it_all_collects_nothing(world: World) -> None:
    order = world.orders["alder", "rita"]
    pay_at_door(order, delivery_fee=5, total=65, goods=60)
    with as_owner():
        OrderLine.objects.filter(order=order).update(backordered_units=1)
    assert told(world, order) == ("USD", Decimal("35.00"))
    with as_owner():
        OrderLine.objects.filter(order=order).update(backordered_units=2)
    assert told(world, order) is None


def test_the_door_the_day_its_paper_and_the_api_say_the_same_before_and_after(world: World) -> None:
    let_change(world)
    order = bring_to(world, OrderStatus.SHIPPED)
    pay_at_door(order)
    [order] = put_on_day([order], "shipped", next_step="deliver")
    client, line = world.client("dawn"), line_of(order)
    door = reverse("orders:delivering_door", args=["dawn", "alder", order.number])
    api = f"/api/v1/dawn/delivering/orders/alder/{order.number}/door/"
    day = {"day": str(DAY)}
    assert b"$60.00" in client.get(door).content
    assert client.get(api).json()["cash_amount"] == "60.00"

    typed = {
        "handover-form_key": str(uuid7()),
        "handover-version": order.version,
        "handover-received_by": "Rosa",
        f"handover-units-{line.pk}": 1,
        f"handover-reason-{line.pk}": "lost",
    }
    said = client.post(f"{door}handover/", typed, follow=True)
    assert f"Order {order.label} delivered. Collect $30.00." in said.content.decode()
    for name in ("today", "route_sheet"):
        page = client.get(reverse(f"orders:delivering_{name}", args=["dawn"]), day).content
        assert (b"$30.00" in page, b"$60.00" in page) == (True, False)
    [stop] = client.get("/api/v1/dawn/delivering/deliveries/", day).json()["stops"]
    assert (stop["cash_currency"], stop["cash_amount"]) == ("USD", "30.00")
    assert client.get(api).json()["cash_amount"] == "30.00"


def test_a_distributor_that_does_not_deliver_collects_nothing(world: World) -> None:
    order = world.orders["alder", "rita"]
    pay_at_door(order)
    assert told(world, order) is not None

    with as_owner():
        delivering = AgreementStep.objects.filter(
            agreement=world.agreements["alder", "dawn"], step=Step.DELIVER
        )
        delivering.update(owed_by=Party.SUPPLIER)
    assert told(world, order) is None

"""An order's way: every pair of status and move for every side, stock, mail, versions and the database's guard."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from inventory.models import StockBalance, StockMovement
from orders.enums import NEXT_STEP, TRANSITIONS, Move, OrderSide, OrderStatus, transition_of
from orders.models import Order, OrderEvent, OrderLine
from orders.route_errors import ReasonMissing
from orders.services.progress import take_step
from orders.turns import turn_of
from tests.world import World
from wholesale.errors import DomainError, InvalidTransition, NotAllowed, StaleVersion
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.enums import Party, Step
from wholesale.tenancy.testing import acting_as, as_owner

S, M, W = OrderStatus, Move, OrderSide
PEOPLE = {W.SUPPLIER: "alder", W.DISTRIBUTOR: "dawn", W.RETAILER: "rita"}
SUPPLIER, DISTRIBUTOR = frozenset({W.SUPPLIER}), frozenset({W.DISTRIBUTOR})
# By SPEC.md 8 and O7, when the agreement gives confirming to the supplier and the rest to the distributor.
MAY = {
    (S.SUBMITTED, M.CONFIRM): (S.CONFIRMED, SUPPLIER),
    (S.SUBMITTED, M.DECLINE): (S.DECLINED, SUPPLIER),
    (S.SUBMITTED, M.CANCEL): (S.CANCELLED, SUPPLIER | {W.RETAILER}),
    (S.CONFIRMED, M.PREPARE): (S.PREPARING, DISTRIBUTOR),
    (S.CONFIRMED, M.CANCEL): (S.CANCELLED, SUPPLIER),
    (S.PREPARING, M.SHIP): (S.SHIPPED, DISTRIBUTOR),
    (S.PREPARING, M.CANCEL): (S.CANCELLED, SUPPLIER),
    (S.SHIPPED, M.DELIVER): (S.DELIVERED, DISTRIBUTOR),
    (S.SHIPPED, M.FAIL): (S.SHIPPED, DISTRIBUTOR),
    (S.SHIPPED, M.RETURN): (S.RETURNED, DISTRIBUTOR),
}


def bring_to(world: World, status: OrderStatus) -> Order:
    """Take rita's order at alder to a status by the steps that lead there."""
    path = {
        S.SUBMITTED: (),
        S.CONFIRMED: ("confirm",),
        S.PREPARING: ("confirm", "prepare"),
        S.SHIPPED: ("confirm", "prepare", "ship"),
        S.DELIVERED: ("confirm", "prepare", "ship", "deliver"),
        S.RETURNED: ("confirm", "prepare", "ship", "return"),
        S.DECLINED: ("decline",),
        S.CANCELLED: ("cancel",),
    }[status]
    order = world.orders["alder", "rita"]
    for move in path:
        side = W.SUPPLIER if move in {"confirm", "decline", "cancel"} else W.DISTRIBUTOR
        order = step(world, order, Move(move), side)
    return order


def step(world: World, order: Order, move: Move, side: OrderSide, **more: object) -> Order:
    name = PEOPLE[side]
    with acting_as(world.context(name)):
        return take_step(order=order, move=move, side=side, by=world.users[name], **more)  # type: ignore[arg-type]


def stock(world: World) -> tuple[int, int]:
    """Return what dawn has on hand and holds of alder's first product."""
    with as_owner():
        balance = StockBalance.objects.get(keeper=world.orgs["dawn"], product=world.products["alder"][0])
    return balance.on_hand_units, balance.reserved_units


def everything(world: World) -> list[object]:
    with as_owner():
        order = Order.objects.filter(pk=world.orders["alder", "rita"].pk).values().get()
        counts = [model.objects.count() for model in (OrderEvent, StockMovement, OutboundEmail)]
    return [order, *counts, stock(world)]


def test_the_table_is_the_one_of_the_specification() -> None:
    assert {(row.source, row.move): row.target for row in TRANSITIONS} == {k: v[0] for k, v in MAY.items()}


@pytest.mark.parametrize("status", OrderStatus)
def test_every_move_by_every_side_from_a_status(world: World, status: OrderStatus) -> None:
    order = bring_to(world, status)
    before = everything(world)
    for move in Move:
        target, sides = MAY.get((status, move), (None, frozenset()))
        for side in OrderSide:
            refusal: type[DomainError] = InvalidTransition if target is None else NotAllowed
            if move == M.FAIL and side in sides:
                refusal, sides = ReasonMissing, frozenset()  # services/door.py takes it, with reason and day
            if side not in sides:
                with pytest.raises(refusal):
                    step(world, order, move, side)
                assert everything(world) == before, (move, side)
            else:
                point = transaction.savepoint()
                moved = step(world, order, move, side)
                assert (moved.status, moved.version) == (target, order.version + 1)
                transaction.savepoint_rollback(point)


def test_stock_is_held_then_gone_then_back(world: World) -> None:
    assert stock(world) == (24, 2)
    order = bring_to(world, S.PREPARING)
    assert stock(world) == (24, 2)
    order = step(world, order, M.SHIP, W.DISTRIBUTOR)
    assert stock(world) == (22, 0)
    step(world, order, M.RETURN, W.DISTRIBUTOR)
    assert stock(world) == (24, 0)
    with as_owner():
        line = OrderLine.objects.get(order=order)
    assert (line.shipped_units, line.delivered_units) == (2, 0)


@pytest.mark.parametrize(
    ("move", "side"), [(M.DECLINE, W.SUPPLIER), (M.CANCEL, W.SUPPLIER), (M.CANCEL, W.RETAILER)]
)
def test_a_stopped_order_lets_go_of_its_stock(world: World, move: Move, side: OrderSide) -> None:
    order = step(world, world.orders["alder", "rita"], move, side, note="Not this week")

    assert stock(world) == (24, 0)
    assert (order.next_step, order.owed_by, order.due_at) == ("", "", None)
    assert order.closed_at is not None


def test_each_step_is_an_event_with_who_and_when_and_the_database_agrees(world: World) -> None:
    order = bring_to(world, S.DELIVERED)

    with as_owner():
        events = OrderEvent.objects.filter(order=order).order_by("sequence")
        assert list(
            events.values_list("sequence", "status_before", "status_after", "by_name", "by_side")
        ) == [
            (1, "", "submitted", "Rita Admin", "retailer"),
            (2, "submitted", "confirmed", "Alder Admin", "supplier"),
            (3, "confirmed", "preparing", "Dawn Admin", "distributor"),
            (4, "preparing", "shipped", "Dawn Admin", "distributor"),
            (5, "shipped", "delivered", "Dawn Admin", "distributor"),
        ]
        assert set(events.values_list("distributor_id", "retailer_id")) == {
            (world.org_id("dawn"), world.org_id("rita"))
        }
        order = Order.objects.get(pk=order.pk)
        assert None not in (order.confirmed_at, order.preparing_at, order.shipped_at, order.delivered_at)
        line = OrderLine.objects.get(order=order)
        assert (line.shipped_units, line.delivered_units) == (2, 2)
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_status_without_its_event_is_refused_by_the_database(world: World) -> None:
    order = world.orders["alder", "rita"]
    with pytest.raises(IntegrityError, match="without an event"), acting_as(world.context("alder")):
        Order.objects.filter(pk=order.pk).update(
            status=S.CONFIRMED, confirmed_at=order.submitted_at, version=2
        )
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_who_looked_at_an_older_version_is_told(world: World) -> None:
    order = bring_to(world, S.CONFIRMED)

    with pytest.raises(StaleVersion):
        step(world, order, M.CANCEL, W.SUPPLIER, version=1)

    assert step(world, order, M.CANCEL, W.SUPPLIER, version=2).status == S.CANCELLED


def test_mail_goes_to_the_retailer_to_whose_turn_it_is_and_to_nobody_who_acted(world: World) -> None:
    order = bring_to(world, S.DELIVERED)

    with as_owner():
        mails = OutboundEmail.objects.filter(key__contains=str(order.pk)).order_by("id")
        sent = list(mails.values_list("template", "to"))
    assert sent == [
        ("orders/moved", "rita@example.com"),
        ("orders/your_turn", "dawn@example.com"),
        ("orders/moved", "rita@example.com"),
        ("orders/moved", "rita@example.com"),
        ("orders/moved", "rita@example.com"),
        ("orders/told", "alder@example.com"),
    ]


def test_a_cancelled_order_is_told_to_both_others(world: World) -> None:
    order = step(world, world.orders["alder", "rita"], M.CANCEL, W.RETAILER, note="We have moved")

    with as_owner():
        mails = OutboundEmail.objects.filter(key__contains=str(order.pk))
        assert set(mails.values_list("template", "to")) == {
            ("orders/told", "alder@example.com"),
            ("orders/told", "dawn@example.com"),
        }
        assert all("We have moved" in mail.text for mail in mails)


def test_an_external_distributors_steps_are_noted_by_its_supplier(world: World) -> None:
    order = world.orders["alder", "rosa"]
    for move in (M.CONFIRM, M.PREPARE, M.SHIP, M.DELIVER):
        order = step(world, order, move, W.SUPPLIER)
    assert order.status == S.DELIVERED


def test_a_guest_takes_the_steps_of_its_distributor(world: World) -> None:
    order = world.orders["birch", "rita"]
    with acting_as(world.context("birch")):
        order = take_step(order=order, move=M.CONFIRM, side=W.SUPPLIER, by=world.users["birch"])
    with acting_as(world.context("gale")):
        order = take_step(order=order, move=M.PREPARE, side=W.DISTRIBUTOR, by=world.users["gale"])
    assert order.status == S.PREPARING


def test_without_a_distributor_the_supplier_takes_every_step(world: World) -> None:
    order = world.orders["alder", "remy"]
    for move in (M.CONFIRM, M.PREPARE, M.SHIP, M.RETURN):
        order = step(world, order, move, W.SUPPLIER)
    assert order.status == S.RETURNED


PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 11, 20, 12, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("status", "due"),
    [
        (S.SUBMITTED, NOON + timedelta(hours=4)),
        (S.CONFIRMED, datetime(2026, 11, 25, 4, tzinfo=PARIS)),
        (S.PREPARING, datetime(2026, 11, 26, 4, tzinfo=PARIS)),
        (S.SHIPPED, datetime(2026, 11, 26, 4, tzinfo=PARIS)),
    ],
)
def test_a_turn_counts_from_the_delivery_day_in_the_suppliers_time(
    status: OrderStatus, due: datetime
) -> None:
    owed = dict.fromkeys(Step, (Party.DISTRIBUTOR, 4))

    turn = turn_of(
        status=status,
        since=NOON,
        delivery_date=date(2026, 11, 26),
        time_zone="Europe/Paris",
        responsibilities=owed,
    )

    assert (turn.next_step, turn.owed_by, turn.due_at) == (NEXT_STEP[status], Party.DISTRIBUTOR, due)


def test_a_late_order_counts_from_now_and_a_closed_one_not_at_all() -> None:
    asked: dict[str, Any] = {
        "since": NOON,
        "delivery_date": date(2026, 11, 18),
        "time_zone": "Europe/Paris",
        "responsibilities": dict.fromkeys(Step, (Party.SUPPLIER, 4)),
    }
    assert turn_of(status=S.SHIPPED, **asked).due_at == NOON + timedelta(hours=4)
    assert turn_of(status=S.DELIVERED, **asked).due_at is None
    assert transition_of("delivered", M.CONFIRM) is None

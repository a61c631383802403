"""A whole day moved: previewed, all or none, once; who is told of what, and whose orders stay where they are."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from orders.models import Order, OrderEvent
from orders.moved_days import Moving
from orders.route_errors import DayMoved, DayPassed, NothingToMove
from orders.services.day_moves import Preview, move_day, preview_day
from retailers.models import CalendarDay
from tests.orders.days import DAY, clear_routes, put, stand
from tests.world import World
from wholesale.mail.models import OutboundEmail
from wholesale.tenancy.testing import acting_as, as_owner

NEW_DAY = next(day for n in (7, 8) if (day := DAY + timedelta(days=n)).weekday() != 6)
MOVING = Moving(DAY, NEW_DAY, "Snow: the roads are closed")
PAIRS = [("alder", "rita"), ("birch", "rosa")]


def preview(world: World, moving: Moving = MOVING, who: str = "dawn") -> Preview:
    with acting_as(world.context(who)):
        return preview_day(acting=world.acting(who), moving=moving)


def move(world: World, digest: str | None = None, moving: Moving = MOVING, who: str = "dawn") -> int:
    with acting_as(world.context(who)):
        return move_day(acting=world.acting(who), moving=moving, digest=digest)


def days(world: World) -> list[date]:
    with as_owner():
        return [Order.objects.get(pk=world.orders[pair].pk).delivery_date for pair in PAIRS]


def mails() -> set[tuple[str, str]]:
    with as_owner():
        return set(OutboundEmail.objects.filter(template__startswith="orders/").values_list("to", "template"))


def close(world: World, supplier: str) -> None:
    with as_owner():
        CalendarDay.objects.create(supplier=world.orgs[supplier], day=NEW_DAY, name="Stocktaking")


def test_all_orders_move_with_their_due_dates_and_everybody_is_told_once(world: World) -> None:
    before = stand(world, *PAIRS)
    seen = preview(world)
    assert [each.order.retailer_name for each in seen.moving] == ["Rita", "Rosa"]
    assert move(world, seen.digest) == 2

    assert days(world) == [NEW_DAY, NEW_DAY]
    with as_owner():
        for order in before:
            now = Order.objects.get(pk=order.pk)
            assert (now.status, now.version) == (order.status, order.version + 1)
            assert now.due_at
            assert now.due_at.date() >= NEW_DAY - timedelta(days=1)
            note = OrderEvent.objects.get(order=order, kind="day_moved").note
            assert note == f"Snow: the roads are closed ({DAY} → {NEW_DAY})"
    assert mails() == {
        ("rita@example.com", "orders/day_moved"), ("rosa@example.com", "orders/day_moved"),
        ("alder@example.com", "orders/days_moved"), ("birch@example.com", "orders/days_moved"),
    }  # fmt: skip
    with as_owner():
        told = OutboundEmail.objects.get(to="alder@example.com", template="orders/days_moved").text
    assert "Snow: the roads are closed" in told
    assert "Rosa" not in told


def test_moved_twice_it_moves_once(world: World) -> None:
    stand(world, *PAIRS)
    seen = preview(world)
    move(world, seen.digest)
    sent = mails()
    with pytest.raises(DayMoved):
        move(world, seen.digest)
    with pytest.raises(NothingToMove):
        move(world)

    assert (days(world), mails()) == ([NEW_DAY, NEW_DAY], sent)


def test_what_cannot_move_is_named_and_stays_the_others_go(world: World) -> None:
    stand(world, *PAIRS)
    close(world, "birch")
    seen = preview(world)
    assert [(each.order.retailer_name, each.hindrance) for each in seen.staying] == [
        ("Rosa", "Birch is closed on that day. Stocktaking")
    ]
    assert move(world, seen.digest) == 1
    assert days(world) == [NEW_DAY, DAY]
    assert {to for to, _template in mails()} == {"rita@example.com", "alder@example.com"}


def test_a_day_that_changed_since_it_was_looked_at_is_looked_at_again(world: World) -> None:
    stand(world, *PAIRS)
    seen = preview(world)
    with as_owner():
        Order.objects.filter(pk=world.orders["alder", "rita"].pk).update(version=77)
    with pytest.raises(DayMoved):
        move(world, seen.digest)
    for new_day in (DAY, date(2020, 1, 2)):
        with pytest.raises(DayPassed):
            move(world, moving=Moving(DAY, new_day, "Snow"))

    assert (days(world), mails()) == ([DAY, DAY], set())


def test_only_a_route_moves_and_nobody_elses_orders(world: World) -> None:
    clear_routes(world)
    stand(world, *PAIRS, ("cedar", "rex"), ("birch", "rita"))
    route = put(world, "West", ("birch", "rosa"))
    assert move(world, moving=Moving(DAY, NEW_DAY, "Snow", [str(route.pk)])) == 1
    assert days(world) == [DAY, NEW_DAY]
    with as_owner():
        others = [world.orders[pair].pk for pair in (("cedar", "rex"), ("birch", "rita"))]
        assert set(Order.objects.filter(pk__in=others).values_list("delivery_date", flat=True)) == {DAY}


def test_a_supplier_moves_what_it_delivers_itself(world: World) -> None:
    stand(world, ("alder", "rita"), ("alder", "remy"), owed_by="supplier")
    assert move(world, who="alder") == 1
    assert days(world)[0] == DAY
    assert mails() == {("remy@example.com", "orders/day_moved")}


def test_the_page_shows_the_preview_then_moves(world: World) -> None:
    stand(world, *PAIRS)
    close(world, "birch")
    client, url = world.client("dawn"), reverse("orders:delivering_day_move", args=["dawn"])
    assert client.get(url).status_code == 200
    typed = {"day": str(DAY), "new_day": str(NEW_DAY), "reason": "Snow", "route": ""}
    assert client.post(url, {**typed, "reason": " "}).status_code == 422
    for impossible in (DAY, date(2020, 1, 2)):
        refused = client.post(url, {**typed, "new_day": str(impossible)})
        assert (refused.status_code, refused.context["preview"]) == (422, None)
        assert b"Choose another day that is still to come" in refused.content
    page = client.post(url, typed)
    assert b"Birch is closed on that day" in page.content
    assert days(world) == [DAY, DAY]

    stale = client.post(url, {**typed, "digest": "0" * 32})
    assert (stale.status_code, b"Look at them again" in stale.content) == (409, True)
    done = client.post(url, {**typed, "digest": page.context["preview"].digest})
    assert done["Location"].endswith(f"?day={NEW_DAY}")
    assert days(world) == [NEW_DAY, DAY]

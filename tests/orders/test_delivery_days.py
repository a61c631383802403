"""The day of an order: what the checkout offers, and what the moment of submission decides (SPEC.md C15, O4)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone

from orders.errors import DayNotPossible
from retailers import queries, services
from retailers.delivery_days import LineDetails
from retailers.queries import Level
from tests.orders.conftest import Buyer
from tests.orders.shopping import at, checkout, held
from tests.world import World
from wholesale.tenancy.testing import acting_as


def weekly(world: World, deadline: datetime, **more: object) -> date:
    """Let alder deliver the day after this deadline, every week; return that day."""
    day = deadline.date() + timedelta(days=1)
    if day.weekday() == 6:
        day += timedelta(days=1)
    line = LineDetails(
        starts_on=day - timedelta(weeks=8),
        deadline_weekday=deadline.weekday(),
        deadline_time=deadline.time().replace(microsecond=0),
        **more,  # type: ignore[arg-type]
    )
    with acting_as(world.context("alder")):
        level = Level(world.orgs["alder"])
        version = queries.lines_set(level)[1]
        services.set_schedule(level=level, lines=[line], version=version, by=world.users["alder"])
    return day


def test_the_checkout_offers_the_days_of_the_schedule_with_their_cut_offs(world: World, buyer: Buyer) -> None:
    day = weekly(world, timezone.now() + timedelta(hours=3))
    buyer.put(2)

    page = world.client("rita").get(at("cart")).content.decode()

    offered = [day + timedelta(weeks=week) for week in range(12)]
    assert [each in page for each in (f'value="{one.isoformat()}"' for one in offered)] == [True] * 12
    assert page.count('name="delivery_date"') == 12
    assert "data-until=" in page


def test_a_day_whose_cut_off_passed_is_refused_with_the_next_one_and_the_cart_kept(
    world: World, buyer: Buyer
) -> None:
    day = weekly(world, timezone.now() - timedelta(seconds=2))
    buyer.put(3)
    before = held(world)

    answer = world.client("rita").post(
        at("submission_create"), checkout(world, note="Typed") | {"delivery_date": day.isoformat()}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "had to come before" in page
    assert "The next delivery is on" in page
    assert "Typed" in page
    assert held(world) == before
    with pytest.raises(DayNotPossible) as caught:
        buyer.submit(day=day)
    assert caught.value.next_day == day + timedelta(weeks=1)


def test_the_order_keeps_the_carrier_of_its_day(world: World, buyer: Buyer) -> None:
    day = weekly(world, timezone.now() + timedelta(hours=3), carrier="named", carrier_name="Two Wheels")
    buyer.put(2)

    order = buyer.submit(day=day)

    assert order.carrier_name == "Two Wheels"
    page = world.client("rita").get(f"/rita/buying/orders/alder/{order.number}/")
    assert "carrier: Two Wheels" in " ".join(page.content.decode().split())


def test_the_supplier_list_says_the_next_delivery(world: World) -> None:
    day = weekly(world, timezone.now() + timedelta(hours=3))

    page = world.client("rita").get("/rita/buying/suppliers/")

    found = {customer.supplier.slug: delivery for customer, delivery in page.context["rows"]}
    assert found["alder"].day == day
    assert found["birch"].cut_off.time() == time(0, tzinfo=None)
    assert "Next delivery" in page.content.decode()


def test_where_all_lines_are_off_nothing_can_be_ordered(world: World, buyer: Buyer) -> None:
    weekly(world, timezone.now() + timedelta(hours=3), is_on=False)
    buyer.put(2)

    page = world.client("rita").get(at("cart"))

    assert "delivers to you on no day" in page.content.decode()
    with pytest.raises(DayNotPossible):
        buyer.submit(day=datetime.now(UTC).date() + timedelta(days=1))

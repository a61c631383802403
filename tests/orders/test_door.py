"""At the door: delivered with proof, less with reasons, failed with a new day, brought back; stock, mails, twice."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from inventory.models import StockMovement
from orders.at_door import AtDoor
from orders.enums import OrderSide, OrderStatus, ProblemKind, ReportKind
from orders.models import DelivererReport, Order, OrderEvent, OrderLine, OrderLineChange, ReportPhoto
from orders.route_errors import DayNotOffered, DoorQuantitiesNotGranted, DoorRefused
from orders.services.door import Visit, bring_back, days_at_door, hand_over, postpone_delivery
from orders.services.reporting import Said
from tests.orders.test_link_page import photo
from tests.orders.test_take_step import bring_to, everything, stock
from tests.world import World
from wholesale.errors import InvalidTransition, NotAllowed, StaleVersion
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.models import Agreement
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner

DELIVERED = Said(kind=ReportKind.DELIVERED, received_by="Rosa M.")
FAILED = Said(kind=ReportKind.FAILED, problem=ProblemKind.CLOSED, note="Shutters down")
BACK = Said(kind=ReportKind.RETURNED, problem=ProblemKind.REFUSED)


@pytest.fixture
def order(world: World) -> Order:
    """Return rita's order of two at alder, on dawn's van; alder lets dawn change quantities at the door."""
    with as_owner():
        Agreement.objects.filter(pk=world.agreements["alder", "dawn"].pk).update(
            door_quantities_since=timezone.now()
        )
    shipped = bring_to(world, OrderStatus.SHIPPED)
    with as_owner():
        OutboundEmail.objects.all().delete()
    return shipped


def at_door(
    world: World, service: Any, order: Order, who: str = "dawn", key: UUID | None = None, **given: Any
) -> Order:
    """Let a company's admin say what happened at the door."""
    side = OrderSide.DISTRIBUTOR if who == "dawn" else OrderSide.SUPPLIER
    version = given.pop("version", order.version)
    visit = Visit(side, world.users[who], key or uuid7(), version)
    with acting_as(world.context(who)):
        done: Order = service(order=order, visit=visit, **given)
    return done


def hand(world: World, order: Order, *, said: Said = DELIVERED, lines: Any = None, **given: Any) -> Order:
    return at_door(world, hand_over, order, said=said, lines=lines or {}, **given)


def line_of(order: Order) -> OrderLine:
    with as_owner():
        return OrderLine.objects.get(order=order)


def mails() -> set[tuple[str, str]]:
    with as_owner():
        return set(OutboundEmail.objects.values_list("to", "template"))


def body_to(email: str) -> str:
    with as_owner():
        return OutboundEmail.objects.get(to=email).text


def next_days(world: World, order: Order) -> list[Any]:
    with acting_as(world.context("dawn")):
        return days_at_door(order=order, by=world.users["dawn"])[0]


def test_delivered_whole_with_who_received_it_and_a_photo(world: World, order: Order) -> None:
    said = Said(kind=ReportKind.DELIVERED, received_by="Rosa M.", note="At the bar", photo=photo().read())
    done = hand(world, order, said=said)

    assert (done.status, done.version) == ("delivered", order.version + 1)
    assert line_of(order).delivered_units == 2
    assert stock(world) == (22, 0)
    with as_owner():
        report = DelivererReport.objects.get(order=order, link=None)
        assert (report.received_by, report.by, report.distributor_id) == (
            "Rosa M.", world.users["dawn"], world.org_id("dawn"),
        )  # fmt: skip
        assert sorted(ReportPhoto.objects.filter(report=report).values_list("size", flat=True)) == [
            "large", "small",
        ]  # fmt: skip
        assert (
            OrderEvent.objects.get(order=order, kind="delivered").note == "Received by Rosa M. · At the bar"
        )
        assert not OrderLineChange.objects.filter(order=order, sequence=done.version).exists()
    assert mails() == {("rita@example.com", "orders/moved"), ("alder@example.com", "orders/told")}
    call_command("check_stock")


@pytest.mark.parametrize(
    ("reason", "note", "on_hand"),
    [
        ("not_loaded", "", 23),
        ("refused", "", 23),
        ("other", "Wrong can", 23),
        ("lost", "", 22),
        ("damaged", "", 22),
    ],
)
def test_less_is_delivered_and_by_its_reason_the_rest_comes_back_or_does_not(
    world: World, order: Order, reason: str, note: str, on_hand: int
) -> None:
    hand(world, order, lines={line_of(order).pk: AtDoor(1, reason, note)})

    line = line_of(order)
    assert (line.quantity_units, line.shipped_units, line.delivered_units) == (2, 2, 1)
    assert stock(world) == (on_hand, 0)
    came_back = [("return", 1)] if on_hand == 23 else []
    with as_owner():
        ledger = StockMovement.objects.filter(
            holder_id=order.pk, kind__in=["shipment", "return", "write_off"]
        )
        moved = ledger.order_by("holder_revision").values_list("kind", "on_hand_units")
        assert list(moved) == [("shipment", -2), *came_back]
        change = OrderLineChange.objects.get(order=order, stage="delivered", reason=reason)
        event = OrderEvent.objects.get(order=order, kind="delivered")
    assert (change.before_units, change.after_units, change.sequence) == (2, 1, event.sequence)
    assert (change.by_name, change.by_side, change.note) == ("Dawn Admin", "distributor", note)
    for reader in ("rita@example.com", "alder@example.com"):
        text = body_to(reader)
        assert "1 of 2" in text
        assert str(change.get_reason_display()) in text
    call_command("check_stock")


@pytest.mark.parametrize(
    "found",
    [AtDoor(3, "refused"), AtDoor(1), AtDoor(1, "out_of_stock"), AtDoor(1, "other"), AtDoor(0, "refused")],
)
def test_a_count_or_a_reason_that_cannot_be_writes_nothing(world: World, order: Order, found: AtDoor) -> None:
    before = everything(world)
    with pytest.raises(DoorRefused):
        hand(world, order, lines={line_of(order).pk: found})
    with pytest.raises(DoorRefused):
        hand(world, order, lines={uuid7(): AtDoor(1, "refused")})

    assert everything(world) == before


def test_without_the_suppliers_grant_a_distributor_delivers_whole_or_not(world: World, order: Order) -> None:
    with as_owner():
        Agreement.objects.filter(pk=world.agreements["alder", "dawn"].pk).update(door_quantities_since=None)
    before = everything(world)
    with pytest.raises(DoorQuantitiesNotGranted):
        hand(world, order, lines={line_of(order).pk: AtDoor(1, "refused")})

    assert everything(world) == before
    assert hand(world, order, lines={line_of(order).pk: AtDoor(2)}).status == "delivered"


def test_a_delivery_that_failed_is_tried_again_on_a_day_that_is_offered(world: World, order: Order) -> None:
    day = next_days(world, order)[3]
    done = at_door(world, postpone_delivery, order, said=FAILED, day=day)

    assert (done.status, done.delivery_date, done.version) == ("shipped", day, order.version + 1)
    assert (done.next_step, done.owed_by) == ("deliver", "distributor")
    assert done.due_at
    assert order.due_at
    assert (done.due_at - order.due_at).days == (day - order.delivery_date).days
    assert stock(world) == (22, 0)
    with as_owner():
        event = OrderEvent.objects.get(order=order, kind="failed_delivery")
        assert event.note == f"Nobody was there · Shutters down → {day.isoformat()}"
    assert mails() == {("rita@example.com", "orders/failed"), ("alder@example.com", "orders/failed")}
    assert "Nobody was there" in body_to("rita@example.com")
    assert hand(world, done).status == "delivered"
    call_command("check_stock")


def test_a_day_that_is_not_offered_is_refused(world: World, order: Order) -> None:
    before = everything(world)
    with pytest.raises(DayNotOffered):
        at_door(world, postpone_delivery, order, said=FAILED, day=timezone.now().date().replace(year=2019))

    assert everything(world) == before


def test_a_refused_order_goes_back_into_the_stock_that_it_left(world: World, order: Order) -> None:
    done = at_door(world, bring_back, order, said=BACK)

    assert done.status == "returned"
    assert stock(world) == (24, 0)
    assert mails() == {("rita@example.com", "orders/moved"), ("alder@example.com", "orders/told")}
    call_command("check_stock")


def test_sent_twice_it_happens_once_and_late_or_stale_it_is_refused(world: World, order: Order) -> None:
    key, lines = uuid7(), {line_of(order).pk: AtDoor(1, "refused")}
    with pytest.raises(StaleVersion):
        hand(world, order, lines=lines, version=order.version - 1)
    hand(world, order, key=key, lines=lines)
    before = everything(world)
    hand(world, order, key=key, lines=lines)
    assert everything(world) == before
    for service, more in ((hand_over, {"said": DELIVERED, "lines": {}}), (bring_back, {"said": BACK})):
        with pytest.raises((InvalidTransition, StaleVersion)):
            at_door(world, service, order, version=None, **more)
    assert everything(world) == before


def test_the_supplier_says_nothing_at_the_door_of_its_distributor(world: World, order: Order) -> None:
    before = everything(world)
    with pytest.raises(NotAllowed):
        hand(world, order, who="alder")
    assert everything(world) == before


def test_the_page_takes_what_the_driver_types_and_keeps_it_where_it_is_refused(
    world: World, order: Order
) -> None:
    client, line = world.client("dawn"), line_of(order)
    url = reverse("orders:delivering_door", args=["dawn", "alder", order.number])
    page = client.get(url)
    assert page.status_code == 200
    typed = {
        "handover-form_key": str(uuid7()),
        "handover-version": order.version,
        "handover-received_by": "Rosa",
        f"handover-units-{line.pk}": 1,
    }
    refused = client.post(f"{url}handover/", typed)
    assert (refused.status_code, b"Say why less was handed over" in refused.content) == (422, True)
    assert b'value="Rosa"' in refused.content
    assert client.post(f"{url}handover/", {**typed, "handover-received_by": ""}).status_code == 422

    typed[f"handover-reason-{line.pk}"] = "lost"
    for _twice in range(2):
        assert client.post(f"{url}handover/", typed | {"handover-photo": photo()}).status_code == 302
    with as_owner():
        report = DelivererReport.objects.get(order=order, link=None)
    shown = client.get(
        reverse("orders:delivering_photo", args=["dawn", "alder", order.number, report.pk, "large"])
    )
    assert shown["Content-Type"] == "image/webp"
    assert client.get(url).status_code == 302
    assert world.client("ember").get(url.replace("/dawn/", "/ember/")).status_code == 404
    for who, name in (("alder", "selling"), ("dawn", "delivering"), ("rita", "buying")):
        keys = {"organization": who, "number": order.number} | (
            {} if who == "alder" else {"supplier": "alder"}
        )
        assert (
            b"Received by Rosa"
            in world.client(who).get(reverse(f"orders:{name}_detail", kwargs=keys)).content
        )


def test_after_a_late_stop_its_driver_is_back_at_the_stops_of_today(world: World, order: Order) -> None:
    with as_owner():
        Order.objects.filter(pk=order.pk).update(delivery_date=date(2020, 1, 2))
    url = reverse("orders:delivering_door", args=["dawn", "alder", order.number])
    typed = {
        "handover-form_key": str(uuid7()),
        "handover-version": order.version,
        "handover-received_by": "Rosa",
        f"handover-units-{line_of(order).pk}": 2,
    }

    done = world.client("dawn").post(f"{url}handover/", typed)

    assert done["Location"] == reverse("orders:delivering_today", args=["dawn"])


def test_the_page_takes_a_failure_with_a_day_or_back(world: World, order: Order) -> None:
    client = world.client("dawn")
    url = reverse("orders:delivering_door", args=["dawn", "alder", order.number])
    typed = {
        "failure-form_key": str(uuid7()),
        "failure-version": order.version,
        "failure-problem": "closed",
        "failure-day": "",
    }
    assert client.post(f"{url}failed/", typed).status_code == 422
    assert client.post(f"{url}failed/", {**typed, "failure-day": "2019-01-01"}).status_code == 422
    day = next_days(world, order)[1]
    assert client.post(f"{url}failed/", {**typed, "failure-day": day.isoformat()}).status_code == 302
    stale = {**typed, "failure-day": "back", "failure-form_key": str(uuid7())}
    assert client.post(f"{url}failed/", stale).status_code == 412
    assert client.post(f"{url}failed/", {**stale, "failure-version": order.version + 1}).status_code == 302
    with as_owner():
        assert Order.objects.get(pk=order.pk).status == "returned"

"""Orders left alone: whose they are, the badge, and one mail a day to that party alone (SPEC.md O12)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from orders.models import Order, OrderEvent
from orders.queries.overdue import overdue_count, overdue_orders
from orders.tasks import remind_of_late_orders
from tests.world import World
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Agreement, Organization
from wholesale.tenancy.testing import acting_as, as_owner


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch):
    """Set the time of day that the code sees."""

    def set_to(moment: datetime) -> datetime:
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return moment

    return set_to


MORNING = datetime(2030, 5, 6, 9, tzinfo=UTC)


def hand_over(world: World, supplier: str, retailer: str) -> None:
    """Let the distributor of an order owe its next step, as after the supplier has confirmed it."""
    with as_owner():
        order = world.orders[supplier, retailer]
        OrderEvent.objects.create(
            supplier=order.supplier, order=order, sequence=2, kind="confirmed", status_after="confirmed"
        )
        Order.objects.filter(pk=order.pk).update(
            status="confirmed", next_step="prepare", owed_by="distributor", version=2
        )


def mails() -> list[tuple[str, str]]:
    with as_owner():
        rows = OutboundEmail.objects.filter(template="orders/overdue").order_by("to")
        return list(rows.values_list("organization__slug", "to"))


def test_an_order_is_late_only_after_its_time_and_only_at_who_owes_it(world: World, clock) -> None:
    hand_over(world, "alder", "rita")
    due = world.orders["alder", "rita"].due_at
    assert due is not None

    def late() -> dict[str, set[tuple[str, int]]]:
        found = {}
        for name, side in (("alder", Side.SELLING), ("dawn", Side.DELIVERING), ("rita", Side.BUYING)):
            with acting_as(world.context(name)):
                orders = overdue_orders(world.orgs[name], side)
                found[name] = set(orders.values_list("supplier_name", "number"))
        return found

    number = {key: world.orders[key].number for key in world.orders}
    clock(due - timedelta(minutes=5))
    assert late() == {"alder": set(), "dawn": set(), "rita": set()}
    clock(due + timedelta(minutes=5))
    assert late() == {
        "alder": {("Alder", number["alder", "remy"]), ("Alder", number["alder", "rosa"])},
        "dawn": {("Alder", number["alder", "rita"])},
        "rita": set(),
    }


def test_the_badge_counts_in_one_statement(world: World, clock, statements) -> None:
    clock(MORNING)
    request = type("R", (), {})()
    request.acting = world.acting("alder")

    with acting_as(world.context("alder")):
        assert len(statements(lambda: overdue_count(request))) == 1
        assert overdue_count(request) == 3


def test_each_responsible_party_gets_one_digest_a_day_and_nobody_else_any(world: World, clock) -> None:
    hand_over(world, "alder", "rita")
    hand_over(world, "birch", "rita")
    clock(MORNING)

    remind_of_late_orders()
    remind_of_late_orders()

    # birch writes to gale, who is a guest in its account and has none of its own.
    assert mails() == [
        ("alder", "alder@example.com"),
        ("birch", "birch@example.com"),
        ("cedar", "cedar@example.com"),
        ("dawn", "dawn@example.com"),
        ("birch", "gale@example.com"),
    ]
    with as_owner():
        to_alder = OutboundEmail.objects.get(template="orders/overdue", to="alder@example.com")
        to_dawn = OutboundEmail.objects.get(template="orders/overdue", to="dawn@example.com")
    assert to_alder.subject == "2 orders wait for you"
    assert to_dawn.subject == "1 order waits for you"
    assert "to prepare" in to_dawn.text
    assert "Rita" in to_dawn.text
    assert "Remy" not in to_dawn.text + to_dawn.html

    clock(MORNING + timedelta(days=1))
    remind_of_late_orders()
    assert len(mails()) == 10


def test_who_is_told_of_two_lists_gets_both(world: World, clock) -> None:
    """A company's own late steps and its guest's, or those of its two hats, are mails of their own."""
    hand_over(world, "birch", "rita")
    with as_owner():
        Agreement.objects.filter(pk=world.agreements["birch", "gale"].pk).update(
            distributor_email="birch@example.com"
        )
    clock(MORNING)

    remind_of_late_orders()
    remind_of_late_orders()

    assert mails().count(("birch", "birch@example.com")) == 2


def test_a_digest_waits_for_the_morning_of_each_company(world: World, clock) -> None:
    with as_owner():
        Organization.objects.filter(slug="alder").update(time_zone="America/Los_Angeles")
    clock(MORNING)
    remind_of_late_orders()
    assert "alder" not in {sender for sender, _ in mails()}

    clock(MORNING + timedelta(hours=6))
    remind_of_late_orders()
    assert "alder" in {sender for sender, _ in mails()}


def test_a_digest_tells_the_companys_own_time_on_one_line(world: World, clock) -> None:
    with as_owner():
        Organization.objects.filter(slug="alder").update(time_zone="Asia/Tokyo")
        Order.objects.filter(supplier=world.orgs["alder"]).update(due_at=MORNING - timedelta(hours=3))
    clock(MORNING)
    remind_of_late_orders()
    with as_owner():
        text = OutboundEmail.objects.get(template="orders/overdue", to="alder@example.com").text

    assert ": to confirm, due 6 May, 15:00 JST" in text


def test_nothing_late_sends_nothing(world: World) -> None:
    remind_of_late_orders()
    assert mails() == []


def test_one_company_that_fails_stops_no_other(world: World, clock, monkeypatch, caplog) -> None:
    from wholesale.mail import rendering

    real = rendering.render_mail

    def fails_for_alder(template, context, **more):
        if context["organization"].slug == "alder":
            raise RuntimeError("no such template")
        return real(template, context, **more)

    monkeypatch.setattr("wholesale.mail.services.render_mail", fails_for_alder)
    clock(MORNING)
    remind_of_late_orders()

    assert {sender for sender, _ in mails()} == {"birch", "cedar"}
    assert "overdue digest of alder failed" in caplog.text


def test_the_mails_button_leads_to_the_late_orders(world: World, clock) -> None:
    clock(MORNING)
    remind_of_late_orders()
    with as_owner():
        text = OutboundEmail.objects.get(template="orders/overdue", to="alder@example.com").text
    assert reverse("orders:selling_list", args=["alder"]) + "?turn=overdue" in text

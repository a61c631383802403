"""A supplier's own time limits, and what its admins are told when nobody acts (SPEC.md O12)."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from orders.models import Order
from orders.tasks import remind_of_late_orders
from tests.orders.conftest import Buyer
from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership, StepLimits
from wholesale.tenancy.testing import as_owner

MORNING = datetime(2030, 5, 6, 9, tzinfo=UTC)
TYPED = {
    "confirm_hours": 6, "prepare_hours": 7, "ship_hours": 8, "deliver_hours": 9, "escalation_hours": 10,
}  # fmt: skip


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


def url() -> str:
    return reverse("organizations:step_limits_update", args=["alder"])


def late_since(world: World, hours: int) -> None:
    """Let all of alder's open orders be late by so many hours in the morning."""
    with as_owner():
        Order.objects.filter(supplier=world.orgs["alder"], due_at__isnull=False).update(
            due_at=MORNING - timedelta(hours=hours)
        )


def told() -> list[tuple[str, str]]:
    with as_owner():
        rows = OutboundEmail.objects.filter(template="orders/escalated").order_by("created_at", "to")
        return list(rows.values_list("organization__slug", "to"))


def test_the_limits_are_set_and_what_changed_meanwhile_is_said(world: World) -> None:
    client = world.client("alder")

    page = client.get(url()).content.decode()
    with as_owner():
        version = StepLimits.objects.get(supplier=world.orgs["alder"]).version
    first = client.post(url(), TYPED | {"version": version})
    stale = client.post(url(), TYPED | {"version": version, "ship_hours": 20})
    wrong = client.post(url(), TYPED | {"version": version + 1, "ship_hours": 0})

    assert 'value="24"' in page
    assert (first.status_code, stale.status_code, wrong.status_code) == (302, 412, 422)
    assert 'value="20"' in stale.content.decode()
    with as_owner():
        kept = StepLimits.objects.get(supplier=world.orgs["alder"])
        assert {name: getattr(kept, name) for name in TYPED} == TYPED
        assert AuditEntry.objects.filter(verb="step_limits_changed").count() == 1


def test_a_machine_sets_them_too_and_nobody_but_an_admin(world: World) -> None:
    client = world.client("alder")
    path = reverse("organizations_api:step_limits", args=["alder"])
    etag = client.get(path).headers["ETag"]

    def patch() -> Any:
        return client.patch(
            path, json.dumps({"ship_hours": 5}), content_type="application/json", headers={"If-Match": etag}
        )

    assert (patch().json()["ship_hours"], patch().status_code) == (5, 412)
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.WAREHOUSE)
    assert client.get(url()).status_code == 403
    assert client.get(path).status_code == 403


def test_without_a_distributor_the_suppliers_own_limit_counts(world: World) -> None:
    with as_owner():
        StepLimits.objects.filter(supplier=world.orgs["alder"]).update(confirm_hours=3)
        for customer in (world.customers["alder", "rita"],):
            type(customer).objects.filter(pk=customer.pk).update(distributor=None, is_active=True)
    from inventory.models import StockBalance, Warehouse

    with as_owner():
        own = Warehouse.objects.filter(organization=world.orgs["alder"]).first()
        product = world.products["alder"][0]
        StockBalance.objects.filter(supplier=world.orgs["alder"], product=product, warehouse=own).update(
            on_hand_units=100
        )
    buyer = Buyer(world)
    buyer.put(1)

    order = buyer.submit()

    assert order.due_at == order.submitted_at + timedelta(hours=3)


def test_the_admins_hear_once_a_day_after_the_second_delay_and_nobody_else(world: World, clock: Any) -> None:
    with as_owner():
        StepLimits.objects.filter(supplier=world.orgs["alder"]).update(escalation_hours=10)
        StepLimits.objects.exclude(supplier=world.orgs["alder"]).update(escalation_hours=1440)
        Order.objects.filter(supplier__in=[world.orgs["birch"], world.orgs["cedar"]]).exclude(
            due_at=None
        ).update(due_at=MORNING)
    clock(MORNING)
    late_since(world, 9)
    remind_of_late_orders()
    assert told() == []

    late_since(world, 11)
    clock(MORNING + timedelta(days=1))
    remind_of_late_orders()
    remind_of_late_orders()

    assert told() == [("alder", "alder@example.com")]
    with as_owner():
        mail = OutboundEmail.objects.get(template="orders/escalated")
    assert mail.subject == "3 orders have been waiting too long"
    assert "more than 10 hours late" in mail.text
    assert "Alder" in mail.text
    clock(MORNING + timedelta(days=2))
    remind_of_late_orders()
    assert len(told()) == 2


def test_an_escalation_waits_for_the_morning(world: World, clock: Any) -> None:
    late_since(world, 500)
    clock(MORNING.replace(hour=3))
    with as_owner():
        world.orgs["alder"].__class__.objects.filter(slug="alder").update(time_zone="UTC")

    remind_of_late_orders()

    assert ("alder", "alder@example.com") not in told()


def test_a_machine_lists_what_is_late_alone(world: World) -> None:
    with as_owner():
        mine = Order.objects.filter(supplier=world.orgs["alder"], due_at__isnull=False)
        mine.update(due_at=timezone.now() + timedelta(hours=1))
        late = mine.first()
        assert late
        Order.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(hours=1))
    path = reverse("orders-api:selling_list", args=["alder"])

    rows = world.client("alder").get(path, {"is_overdue": "true"}).json()["results"]

    assert [row["number"] for row in rows] == [late.number]

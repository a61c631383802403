"""Orders entered for a customer that has not registered: nobody owes a step until it has, then they begin (O17)."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from orders.models import Order, OrderEvent, OrderLink
from orders.queries.credit import credit_of
from orders.queries.overdue import escalated_orders, overdue_orders
from orders.services.waiting import begin_waiting_orders
from orders.tasks import begin_waiting, remind_of_late_orders
from retailers.models import Customer, CustomerPrivate
from retailers.services import approve_customer, record_requested, register_customer
from tests.orders.test_entering import at, mails, newest, put, sent
from tests.world import World
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.enums import Side
from wholesale.tenancy.testing import acting_as, as_owner

MAILS = ("orders/to_deliver", "orders/entered", "orders/your_turn", "orders/external_order")


def enter(world: World, supplier: str = "birch", retailer: str = "remy", through: str = "dawn") -> Order:
    with as_owner():
        customers = Customer.objects.filter(pk=world.customers[supplier, retailer].pk)
        customers.update(distributor=world.orgs[through])
        private = CustomerPrivate.objects.filter(customer=world.customers[supplier, retailer])
        private.update(contact_email="bar@example.com")
    put(world, 1, supplier, retailer)
    body = sent(world, supplier, retailer)
    answer = world.client(supplier).post(at(world, "entering_submission_create", supplier, retailer), body)
    assert answer.status_code == 302, answer.content.decode()
    return newest(world, supplier)


def told() -> dict[str, list[str]]:
    return {name.removeprefix("orders/"): mails(name) for name in MAILS if mails(name)}


def fresh(order: Order) -> Order:
    with as_owner():
        return Order.objects.select_related("customer").get(pk=order.pk)


def invited(world: World) -> Customer:
    with as_owner():
        return Customer.objects.get(pk=world.customers["birch", "remy"].pk)


def register(world: World) -> None:
    with acting_as(world.context("birch")):
        register_customer(customer=invited(world), by=world.users["remy"])


def kinds(order: Order) -> list[str]:
    with as_owner():
        events = OrderEvent.objects.filter(order=order).order_by("sequence")
        return list(events.values_list("kind", flat=True))


def test_nobody_owes_a_step_and_no_distributor_is_told(world: World) -> None:
    order = enter(world)

    assert (order.status, order.next_step, order.owed_by, order.due_at) == ("submitted", "", "", None)
    assert order.waits_for_registration
    assert order.distributor_id is not None
    assert told() == {}
    with as_owner():
        assert not OrderLink.objects.filter(order=order).exists()
        Order.objects.filter(pk=order.pk).update(submitted_at=timezone.now() - timedelta(days=30))
    for name, side in (("birch", Side.SELLING), ("dawn", Side.DELIVERING)):
        with acting_as(world.context(name)):
            assert order.pk not in overdue_orders(world.orgs[name], side).values_list("pk", flat=True)
    with acting_as(world.context("birch")):
        assert order.pk not in escalated_orders(world.orgs["birch"], 0).values_list("pk", flat=True)
    remind_of_late_orders()
    with as_owner():
        late = OutboundEmail.objects.filter(template__in=["orders/overdue", "orders/escalated"])
        assert not late.filter(text__contains=f"{order.number}").exists()


def test_the_page_says_what_it_waits_for_and_how_to_invite(world: World) -> None:
    order = enter(world)

    page = world.client("birch").get(reverse("orders:selling_detail", args=["birch", order.number]))
    rows = world.client("birch").get(reverse("orders:selling_list", args=["birch"]))

    text = page.content.decode()
    assert "This order waits until" in text
    assert "Invite the retailer" in text
    assert reverse("retailers:customer_detail", args=["birch", order.customer_id]) in text
    assert "turn:" not in text
    assert "Waits for the retailer to register" in rows.content.decode()


def test_it_counts_as_open_credit(world: World) -> None:
    with acting_as(world.context("birch")):
        before = credit_of(invited(world)).open_amount
    enter(world)

    with acting_as(world.context("birch")):
        assert credit_of(invited(world)).open_amount > before


def test_it_begins_when_the_customer_registers(world: World) -> None:
    order = enter(world)
    with as_owner():
        Order.objects.filter(pk=order.pk).update(submitted_at=timezone.now() - timedelta(days=30))
    before = timezone.now()

    register(world)

    begun = fresh(order)
    assert (begun.status, begun.next_step, begun.version) == ("submitted", "confirm", order.version + 1)
    assert begun.due_at is not None
    assert before < begun.due_at
    assert not begun.is_overdue
    assert begun.customer.status == "has_ordered"
    assert kinds(order) == ["submitted", "registered"]
    first = told()
    assert first["entered"] == ["bar@example.com"]
    assert first["to_deliver"] == ["dawn@example.com"]
    theirs = world.client("remy").get(reverse("orders:buying_detail", args=["remy", "birch", order.number]))
    assert theirs.status_code == 200
    assert "Registered: the order can be confirmed" in theirs.content.decode()
    with acting_as(world.context("birch")):
        assert begin_waiting_orders(customer=invited(world), by=None) == 0
    begin_waiting()
    assert (told(), fresh(order).version) == (first, begun.version)


def test_an_approved_request_begins_it_too(world: World) -> None:
    order = enter(world)
    with as_owner():
        Customer.objects.filter(pk=order.customer_id).update(status="prospect", invited_at=None)
    with acting_as(world.context("birch")):
        asked = record_requested(customer=invited(world), by=world.users["remy"])
        assert fresh(order).waits_for_registration
        approve_customer(customer=asked, by=world.users["birch"])

    assert fresh(order).next_step == "confirm"
    assert fresh(order).customer.status == "has_ordered"
    assert told()["entered"] == ["bar@example.com"]


def test_a_merge_with_a_registered_entry_begins_it_within_minutes_once(world: World) -> None:
    order = enter(world)
    with as_owner():  # what a merge leaves: the order at a customer that has registered
        Customer.objects.filter(pk=order.customer_id).update(
            status="has_ordered", relation="accepted", registered_at=timezone.now()
        )

    begin_waiting()
    once = told()
    begin_waiting()

    assert fresh(order).next_step == "confirm"
    assert kinds(order) == ["submitted", "registered"]
    assert told() == once
    assert once["entered"] == ["bar@example.com"]


def test_it_can_be_confirmed_once_it_has_begun(world: World) -> None:
    order = enter(world)
    url = reverse("orders:selling_move", args=["birch", order.number, "cancellation"])

    early = world.client("birch").post(url, {"version": order.version})
    register(world)
    late = world.client("birch").post(url, {"version": order.version + 1})

    assert (early.status_code, late.status_code) == (409, 302)
    assert fresh(order).status == "cancelled"


def test_a_distributor_without_an_account_gets_it_once_it_begins(world: World) -> None:
    with as_owner():
        customers = Customer.objects.filter(pk=world.customers["alder", "remy"].pk)
        customers.update(
            status="invited", relation="none", registered_at=None, is_active=False, first_ordered_at=None
        )
    order = enter(world, "alder", "remy", "dusk")
    send = reverse("orders:link_sending", args=["alder", order.number])

    early = world.client("alder").post(send)
    with as_owner():
        assert not OrderLink.objects.filter(order=order).exists()
        customer = customers.get()
    with acting_as(world.context("alder")):
        register_customer(customer=customer, by=world.users["remy"])

    assert early.status_code == 409
    assert told()["external_order"] == ["dusk@example.com"]
    with as_owner():
        assert OrderLink.objects.filter(order=order).count() == 1


def test_its_quantities_can_be_changed_meanwhile(world: World) -> None:
    order = enter(world)
    page = world.client("birch").get(reverse("orders:selling_quantities", args=["birch", order.number]))

    assert page.status_code == 200
    assert told() == {}

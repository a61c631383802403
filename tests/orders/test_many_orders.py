"""One step for many orders: done one by one, what cannot is named, twice sent is once, other people's do not exist."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from orders.enums import Move, OrderSide, OrderStatus
from orders.errors import TooManyOrders
from orders.models import Order, OrderEvent
from orders.services.many import Outcome, Remark, take_steps
from tests.orders.conftest import Buyer
from tests.world import World
from wholesale.errors import StaleVersion
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner


@pytest.fixture
def orders(world: World, buyer: Buyer) -> list[Order]:
    """Three submitted orders of rita's at alder, beside the one of the cast."""
    found = []
    for _ in range(3):
        buyer.put(1)
        found.append(buyer.submit())
    return found


def url(noun: str, side: str = "selling") -> str:
    return reverse(f"orders:{side}_many", args=["alder" if side == "selling" else "dawn", noun])


def boxes(*orders: Order) -> list[str]:
    with as_owner():
        return [f"{x.pk}:{x.version}" for x in Order.objects.filter(pk__in=[each.pk for each in orders])]


def states(*orders: Order) -> list[str]:
    with as_owner():
        by_id = {x.pk: x.status for x in Order.objects.filter(pk__in=[each.pk for each in orders])}
    return [by_id[each.pk] for each in orders]


def mails() -> int:
    with as_owner():
        return OutboundEmail.objects.count()


def moved(world: World, orders: list[Order], move: Move, **more: Any) -> list[Outcome]:
    who = more.pop("who", "alder")
    side = OrderSide.SUPPLIER if who == "alder" else OrderSide.DISTRIBUTOR
    with acting_as(world.context(who)):
        return take_steps(
            orders=orders,
            versions=more.pop("versions", {}),
            move=move,
            side=side,
            by=world.users[who],
            remark=Remark(**more),
        )


def press(client: Client, noun: str, *chosen: str, **typed: str) -> Any:
    return client.post(url(noun), {"order": chosen, "form_key": str(uuid7())} | typed)


def test_the_rest_is_done_and_what_is_left_is_named_with_its_reason(
    world: World, orders: list[Order]
) -> None:
    client, (one, two, three) = world.client("alder"), orders
    chosen = boxes(one, two, three)
    press(client, "confirmation", *boxes(two))

    asked = client.get(url("confirmation"), {"order": chosen}).content.decode()
    answer = press(client, "confirmation", *chosen)

    assert "3 orders are chosen" in asked
    assert answer.status_code == 200
    page = " ".join(answer.content.decode().split())
    assert "2 orders are done" in page
    assert "1 order is left as it was" in page
    assert f"/alder/selling/orders/{two.number}/" in page
    assert states(one, two, three) == ["confirmed"] * 3
    with as_owner():
        assert OrderEvent.objects.filter(order=two).count() == 2


def test_all_done_leads_back_to_the_list_and_twice_sent_is_once(world: World, orders: list[Order]) -> None:
    client, typed = world.client("alder"), {"order": boxes(*orders), "form_key": str(uuid7())}

    first = client.post(url("confirmation"), typed, follow=True)
    sent = mails()
    again = client.post(url("confirmation"), typed, follow=True)

    assert "3 orders are done" in first.content.decode()
    assert "sent already" in again.content.decode()
    assert mails() == sent
    with as_owner():
        assert OrderEvent.objects.filter(order__in=orders).count() == 6


def test_an_end_asks_for_a_reason_and_keeps_what_was_chosen(world: World, orders: list[Order]) -> None:
    client, chosen = world.client("alder"), boxes(*orders)

    refused = press(client, "refusal", *chosen)

    assert refused.status_code == 422
    assert all(each in refused.content.decode() for each in chosen)
    assert states(*orders) == ["submitted"] * 3
    press(client, "refusal", *chosen, note="We are moving house.")
    assert states(*orders) == ["declined"] * 3
    with as_owner():
        events = OrderEvent.objects.filter(order__in=orders, kind=OrderStatus.DECLINED)
        assert set(events.values_list("note", flat=True)) == {"We are moving house."}


def test_what_somebody_else_changed_is_left(world: World, orders: list[Order]) -> None:
    found = moved(world, orders, Move.CONFIRM, versions={orders[0].pk: 7})

    assert isinstance(found[0].error, StaleVersion)
    assert [each.error for each in found[1:]] == [None, None]
    assert states(*orders) == ["submitted", "confirmed", "confirmed"]


def test_the_distributor_takes_its_own_steps_of_all_its_suppliers(world: World, orders: list[Order]) -> None:
    other = world.orders["birch", "rita"]
    moved(world, orders, Move.CONFIRM)
    dawn = world.client("dawn")

    answer = dawn.post(
        url("preparation", "delivering"),
        {"order": boxes(*orders, other), "form_key": str(uuid7())},
    )

    assert states(*orders) == ["preparing"] * 3
    assert states(other) == ["submitted"]
    with as_owner():
        is_theirs = Order.objects.get(pk=other.pk).distributor_id == world.orgs["dawn"].pk
    assert answer.status_code == (200 if is_theirs else 302)
    assert "$" not in answer.content.decode()


def test_other_people_s_orders_do_not_exist(world: World, orders: list[Order]) -> None:
    theirs = world.orders["birch", "rita"]
    before = mails()

    answer = press(world.client("alder"), "confirmation", *boxes(theirs), "nonsense", f"{uuid4()}:1")

    assert answer.status_code == 422
    assert "No order is chosen" in answer.content.decode()
    assert (states(theirs), mails()) == (["submitted"], before)
    assert world.client("rita").get(url("confirmation")).status_code == 404


def test_a_role_that_may_not_gets_no_button_and_no_way(world: World, orders: list[Order]) -> None:
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.VIEWER)
    client = world.client("alder")

    page = client.get(reverse("orders:selling_list", args=["alder"])).content.decode()

    assert 'name="order"' not in page
    assert press(client, "confirmation", *boxes(*orders)).status_code == 403
    assert client.get(url("return")).status_code in {403, 404}
    assert states(*orders) == ["submitted"] * 3


def test_at_most_a_hundred_at_once(world: World, orders: list[Order]) -> None:
    with pytest.raises(TooManyOrders):
        moved(world, orders * 34, Move.CONFIRM)

    assert states(*orders) == ["submitted"] * 3


def test_a_machine_reads_what_became_of_each(world: World, orders: list[Order]) -> None:
    client, (one, two, three) = world.client("alder"), orders
    path = reverse("orders-api:selling_many", args=["alder", "confirmation"])
    theirs = world.orders["birch", "rita"]
    said = [
        {"id": str(one.pk), "version": one.version},
        {"id": str(two.pk), "version": 9},
        {"id": str(theirs.pk)},
        {"id": str(three.pk)},
    ]

    def call(body: dict[str, Any], to: str = path, key: str = "a") -> Any:
        return client.post(
            to, json.dumps(body), content_type="application/json", headers={"Idempotency-Key": key}
        )

    answer, again = call({"orders": said}), call({"orders": said})

    rows = answer.json()["results"]
    assert [(row["verdict"], row["code"]) for row in rows] == [
        ("done", ""), ("refused", "stale_version"), ("refused", "not_found"), ("done", ""),
    ]  # fmt: skip
    assert again.json() == answer.json()
    assert states(one, two, theirs, three) == ["confirmed", "submitted", "submitted", "confirmed"]
    decline = reverse("orders-api:selling_many", args=["alder", "refusal"])
    assert call({"orders": said[:1]}, decline, "b").status_code == 400
    assert call({"orders": []}, key="c").status_code == 400
    assert call({"orders": said * 26}, key="d").status_code == 400


def test_each_order_costs_the_same(world: World, orders: list[Order], statements: Any) -> None:
    one = len(statements(lambda: moved(world, orders[:1], Move.CONFIRM)))
    two = len(statements(lambda: moved(world, orders[1:], Move.CONFIRM)))

    assert (one, two - one) == (16, 12)

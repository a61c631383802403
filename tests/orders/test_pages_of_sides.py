"""The supplier's and the distributor's pages of orders: what they show, what they refuse, what they cost."""

import pytest
from django.urls import reverse

from orders.enums import OrderStatus
from orders.models import Order, OrderEvent
from retailers.models import CustomerPrivate
from tests.world import World
from wholesale.tenancy.testing import as_owner


def state(world: World, supplier: str, retailer: str) -> tuple[str, int]:
    with as_owner():
        order = Order.objects.get(id=world.orders[supplier, retailer].id)
        return order.status, OrderEvent.objects.filter(order=order).count()


def test_a_supplier_sees_its_orders_by_the_names_it_gave(world: World) -> None:
    page = world.client("alder").get(reverse("orders:selling_list", args=["alder"])).content.decode()

    assert "Rita of alder" in page
    assert "Remy of alder" in page
    assert "of birch" not in page


@pytest.mark.parametrize(
    ("filters", "found"), [("q=rita", 1), ("status=delivered", 0), ("distributor=own", 1)]
)
def test_a_list_is_narrowed(world: World, filters: str, found: int) -> None:
    page = world.client("alder").get(reverse("orders:selling_list", args=["alder"]) + f"?{filters}")

    assert len(page.context["page"].rows) == found


def test_an_order_goes_from_hand_to_hand(world: World) -> None:
    alder, dawn = world.client("alder"), world.client("dawn")
    number = world.orders["alder", "rita"].number

    assert b"Your turn" in alder.get(reverse("orders:selling_detail", args=["alder", number])).content
    answer = alder.post(
        reverse("orders:selling_move", args=["alder", number, "confirmation"]), {"version": 1}
    )
    assert answer.status_code == 302
    for noun in ("preparation", "shipment", "delivery"):
        assert alder.post(reverse("orders:selling_move", args=["alder", number, noun])).status_code == 403
        url = reverse("orders:delivering_move", args=["dawn", "alder", number, noun])
        assert dawn.post(url).status_code == 302

    assert state(world, "alder", "rita") == (OrderStatus.DELIVERED, 5)


def test_a_deliverer_sees_no_amounts_and_no_nickname(world: World) -> None:
    number = world.orders["alder", "rita"].number
    page = world.client("dawn").get(reverse("orders:delivering_detail", args=["dawn", "alder", number]))

    assert page.status_code == 200
    assert b"Pale Ale" in page.content
    assert b"30.00" not in page.content
    assert b"Rita of alder" not in page.content


def test_a_step_of_another_party_or_twice_or_stale_changes_nothing(world: World) -> None:
    number = world.orders["alder", "rita"].number
    alder, dawn = world.client("alder"), world.client("dawn")
    early = reverse("orders:delivering_move", args=["dawn", "alder", number, "delivery"])
    confirm = reverse("orders:selling_move", args=["alder", number, "confirmation"])

    assert dawn.post(early).status_code == 409
    stale = alder.post(confirm, {"version": 7})
    assert stale.status_code == 412
    assert b"Somebody else changed this order" in stale.content
    assert alder.post(confirm, {"version": 1}).status_code == 302
    assert alder.post(confirm, {"version": 1}).status_code == 412
    assert alder.post(reverse("orders:selling_move", args=["alder", number, "nonsense"])).status_code == 404
    assert alder.get(confirm).status_code == 405
    assert state(world, "alder", "rita") == (OrderStatus.CONFIRMED, 2)


def test_declining_takes_a_remark_that_everyone_reads(world: World) -> None:
    number = world.orders["alder", "rita"].number
    url = reverse("orders:selling_move", args=["alder", number, "refusal"])

    assert world.client("alder").post(url, {"note": "Sold out until Friday"}).status_code == 302
    page = world.client("dawn").get(reverse("orders:delivering_detail", args=["dawn", "alder", number]))
    assert b"Sold out until Friday" in page.content
    assert world.client("alder").post(url, {"note": "x" * 501}).status_code == 422


def test_today_shows_the_days_stops_with_the_step_to_take(world: World) -> None:
    order = world.orders["alder", "rita"]
    client = world.client("dawn")
    day = reverse("orders:delivering_today", args=["dawn"]) + f"?day={order.delivery_date}"
    assert b"Nothing to deliver" in client.get(day).content
    for edge in ("0001-01-01", "9999-12-31"):
        assert client.get(day.partition("?")[0], {"day": edge}).context["day"].is_today, edge

    world.client("alder").post(reverse("orders:selling_move", args=["alder", order.number, "confirmation"]))
    page = client.get(day).content
    assert b"Rita" in page
    assert b"Start preparing" in page
    url = reverse("orders:delivering_move", args=["dawn", "alder", order.number, "preparation"])
    assert client.post(url, {"next": "today"})["Location"] == reverse(
        "orders:delivering_today", args=["dawn"]
    )


def test_home_names_what_is_late_and_who_owes_it(world: World) -> None:
    with as_owner():
        Order.objects.filter(id=world.orders["alder", "rita"].id).update(due_at="2026-01-01T00:00Z")
    page = world.client("alder").get(reverse("orders:selling_home", args=["alder"])).content

    assert b"Rita of alder" in page
    assert b"1 overdue" in page


def test_a_supplier_finds_orders_by_the_nickname_it_gave(world: World) -> None:
    with as_owner():
        private = CustomerPrivate.objects.get(customer=world.customers["alder", "rita"])
        private.nickname = private.display_name = "Cormoran"
        private.search_text = "cormoran"
        private.save()

    page = world.client("alder").get("/alder/selling/orders/?q=cormo")

    assert [row.retailer_name for row in page.context["page"].rows] == ["Rita"]
    assert "Cormoran" in page.content.decode()

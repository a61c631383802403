"""The name that a supplier gave a retailer stands in the mails of its own people, and in nobody else's (C4)."""

from datetime import UTC, datetime

from django.utils import timezone

from orders.enums import Move, OrderSide, OrderStatus
from orders.models import Order
from orders.tasks import remind_of_late_orders
from tests.orders.conftest import Buyer
from tests.orders.test_take_step import bring_to, step
from tests.world import World
from wholesale.mail.models import OutboundEmail
from wholesale.tenancy.testing import as_owner

NICKNAME = "Rita of alder"


def told(prefix: str) -> dict[tuple[str, str], bool]:
    """Return whether each mail of orders, by its template and reader, has the nickname in it."""
    with as_owner():
        mails = OutboundEmail.objects.filter(
            template__startswith=prefix, organization__slug__in=("alder", "dawn")
        )
        return {
            (mail.template.partition("/")[2], mail.to.partition("@")[0]): NICKNAME
            in mail.subject + mail.text + mail.html
            for mail in mails
        }


def test_an_order_comes_in_by_the_suppliers_own_name(world: World, buyer: Buyer) -> None:
    buyer.put(1)
    buyer.submit()

    assert told("orders/") == {("received", "alder"): True, ("to_deliver", "dawn"): False}


def test_whoevers_turn_it_is_reads_the_name_it_knows(world: World) -> None:
    bring_to(world, OrderStatus.SHIPPED)
    order = world.orders["alder", "rita"]
    with as_owner():
        order.refresh_from_db()
    step(world, order, Move.DELIVER, OrderSide.DISTRIBUTOR)

    found = told("orders/")
    assert found["your_turn", "dawn"] is False
    assert found["told", "alder"] is True
    assert {name for (_, who), name in found.items() if who != "alder"} == {False}


def test_a_digest_names_retailers_as_its_reader_knows_them(world: World, monkeypatch) -> None:
    bring_to(world, OrderStatus.CONFIRMED)  # dawn's turn; alder is late with those of others
    with as_owner():
        Order.objects.filter(supplier=world.orgs["alder"]).update(due_at="2026-01-01T00:00Z")
    monkeypatch.setattr(timezone, "now", lambda: datetime(2030, 5, 6, 9, tzinfo=UTC))

    remind_of_late_orders()

    with as_owner():
        texts = {
            mail.to: mail.text + mail.html for mail in OutboundEmail.objects.filter(template="orders/overdue")
        }
    assert "Remy of alder" in texts["alder@example.com"]
    assert "Rita" in texts["dawn@example.com"]
    assert "of alder" not in texts["dawn@example.com"]

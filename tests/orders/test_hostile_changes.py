"""What a hostile party tries with an order that was placed: mails without end, sums no column holds, others' keys."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from inventory.models import StockBalance
from orders.change_errors import QuantitiesRefused
from orders.enums import OrderSide
from orders.errors import OrderTooLarge
from orders.limits import CHANGES_PER_HOUR, COMMENTS_PER_HOUR, DAY_MOVES_PER_HOUR
from orders.models import Order, OrderComment, OrderLineAmount
from orders.moved_days import Moving
from orders.route_errors import DayTooFar
from orders.services.comments import add_comment, add_internal_comment
from orders.services.day_moves import move_day
from retailers.models import CustomerPrivate
from tests.orders.changing import counts, edit, shorten, untouched, wish
from tests.orders.conftest import Buyer
from tests.orders.days import DAY, stand
from tests.orders.test_entering import at, newest, put, sent
from tests.world import World
from wholesale.api.errors import TooManyRequests
from wholesale.mail.models import OutboundEmail
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner


@pytest.fixture
def order(world: World, buyer: Buyer) -> Order:
    """Return rita's order at alder of three PALE and two STOUT at 30 each."""
    buyer.put(3, 2)
    return buyer.submit()


def mails_to(email: str) -> int:
    with as_owner():
        return OutboundEmail.objects.filter(to=email).count()


def say(world: World, order: Order, *, who: str = "rita", add: Any = add_comment, key: Any = None) -> Any:
    side = {"rita": OrderSide.RETAILER, "alder": OrderSide.SUPPLIER, "dawn": OrderSide.DISTRIBUTOR}[who]
    with acting_as(world.context(who)):
        return add(order=order, side=side, by=world.users[who], text="Hello?", submission_key=key or uuid7())


def test_comments_mail_nobody_without_end(world: World, order: Order) -> None:
    cache.clear()
    for _time in range(COMMENTS_PER_HOUR):
        say(world, order)
    told = mails_to("alder@example.com")

    with pytest.raises(TooManyRequests):
        say(world, order)

    assert mails_to("alder@example.com") == told
    url = reverse("orders:buying_comment_create", args=["rita", "alder", order.number])
    answer = world.client("rita").post(url, {"text": "Still <here>", "form_key": str(uuid7())})
    assert answer.status_code == 429
    assert "Still &lt;here&gt;" in answer.content.decode()
    assert say(world, order, who="alder").pk
    cache.clear()


def test_changes_to_and_fro_mail_nobody_without_end(world: World, order: Order) -> None:
    cache.clear()
    for time in range(CHANGES_PER_HOUR):
        edit(world, order, wish(world, 3 + (time + 1) % 2))
    before = untouched(order)

    with pytest.raises(TooManyRequests):
        edit(world, order, wish(world, 2))

    assert untouched(order) == before
    shorten(world, order, 1)
    cache.clear()


def test_a_day_is_not_moved_to_and_fro_without_end_nor_out_of_the_calendar(world: World) -> None:
    cache.clear()
    stand(world, ("alder", "rita"))
    with acting_as(world.context("dawn")):
        for day in (date.max, date(2199, 1, 1)):
            with pytest.raises(DayTooFar):
                move_day(acting=world.acting("dawn"), moving=Moving(DAY, day, "Snow"), digest=None)
    url = reverse("orders:delivering_day_move", args=["dawn"])
    typed = {"day": str(DAY), "new_day": "9999-12-31", "reason": "Snow"}
    assert world.client("dawn").post(url, typed).status_code == 422
    assert world.client("dawn").post(url, typed | {"digest": "x"}).status_code == 422
    other = DAY + timedelta(days=7 if (DAY + timedelta(days=7)).weekday() != 6 else 8)
    for time in range(DAY_MOVES_PER_HOUR + 1):
        there, back = (DAY, other) if time % 2 == 0 else (other, DAY)
        answer = world.client("dawn").post(url, {"day": str(there), "new_day": str(back), "reason": "Snow"})
        typed = {
            "day": str(there),
            "new_day": str(back),
            "reason": "Snow",
            "digest": answer.context["preview"].digest,
        }
        answer = world.client("dawn").post(url, typed)
    assert answer.status_code == 429
    cache.clear()


def test_a_key_is_its_writer_s_and_says_nothing_of_what_others_keep_among_themselves(
    world: World, order: Order
) -> None:
    key = uuid7()
    inside = say(world, order, who="alder", add=add_internal_comment, key=key)
    for who in ("dawn", "rita"):
        said = say(world, order, who=who, key=key)
        assert said.pk != inside.pk
        assert say(world, order, who=who, key=key).pk == said.pk
    with as_owner():
        assert OrderComment.objects.filter(order=order).count() == 3


def test_more_units_than_an_amount_can_hold_are_refused(world: World, order: Order) -> None:
    with as_owner():
        StockBalance.objects.filter(product=world.products["alder"][0]).update(on_hand_units=2_000_000)
        amounts = OrderLineAmount.objects.filter(line__order=order, line__sku="PALE")
        amounts.update(unit_price=900_000_000, amount=2_700_000_000)
    before = untouched(order)

    with pytest.raises(OrderTooLarge):
        shorten(world, order, 1_000_000)

    assert untouched(order) == before


def test_a_distributor_sends_less_and_takes_it_back_but_never_more_than_was_ordered(
    world: World, order: Order
) -> None:
    with as_owner():
        Order.objects.filter(pk=order.pk).update(owed_by="distributor")
    shorten(world, order, 1, side="distributor")
    shorten(world, order, 3, side="distributor")

    with pytest.raises(QuantitiesRefused):
        shorten(world, order, 4, side="distributor")

    assert counts(order)["PALE"] == (3, 3)
    shorten(world, order, 4)
    shorten(world, order, 3, side="distributor")


def test_a_prospect_that_has_not_registered_is_mailed_of_nothing(world: World) -> None:
    customer = world.customers["birch", "remy"]
    with as_owner():
        CustomerPrivate.objects.filter(customer=customer).update(contact_email="victim@example.com")
    put(world, 2, "birch", "remy")
    url = at(world, "entering_submission_create", "birch", "remy")
    assert world.client("birch").post(url, sent(world, "birch", "remy")).status_code == 302
    order = newest(world, "birch")
    client = world.client("birch")

    said = client.post(
        reverse("orders:selling_comment_create", args=["birch", order.number]),
        {"text": "Buy now at evil.example", "form_key": str(uuid7())},
    )
    body = {"lines": [{"product_id": str(world.products["birch"][0].pk), "quantity_units": 1,
                       "reason": "other", "note": "evil.example"}]}  # fmt: skip
    changed = client.post(
        f"/api/v1/birch/selling/orders/{order.number}/quantities/", body, content_type="application/json",
        headers={"Idempotency-Key": "a", "If-Match": f'"v{order.version}"'},
    )  # fmt: skip

    assert (said.status_code, changed.status_code) == (302, 201), changed.content
    assert mails_to("victim@example.com") == 0


def test_letters_that_no_column_holds_are_searched_for_without_them(world: World) -> None:
    client, text = world.client("alder"), "\x00\u202ePale\x00" + "x" * 5_000
    assert client.get(reverse("orders:order_new", args=["alder"]), {"q": text}).status_code == 200
    assert client.get(at(world, "order_entering"), {"q": text}).status_code == 200

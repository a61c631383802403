"""Pages on which an order changes: asked for, reviewed, confirmed; refused with everything typed; whose they are."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from orders.enums import ChangeReason, Move
from orders.models import Order, OrderLine
from tests.orders.changing import counts, untouched
from tests.orders.conftest import Buyer
from tests.orders.serving import step
from tests.world import World
from wholesale.mail.models import OutboundEmail
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner


@pytest.fixture
def order(world: World, buyer: Buyer) -> Order:
    """Return rita's order at alder of three PALE and two STOUT at 30 each."""
    buyer.put(3, 2)
    return buyer.submit(po_number="PO 7")


def change_url(order: Order, name: str = "order_change") -> str:
    return reverse(f"orders:{name}", args=["rita", "alder", order.number])


def quantities_url(order: Order) -> str:
    return reverse("orders:selling_quantities", args=["alder", order.number])


def box(order: Order, sku: str) -> str:
    with as_owner():
        return str(OrderLine.objects.get(order=order, sku=sku).pk)


def typed(order: Order, pale: int, stout: int, **more: Any) -> dict[str, Any]:
    """Return what the page would send."""
    return {
        f"units-{box(order, 'PALE')}": pale,
        f"units-{box(order, 'STOUT')}": stout,
        "delivery_date": order.delivery_date.isoformat(),
        "address_key": "",
        "po_number": "PO 7",
        "note": "",
        "version": 1,
        "form_key": str(uuid7()),
    } | more


def words(answer: Any) -> str:
    """Return a page with every gap in it as one space."""
    return " ".join(answer.content.decode().split())


def confirmed(client: Client, order: Order, said: dict[str, Any]) -> Any:
    """Send what the review shows, as it asks for it."""
    shown = client.post(change_url(order), said | {"step": "review"})
    assert shown.status_code == 200
    return client.post(
        change_url(order), said | {"step": "confirm", "digest": shown.context["changed"].digest}
    )


def test_it_is_asked_for_reviewed_and_made_once(world: World, order: Order) -> None:
    client, said = world.client("rita"), typed(order, 5, 0)
    page = client.get(reverse("orders:buying_detail", args=["rita", "alder", order.number]))
    assert change_url(order).encode() in page.content
    assert client.get(change_url(order)).status_code == 200
    before = untouched(order)

    shown = client.post(change_url(order), said | {"step": "review"})
    assert "$150.00" in shown.content.decode()
    assert untouched(order) == before

    said |= {"step": "confirm", "digest": shown.context["changed"].digest}
    answer, again = [client.post(change_url(order), said) for _twice in range(2)]

    assert (answer.status_code, again.status_code) == (302, 302)
    assert counts(order) == {"PALE": (5, 5), "STOUT": (0, 0)}
    assert "Pale Ale: <s>3</s> → 5" in words(client.get(answer["Location"]))
    with as_owner():
        assert OutboundEmail.objects.filter(template="orders/edited").count() == 2


def test_back_from_the_review_everything_typed_is_there(world: World, order: Order) -> None:
    page = world.client("rita").post(change_url(order), typed(order, 9, 2, note="Side door", step="edit"))
    assert page.status_code == 200
    assert b'value="9"' in page.content
    assert b"Side door" in page.content


def test_the_last_line_out_says_that_it_cancels(world: World, order: Order) -> None:
    client, said = world.client("rita"), typed(order, 0, 0)

    shown = client.post(change_url(order), said | {"step": "review"})
    assert b"This cancels the order" in shown.content
    confirmed(client, order, said)

    with as_owner():
        assert Order.objects.get(pk=order.pk).status == "cancelled"


def test_a_form_left_as_it_was_is_told_so_and_reviews_nothing(world: World, order: Order) -> None:
    shown = world.client("rita").post(change_url(order), typed(order, 3, 2, step="review"))

    assert (shown.status_code, "changed" in shown.context) == (422, False)
    assert "Nothing is different from the order as it stands" in words(shown)


def test_of_two_tabs_the_second_keeps_what_was_typed(world: World, order: Order) -> None:
    client = world.client("rita")
    confirmed(client, order, typed(order, 4, 2))
    before = untouched(order)

    late = confirmed(client, order, typed(order, 6, 2))

    assert late.status_code == 412
    assert b"Somebody else changed this order" in late.content
    assert b'value="6"' in late.content
    assert b'name="version" value="2"' in late.content
    assert untouched(order) == before


def test_what_is_not_there_is_said_beside_its_line(world: World, order: Order) -> None:
    before = untouched(order)
    answer = confirmed(world.client("rita"), order, typed(order, 500, 2))

    assert answer.status_code == 409
    assert b"more can be had, not 497" in answer.content
    assert untouched(order) == before


def test_too_late_the_page_offers_nothing_and_says_until_when(world: World, order: Order) -> None:
    with as_owner():
        Order.objects.filter(pk=order.pk).update(delivery_date=timezone.now().date() - timedelta(days=1))
    client, said = world.client("rita"), typed(order, 4, 2)
    before = untouched(order)

    page = client.get(reverse("orders:buying_detail", args=["rita", "alder", order.number]))
    answers = [
        client.get(change_url(order)),
        client.post(change_url(order), said | {"step": "confirm"}),
        client.post(reverse("orders:buying_move", args=["rita", "alder", order.number, "cancellation"])),
    ]

    assert change_url(order).encode() not in page.content
    assert b"Cancel order" not in page.content
    assert [answer.status_code for answer in answers] == [409, 409, 409]
    assert all(b"could be changed or cancelled until" in answer.content for answer in [page, *answers])
    assert untouched(order) == before


@pytest.mark.parametrize("who", ["rosa", "remy"])
def test_someone_elses_order_does_not_exist(world: World, order: Order, who: str) -> None:
    address = reverse("orders:order_change", args=[who, "alder", order.number])
    assert world.client(who).get(address).status_code == 404
    assert world.client(who).post(address, typed(order, 1, 1)).status_code == 404


def test_the_cart_is_added_to_an_open_order_once(world: World, buyer: Buyer, order: Order) -> None:
    buyer.put(4)
    client, address = world.client("rita"), change_url(order, "order_addition")
    cart = client.get(reverse("orders:cart", args=["rita", "alder"]))
    assert address.encode() in cart.content
    shown = client.get(address)
    assert b"$270.00" in shown.content
    form = shown.context["form"]
    said = {"submission_key": form["submission_key"].value(), "digest": form["digest"].value()}

    answers = [client.post(address, said) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert counts(order) == {"PALE": (7, 7), "STOUT": (2, 2)}
    assert b"Your cart is empty" in client.get(reverse("orders:cart", args=["rita", "alder"])).content


def test_the_supplier_shortens_with_a_reason_and_the_retailer_reads_it(world: World, order: Order) -> None:
    step(world, order, Move.CONFIRM, "supplier")
    client, pale = world.client("alder"), box(order, "PALE")
    said = {
        f"units-{pale}": 1,
        f"units-{box(order, 'STOUT')}": 2,
        f"reason-{pale}": ChangeReason.DAMAGED,
        f"note-{pale}": "Dropped by the truck",
        "version": 2,
        "form_key": str(uuid7()),
    }
    assert client.get(quantities_url(order)).status_code == 200

    answers = [client.post(quantities_url(order), said) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert counts(order) == {"PALE": (3, 1), "STOUT": (2, 2)}
    page = world.client("rita").get(reverse("orders:buying_detail", args=["rita", "alder", order.number]))
    assert "Damaged: Dropped by the truck" in words(page)
    with as_owner():
        mail = OutboundEmail.objects.get(template="orders/edited", to="rita@example.com")
    assert "Pale Ale: 3 → 1 (Damaged: Dropped by the truck)" in mail.text


def test_without_a_reason_it_is_said_beside_the_line(world: World, order: Order) -> None:
    pale, before = box(order, "PALE"), untouched(order)
    said = {f"units-{pale}": 1, f"units-{box(order, 'STOUT')}": 2, "version": 1, "form_key": str(uuid7())}

    answer = world.client("alder").post(quantities_url(order), said)
    other = world.client("alder").post(
        quantities_url(order), said | {f"reason-{pale}": "other", "form_key": str(uuid7())}
    )

    assert (answer.status_code, other.status_code) == (422, 422)
    assert b"Say why." in answer.content
    assert b"Say in the note what the reason is." in other.content
    assert b'value="1"' in answer.content
    assert untouched(order) == before

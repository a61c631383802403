"""The page without account: what it shows, and what is reported by it (I1)."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from orders.enums import OrderStatus
from orders.models import DelivererReport, OrderEvent, OrderLink, ReportPhoto
from tests.orders.external import (
    link_of,
    mails,
    opened,
    place,
    report,
    reports,
    token_for,
)
from tests.world import World
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner

pytestmark = pytest.mark.django_db


def photo(side: int = 400, *, exif: bytes = b"") -> BytesIO:
    made = BytesIO()
    Image.new("RGB", (side, side), "red").save(made, "JPEG", exif=exif)
    made.seek(0)
    made.name = "photo.jpg"
    return made


def rows() -> tuple[int, ...]:
    with as_owner():
        return tuple(model.objects.count() for model in (DelivererReport, ReportPhoto, OrderEvent, OrderLink))


def test_it_shows_what_goes_where_and_nothing_of_what_it_costs(world: World) -> None:
    order = place(world)
    client, page = opened(token_for(order))

    shown = client.get(page).content.decode()

    for text in ("Pale Ale", f"Order {order.label}", "Elm Street", "Deliver to"):
        assert text in shown
    for secret in ("30.00", "60.00", "Rosa of alder", "rosa@example.com"):
        assert secret not in shown
    assert token_for(order) not in shown


def test_looking_changes_nothing_however_often(world: World) -> None:
    token = token_for(place(world))
    before = rows(), len(mails("alder@example.com"))

    for _ in range(3):
        client, page = opened(token)
        client.head(reverse("orders:link_open", args=[token]))
        assert client.get(page).status_code == 200
        for kind in ("picked", "delivered", "problem"):
            assert client.get(f"{page}{kind}/").status_code == 405

    with as_owner():
        assert (
            OrderLink.objects.get(token_hash=OrderLink.objects.latest("created_at").token_hash).opened_at
            is None
        )
    assert (rows(), len(mails("alder@example.com"))) == before


def test_a_delivery_stands_in_the_timeline_and_the_supplier_is_told(world: World) -> None:
    order = place(world)
    client, page = opened(token_for(order))

    answer = report(client, page, "delivered", received_by="Rosa M.", note="Two boxes", photo=photo())

    assert answer.status_code == 302
    (said,) = reports(order)
    assert (said.kind, said.received_by, said.note) == ("delivered", "Rosa M.", "Two boxes")
    with as_owner():
        event = OrderEvent.objects.filter(order=order).latest("sequence")
        order.refresh_from_db()
        assert {each.size for each in ReportPhoto.objects.filter(report=said)} == {"large", "small"}
    assert (event.kind, event.by_id, event.by_side) == ("reported_delivered", None, "distributor")
    assert (order.status, order.version) == (OrderStatus.SUBMITTED, 2), "the supplier updates statuses"
    (mail,) = [each for each in mails("alder@example.com") if each.template == "orders/reported"]
    assert "Rosa M." in mail.text
    assert link_of(order).opened_at is not None
    seen = world.client("alder").get(reverse("orders:selling_detail", args=["alder", order.number]))
    assert "Reported: delivered" in seen.content.decode()
    assert "by link" in seen.content.decode()


def test_one_click_moves_the_order_to_where_the_report_says(world: World) -> None:
    order = place(world)
    client, page = opened(token_for(order))
    report(client, page, "delivered", received_by="Rosa M.")
    (said,) = reports(order)
    ours = reverse("orders:report_following", args=["alder", order.number, said.pk])

    assert world.client("alder").post(ours, {"version": 1}).status_code == 412, "it has changed since"
    assert world.client("alder").post(ours, {"version": 2}).status_code == 302

    with as_owner():
        order.refresh_from_db()
        last = OrderEvent.objects.filter(order=order).latest("sequence")
    assert (order.status, last.note) == (OrderStatus.DELIVERED, "Received by Rosa M.")
    assert "delivered" in client.get(page).content.decode()
    assert report(client, page, "problem", problem="closed").status_code == 200
    assert len(reports(order)) == 1, "what has ended takes no report"


def test_a_double_click_and_two_tabs_are_one_report(world: World) -> None:
    order = place(world)
    client, page = opened(token_for(order))
    key = uuid7()

    for _ in range(2):
        assert report(client, page, "problem", key, problem="damaged", note="Wet").status_code == 302
    for name in ("Rosa", "Somebody else"):
        report(client, page, "delivered", received_by=name)

    assert [(said.kind, said.received_by) for said in reports(order)] == [
        ("problem", ""),
        ("delivered", "Rosa"),
    ]
    assert len([mail for mail in mails("alder@example.com") if mail.template == "orders/reported"]) == 2


def test_two_orders_in_two_tabs_never_mix(world: World) -> None:
    one, two = place(world), place(world)
    client, first = opened(token_for(one))
    client.get(reverse("orders:link_open", args=[token_for(two)]))

    report(client, first, "picked")

    assert ([each.kind for each in reports(one)], reports(two)) == (["picked"], [])


def test_the_page_of_one_order_opens_no_other(world: World) -> None:
    one, two = place(world), place(world)
    client, page = opened(token_for(one))
    other = page.replace(str(link_of(one).pk), str(link_of(two).pk))

    assert client.get(other).status_code == 404
    assert report(client, other, "picked").status_code == 404
    assert Client().get(page).status_code == 404, "another browser has not opened it"
    assert reports(two) == []


def test_a_photo_keeps_nothing_of_where_it_was_taken(world: World) -> None:
    exif = Image.Exif()
    exif[0x010E] = "SECRET-PLACE"
    order = place(world)
    client, page = opened(token_for(order))
    report(client, page, "problem", problem="other", photo=photo(exif=exif.tobytes()))

    with as_owner():
        kept = [bytes(each.content) for each in ReportPhoto.objects.filter(order=order)]
    assert len(kept) == 2
    assert all(content[8:12] == b"WEBP" and b"SECRET" not in content for content in kept)


def test_the_photo_is_the_suppliers_and_that_of_the_delivery_the_retailers(world: World) -> None:
    order = place(world)
    client, page = opened(token_for(order))
    report(client, page, "problem", problem="missing", photo=photo(300))
    report(client, page, "delivered", received_by="Rosa", photo=photo(500))
    problem, delivery = reports(order)

    def seller(each: DelivererReport, who: str = "alder") -> int:
        url = reverse("orders:report_photo", args=[who, order.number, each.pk, "large"])
        return world.client(who).get(url).status_code

    def buyer(each: DelivererReport, who: str = "rosa") -> int:
        url = reverse("orders:proof_photo", args=[who, "alder", order.number, each.pk, "large"])
        return world.client(who).get(url).status_code

    assert (seller(problem), seller(delivery), seller(delivery, "birch")) == (200, 200, 404)
    assert (buyer(problem), buyer(delivery), buyer(delivery, "rita")) == (404, 200, 404)


def test_a_page_in_the_distributors_language(world: World) -> None:
    with as_owner():
        from wholesale.organizations.models import Agreement

        Agreement.objects.filter(pk=world.agreements["alder", "dusk"].pk).update(distributor_language="fr")
    order = place(world)
    client, page = opened(token_for(order))

    assert 'lang="fr"' in client.get(page).content.decode()
    assert mails()[-1].language == "fr"

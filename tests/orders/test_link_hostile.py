"""What the page without account must not let through: guesses, dead links, files and texts of anybody (I1)."""

from datetime import timedelta
from io import BytesIO
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from orders import limits
from orders.models import DelivererReport, Order, OrderLink
from orders.services.links import revoke_link, send_link_again
from orders.tokens import token_of
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
from wholesale.tenancy.contexts import Context
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.roles import Role
from wholesale.tenancy.testing import acting_as, as_owner

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("token", ["x", "A" * 43, "%00", "..", "' OR 1=1 --", "é" * 20, "A" * 3000])
def test_a_guessed_token_opens_nothing_and_says_what_to_do(world: World, token: str) -> None:
    answer = Client().get(reverse("orders:link_open", args=[token]))

    assert answer.status_code == 404
    assert "latest mail" in answer.content.decode()


def test_guessing_is_counted(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(limits, "OPENINGS_PER_MINUTE", 2)
    client = Client(REMOTE_ADDR="203.0.113.9")

    answers = [client.get(reverse("orders:link_open", args=["wrong"])).status_code for _ in range(4)]

    assert answers == [404, 404, 429, 429]


def test_the_hash_and_the_id_are_no_token(world: World) -> None:
    link = link_of(place(world))

    for guess in (link.token_hash, str(link.pk), token_of(uuid7())):
        assert Client().get(reverse("orders:link_open", args=[guess])).status_code == 404


@pytest.mark.parametrize("way", ["expired", "revoked", "replaced"])
def test_a_dead_link_shows_a_plain_page_and_takes_nothing(world: World, way: str) -> None:
    order = place(world)
    client, page = opened(token_for(order))
    if way == "expired":
        with as_owner():
            OrderLink.objects.filter(order=order).update(expires_at=timezone.now() - timedelta(days=1))
    else:
        do = {"revoked": revoke_link, "replaced": send_link_again}[way]
        with acting_as(world.context("alder")):
            do(order=order, by=world.users["alder"])

    shown, posted = client.get(page), report(client, page, "delivered", received_by="R")

    assert (shown.status_code, posted.status_code) == (410, 410)
    assert "Pale Ale" not in shown.content.decode()
    assert "Elm Street" not in shown.content.decode()
    assert reports(order) == []


def test_a_revocation_between_looking_and_sending_is_heeded(world: World) -> None:
    from orders.enums import ReportKind
    from orders.link_errors import LinkUnusable
    from orders.queries.links import link_by_hash
    from orders.services.reporting import Said, report_by_link

    order = place(world)
    with acting_as(None):
        found = link_by_hash(link_of(order).token_hash)
    assert found
    with acting_as(world.context("alder")):
        revoke_link(order=order, by=world.users["alder"])

    with pytest.raises(LinkUnusable), acting_as(found.context):
        report_by_link(link=found, said=Said(ReportKind.PICKED), submission_key=uuid7())

    assert reports(order) == []


BOMB = b"\x89PNG\r\n\x1a\n" + b"\x00" * 50


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<svg onload=alert(1)>", "PNG, JPEG or WebP"),
        (BOMB, "PNG, JPEG or WebP"),
        (b"%PDF-1.7 no photo", "PNG, JPEG or WebP"),
        (b"\xff\xd8\xff" + b"\x00" * 10_000_000, "10 MB"),
        (b"", "nothing in this file"),
    ],
)
def test_a_file_that_is_no_photo_is_refused_and_what_was_typed_stays(
    world: World, content: bytes, says: str
) -> None:
    order = place(world)
    client, page = opened(token_for(order))
    file = BytesIO(content)
    file.name = "photo.jpg"

    answer = report(client, page, "delivered", received_by="Rosa M.", note="At the bar", photo=file)

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert says in shown
    assert 'value="Rosa M."' in shown
    assert "At the bar" in shown
    assert reports(order) == []


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("delivered", {"received_by": ""}),
        ("delivered", {"received_by": "x" * 81}),
        ("problem", {"problem": ""}),
        ("problem", {"problem": "nonsense"}),
        ("problem", {"problem": "other", "note": "x" * 501}),
        ("picked", {"form_key": "no-uuid"}),
    ],
)
def test_bad_input_is_said_beside_the_field_and_writes_nothing(
    world: World, kind: str, said: dict[str, str]
) -> None:
    order = place(world)
    client, page = opened(token_for(order))

    answer = report(client, page, kind, said.pop("form_key", None), **said)

    assert answer.status_code == 422
    assert "is-invalid" in answer.content.decode() or "alert" in answer.content.decode()
    assert reports(order) == []
    assert client.post(f"{page}stolen/").status_code == 404


def test_what_was_typed_is_shown_as_text(world: World) -> None:
    order = place(world)
    client, page = opened(token_for(order))
    report(client, page, "problem", problem="other", note="<script>alert(1)</script>")

    for text in (
        client.get(page).content.decode(),
        world.client("alder")
        .get(reverse("orders:selling_detail", args=["alder", order.number]))
        .content.decode(),
        next(m.html for m in mails("alder@example.com") if m.template == "orders/reported"),
    ):
        assert "<script>alert(1)" not in text
        assert "&lt;script&gt;alert(1)" in text


def test_more_reports_than_anybody_makes_are_refused(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(limits, "REPORTS_PER_HOUR", 2)
    order = place(world)
    client, page = opened(token_for(order))

    answers = [report(client, page, "problem", problem="closed").status_code for _ in range(3)]

    assert answers == [302, 302, 429]
    assert len(reports(order)) == 2


def test_the_context_of_a_link_sees_one_order_and_may_write_nothing_but_a_report(world: World) -> None:
    order, other = place(world), place(world)
    dusk = {"supplier_id": world.org_id("alder"), "distributor_id": world.org_id("dusk")}
    with acting_as(Context(Role.LINK, order_id=order.pk, **dusk)):
        assert [each.pk for each in Order.objects.all()] == [order.pk]
    with (
        pytest.raises(Exception, match="permission denied"),
        acting_as(Context(Role.LINK, order_id=order.pk, **dusk)),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM orders_ordertotal")
    with (
        pytest.raises(Exception, match=r"row-level security|no such row"),
        acting_as(Context(Role.LINK, order_id=order.pk, **dusk)),
    ):
        DelivererReport.objects.create(
            supplier_id=dusk["supplier_id"],
            order=other,
            link_id=link_of(other).pk,
            kind="picked",
            submission_key=uuid7(),
        )
    assert reports(other) == []


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_are_one_report(world: World) -> None:
    order = place(world)
    token, codes = token_for(order), []

    def press() -> None:
        try:
            client, page = opened(token)
            codes.append(report(client, page, "picked").status_code)
        finally:
            connection.close()

    threads = [Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert codes == [302] * 4
    assert len(reports(order)) == 1

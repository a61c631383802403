"""Comments on an order: read and mailed by the parties, internal ones by their own company alone, never changed."""

import json
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse

from orders.enums import OrderSide
from orders.errors import CommentRefused
from orders.models import Order, OrderComment, OrderEvent
from orders.models.comments import LONGEST
from orders.services.comments import add_comment, add_internal_comment
from tests.world import World
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner

SIDES = {"alder": "selling", "dawn": "delivering", "rita": "buying"}
PARTY = {"alder": OrderSide.SUPPLIER, "dawn": OrderSide.DISTRIBUTOR, "rita": OrderSide.RETAILER}


@pytest.fixture(autouse=True)
def _none_yet(world: World) -> None:
    with as_owner():
        OrderComment.objects.all().delete()
        OutboundEmail.objects.all().delete()


def address(world: World, name: str, what: str, app: str = "orders") -> str:
    number = world.orders["alder", "rita"].number
    keys = ["alder", number] if name == "alder" else [name, "alder", number]
    return reverse(f"{app}:{SIDES[name]}_{what}", args=keys)


def say(world: World, name: str, text: str, *, internal: bool = False, key: Any = None) -> Any:
    typed = {"text": text, "form_key": str(key or uuid7())} | ({"internal": "yes"} if internal else {})
    return world.client(name).post(address(world, name, "comment_create"), typed)


def mailed() -> dict[str, str]:
    with as_owner():
        return dict(OutboundEmail.objects.values_list("to", "text"))


@pytest.mark.parametrize("name", SIDES)
def test_the_other_parties_read_it_and_are_mailed(world: World, name: str) -> None:
    assert say(world, name, "The back door,\nplease.").status_code == 302

    for reader in SIDES:
        page = world.client(reader).get(address(world, reader, "detail")).content.decode()
        assert "The back door,<br>please." in page
        assert world.users[name].name in page
    found = mailed()
    assert world.users[name].email not in found
    assert found
    assert all("The back door," in text for text in found.values())
    if name != "rita":
        assert world.orders["alder", "rita"].contact_email in found
    if name != "alder":
        assert world.users["alder"].email in found


@pytest.mark.parametrize("name", SIDES)
def test_what_is_internal_only_the_own_company_reads(world: World, name: str) -> None:
    assert say(world, name, "They pay late.", internal=True).status_code == 302

    for reader in SIDES:
        page = world.client(reader).get(address(world, reader, "detail")).content.decode()
        rows = world.client(reader).get(address(world, reader, "comments", "orders-api")).json()["results"]
        assert ("They pay late." in page) is (reader == name)
        assert [row["is_internal"] for row in rows] == ([True] if reader == name else [])
        with acting_as(world.context(reader)):
            assert OrderComment.objects.count() == (1 if reader == name else 0)
    assert mailed() == {}


def test_the_database_lets_nobody_write_another_company_s_internal_comment_nor_change_one(
    world: World,
) -> None:
    say(world, "alder", "Hello.")
    order = world.orders["alder", "rita"]

    refused = pytest.raises(ProgrammingError, match="row-level security")
    with acting_as(world.context("dawn")), refused, transaction.atomic():
        OrderComment.objects.create(
            supplier_id=order.supplier_id, retailer_id=order.retailer_id, distributor_id=order.distributor_id,
            order=order, internal_to="supplier", by_side="supplier", text="x", by=world.users["dawn"],
            submission_key=uuid7(),
        )  # fmt: skip
    for change in ({"text": "changed"}, None):
        refused = pytest.raises(ProgrammingError, match="permission denied")
        with acting_as(world.context("alder")), refused, transaction.atomic():
            rows = OrderComment.objects.all()
            _ = rows.update(**change) if change else rows.delete()
    with as_owner():
        assert OrderComment.objects.get().text == "Hello."


def test_twice_sent_is_once(world: World) -> None:
    key = uuid7()
    say(world, "rita", "Once.", key=key)
    before = mailed()
    say(world, "rita", "Once.", key=key)

    with as_owner():
        assert OrderComment.objects.count() == 1
    assert mailed() == before


@pytest.mark.parametrize("text", ["", "  \n ", "x" * (LONGEST + 1)])
def test_nothing_and_too_much_are_refused_and_what_was_typed_stays(world: World, text: str) -> None:
    answer = say(world, "rita", text)

    assert answer.status_code == 422
    assert text.strip()[:50] in answer.content.decode()
    order = world.orders["alder", "rita"]
    for add in (add_comment, add_internal_comment):
        with acting_as(world.context("rita")), pytest.raises(CommentRefused):
            add(order=order, side=PARTY["rita"], by=world.users["rita"], text=text, submission_key=uuid7())
    with as_owner():
        assert not OrderComment.objects.exists()
    assert mailed() == {}


def test_who_only_looks_writes_nothing_and_strangers_find_no_order(world: World) -> None:
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.VIEWER)

    page = world.client("alder").get(address(world, "alder", "detail")).content.decode()

    assert "Keep internal" not in page
    assert say(world, "alder", "Hello.").status_code == 403
    number = world.orders["alder", "rita"].number
    for name in ("selling_comment_create",):
        path = reverse(f"orders:{name}", args=["birch", number])
        mine = world.orders.get(("birch", "rita"))
        if mine is None or mine.number != number:
            assert world.client("birch").post(path, {"text": "x"}).status_code == 404
    with as_owner():
        assert not OrderComment.objects.exists()


def test_a_machine_comments_and_reads(world: World) -> None:
    client = world.client("dawn")
    path = address(world, "dawn", "comments", "orders-api")

    def call(key: str, **body: Any) -> Any:
        return client.post(
            path, json.dumps(body), content_type="application/json", headers={"Idempotency-Key": key}
        )

    made, again = call("a", text="At noon."), call("a", text="At noon.")
    inside = call("b", text="Bring the trolley.", is_internal=True)

    assert (made.status_code, again.json()) == (201, made.json())
    assert (made.json()["by_side"], inside.json()["is_internal"]) == ("distributor", True)
    assert call("c", text="").status_code == 400
    texts = [row["text"] for row in client.get(path).json()["results"]]
    assert texts == ["Bring the trolley.", "At noon."]
    seen = world.client("rita").get(address(world, "rita", "comments", "orders-api")).json()["results"]
    assert [row["text"] for row in seen] == ["At noon."]


def test_the_timeline_has_comments_between_the_steps(world: World) -> None:
    say(world, "rita", "<b>bold</b>")
    with as_owner():
        order = Order.objects.get(pk=world.orders["alder", "rita"].pk)
        assert OrderEvent.objects.filter(order=order).count() == 1

    page = world.client("rita").get(address(world, "rita", "detail")).content.decode()

    assert "&lt;b&gt;bold&lt;/b&gt;" in page
    assert page.index("bold") < page.index("Submitted</b>")

"""An order to a distributor without an account: mailed with its papers and a link, and told of what changes (I1)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from orders.enums import LinkEnd, Missing, Move, OrderSide
from orders.models import Order, OrderLine, OrderLink
from orders.services.links import revoke_link, send_link_again, tell_external
from orders.services.progress import take_step
from tests.orders.conftest import Buyer
from tests.orders.external import DUSK, arrived, link_of, mails, place, token_for, token_in
from tests.orders.serving import FREE, let_wait, put_on_hand
from tests.world import World
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.enums import AgreementMode, Party
from wholesale.organizations.models import Agreement
from wholesale.organizations.services import end_agreement
from wholesale.organizations.tokens import hash_of
from wholesale.tenancy.testing import acting_as, as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def provider(settings):
    settings.EMAIL_BACKEND = "wholesale.mail.backends.MailboxBackend"


def step(world: World, order: Order, move: Move, note: str = "") -> Order:
    with acting_as(world.context("alder")):
        return take_step(order=order, move=move, side=OrderSide.SUPPLIER, by=world.users["alder"], note=note)


def test_the_mail_brings_the_order_as_pdf_and_xlsx_and_a_link(world: World) -> None:
    order = place(world)

    (mail,) = mails()
    link = link_of(order)
    assert (mail.template, mail.attaches, mail.language) == (
        "orders/external_order",
        f"order:{order.pk}",
        "en",
    )
    assert link.token_hash == hash_of(token_in(mail.text))
    assert link.expires_at.date() >= order.delivery_date + timedelta(days=14)
    (came,) = arrived()
    assert [file.name for file in came.files.all()] == [
        f"alder-{order.number}.pdf",
        f"alder-{order.number}.xlsx",
    ]
    assert came.files.all()[0].content[:5] == b"%PDF-"
    assert "30.00" not in came.text


def test_an_external_order_costs_no_statement_more(world: World, statements) -> None:
    buyer = Buyer(world, "rosa", "alder")
    buyer.put(1)

    assert len(statements(buyer.submit)) <= 20


def test_no_token_is_kept_anywhere(world: World) -> None:
    token = token_for(place(world))
    arrived()

    with as_owner():
        kept = str(list(OrderLink.objects.values())) + str(list(OutboundEmail.objects.values()))
    assert token not in kept


def test_it_hears_of_a_confirmation_and_a_cancellation_by_the_same_link(world: World) -> None:
    order = place(world)
    first = token_for(order)

    step(world, order, Move.CONFIRM, note="Use the back door")
    told = mails()[-1]
    assert (told.template, token_in(told.text)) == ("orders/external_changed", first)
    assert "is confirmed" in told.subject
    assert "Use the back door" in told.text
    step(world, order, Move.PREPARE)
    assert len(mails()) == 2, "what changes nothing for it is not told"
    step(world, order, Move.CANCEL)

    assert "do not deliver it" in mails()[-1].subject
    assert [len(mail.files.all()) for mail in arrived()] == [2, 2, 2]


def test_a_mail_of_a_change_says_what_changed_since_the_last_one(world: World) -> None:
    order = place(world)
    with as_owner():
        Order.objects.filter(pk=order.pk).update(
            delivery_date=order.delivery_date + timedelta(days=1), version=2
        )
        OrderLine.objects.filter(order=order).update(quantity_units=1)

    with acting_as(world.context("alder")):
        stored = Order.objects.select_related("supplier").get(pk=order.pk)
        tell_external(order=stored)
        tell_external(order=stored)

    assert len(mails()) == 2, "what was told is not told again"
    text = mails()[-1].text
    assert "has changed" in mails()[-1].subject
    assert "Pale Ale: 2 → 1" in text
    assert f"→ {stored.delivery_date:%A}" in text
    assert link_of(order).expires_at.date() >= stored.delivery_date + timedelta(days=14)


def test_sent_again_the_old_link_ends(world: World) -> None:
    order = place(world)
    first = link_of(order)
    with acting_as(world.context("alder")):
        again = send_link_again(order=order, by=world.users["alder"])

    with as_owner():
        first.refresh_from_db()
    assert (first.end, again.end) == (LinkEnd.REPLACED, "")
    assert token_in(mails()[0].text) != token_in(mails()[1].text)


def test_revoked_mails_of_changes_go_on_without_a_link(world: World) -> None:
    order = place(world)
    with acting_as(world.context("alder")):
        revoke_link(order=order, by=world.users["alder"])

    step(world, order, Move.CONFIRM)

    assert link_of(order).end == LinkEnd.REVOKED
    assert "/deliver/" not in mails()[-1].text


def test_the_link_ends_with_the_agreement_and_with_its_mode(world: World) -> None:
    order, other = place(world), place(world)
    agreement = world.agreements["alder", "dusk"]
    with as_owner():
        Agreement.objects.filter(pk=agreement.pk).update(mode=AgreementMode.GUEST)
    assert link_of(order).end == LinkEnd.AGREEMENT
    with as_owner():
        Agreement.objects.filter(pk=agreement.pk).update(mode=AgreementMode.EXTERNAL)
    assert link_of(order).end == LinkEnd.AGREEMENT, "what has ended stays so"
    with acting_as(world.context("alder")):
        send_link_again(order=other, by=world.users["alder"])
        end_agreement(agreement=agreement, party=Party.SUPPLIER, by=world.users["alder"])

    assert link_of(other).end == LinkEnd.AGREEMENT


def test_whoever_had_no_mail_yet_gets_the_order_with_the_next_step(world: World) -> None:
    with as_owner():
        Agreement.objects.filter(pk=world.agreements["alder", "dusk"].pk).update(mode=AgreementMode.GUEST)
    order = place(world)
    assert [mail.template for mail in mails()] == ["orders/to_deliver"]
    with as_owner():
        Agreement.objects.filter(pk=world.agreements["alder", "dusk"].pk).update(mode=AgreementMode.EXTERNAL)

    step(world, order, Move.CONFIRM)

    assert [mail.template for mail in mails()] == ["orders/to_deliver", "orders/external_order"]


def test_the_suppliers_page_says_where_the_link_stands_and_sends_it_again(world: World) -> None:
    order, client = place(world), world.client("alder")
    page = reverse("orders:selling_detail", args=["alder", order.number])
    assert "Being sent" in client.get(page).content.decode()
    arrived()
    with as_owner():
        OutboundEmail.objects.filter(to=DUSK).update(bounced_at=order.submitted_at)
    assert "Bounced" in client.get(page).content.decode()

    answer = client.post(f"{page}link/sending/")

    assert answer.status_code == 302
    assert len(mails()) == 2
    assert client.post(f"{page}link/revocation/").status_code == 302
    shown = client.get(page).content.decode()
    assert "Revoked" in shown
    assert "Send again" in shown


def test_an_order_that_is_delivered_by_ourselves_is_mailed_to_nobody(world: World) -> None:
    buyer, client = Buyer(world, "remy", "alder"), world.client("alder")
    buyer.put(1)
    page = reverse("orders:selling_detail", args=["alder", buyer.submit().number])

    answer = client.post(f"{page}link/sending/")

    assert answer.status_code == 409
    assert "not delivered by an external distributor" in answer.content.decode()
    assert mails() == []


def test_what_waits_for_stock_is_said_and_what_follows_is_an_order_of_its_own(world: World) -> None:
    let_wait(world, "PALE")
    order = place(world, FREE + 4)
    assert "4 back-ordered" in mails()[0].text
    put_on_hand(world, "dusk", 1)

    for move in (Move.CONFIRM, Move.PREPARE):
        step(world, order, move)
    assert f"Pale Ale: {FREE} → {FREE + 1}" in mails()[-1].text
    with acting_as(world.context("alder")):
        take_step(
            order=order,
            move=Move.SHIP,
            side=OrderSide.SUPPLIER,
            by=world.users["alder"],
            missing=Missing.MOVE,
        )

    with as_owner():
        follow = Order.objects.get(follows=order)
    assert [mail.template for mail in mails() if str(follow.pk) in mail.key] == ["orders/external_order"]
    assert link_of(follow).is_open

"""A mail is a row, written with the change that causes it, readable only by its sender."""

from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction

from wholesale.mail.models import OutboundEmail
from wholesale.mail.services import queue_email
from wholesale.mail.wake import wake_sender
from wholesale.organizations.models import Organization
from wholesale.tenancy.contexts import Context
from wholesale.tenancy.roles import Role
from wholesale.tenancy.testing import acting_as, as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def alder(db) -> Organization:
    with as_owner():
        return Organization.objects.create(
            name="Alder & Sons <Ales>", slug="mail-alder", sells=True, brand_color="#87400f"
        )


def queue(key="test:1", *, organization=None, language="en", supplier=None, thread=""):
    queue_email(
        organization_id=organization.pk if organization else None,
        to="ines@example.com",
        language=language,
        template="mail/test",
        context={"action_url": "https://x.example.com/?a=1&b=2"},
        key=key,
        supplier=supplier,
        reply_to="maya@example.com",
        thread=thread,
    )


def rows() -> list[OutboundEmail]:
    with as_owner():
        return list(OutboundEmail.objects.order_by("id"))


def test_a_mail_is_rendered_and_branded_when_it_is_queued(alder):
    with acting_as(Context(Role.SUPPLIER, supplier_id=alder.pk)):
        queue(organization=alder, supplier=alder)

    (mail,) = rows()
    assert (mail.to, mail.from_name, mail.reply_to) == (
        "ines@example.com",
        "Alder & Sons <Ales>",
        "maya@example.com",
    )
    assert mail.subject == "A test of Cratebook's mail"
    assert "Sent by Cratebook for Alder & Sons <Ales>." in mail.text, "plain text is not escaped"
    assert "https://x.example.com/?a=1&b=2" in mail.text
    assert "Alder &amp; Sons &lt;Ales&gt;" in mail.html
    assert '<a class="cta" href="https://x.example.com/?a=1&amp;b=2"' in mail.html
    assert "background: #87400f" in mail.html, "inlined, for readers that drop style tags"
    assert "prefers-color-scheme: dark" in mail.html


def test_the_same_key_is_one_mail(alder):
    for _ in range(2):
        with acting_as(Context(Role.SUPPLIER, supplier_id=alder.pk)):
            queue(organization=alder)
        with acting_as(None):
            queue()

    assert [mail.organization_id for mail in rows()] == [alder.pk, None]


@pytest.mark.parametrize("role", [Role.SUPPLIER, Role.DISTRIBUTOR, Role.RETAILER])
def test_a_side_writes_for_itself_alone_and_reads_nothing(alder, role):
    key = {Role.SUPPLIER: "supplier_id", Role.DISTRIBUTOR: "distributor_id", Role.RETAILER: "retailer_id"}[
        role
    ]
    with acting_as(Context(role, **{key: alder.pk})):
        queue(organization=alder)
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        acting_as(Context(role, **{key: uuid4()})),
    ):
        queue("test:2", organization=alder)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        acting_as(Context(role, **{key: alder.pk})),
    ):
        list(OutboundEmail.objects.all())

    assert len(rows()) == 1


def test_the_app_writes_only_mails_of_no_company(alder):
    with acting_as(None):
        queue()
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(None):
        queue("test:2", organization=alder)

    assert len(rows()) == 1


def test_a_mail_goes_with_the_change_that_caused_it():
    def change_that_fails() -> None:
        with acting_as(None):
            queue()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_that_fails()

    assert rows() == []
    with pytest.raises(RuntimeError, match="transaction"):
        queue()


def test_the_sender_is_woken_once_per_transaction_after_its_commit():
    with acting_as(None):
        queue("test:1")
        queue("test:2")
        with transaction.atomic():
            queue("test:3")

    assert [function for _, function, *_ in connection.run_on_commit] == [wake_sender]

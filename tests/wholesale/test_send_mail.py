"""Taking mails out of the outbox: each once, in order, again after a failure, and not for ever."""

import smtplib
import threading
from datetime import timedelta

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.utils import timezone

from tests.wholesale.sink import SmtpSink
from wholesale.mail import sending
from wholesale.mail.enums import MailState, SuppressionReason
from wholesale.mail.models import MailboxMessage, OutboundEmail, Suppression
from wholesale.mail.outbox import forget_old, requeue_mails, state_of_outbox
from wholesale.mail.services import queue_email
from wholesale.tenancy.contexts import Context
from wholesale.tenancy.roles import Role
from wholesale.tenancy.testing import acting_as, as_owner

MAILBOX = "wholesale.mail.backends.MailboxBackend"


class Broken(BaseEmailBackend):
    """A provider that is down."""

    def send_messages(self, email_messages):
        raise ConnectionError("no route to the provider")


class Refusing(BaseEmailBackend):
    """A mail server that does not know the reader."""

    def send_messages(self, email_messages):
        raise smtplib.SMTPRecipientsRefused({"ines@example.com": (550, b"no such user")})


@pytest.fixture(autouse=True)
def provider(settings):
    settings.EMAIL_BACKEND = MAILBOX


def queue(*keys: str, thread: str = "", to: str = "ines@example.com") -> None:
    with acting_as(None):
        for key in keys:
            queue_email(
                organization_id=None,
                to=to,
                language="en",
                template="mail/test",
                context={},
                key=key,
                thread=thread,
            )


def rows() -> dict[str, OutboundEmail]:
    with as_owner():
        return {mail.key: mail for mail in OutboundEmail.objects.order_by("id")}


def arrived() -> list[str]:
    with acting_as(None):
        return [mail.headers["Message-ID"] for mail in MailboxMessage.objects.order_by("id")]


def make_due() -> None:
    with as_owner():
        OutboundEmail.objects.update(next_at=timezone.now() - timedelta(seconds=1))


@pytest.mark.django_db
def test_what_is_due_is_sent_and_its_body_forgotten():
    queue("one", "two")

    assert sending.send_due() == 2

    mail = rows()["one"]
    assert (mail.state, mail.attempts, mail.lease_token, mail.text, mail.html) == ("sent", 1, None, "", "")
    assert mail.sent_at is not None
    assert arrived() == [rows()["one"].message_id, rows()["two"].message_id]
    with acting_as(None):
        delivered = MailboxMessage.objects.order_by("id")[0]
    assert (delivered.to, delivered.subject) == ("ines@example.com", "A test of Cratebook's mail")
    assert "mail leaves Cratebook" in delivered.text
    assert "<h1" in delivered.html
    assert sending.send_due() == 0


@pytest.mark.django_db
def test_a_provider_that_is_down_is_asked_again_later_and_later_and_then_no_more(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    queue("one")
    waits = []
    for _ in range(sending.ATTEMPTS):
        make_due()
        assert sending.send_due() == 0
        waits.append(rows()["one"].next_at - timezone.now())

    mail = rows()["one"]
    assert (mail.state, mail.attempts) == (MailState.DEAD, 8)
    assert "no route to the provider" in mail.last_error
    assert [round(wait.total_seconds() / 60) for wait in waits[:3]] == [
        pytest.approx(m, abs=1) for m in (0.5, 2, 8)
    ]
    assert timedelta(hours=12) < waits[-1] + timedelta(minutes=1) < timedelta(hours=14)
    make_due()
    assert sending.send_due() == 0, "a dead letter waits for an operator"
    assert state_of_outbox().dead == [mail]

    settings.EMAIL_BACKEND = MAILBOX
    with acting_as(Context(Role.SENDER)):
        assert requeue_mails() == 1
    assert sending.send_due() == 1
    assert rows()["one"].state == MailState.SENT


@pytest.mark.django_db
def test_a_reader_that_does_not_exist_is_not_tried_eight_times(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    queue("one")

    sending.send_due()

    assert (rows()["one"].state, rows()["one"].attempts) == (MailState.DEAD, 1)


@pytest.mark.django_db
def test_an_address_that_bounced_for_good_gets_nothing_more():
    with as_owner():
        Suppression.objects.create(email="ines@example.com", reason=SuppressionReason.BOUNCED)
    queue("one", to="Ines@Example.com")
    queue("two", to="other@example.com")

    assert sending.send_due() == 1
    assert {key: mail.state for key, mail in rows().items()} == {"one": "suppressed", "two": "sent"}


@pytest.mark.django_db
def test_the_mails_of_a_thread_leave_in_order_and_others_do_not_wait(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    queue("order:submitted", thread="order:1")
    sending.send_due()
    settings.EMAIL_BACKEND = MAILBOX
    queue("order:confirmed", thread="order:1")
    queue("order:told", thread="order:1", to="other@example.com")
    queue("elsewhere", thread="order:2")

    assert sending.send_due() == 2
    assert {key for key, mail in rows().items() if mail.state == "sent"} == {"order:told", "elsewhere"}

    make_due()
    assert sending.send_due() == 2
    mails = rows()
    assert arrived()[-2:] == [mails["order:submitted"].message_id, mails["order:confirmed"].message_id]


@pytest.mark.django_db
def test_a_mail_that_another_sender_holds_is_left_alone_until_its_lease_ends():
    queue("one")
    with acting_as(Context(Role.SENDER)):
        held = sending.claim()
    assert held is not None
    assert sending.send_due() == 0

    with as_owner():
        OutboundEmail.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert sending.send_due() == 1
    assert rows()["one"].attempts == 2
    with acting_as(Context(Role.SENDER)):
        sending._note(held, state=MailState.QUEUED)
    assert rows()["one"].state == MailState.SENT, (
        "the first sender's lease is gone: its late note says nothing"
    )


@pytest.mark.django_db
def test_bodies_given_up_long_ago_are_forgotten():
    queue("one")
    with as_owner():
        OutboundEmail.objects.update(state=MailState.DEAD, next_at=timezone.now() - timedelta(days=31))
    with acting_as(None):
        forget_old()

    assert (rows()["one"].text, rows()["one"].html) == ("", "")


@pytest.mark.django_db(transaction=True)
def test_many_senders_at_once_send_each_mail_once(settings):
    with SmtpSink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.server_address[1]
        queue(*(f"mail:{number}" for number in range(40)))

        def send() -> None:
            try:
                sending.send_due()
            finally:
                connection.close()

        threads = [threading.Thread(target=send) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(sink.keys()) == len(set(sink.keys())) == 40
        assert {mail.state for mail in rows().values()} == {"sent"}
        assert sink.mails[0]["From"] == "Cratebook <no-reply@127.0.0.1>"


@pytest.mark.django_db
def test_an_smtp_server_that_says_later_is_believed(settings):
    with SmtpSink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.server_address[1]
        sink.refusals = {"ines@example.com": "451 try later", "gone@example.com": "550 no such user"}
        queue("later")
        queue("never", to="gone@example.com")
        queue("fine", to="fine@example.com")

        assert sending.send_due() == 1
    assert {key: mail.state for key, mail in rows().items()} == {
        "later": "queued",
        "never": "dead",
        "fine": "sent",
    }

"""What the provider reports: written by the public role, applied once, and never taken from a stranger."""

import base64
import json
from datetime import UTC, datetime
from importlib import reload

import pytest
from django.urls import clear_url_caches

from wholesale import urls as root_urls
from wholesale.mail import sending
from wholesale.mail import urls as mail_urls
from wholesale.mail.models import DeliveryReport, OutboundEmail, Suppression
from wholesale.mail.reports import apply_reports
from wholesale.mail.services import queue_email
from wholesale.tenancy.testing import acting_as, as_owner

pytestmark = pytest.mark.django_db
URL = "/mail/reports/"
SECRET = "postmark:a-long-secret"
AT = "2026-11-22T10:00:00Z"


@pytest.fixture
def provider(settings):
    """Switch Postmark on, as its environment would."""
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "POSTMARK_SERVER_TOKEN": "x"}
    _reload()
    yield
    settings.EMAIL_BACKEND = "wholesale.mail.backends.MailboxBackend"
    settings.ANYMAIL = {}
    _reload()


def _reload():
    reload(mail_urls)
    reload(root_urls)
    clear_url_caches()


@pytest.fixture
def sent():
    """A mail that the provider took and named pm-1."""
    with acting_as(None):
        queue_email(
            organization_id=None,
            to="Ines@example.com",
            language="en",
            template="mail/test",
            context={},
            key="one",
        )
    with as_owner():
        OutboundEmail.objects.update(state="sent", sent_at=datetime.now(UTC), provider_id="pm-1")


def report(client, kind, *, secret=SECRET, **fields):
    payload = {"RecordType": kind, "MessageID": "pm-1", "Recipient": "ines@example.com", **fields}
    authorization = "Basic " + base64.b64encode(secret.encode()).decode()
    return client.post(
        URL, json.dumps(payload), content_type="application/json", headers={"authorization": authorization}
    )


def mail():
    with as_owner():
        return OutboundEmail.objects.get()


def test_a_mail_learns_what_became_of_it(client, provider, sent):
    for _ in range(2):
        assert report(client, "Delivery", DeliveredAt=AT, ServerID=1).status_code == 200
    assert report(client, "Open", ReceivedAt="2026-11-22T11:00:00Z").status_code == 200
    assert mail().delivered_at is None, "applied by a task, not while the provider waits"

    assert apply_reports() == 2
    assert mail().delivered_at == datetime(2026, 11, 22, 10, tzinfo=UTC)
    assert mail().opened_at == datetime(2026, 11, 22, 11, tzinfo=UTC)
    assert apply_reports() == 0


def test_a_hard_bounce_stops_mails_to_the_address(client, provider, sent):
    report(client, "Bounce", ID=7, Type="HardBounce", TypeCode=1, Email="ines@example.com", BouncedAt=AT)
    apply_reports()

    assert mail().bounced_at is not None
    with as_owner():
        assert [row.email for row in Suppression.objects.all()] == ["ines@example.com"]


def test_a_full_mailbox_does_not(client, provider, sent):
    report(client, "Bounce", ID=8, Type="SoftBounce", TypeCode=4096, Email="ines@example.com", BouncedAt=AT)
    apply_reports()

    assert mail().bounced_at is not None
    with as_owner():
        assert not Suppression.objects.exists()


def test_a_report_that_is_faster_than_our_own_note_waits_for_it(client, provider, sent):
    with as_owner():
        OutboundEmail.objects.update(provider_id="")
    report(client, "Delivery", DeliveredAt=AT)
    assert apply_reports() == 0

    with as_owner():
        OutboundEmail.objects.update(provider_id="pm-1")
    assert apply_reports() == 1
    assert mail().delivered_at is not None


def test_a_stranger_is_refused_and_nothing_written(client, provider, sent):
    assert report(client, "Delivery", secret="postmark:guessed").status_code == 400
    assert client.post(URL, "{}", content_type="application/json").status_code == 400
    with as_owner():
        assert not DeliveryReport.objects.exists()


def test_without_a_secret_there_is_no_door(client, sent):
    assert client.post(URL, "{}", content_type="application/json").status_code == 404


def test_the_message_id_is_what_the_next_sender_would_use(sent):
    assert sending.message_id_of(mail()) == sending.message_id_of(mail())

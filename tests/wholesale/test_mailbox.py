"""The Mailbox of development: found by reader, shown as the reader sees it, in a frame without powers."""

import pytest
from django.urls import reverse

from wholesale.mail.models import MailboxMessage
from wholesale.tenancy.testing import as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def mails():
    with as_owner():
        return [
            MailboxMessage.objects.create(
                to=f"{name}@example.com",
                sender="Cratebook <no-reply@example.com>",
                subject=f"Hello {name}",
                headers={"Message-ID": "<1@example.com>"},
                text="Your code:\n\n492817\n\nOpen http://127.0.0.1:8000/i/abc-def_1 (or not).",
                html="<h1 style='color:red'>Hello</h1><script>alert(1)</script>",
            )
            for name in ("ines", "marc")
        ]


def test_the_newest_comes_first_and_a_reader_is_found(client, mails):
    page = client.get(reverse("mail:mailbox")).content.decode()
    assert page.index("Hello marc") < page.index("Hello ines")

    found = client.get(reverse("mail:mailbox"), {"q": "INES@example"}).content.decode()
    assert "Hello ines" in found
    assert "Hello marc" not in found
    assert "No mails yet" not in client.get(reverse("mail:mailbox"), {"q": "nobody"}).content.decode()


def test_links_and_codes_are_ready_to_copy(client, mails):
    page = client.get(reverse("mail:mailbox_detail", args=[mails[0].pk])).content.decode()

    assert 'data-copy="492817"' in page
    assert 'data-copy="http://127.0.0.1:8000/i/abc-def_1"' in page
    assert "&lt;1@example.com&gt;" in page
    assert "<script>alert" not in page


def test_the_body_is_alone_at_an_address_with_a_policy_of_its_own(client, mails):
    response = client.get(reverse("mail:mailbox_body", args=[mails[0].pk]))

    assert response.content.decode().startswith("<h1 style")
    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'none'" in policy
    assert "sandbox allow-popups" in policy
    assert "frame-ancestors 'self'" in policy
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_an_unknown_mail_is_not_found(client, mails):
    assert client.get("/_mailbox/0190f5b2-0000-7000-8000-000000000000/").status_code == 404

"""What an operator has for mail: a command, the admin's list, and complaints before going live."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from wholesale.accounts.models import User
from wholesale.mail.checks import check_mail
from wholesale.mail.enums import MailState
from wholesale.mail.models import OutboundEmail
from wholesale.tenancy.testing import as_owner


@pytest.fixture
def dead(world) -> OutboundEmail:
    with as_owner():
        mail = OutboundEmail.objects.get(key="cast", organization=world.orgs["alder"])
        mail.state, mail.text, mail.html, mail.last_error = MailState.DEAD, "text", "html", "no route"
        mail.save()
    return mail


def state_of(mail: OutboundEmail) -> str:
    with as_owner():
        return OutboundEmail.objects.get(pk=mail.pk).state


def outbox(*arguments: str) -> str:
    out = StringIO()
    call_command("outbox", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_command_shows_what_was_given_up_and_puts_it_back(dead):
    shown = outbox()
    assert f"dead  {dead.pk}" in shown
    assert "oldest due: 0 s" in shown

    assert "put back: 1" in outbox("--requeue")
    assert state_of(dead) == MailState.QUEUED


@pytest.mark.django_db
def test_the_command_fails_when_mails_wait_too_long(dead):
    with as_owner():
        OutboundEmail.objects.filter(pk=dead.pk).update(state=MailState.QUEUED)
    with pytest.raises(SystemExit):
        outbox("--max-age", "-1")


@pytest.mark.django_db
def test_staff_see_dead_mails_and_send_them_again(world, dead):
    person = User.objects.create_superuser("sam@example.com", name="Sam Staff")
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    client = Client()
    client.force_login(person)
    url = reverse("admin:mail_outboundemail_changelist")

    assert "no route" in client.get(url, {"state": "dead"}).content.decode()
    assert client.get(reverse("admin:mail_suppression_changelist")).status_code == 200
    client.post(url, {"action": "requeue", "_selected_action": str(dead.pk)})
    assert state_of(dead) == MailState.QUEUED
    assert world.client("birch").get(url, follow=True).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rights", "state"),
    [(["view"], MailState.DEAD), (["view", "change"], MailState.QUEUED)],
)
def test_staff_who_may_only_read_mails_send_none_again(dead, rights, state):
    person = User.objects.create_user("hal@example.com", name="Hal Helper", is_staff=True)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    with as_owner():
        words = [f"{right}_outboundemail" for right in rights]
        person.user_permissions.set(Permission.objects.filter(codename__in=words))
    client = Client()
    client.force_login(person)
    url = reverse("admin:mail_outboundemail_changelist")

    assert client.get(url).status_code == 200
    client.post(url, {"action": "requeue", "_selected_action": str(dead.pk)})
    assert state_of(dead) == state


def test_going_live_without_a_provider_is_an_error(settings):
    settings.EMAIL_BACKEND, settings.MAIL_IS_SET = "wholesale.mail.backends.MailboxBackend", False
    assert [found.id for found in check_mail()] == ["mail.E001", "mail.W002"]
    settings.EMAIL_BACKEND, settings.MAIL_IS_SET = "anymail.backends.postmark.EmailBackend", True
    settings.ANYMAIL, settings.DEFAULT_FROM_EMAIL = {}, "Cratebook <orders@example.com>"
    assert [found.id for found in check_mail()] == ["mail.W001"]
    settings.ANYMAIL = {"WEBHOOK_SECRET": "name:password"}
    assert check_mail() == []

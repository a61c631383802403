"""Profile, email, second factor, passkeys' pages, devices."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from tests.wholesale.accounts.conftest import PASSWORD
from wholesale.accounts.models import User

PAGES = (
    "accounts:profile", "account_email", "account_change_password", "mfa_index", "usersessions_list",
    "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn", "account_logout", "account_reauthenticate",
)  # fmt: skip


def digits(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def add_app(desk):
    page = desk.get(reverse("mfa_activate_totp"))
    return desk.post(reverse("mfa_activate_totp"), {"code": digits(page.context["form"].secret)})


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_ones_account_opens(desk, name):
    response = desk.get(reverse(name))

    assert response.status_code == 200
    assert b"<script>" not in response.content
    assert b" style=" not in response.content


@pytest.mark.parametrize("name", PAGES)
def test_none_of_them_opens_to_a_visitor(db, name):
    assert Client().get(reverse(name)).status_code == 302


def test_a_profile_is_changed_and_speaks_its_language(desk, nora):
    response = desk.post(
        reverse("accounts:profile"), {"name": "Nora N.", "language": "fr", "time_zone": "Europe/Paris"}
    )

    assert response.status_code == 302
    nora.refresh_from_db()
    assert (nora.name, nora.language, nora.time_zone) == ("Nora N.", "fr", "Europe/Paris")
    assert b'<html lang="fr"' in desk.get(reverse("accounts:profile")).content


def test_a_time_zone_that_is_none_is_refused(desk, nora):
    response = desk.post(
        reverse("accounts:profile"), {"name": "Nora", "language": "fr", "time_zone": "Mars/Base"}
    )

    assert response.status_code == 422
    nora.refresh_from_db()
    assert nora.language == "en"


def test_a_new_address_counts_once_its_code_is_typed(desk, nora, code_for, mails):
    desk.post(reverse("account_email"), {"email": "new@example.com", "action_add": "1"})
    nora.refresh_from_db()
    assert nora.email == "nora@example.com"

    desk.post(reverse("account_email_verification_sent"), {"code": code_for("new@example.com")})

    nora.refresh_from_db()
    assert nora.email == "new@example.com"
    assert "accounts/security_notice" in mails("nora@example.com")


def test_an_app_is_asked_for_its_digits_at_the_next_sign_in(
    desk, nora, mails, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = add_app(desk)
    assert response["Location"] == reverse("mfa_view_recovery_codes")
    codes = desk.get(response["Location"]).context["unused_codes"]

    client = Client()
    response = client.post(reverse("account_login"), {"login": nora.email, "password": PASSWORD})
    assert response["Location"] == reverse("mfa_authenticate")
    assert client.get(response["Location"]).status_code == 200
    assert "_auth_user_id" not in client.session
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "_auth_user_id" not in client.session
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert "_auth_user_id" in client.session
    assert "accounts/security_notice" in mails(nora.email)


def test_the_database_does_not_hold_the_app_s_secret(desk, nora):
    page = desk.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    desk.post(reverse("mfa_activate_totp"), {"code": digits(secret)})

    kept = Authenticator.objects.get(user=nora, type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in kept


def test_an_emailed_code_does_not_go_round_the_second_step(desk, nora, code_for):
    add_app(desk)
    client = Client()
    client.post(reverse("account_request_login_code"), {"email": nora.email})

    response = client.post(reverse("account_confirm_login_code"), {"code": code_for(nora.email)})

    assert response["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session


def test_devices_are_listed_and_signed_out_one_by_one(desk, nora):
    phone = Client()
    phone.post(reverse("account_login"), {"login": nora.email, "password": PASSWORD})
    sessions = desk.get(reverse("usersessions_list")).context["sessions"]
    assert len(sessions) == 2
    other = next(each for each in sessions if each.session_key == phone.session.session_key)

    desk.post(reverse("accounts:session_ending", args=[other.pk]))

    assert phone.get(reverse("accounts:profile")).status_code == 302
    assert desk.get(reverse("accounts:profile")).status_code == 200
    assert UserSession.objects.filter(user=nora).count() == 1


def test_nobody_signs_out_somebody_else_s_device(desk, nora):
    other = User.objects.create_user("mallory@example.com")
    stranger = Client()
    stranger.force_login(other)
    mine = UserSession.objects.filter(user=nora).get()

    assert stranger.post(reverse("accounts:session_ending", args=[mine.pk])).status_code == 404
    assert UserSession.objects.filter(pk=mine.pk).exists()


def test_who_signs_in_by_code_can_set_a_password(nora):
    nora.set_unusable_password()
    nora.save()
    client = Client()
    client.force_login(nora)
    new = "a better horse battery"

    response = client.post(reverse("account_set_password"), {"password1": new, "password2": new})

    assert response.status_code == 302
    nora.refresh_from_db()
    assert nora.check_password(new)


def test_what_protects_an_account_changes_only_after_the_password_again(nora):
    client = Client()
    client.post(reverse("account_login"), {"login": nora.email, "password": PASSWORD})

    response = client.get(reverse("mfa_activate_totp"))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_reauthenticate"))
    assert client.get(response["Location"]).status_code == 200
    response = client.post(response["Location"], {"password": PASSWORD})
    assert response["Location"] == reverse("mfa_activate_totp")
    assert client.get(response["Location"]).status_code == 200

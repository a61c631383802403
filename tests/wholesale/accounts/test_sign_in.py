"""Sign up, sign in by password and by code, forget the password; unknown addresses learn nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.wholesale.accounts.conftest import PASSWORD
from wholesale.accounts.errors import EmailTaken
from wholesale.accounts.models import User
from wholesale.accounts.services import register_person
from wholesale.mail.models import OutboundEmail
from wholesale.mail.rendering import render_mail
from wholesale.organizations.models import Person
from wholesale.tenancy.testing import as_owner

NEW = {"name": "Nora  North", "email": "Nora@Example.com", "password1": PASSWORD}


def is_signed_in(client):
    return "_auth_user_id" in client.session


def sign_up(client, **changes):
    return client.post(reverse("account_signup") + "?next=/companies/new/selling/", NEW | changes)


def test_signing_up_takes_the_code_that_was_mailed(client, db, code_for, mails):
    response = sign_up(client)
    assert response["Location"].startswith(reverse("account_email_verification_sent"))
    assert not is_signed_in(client)

    response = client.post(reverse("account_email_verification_sent"), {"code": code_for("nora@example.com")})

    assert response["Location"] == "/companies/new/selling/"
    assert is_signed_in(client)
    assert mails("nora@example.com")[0] == "accounts/email_code"
    with as_owner():
        assert Person.objects.get(email="nora@example.com").name == "Nora North"


def test_signing_up_with_a_taken_address_looks_the_same(client, nora, mails, code_for):
    stranger, fresh = Client(), Client()

    taken = sign_up(stranger)
    free = sign_up(fresh, email="free@example.com")

    assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])
    pages = [each.get(taken["Location"]).content for each in (stranger, fresh)]
    assert masked(pages[0], nora.email) == masked(pages[1], "free@example.com")
    assert mails(nora.email) == ["accounts/account_exists"]
    assert mails("free@example.com") == ["accounts/email_code"]
    nora.refresh_from_db()
    assert nora.check_password(PASSWORD)


def masked(page, email):
    import re

    page = page.decode().replace(email, "EMAIL")
    return re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', "", page)


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"password1": "short"}, "password1"), ({"password1": "password1234"}, "password1"),
     ({"name": " "}, "name"), ({"email": "nora"}, "email")],
)  # fmt: skip
def test_a_wrong_field_keeps_what_was_typed(client, db, typed, field):
    response = sign_up(client, **typed)

    assert field in response.context["form"].errors
    assert User.objects.count() == 0


def test_a_password_signs_in(nora):
    client = Client()

    response = client.post(reverse("account_login"), {"login": "NORA@example.com", "password": PASSWORD})

    assert response.status_code == 302
    assert is_signed_in(client)


def test_a_wrong_password_and_an_unknown_address_get_one_answer(nora):
    pages = []
    for email in (nora.email, "nobody@example.com"):
        client = Client()
        response = client.post(reverse("account_login"), {"login": email, "password": "wrong wrong wrong"})
        assert (response.status_code, is_signed_in(client)) == (200, False)
        pages.append(masked(response.content, email))

    assert pages[0] == pages[1]


def test_passwords_cannot_be_tried_for_long(nora):
    for _ in range(5):
        Client().post(reverse("account_login"), {"login": nora.email, "password": "wrong wrong wrong"})
    client = Client()

    response = client.post(reverse("account_login"), {"login": nora.email, "password": PASSWORD})

    assert not is_signed_in(client)
    assert b"Too many failed login attempts" in response.content


def test_a_code_signs_in_once(nora, code_for):
    client = Client()
    client.post(reverse("account_request_login_code"), {"email": nora.email})
    code = code_for(nora.email)

    client.post(reverse("account_confirm_login_code"), {"code": code})

    assert is_signed_in(client)
    other = Client()
    other.post(reverse("account_request_login_code"), {"email": nora.email})
    other.post(reverse("account_confirm_login_code"), {"code": code})
    assert not is_signed_in(other)


def test_a_code_for_an_unknown_address_is_asked_for_alike(nora, mails, django_assert_num_queries):
    answers = []
    for email in (nora.email, "nobody@example.com"):
        client = Client()
        response = client.post(reverse("account_request_login_code"), {"email": email})
        page = client.get(response["Location"])
        answers.append(
            (response.status_code, response["Location"], page.status_code, masked(page.content, email))
        )

    assert answers[0] == answers[1]
    assert mails("nobody@example.com") == ["accounts/account_unknown"]


def test_five_wrong_codes_are_enough_also_with_a_new_copy_of_the_session(nora, code_for):
    client = Client()
    client.post(reverse("account_request_login_code"), {"email": nora.email})
    before = dict(client.session.items())
    for _ in range(4):
        client.post(reverse("account_confirm_login_code"), {"code": "000000"})
        session = client.session  # as parallel requests do: each starts from the session before the others
        session.update(before)
        session.save()
    client.post(reverse("account_confirm_login_code"), {"code": "000000"})
    session.update(before)
    session.save()

    response = client.post(reverse("account_confirm_login_code"), {"code": code_for(nora.email)})

    assert not is_signed_in(client)
    assert b"Too many" in response.content


def test_only_so_many_codes_an_hour(nora, mails):
    for _ in range(7):
        Client().post(reverse("account_request_login_code"), {"email": nora.email})

    assert mails(nora.email) == ["accounts/login_code"] * 5


def test_a_forgotten_password_is_replaced_by_code(nora, code_for, mails):
    client = Client()
    client.post(reverse("account_reset_password"), {"email": nora.email})
    client.post(reverse("account_confirm_password_reset_code"), {"code": code_for(nora.email)})

    new = "a better horse battery"
    client.post(reverse("account_complete_password_reset"), {"password1": new, "password2": new})

    nora.refresh_from_db()
    assert nora.check_password(new)
    assert mails(nora.email) == ["accounts/password_code", "accounts/security_notice"]


def test_getting_a_page_never_acts(nora, code_for):
    client = Client()
    client.post(reverse("account_request_login_code"), {"email": nora.email})

    client.get(reverse("account_confirm_login_code"), {"code": code_for(nora.email)})
    assert not is_signed_in(client)
    client.post(reverse("account_confirm_login_code"), {"code": code_for(nora.email)})
    client.get(reverse("account_logout"))
    assert is_signed_in(client)
    client.post(reverse("account_logout"))
    assert not is_signed_in(client)


def test_a_password_set_by_somebody_else_ends_when_a_code_proves_the_address(client, db, code_for):
    sign_up(client, password1="the squatter's password")
    owner = Client()
    owner.post(reverse("account_request_login_code"), {"email": "nora@example.com"})

    owner.post(reverse("account_confirm_login_code"), {"code": code_for("nora@example.com")})

    assert is_signed_in(owner)
    assert not User.objects.get(email="nora@example.com").has_usable_password()


def test_an_account_nobody_proved_goes_to_whoever_proves_it(client, db):
    sign_up(client, password1="the squatter's password")

    person = register_person(email="nora@example.com", name="Nora", password=PASSWORD)

    assert person.check_password(PASSWORD)
    with pytest.raises(EmailTaken):
        register_person(email="NORA@example.com", name="Again")


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_no_code_stands_where_staff_read_it(client, nora, code_for, language):
    """A body is erased once it has left and no staff page shows it; a subject stays, in a list that staff search."""
    client.post(reverse("account_request_login_code"), {"email": "nora@example.com"})
    sign_in = code_for("nora@example.com")
    client.post(reverse("account_reset_password"), {"email": "nora@example.com"})
    reset = code_for("nora@example.com")
    shown = {"code": sign_in, "email": "nora@example.com"}

    with as_owner():
        subjects = list(OutboundEmail.objects.values_list("subject", flat=True))
    subjects += [
        render_mail(f"accounts/{kind}", shown, language=language, supplier=None).subject
        for kind in ("login_code", "password_code", "email_code")
    ]

    assert len(subjects) >= 5
    assert not [subject for subject in subjects if sign_in in subject or reset in subject]

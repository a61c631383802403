"""From a supplier's link to a proven address, in a browser (SPEC.md N6; 004-09 … 004-11; DATA.md 5.1)."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from invitations.codes import TRIES
from invitations.enums import VisitState
from invitations.models import InviteLink, Visit
from tests.invitations.visiting import EMAIL, Visitor, age, code_mails, last_code, send, written, wrong
from wholesale.accounts.services import register_person
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.models import Organization
from wholesale.tenancy.testing import acting_as, as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(world):
    return Visitor(world)


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def visits_of(email=EMAIL):
    with acting_as(None):
        return list(Visit.objects.filter(email=email).order_by("created_at", "id"))


def test_the_page_wears_the_suppliers_brand_and_opening_it_writes_nothing(visitor):
    before = written()

    answers = [getattr(visitor.client, verb)(visitor.path) for verb in ("get", "head") * 20]

    assert {answer.status_code for answer in answers} == {200}
    page = answers[0].content.decode()
    assert "Buy from Alder" in page
    assert "/brand/alder" in page
    assert 'autocomplete="email"' in page
    assert written() == before
    assert "session" not in visitor.client.cookies


def test_the_code_page_is_made_for_phones_and_readers(visitor):
    visitor.ask()

    page = visitor.client.get(visitor.visit_path).content.decode()

    field = re.search(r"<input[^>]*id=\"code\"[^>]*>", page)
    assert field
    for wanted in ('inputmode="numeric"', 'autocomplete="one-time-code"', "autofocus", "required"):
        assert wanted in field[0]
    assert EMAIL in page
    assert 'aria-current="step"' in page
    assert last_code() not in page
    assert last_code() not in str(dict(visitor.client.session))


def test_the_right_code_leads_on_to_the_business(visitor):
    answer = visitor.prove()

    assert (answer.status_code, answer["Location"]) == (302, visitor.business_path)
    assert visitor.client.get(visitor.business_path).status_code == 200
    assert visitor.client.get(visitor.visit_path)["Location"] == visitor.business_path, "the back button"
    assert not visitor.is_signed_in


def test_before_the_code_there_is_no_way_to_the_business(visitor):
    visitor.ask()
    before = written()

    assert visitor.client.get(visitor.business_path)["Location"] == visitor.visit_path
    assert visitor.tell()["Location"] == visitor.visit_path
    assert written() == before


def test_a_wrong_code_says_how_many_tries_are_left_and_the_count_stays(visitor):
    visitor.ask()
    code = wrong(last_code())

    for left in (4, 3, 2, 1):
        answer = visitor.type(code)
        assert (answer.status_code, answer["Location"]) == (302, visitor.visit_path)
        words = f"That code is wrong. {left} {'try' if left == 1 else 'tries'} left."
        page = visitor.client.get(visitor.visit_path)
        assert words in text_of(page)
        assert 'aria-invalid="true"' in page.content.decode()
    visitor.type(code)

    page = visitor.client.get(visitor.visit_path)
    assert "fifth wrong code" in text_of(page)
    assert 'id="code"' not in page.content.decode()
    visitor.type(last_code())
    assert visitor.client.get(visitor.business_path)["Location"] == visitor.visit_path
    assert visits_of()[0].tries == TRIES


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "🍺" * 6, "1" * 50_000, "12\x003456"])
def test_what_is_no_code_costs_no_try(visitor, typed):
    visitor.ask()

    answer = visitor.type(typed)

    assert answer.status_code == 422
    assert 'id="code-error"' in answer.content.decode()
    assert visits_of()[0].tries == 0


def test_an_expired_code_says_so_and_a_new_one_goes_on(visitor):
    visitor.ask()
    age(timedelta(minutes=10))
    assert "ten minutes are over" in text_of(visitor.client.get(visitor.visit_path))
    visitor.type(last_code())
    assert visits_of()[0].state == VisitState.EXPIRED

    answer = visitor.client.post(f"{visitor.visit_path}sending/")

    visitor.visit_path = answer["Location"]
    assert "A new code is on its way" in text_of(visitor.client.get(visitor.visit_path))
    assert visitor.type(last_code())["Location"] == visitor.business_path


def test_a_code_does_not_work_in_another_browser_nor_under_another_link(visitor, world):
    visitor.ask()
    stranger = Visitor(world)
    stranger.ask("mallory@example.com")
    before = visits_of()[0].tries

    for client, path in (
        (stranger.client, visitor.visit_path),
        (Client(), visitor.visit_path),
        (
            visitor.client,
            visitor.visit_path.replace(visitor.link.code, Visitor(world, supplier="birch").link.code),
        ),
    ):
        for answer in (
            client.get(path),
            client.post(path, {"code": last_code()}),
            client.post(f"{path}sending/"),
            client.get(f"{path}business/"),
            client.post(f"{path}business/"),
        ):
            assert answer.status_code == 404
            assert EMAIL not in answer.content.decode()
    assert visits_of()[0].tries == before
    assert len(code_mails()) == 1


def test_two_tabs_each_go_on_where_they_were(visitor):
    visitor.ask()
    first, first_code = visitor.visit_path, last_code()
    visitor.ask("second@example.com")

    assert visitor.type(last_code("second@example.com"))["Location"] == visitor.business_path
    visitor.visit_path = first
    assert visitor.type(first_code)["Location"] == visitor.business_path


def test_a_poster_is_remembered_and_an_unknown_one_is_none(world):
    visitor = Visitor(world, tag="fair")
    visitor.ask()
    other = Visitor(world, tag="no-such-poster", email="other@example.com")
    other.ask()

    assert visits_of()[0].tag_id == world.tags["alder"].pk
    assert f'href="{visitor.path}"' in visitor.client.get(visitor.visit_path).content.decode()
    assert visits_of("other@example.com")[0].tag_id is None
    answer = visitor.client.post(f"{visitor.visit_path}sending/")
    assert answer.status_code == 302
    assert [visit.tag_id for visit in visits_of()] == [world.tags["alder"].pk] * 2


def switched(world, **values):
    with as_owner():
        InviteLink.objects.filter(supplier=world.orgs["alder"]).update(**values)


@pytest.mark.parametrize("how", ["off", "replaced", "no longer sells"])
def test_a_link_that_is_no_longer_in_use_says_so_wherever_one_stands(visitor, world, how):
    visitor.prove()
    if how == "no longer sells":
        with as_owner():
            Organization.objects.filter(slug="alder").update(sells=False, buys=True)
    else:
        switched(world, **({"is_on": False} if how == "off" else {"replaced_at": "2026-01-01T00:00Z"}))
    before = written()

    answers = [
        visitor.client.get(visitor.path),
        visitor.ask(),
        visitor.client.get(f"{visitor.path}visits/sent/"),
    ]
    visitor.visit_path = reverse("invitations:visit_code", args=[visitor.link.code, visits_of()[0].pk])
    answers += [visitor.tell(), visitor.client.get(visitor.visit_path), visitor.type("123456")]

    assert {answer.status_code for answer in answers} == {410}
    assert "Nothing was sent" in text_of(answers[0])
    assert written() == before


def test_a_link_that_never_was_leads_nowhere(world):
    for code in ("x" * 22, "x", "-", "x" * 300):
        answer = Client().get(f"/ask/{code}/")
        assert answer.status_code == 404
        assert "leads to no supplier" in text_of(answer)


@pytest.mark.parametrize(
    "email", ["", "nadia", "a" * 300 + "@example.com", "🍺@example.com", "a@b\x00.com", "<b>@x.y"]
)
def test_what_is_no_address_is_refused_beside_the_field(visitor, email):
    before = written()

    answer = visitor.client.post(visitor.path, {"email": email})

    assert answer.status_code == 422
    assert "id_email_error" in answer.content.decode()
    assert written() == before


def test_too_many_codes_keep_the_address_and_say_when_to_come_again(visitor):
    for _ in range(5):
        visitor.ask()
    before = written()

    answers = [
        visitor.ask(),
        visitor.client.post(f"/ask/{visitor.link.code}/visits/{visits_of()[-1].pk}/sending/"),
    ]

    for answer in answers:
        assert answer.status_code == 429
        assert "That was a lot at once. Try again in 60 minutes." in text_of(answer)
        assert EMAIL in answer.content.decode()
    assert written() == before


def test_a_visitor_who_is_locked_out_still_signs_in_with_an_account(world):
    nora = register_person(email="nora@example.com", name="Nora", password="correct horse battery staple")
    visitor = Visitor(world, email=nora.email)
    for _ in range(5):
        visitor.ask()
        for _ in range(5):
            visitor.type(wrong(last_code(nora.email)))
    assert visitor.ask().status_code == 429
    client = Client()

    client.post(reverse("account_request_login_code"), {"email": nora.email})
    with as_owner():
        mail = OutboundEmail.objects.filter(to=nora.email, template="accounts/login_code").get()
    code = re.search(r"^(\d{6})$", mail.text, re.MULTILINE)
    assert code
    client.post(reverse("account_confirm_login_code"), {"code": code[1]})

    assert "_auth_user_id" in client.session


def test_the_code_stands_in_the_mailbox_of_development(world):
    from wholesale.mail.models import MailboxMessage
    from wholesale.mail.queries import codes_in

    send(world)
    assert codes_in(MailboxMessage(text=code_mails()[0].text)) == [last_code()]


@pytest.mark.parametrize("language", ["fr", "es"])
def test_the_path_and_its_mail_speak_the_readers_language(world, language):
    visitor = Visitor(world)
    visitor.client.defaults["HTTP_ACCEPT_LANGUAGE"] = language

    visitor.ask()

    assert code_mails()[0].language == language
    assert f'lang="{language}"' in visitor.client.get(visitor.visit_path).content.decode()

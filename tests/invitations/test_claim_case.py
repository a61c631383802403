"""“This is us”: who has proven an address says that a claimed company is theirs (P7, N6)."""

import pytest
from django.test import Client
from django.urls import reverse

from invitations.models import ClaimCase
from tests.invitations.conftest import EMAIL, invite, last_token, mails
from tests.invitations.test_pages import REGISTER, TYPED, open_link
from wholesale.accounts.models import User
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner

SPY = "spy@birch.example.com"
WORDS = {"person_name": "Jeanne Cormier", "message": "Ask for me at the bar: 514 555-0148."}


@pytest.fixture
def claimed(world, bar, rival):
    """Return the bar, claimed by the rival's person while alder's invitation waits at the true owner's address."""
    invite(world, bar)
    invite(world, rival, "birch")
    spy = Client()
    open_link(spy, last_token(SPY))
    assert spy.post(REGISTER, TYPED).status_code == 302
    return bar


def page_of(retailer_id):
    return reverse("invitations:claim_case", args=[retailer_id])


def cases():
    with as_owner():
        return list(ClaimCase.objects.filter(email__in=(EMAIL, SPY)))


def with_token():
    client = Client()
    open_link(client)
    return client


def test_whoever_holds_an_invitation_says_this_is_us(world, claimed):
    client = with_token()

    page = client.get(page_of(claimed.retailer_id))
    assert page.status_code == 200
    assert "Is Bar Le Cormoran yours?" in page.content.decode()
    answer = client.post(page_of(claimed.retailer_id), WORDS)

    assert (answer.status_code, answer.url) == (302, reverse("invitations:claim_sent"))
    assert client.get(answer.url).status_code == 200
    (case,) = cases()
    assert (case.retailer_id, case.through_id) == (claimed.retailer_id, world.org_id("alder"))
    assert (case.email, case.person, case.person_name, case.state) == (EMAIL, None, "Jeanne Cormier", "open")
    assert [m.template for m in mails(EMAIL)] == ["invitations/invitation", "invitations/claim_opened"]


def test_a_signed_in_person_too_and_the_platforms_staff_are_told(world, claimed):
    with as_owner():
        User.objects.create_superuser("sam@example.com", name="Sam Staff")
        User.objects.create_superuser("gone@example.com", name="Gone", is_active=False)

    world.client("rex").post(page_of(claimed.retailer_id), WORDS)

    with as_owner():
        case = ClaimCase.objects.get(email=world.users["rex"].email)
        assert (case.person, case.through) == (world.users["rex"], None)
    told = [m for m in mails() if m.template == "invitations/claim_waiting"]
    assert [m.to for m in told] == ["sam@example.com"]
    assert "514 555-0148" in told[0].text


def test_asking_twice_is_answered_alike_and_writes_nothing(world, claimed):
    client = with_token()
    first = client.post(page_of(claimed.retailer_id), WORDS)

    second = client.post(page_of(claimed.retailer_id), WORDS)

    assert (second.status_code, second.url) == (first.status_code, first.url)
    assert len(cases()) == 1
    assert [m.template for m in mails(EMAIL)].count("invitations/claim_opened") == 1


def test_a_visitor_who_has_proven_nothing_is_told_how(world, claimed):
    client = Client()

    assert client.get(page_of(claimed.retailer_id)).status_code == 403
    page = client.post(page_of(claimed.retailer_id), WORDS)

    assert page.status_code == 403
    assert "First show who you are" in page.content.decode()
    assert "Cormoran" not in page.content.decode()
    assert cases() == []


def test_an_address_proven_by_a_code_counts(world, claimed):
    client = Client()
    client.get(reverse("invitations:claim_sent"))
    session = client.session
    session["proven_email"] = EMAIL
    session.save()

    assert client.post(page_of(claimed.retailer_id), WORDS).status_code == 302

    assert [case.email for case in cases()] == [EMAIL]


def test_who_belongs_there_is_told_so(world, claimed):
    with as_owner():
        spy = User.objects.get(email=SPY)
    client = Client()
    client.force_login(spy)

    page = client.post(page_of(claimed.retailer_id), WORDS)

    assert page.status_code == 409
    assert "You belong to" in page.content.decode()
    assert cases() == []


@pytest.mark.parametrize("which", ["nobody", "unclaimed"])
def test_what_nobody_has_claimed_is_not_there(world, bar, which):
    invite(world, bar)
    retailer = bar.retailer_id if which == "unclaimed" else uuid7()

    assert with_token().post(page_of(retailer), WORDS).status_code == 404
    assert cases() == []


def test_what_is_missing_is_said_and_the_rest_kept(world, claimed):
    page = with_token().post(page_of(claimed.retailer_id), WORDS | {"message": " "})

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"message"}
    assert "Jeanne Cormier" in page.content.decode()
    assert cases() == []


def test_one_address_asks_five_times_a_day(world, claimed):
    client = with_token()
    for _ in range(5):
        assert client.post(page_of(claimed.retailer_id), WORDS).status_code == 302

    page = client.post(page_of(claimed.retailer_id), WORDS)

    assert page.status_code == 429
    assert "514 555-0148" in page.content.decode()

"""Nobody learns from a supplier's link who has an account (DATA.md 5.1, Enumeration; 9, R18)."""

import re
from statistics import median
from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.invitations.visiting import Visitor, code_mails, last_code, wrong
from tests.proof import found
from wholesale.accounts.models import User
from wholesale.accounts.services import register_person
from wholesale.tenancy.testing import as_owner

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "known@example.com", "no-ne@example.com"  # of one length
STATEMENTS_TO_ASK = 15


@pytest.fixture
def both(world):
    """Return a visitor whose address has an account, with a company, and one whose address nobody has."""
    register_person(email=KNOWN, name="Kim Known", password="correct horse battery staple")
    return Visitor(world, email=KNOWN), Visitor(world, email=UNKNOWN)


def masked(answer, visitor):
    """Return all that a browser sees of an answer, with what differs in every answer crossed out."""
    page = answer.content.decode().replace(visitor.email, "EMAIL")
    page = re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', "", page)
    page = re.sub(r"visits/[0-9a-f-]{36}|data-until=\"[^\"]+\"", "", page)
    headers = {
        name: value for name, value in answer.headers.items() if name not in ("Location", "Set-Cookie")
    }
    headers.pop("Expires", None)
    to = re.sub(r"[0-9a-f-]{36}", "VISIT", answer.headers.get("Location", ""))
    cookies = {name: (cookie["max-age"], cookie["httponly"]) for name, cookie in answer.cookies.items()}
    return answer.status_code, to, headers, cookies, page


def journey(visitor):
    """Return each answer before the code is right, with how many statements it took."""
    seen = []

    def note(call):
        with CaptureQueriesContext(connection) as queries:
            answer = call()
        statements = [re.sub(r"'[^']*'|\d+", "", query["sql"])[:60] for query in queries]
        seen.append((masked(answer, visitor), len(queries), statements))

    note(lambda: visitor.client.get(visitor.path))
    note(visitor.ask)
    note(lambda: visitor.client.get(visitor.visit_path))
    note(lambda: visitor.type(wrong(last_code(visitor.email))))
    note(lambda: visitor.client.get(visitor.visit_path))
    path = visitor.visit_path
    note(lambda: visitor.client.post(f"{path}sending/"))
    for _ in range(3):
        visitor.ask()
    note(visitor.ask)
    visitor.visit_path = path
    note(lambda: visitor.client.post(f"{path}sending/"))
    return seen


def test_every_answer_is_alike_until_the_code_is_right(both):
    known, unknown = (journey(visitor) for visitor in both)

    assert [step[0] for step in known] == [step[0] for step in unknown]
    assert [step[0][0] for step in known] == [200, 302, 200, 302, 200, 302, 429, 429]


def test_every_answer_takes_the_same_statements(both):
    known, unknown = (journey(visitor) for visitor in both)

    assert [step[1] for step in known] == [step[1] for step in unknown]
    assert [step[2] for step in known] == [step[2] for step in unknown]
    assert known[1][1] == STATEMENTS_TO_ASK


def test_the_mail_is_the_same_but_for_its_code(both):
    mails = []
    for visitor in both:
        visitor.ask()
        (mail,) = code_mails(visitor.email)
        mails.append(
            (mail.subject, mail.from_name, mail.text.replace(last_code(visitor.email), "CODE"), mail.language)
        )

    assert mails[0] == mails[1]


def test_nothing_is_asked_of_people_before_the_code_is_right(both):
    for visitor in both:
        visitor.ask()
        with CaptureQueriesContext(connection) as queries:
            visitor.client.get(visitor.visit_path)
            visitor.type(wrong(last_code(visitor.email)))
            visitor.client.post(f"{visitor.visit_path}sending/")
        about_people = [
            query["sql"]
            for query in queries
            if "accounts_user" in query["sql"] or "emailaddress" in query["sql"]
        ]
        assert about_people == []


def test_the_time_it_takes_is_told_as_a_ratio(both, monkeypatch):
    """Printed, not judged: seconds on a shared machine say little; the statements above are what is kept."""
    monkeypatch.setattr("invitations.limits.CODES_TO_ONE_EMAIL_PER_HOUR", 1_000)
    monkeypatch.setattr("invitations.limits.CODES_FROM_ONE_PLACE_PER_HOUR", 1_000)
    for visitor in both:
        visitor.ask()
    times: dict[str, list[float]] = {KNOWN: [], UNKNOWN: []}
    for _ in range(15):
        for visitor in both:
            begun = perf_counter()
            visitor.ask()
            times[visitor.email].append(perf_counter() - begun)

    ratio = median(times[KNOWN]) / median(times[UNKNOWN])
    found(
        "R18",
        f"asking a code for a known address takes {ratio:.2f} of the time for an unknown one (median of 15)",
    )
    assert ratio > 0


def test_after_the_code_the_answer_differs(both):
    known, unknown = both

    assert known.prove()["Location"] == known.path
    assert known.is_signed_in
    assert unknown.prove()["Location"] == unknown.business_path
    assert not unknown.is_signed_in
    with as_owner():
        assert User.objects.get(email=KNOWN).has_usable_password()

"""What all endpoints share: how a refusal looks, pages, filters, edits, limits."""

import json

import pytest
from django.core.cache import cache
from django.db import connection

from tests.wholesale.machines import COMPANY, NOTES, assert_problem, bearer, make_token, notes, post
from wholesale.audit.models import AuditEntry
from wholesale.organizations.models import Organization
from wholesale.tenancy.testing import as_owner

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.wholesale.api_example")]


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


# How a refusal looks


def test_an_unknown_address_is_a_problem_too(client):
    assert_problem(client.get("/api/v1/nothing/here/"), 404, "not_found")
    assert client.get("/nothing/here/").headers["Content-Type"].startswith("text/html")


def test_each_wrong_field_is_pointed_at(world):
    body = assert_problem(
        post(bearer(make_token(world)), {"verb": "x" * 21, "lines": [3, 0]}), 400, "invalid"
    )

    assert [(error["pointer"], error["code"]) for error in body["errors"]] == [
        ("#/verb", "max_length"),
        ("#/lines/1", "min_value"),
    ]


@pytest.mark.parametrize(
    ("content_type", "body", "status", "code"),
    [
        ("application/json", "{", 400, "parse_error"),
        ("application/json", "[" * 100_000, 400, "parse_error"),
        ("application/json", '{"a":' * 50_000 + "1" + "}" * 50_000, 400, "parse_error"),
        ("application/json", "[]", 400, "invalid"),
        ("text/xml", "<a/>", 415, "unsupported_media_type"),
    ],
)
def test_a_body_that_cannot_be_read(world, content_type, body, status, code):
    client = bearer(make_token(world))
    response = client.post(NOTES, body, content_type=content_type, headers={"idempotency-key": "1"})
    assert_problem(response, status, code)


def test_a_refused_change_says_why_in_data_and_leaves_nothing(world):
    body = assert_problem(post(bearer(make_token(world)), {"verb": "short"}), 409, "insufficient_stock")

    (shortage,) = body["shortages"]
    assert (shortage["sku"], shortage["wanted_units"], shortage["available_units"]) == ("PALE", 6, 5)
    assert body["detail"] == "Only 5 of Pale Ale are left, you asked for 6."
    assert notes() == 0


def test_a_fault_of_ours_shows_no_stack_trace(world):
    client = bearer(make_token(world))
    client.raise_request_exception = False
    body = assert_problem(post(client, {"verb": "broken"}), 500, "internal_server_error")

    assert "secret detail" not in json.dumps(body)
    assert notes() == 0


def test_a_wrong_method_says_which_are_right(world):
    response = bearer(make_token(world)).delete(NOTES)
    assert_problem(response, 405, "method_not_allowed")
    assert response.headers["Allow"] == "GET, POST, HEAD, OPTIONS"


# Pages and filters


def test_a_list_is_paged_there_and_back(world, django_assert_num_queries):
    client = bearer(make_token(world))
    with as_owner():
        AuditEntry.objects.bulk_create(
            AuditEntry(organization=world.orgs["alder"], verb=f"n{n}", subject_type="note") for n in range(5)
        )
    first = client.get(NOTES, {"limit": 4}).json()
    second = client.get(first["next"]).json()

    assert [row["verb"] for row in first["results"] + second["results"]] == [
        "n4",
        "n3",
        "n2",
        "n1",
        "n0",
        "created",
    ]
    assert (first["previous"], second["next"]) == (None, None)
    assert client.get(second["previous"]).json()["results"] == first["results"]


@pytest.mark.parametrize("rows", [1, 30])
def test_a_list_takes_four_statements(world, django_assert_num_queries, rows):
    client = bearer(make_token(world))
    with as_owner():
        AuditEntry.objects.bulk_create(
            AuditEntry(organization=world.orgs["alder"], verb="x", subject_type="note") for _ in range(rows)
        )
    with django_assert_num_queries(4):  # savepoint, token, rows, release
        assert len(client.get(NOTES, {"limit": 30}).json()["results"]) == min(rows + 1, 30)


def test_a_cursor_of_another_list_and_an_unknown_filter_are_refused(world):
    client = bearer(make_token(world))

    assert_problem(client.get(NOTES, {"cursor": "made-up"}), 400, "bad_cursor")
    body = assert_problem(client.get(NOTES, {"verbs": "created"}), 400, "invalid")
    assert body["errors"][0]["pointer"] == "#/verbs"
    assert_problem(client.get(NOTES, {"limit": "1000"}), 400, "invalid")
    assert client.get(NOTES, {"verb": "nothing"}).json()["results"] == []


# Edits


def test_an_edit_names_the_version_it_is_based_on(world):
    client = bearer(make_token(world))
    tag = client.get(COMPANY).headers["ETag"]

    def rename(name, **headers):
        return client.patch(COMPANY, {"name": name}, content_type="application/json", headers=headers)

    assert_problem(rename("New"), 428, "precondition_required")
    assert_problem(rename("New", **{"if-match": "*"}), 428, "precondition_required")
    assert rename("New", **{"if-match": tag}).headers["ETag"] == '"v2"'
    late = rename("Newer", **{"if-match": tag})
    body = assert_problem(late, 412, "stale_version")
    assert (body["current"], late.headers["ETag"]) == ({"name": "New"}, '"v2"')
    with as_owner():
        assert Organization.objects.get(slug="alder").name == "New"


# Limits


def test_a_limit_is_told_and_then_enforced(world):
    client = bearer(make_token(world))
    url = "/api/v1/alder/selling/limited/"

    assert [client.get(url).headers["RateLimit-Remaining"] for _ in range(2)] == ["1", "0"]
    response = client.get(url)
    assert_problem(response, 429, "too_many_requests")
    assert 0 < int(response.headers["Retry-After"]) <= 60
    assert client.get(COMPANY).status_code == 200, "other endpoints have limits of their own"


def test_without_a_cache_everybody_gets_in(world, settings):
    settings.CACHES = {
        "default": {"BACKEND": "wholesale.cache.FailOpenRedisCache", "LOCATION": "redis://127.0.0.1:1"}
    }
    client = bearer(make_token(world))

    assert [client.get("/api/v1/alder/selling/limited/").status_code for _ in range(3)] == [200, 200, 200]


def test_a_lock_that_does_not_come_is_a_problem_to_try_again(world):
    from wholesale.api.problems import answer_to

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    from django.db import OperationalError

    answer = answer_to(OperationalError("canceling statement due to lock timeout"))
    assert answer is not None
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert b"canceling" not in answer.content

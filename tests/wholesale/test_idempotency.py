"""A call sent twice happens once, whoever is faster; a refused one leaves no key behind."""

import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from tests.wholesale.machines import NOTES, assert_problem, bearer, make_token, notes, post
from wholesale.accounts.models import User
from wholesale.api.idempotency import is_first_submission
from wholesale.api.models import IdempotentRequest
from wholesale.api.services import forget_answers
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.testing import acting_as, as_owner

pytestmark = pytest.mark.urls("tests.wholesale.api_example")


def kept() -> int:
    with as_owner():
        return IdempotentRequest.objects.exclude(key="cast").count()


@pytest.mark.django_db
def test_a_repeated_call_gets_the_first_answer(world):
    client = bearer(make_token(world))
    first, again = post(client, {"verb": "called"}), post(client, {"verb": "called"})

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert notes() == 1


@pytest.mark.django_db
def test_another_body_under_the_same_key_is_refused(world):
    client = bearer(make_token(world))
    post(client, {"verb": "called"})

    assert_problem(post(client, {"verb": "written"}), 422, "idempotency_key_reused")
    assert notes() == 1


@pytest.mark.django_db
def test_a_key_is_asked_for(world):
    client = bearer(make_token(world))
    for key in ("", "   ", "k" * 201):
        assert_problem(post(client, {"verb": "called"}, key=key), 400, "idempotency_key_missing")
    without = client.post(NOTES, {"verb": "called"}, content_type="application/json")
    assert_problem(without, 400, "idempotency_key_missing")
    assert notes() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["short", "x" * 30])
def test_a_refused_call_may_be_mended_under_its_key(world, verb):
    client = bearer(make_token(world))
    assert post(client, {"verb": verb}).status_code in (400, 409)
    assert kept() == 0

    assert post(client, {"verb": "called"}).status_code == 201
    assert notes() == 1


@pytest.mark.django_db
def test_keys_of_two_companies_do_not_meet(world):
    for name in ("alder", "birch"):
        url = NOTES.replace("alder", name)
        response = bearer(make_token(world, name)).post(
            url, {"verb": "called"}, content_type="application/json", headers={"idempotency-key": "same"}
        )
        assert response.status_code == 201
    assert notes() == 2


@pytest.mark.django_db
def test_a_key_belongs_to_its_token_and_to_its_person(world):
    """Another token's or person's same key is another call, whatever its body."""
    scope: dict[str, Any] = {"membership": None, "role": MemberRole.ADMIN}
    askers = [bearer(make_token(world)), bearer(make_token(world, **scope))]
    people = [hire(world, "vera"), hire(world, "walt")]
    askers += [signed_in(person) for person in people]

    answers = [post(client, {"verb": "called"}, **CSRF) for client in askers]
    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.json()["id"] for answer in answers}) == 4
    assert post(askers[1], {"verb": "written"}).status_code == 422
    again = [post(client, {"verb": "called"}, **CSRF).json() for client in askers]
    assert again == [answer.json() for answer in answers]
    assert notes() == 4


CSRF = {"x-csrftoken": "a" * 32}


def hire(world, name):
    with as_owner():
        person = User.objects.create_user(f"{name}@example.com", name=name)
        Membership.objects.create(user=person, organization=world.orgs["alder"], role=MemberRole.ADMIN)
    return person


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.django_db
def test_answers_are_forgotten_after_a_week(world):
    post(bearer(make_token(world)), {"verb": "called"})
    with as_owner():
        IdempotentRequest.objects.update(created_at=timezone.now() - timedelta(days=7, seconds=1))
    with acting_as(None):
        assert forget_answers() > 0
    assert kept() == 0


@pytest.mark.django_db
def test_a_form_sent_twice_is_seen(world):
    key, alder = uuid4(), world.orgs["alder"].pk
    with acting_as(world.context("alder")):
        assert is_first_submission(organization_id=alder, form="transfer", key=key)
    with acting_as(world.context("alder")):
        assert not is_first_submission(organization_id=alder, form="transfer", key=key)
        assert is_first_submission(organization_id=alder, form="product", key=key)


@pytest.mark.django_db
def test_a_form_that_failed_may_be_sent_again(world):
    key, alder = uuid4(), world.orgs["alder"].pk
    with acting_as(world.context("alder")):
        assert is_first_submission(organization_id=alder, form="transfer", key=key)
        transaction.set_rollback(True)
    with acting_as(world.context("alder")):
        assert is_first_submission(organization_id=alder, form="transfer", key=key)


def test_twins_at_the_same_moment_make_one_change_and_get_one_answer(committed_world):
    client_headers = {"authorization": f"Bearer {make_token(committed_world)}"}
    barrier, answers = threading.Barrier(8), []

    def call(number: int) -> None:
        client = Client(headers=client_headers)
        barrier.wait()
        try:
            answers.append(
                (number % 4, post(client, {"verb": f"v{number % 4}"}, key=f"key-{number % 4}").json())
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=call, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answers) == 8
    assert notes() == 4
    by_key = {key: {answer["id"] for other, answer in answers if other == key} for key, _ in answers}
    assert [len(ids) for ids in by_key.values()] == [1, 1, 1, 1]

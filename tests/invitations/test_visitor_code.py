"""A visitor proves an address by a code: tries, times and limits, in the database (SPEC.md N6; 004-09 … 004-11)."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from invitations import limits, services
from invitations.codes import CODE_LASTS, PROOF_LASTS, TRIES, hash_of_place
from invitations.enums import VisitState
from invitations.models import Visit
from invitations.tasks import forget_visits
from tests.invitations.visiting import (
    EMAIL,
    age,
    code_in,
    code_mails,
    fill,
    last_code,
    send,
    stored,
    try_code,
    wrong,
)
from tests.world import World
from wholesale.api.errors import TooManyRequests
from wholesale.celery import app
from wholesale.tenancy.testing import acting_as, as_owner

pytestmark = pytest.mark.django_db


def test_the_mail_carries_the_code_as_the_supplier_and_not_in_its_subject(world: World) -> None:
    visit = send(world, "Nadia@Example.com")

    (mail,) = code_mails()
    assert visit.email == EMAIL
    assert mail.from_name == "Alder"
    assert code_in(mail) in mail.html
    assert code_in(mail) not in mail.subject
    assert mail.organization_id is None
    with as_owner():
        row = Visit.objects.filter(pk=visit.pk).values()[0]
    assert code_in(mail) not in str(row)


def test_the_right_code_proves_once(world: World) -> None:
    visit = send(world)

    assert try_code(visit, last_code()).state == VisitState.PROVEN
    with acting_as(None):
        assert services.use_proof(visit=visit)
        assert not services.use_proof(visit=visit)
    assert stored(visit).state == VisitState.USED
    assert try_code(visit, last_code()).tries == 1, "a used code is not tried again"


def test_five_wrong_codes_kill_it_and_then_the_right_one_is_refused_too(world: World) -> None:
    visit = send(world)
    code = last_code()

    left = [try_code(visit, wrong(code)).tries_left for _ in range(TRIES)]

    assert left == [4, 3, 2, 1, 0]
    assert try_code(visit, code).state == VisitState.WORN_OUT
    assert stored(visit).tries == TRIES


def test_the_database_itself_refuses_a_sixth_try_and_a_proof_without_any(world: World) -> None:
    visit = send(world)
    for broken in ({"tries": TRIES + 1}, {"proven_at": visit.created_at}, {"used_at": visit.created_at}):
        with pytest.raises(IntegrityError), acting_as(None), transaction.atomic():
            Visit.objects.filter(pk=visit.pk).update(**broken)


def test_a_code_lasts_ten_minutes_and_its_proof_an_hour(world: World) -> None:
    late, visit = send(world, "late@example.com"), send(world)
    age(CODE_LASTS - timedelta(seconds=20))
    assert try_code(visit, last_code()).state == VisitState.PROVEN
    age(timedelta(seconds=21))

    assert try_code(late, last_code("late@example.com")).state == VisitState.EXPIRED
    assert stored(late).tries == 0
    age(PROOF_LASTS)
    assert stored(visit).state == VisitState.EXPIRED
    with acting_as(None):
        assert not services.use_proof(visit=visit)


def test_a_new_code_replaces_the_earlier_one_of_the_same_session_alone(world: World) -> None:
    first, elsewhere = send(world), send(world, holder="another session")
    other_supplier = send(world, supplier="birch")
    again = send(world)

    assert [stored(each).state for each in (first, elsewhere, other_supplier, again)] == [
        VisitState.EXPIRED,
        VisitState.WAITING,
        VisitState.WAITING,
        VisitState.WAITING,
    ]
    assert try_code(again, last_code()).state == VisitState.PROVEN


def test_one_codes_digits_open_no_other(world: World) -> None:
    visit = send(world)
    send(world, "other@example.com")

    code = last_code("other@example.com")
    if code != last_code():
        assert try_code(visit, code).state == VisitState.WAITING


def refusal(world: World, *args, **kwargs) -> TooManyRequests:
    before = len(code_mails(args[0] if args else EMAIL))
    with acting_as(None):
        visits = Visit.objects.count()
    with pytest.raises(TooManyRequests) as caught:
        send(world, *args, **kwargs)
    with acting_as(None):
        assert Visit.objects.count() == visits
    assert len(code_mails(args[0] if args else EMAIL)) == before
    return caught.value


def test_an_address_gets_five_codes_an_hour_from_wherever(world: World) -> None:
    for number in range(limits.CODES_TO_ONE_EMAIL_PER_HOUR):
        send(world, supplier=("alder", "birch")[number % 2], place=hash_of_place(f"203.0.113.{number}"))
    cache.clear()  # what is counted is in the database

    error = refusal(world, "NADIA@example.com", place=hash_of_place("203.0.113.99"))

    assert 3_590 <= error.wait_seconds <= 3_601
    assert send(world, "somebody@example.com").tries == 0
    age(timedelta(hours=1, seconds=1))
    assert send(world).tries == 0


def test_a_place_gets_twenty_codes_an_hour_for_whomever(world: World) -> None:
    for number in range(limits.CODES_FROM_ONE_PLACE_PER_HOUR):
        send(world, f"guest{number}@example.com")

    refusal(world)

    assert send(world, place=hash_of_place("203.0.113.99")).tries == 0
    age(timedelta(hours=1, seconds=1))
    assert send(world).tries == 0


def test_the_days_last_code_raises_the_alarm_and_the_next_is_refused(world: World, caplog) -> None:
    fill(world, limits.CODES_PER_DAY - 5)  # the cast has three
    send(world)
    assert not caplog.records

    with caplog.at_level(logging.ERROR):
        send(world, "last@example.com")
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "3000 codes" in caplog.text

    error = refusal(world, "late@example.com")
    assert error.wait_seconds > 3_600
    age(timedelta(hours=22))
    assert send(world, "late@example.com").tries == 0


def test_visits_are_forgotten_after_a_day_and_none_that_still_counts(world: World) -> None:
    with acting_as(None):
        Visit.objects.all().delete()
    fill(world, 3, ago=timedelta(hours=26))
    fill(world, 2, ago=timedelta(hours=23))
    kept = send(world)

    for _ in range(2):
        forget_visits()

    with acting_as(None):
        assert Visit.objects.count() == 3
        assert Visit.objects.filter(pk=kept.pk).exists()
    assert any(entry["task"] == forget_visits.name for entry in app.conf.beat_schedule.values())


class CodeMachine(RuleBasedStateMachine):
    """Any sequence of sending, trying, waiting and using, against a small model of one visitor at one supplier."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.now = 0.0  # minutes
        self.sent: list[dict[str, Any]] = []
        with acting_as(None):
            Visit.objects.all().delete()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def expected(self, one: dict[str, Any]) -> VisitState:
        if one["used"]:
            return VisitState.USED
        if one["proven"] is not None:
            return VisitState.PROVEN if self.now - one["proven"] < 60 else VisitState.EXPIRED
        if one["tries"] >= 5:
            return VisitState.WORN_OUT
        return VisitState.EXPIRED if one["replaced"] or self.now - one["at"] >= 10 else VisitState.WAITING

    @rule()
    def have_a_code_sent(self) -> None:
        recent = [one for one in self.sent if self.now - one["at"] < 60]
        if len(recent) >= 5:
            with pytest.raises(TooManyRequests):
                send(self.world)
            return
        for one in self.sent:
            if one["proven"] is None and self.now - one["at"] < 10:
                one["replaced"] = True
        visit = send(self.world)
        self.sent.append(
            {"visit": visit, "code": last_code(), "at": self.now, "tries": 0}
            | {"proven": None, "used": False, "replaced": False}
        )

    @rule(which=st.integers(0, 9), is_right=st.booleans())
    def try_one(self, which: int, is_right: bool) -> None:
        if not self.sent:
            return
        one = self.sent[which % len(self.sent)]
        if self.expected(one) == VisitState.WAITING:
            one["tries"] += 1
            if is_right:
                one["proven"] = self.now
        try_code(one["visit"], one["code"] if is_right else wrong(one["code"]))

    @rule(which=st.integers(0, 9))
    def use_one(self, which: int) -> None:
        if not self.sent:
            return
        one = self.sent[which % len(self.sent)]
        with acting_as(None):
            used = services.use_proof(visit=one["visit"])
        assert used is (self.expected(one) == VisitState.PROVEN)
        one["used"] = one["used"] or used

    @rule(minutes=st.sampled_from([0.5, 3, 7, 31]))
    def wait(self, minutes: float) -> None:
        self.now += minutes
        age(timedelta(minutes=minutes))

    @invariant()
    def it_stands_as_the_model_says(self) -> None:
        rows = [stored(one["visit"]) for one in self.sent]
        assert [(row.state, row.tries) for row in rows] == [
            (self.expected(one), one["tries"]) for one in self.sent
        ]
        live = [row for row in rows if row.state == VisitState.WAITING]
        assert len(live) <= 1
        within = [one for one in self.sent if self.now - one["at"] < 60]
        assert sum(one["tries"] for one in within) <= TRIES * limits.CODES_TO_ONE_EMAIL_PER_HOUR


def test_any_sequence_follows_the_model(world: World) -> None:
    run_state_machine_as_test(
        type("Machine", (CodeMachine,), {"world": world}),
        settings=settings(
            max_examples=25,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

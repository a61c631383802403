"""Tasks act as whoever asked for them, or not at all; a slot is taken once."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from celery import shared_task
from django.db import ProgrammingError

from orders.models import Order
from wholesale.celery import app
from wholesale.mail.wake import broker, wake
from wholesale.tenancy.background import ActingTask, claim_slot
from wholesale.tenancy.contexts import Context, act_as, acting
from wholesale.tenancy.models import PeriodicRun
from wholesale.tenancy.roles import Role
from wholesale.tenancy.testing import acting_as

pytestmark = pytest.mark.django_db


@shared_task(base=ActingTask, name="tests.count_orders")
def count_orders() -> int:
    return Order.objects.count()


def as_message(context: Context | None) -> dict[str, Any]:
    """Return the request of a task as a worker reads it from the message."""
    headers = {"headers": {"acting": context.header()}} if context else {}
    return {"id": str(uuid4()), "called_directly": False, **headers}


def run_as_worker(context: Context | None) -> int:
    count_orders.push_request(**as_message(context))
    try:
        counted: int = count_orders()
        return counted
    finally:
        count_orders.pop_request()


def test_a_task_acts_in_the_context_of_its_message():
    assert run_as_worker(Context(Role.SUPPLIER, supplier_id=uuid4())) == 0
    assert acting() is None


def test_a_task_without_a_context_is_refused_by_the_database():
    with pytest.raises(ProgrammingError, match="permission denied"):
        run_as_worker(None)
    with pytest.raises(ProgrammingError, match="permission denied"):
        count_orders()


def test_called_as_a_function_it_acts_as_its_caller():
    with act_as(Context(Role.SUPPLIER, supplier_id=uuid4())):
        assert count_orders() == 0


def test_the_context_travels_with_the_message():
    context = Context(Role.GUEST, supplier_id=uuid4(), distributor_id=uuid4(), user_id=uuid4())
    with app.connection_for_write() as connection, app.connection_for_read() as reading:
        channel: Any = connection.default_channel
        channel.queue_purge("celery")
        with act_as(context):
            count_orders.apply_async(connection=connection)
        message = reading.SimpleQueue("celery").get(timeout=5)
        message.ack()

    headers: Any = message.headers
    assert Context.from_header(headers["acting"]) == context


def test_a_slot_is_taken_once_and_is_free_again_when_the_work_fails():
    def work_that_fails() -> None:
        with acting_as(None):
            assert claim_slot("digest", every=timedelta(days=1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work_that_fails()
    with acting_as(None):
        assert claim_slot("digest", every=timedelta(days=1))
        assert not claim_slot("digest", every=timedelta(days=1))
        assert claim_slot("other", every=timedelta(days=1))
        assert PeriodicRun.objects.count() == 2
    with pytest.raises(RuntimeError, match="transaction"):
        claim_slot("digest", every=timedelta(days=1))


def test_a_broker_that_is_away_is_left_alone_for_some_seconds(monkeypatch):
    asked = []

    def refuse(name, **options):
        asked.append(name)
        raise OSError("no broker")

    monkeypatch.setattr(app, "send_task", refuse)
    monkeypatch.setattr(broker, "quiet_until", 0.0)
    failures = broker.failures

    wake("mail.send_due")
    wake("mail.send_due")

    assert asked == ["mail.send_due"]
    assert broker.failures == failures + 1
    monkeypatch.setattr(broker, "quiet_until", 0.0)

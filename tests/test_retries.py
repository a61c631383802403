"""A transaction that lost is tried again; what was not lost is not."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from tests.world import World
from wholesale.tenancy.retries import TRIES, retried

pytestmark = pytest.mark.server


def lost(sqlstate: str) -> OperationalError:
    class ServerError(Exception):
        pass

    cause = ServerError()
    cause.sqlstate = sqlstate  # type: ignore[attr-defined]
    error = OperationalError("lost")
    error.__cause__ = cause
    return error


def failing(times: int, error: Exception) -> Any:
    calls: list[int] = []

    def run() -> int:
        calls.append(1)
        if len(calls) <= times:
            raise error
        return len(calls)

    return run


@pytest.mark.parametrize("sqlstate", ["40001", "40P01", "55P03"])
def test_a_lost_transaction_is_tried_again(sqlstate: str) -> None:
    assert retried(failing(2, lost(sqlstate))) == 3


def test_one_that_always_loses_and_one_that_failed_otherwise_are_raised() -> None:
    with pytest.raises(OperationalError):
        retried(failing(TRIES, lost("40P01")))
    with pytest.raises(OperationalError):
        retried(failing(1, lost("57014")))


@pytest.mark.parametrize("sqlstate", ["40P01", "57014"])
def test_a_person_who_loses_every_time_or_waits_too_long_is_asked_to_try_again(
    world: World, monkeypatch: pytest.MonkeyPatch, sqlstate: str
) -> None:
    def lose(*args: Any, **kwargs: Any) -> None:
        raise lost(sqlstate)

    monkeypatch.setattr("orders.views.selling.order_for_supplier", lose)
    client: Client = world.client("alder")
    answer = client.get(f"/alder/selling/orders/{world.orders['alder', 'rita'].number}/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "2")

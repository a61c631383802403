"""What a storm goes through: how often clients were told to come back, and how often the server broke a deadlock."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

import psycopg
from django.db import OperationalError

from tests.plans import superuser_address
from wholesale.tenancy.retries import is_busy, retried

# How often a client comes back that is told 503; the product itself has tried four times for a lock.
PATIENCE = 20
T = TypeVar("T")


@dataclass
class Storm:
    """What was counted; the product gets over deadlocks and waits, and would hide them."""

    deadlocks: int = 0
    busy: list[str] = field(default_factory=list)

    def patiently(self, run: Callable[[], T]) -> T:
        """Do what a client does that is told 503 (Busy): try again, twenty times."""
        for _ in range(PATIENCE):
            try:
                return retried(run)
            except OperationalError as error:
                if not is_busy(error):
                    raise
                self.busy.append(str(error))
        return retried(run)

    def __str__(self) -> str:
        return f"{self.deadlocks} deadlocks, {len(self.busy)} times told 503"


@contextmanager
def raging() -> Iterator[Storm]:
    """Count the deadlocks of the block, whose threads all close their connections."""
    storm, before = Storm(), deadlocks()
    yield storm
    storm.deadlocks = deadlocks() - before


def deadlocks() -> int:
    """Return how many deadlocks the server has broken in the test's database; a session tells of its own at its end."""
    with psycopg.connect(superuser_address(), autocommit=True) as superuser:
        told = superuser.execute(
            "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        ).fetchone()
    assert told
    return int(told[0])

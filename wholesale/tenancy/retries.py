"""Try a transaction again that lost against another one: a deadlock, a serialization failure, a long lock."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError

T = TypeVar("T")
TRIES = 4
# 40001 serialization failure, 40P01 deadlock, 55P03 lock timeout: the server took everything back.
LOST = frozenset({"40001", "40P01", "55P03"})
# 57014 statement timeout: it waited its fifteen seconds already, so that only the caller may try again.
BUSY = LOST | {"57014"}


def has_lost(error: OperationalError) -> bool:
    """Tell whether the transaction lost against another one, so that it may be tried again as it was."""
    return getattr(error.__cause__, "sqlstate", None) in LOST


def is_busy(error: OperationalError) -> bool:
    """Tell whether the database had no time for this, so that the caller may ask again later."""
    return getattr(error.__cause__, "sqlstate", None) in BUSY


def retried(run: Callable[[], T], *, tries: int = TRIES) -> T:
    """Run a whole transaction, again if it lost, each time after a short random pause.

    Raises: OperationalError when it lost every time.
    """
    for attempt in range(1, tries):
        try:
            return run()
        except OperationalError as error:
            if not has_lost(error):
                raise
            time.sleep(random.uniform(0.01, 0.05) * 2**attempt)  # noqa: S311 - spreads the losers
    return run()

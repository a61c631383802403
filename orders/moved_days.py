"""A day that is moved to another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Moving:
    """Which day is moved where and why; `routes` narrow it, as queries.routes.on_routes takes them."""

    day: date
    new_day: date
    reason: str = ""
    routes: Sequence[str] = ()

"""New rows, gathered and written in one statement for each table."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from django.contrib.auth.hashers import make_password
from django.db.models import Model

from inventory.models import (
    StockBalance,
)
from tests.world import (
    PASSWORD,
    World,
)
from wholesale.organizations.models import (
    Membership,
)

ModelT = TypeVar("ModelT", bound=Model)
_rows: dict[type[Model], list[Any]] = {}


@dataclass
class Seeding(World):
    """The cast while it is being written."""

    memberships: dict[str, Membership] = field(default_factory=dict)
    counters: dict[tuple[str, str], Any] = field(default_factory=dict)
    balances: dict[tuple[str, str, int], StockBalance] = field(default_factory=dict)


def new(model: type[ModelT], **values: Any) -> ModelT:
    row = model(**values)
    _rows.setdefault(model, []).append(row)
    return row


@contextmanager
def gathered() -> Iterator[None]:
    """Write all new rows at the end, one statement for each table, in the order the tables first came up."""
    _rows.clear()
    yield
    for model, rows in _rows.items():
        model._default_manager.bulk_create(rows)
    _rows.clear()


@cache
def hashed() -> str:
    return make_password(PASSWORD)

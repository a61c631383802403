"""What the steps of the loader share: the moment, the dice, and everybody met so far."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from uuid import UUID

from django.db import connection
from django.db.models import AutoField, Model
from django.db.models.expressions import DatabaseDefault

from demo.cast import Supplier
from demo.people import Names
from wholesale.accounts.models import User
from wholesale.organizations.acting import context_of
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Membership, Organization
from wholesale.tenancy.contexts import Context, act_as
from wholesale.tenancy.roles import Role

BATCH = 3000


@dataclass(slots=True)
class World:
    """The demo while it is being written. The same day and share always give the same story."""

    now: datetime
    share: float
    rng: Random = field(default_factory=lambda: Random("cratebook"))
    companies: dict[str, Organization] = field(default_factory=dict)
    people: dict[str, dict[str, User]] = field(default_factory=dict)  # by company, by role
    names: Names = field(init=False)

    def __post_init__(self) -> None:
        self.names = Names(self.rng)

    def id_at(self, moment: datetime) -> UUID:
        """Return a UUIDv7 of that moment, so that keys sort as the rows happened."""
        milliseconds = int(moment.timestamp() * 1000)
        return UUID(
            int=milliseconds << 80
            | 7 << 76
            | self.rng.getrandbits(12) << 64
            | 2 << 62
            | self.rng.getrandbits(62)
        )

    def part(self, count: int, *, least: int = 1) -> int:
        """Return how many of `count` a load of this share makes."""
        return max(least, round(count * self.share)) if count else 0

    def person(self, company: str, *roles: str) -> User:
        """Return whoever has the first of these roles that somebody has there."""
        team = self.people[company]
        return next(team[role] for role in (*roles, *team) if role in team)


def write(*rows: Sequence[Model]) -> None:
    """Insert these rows, each sequence of one model, in the context in force.

    The database unpacks them from JSON: a year has sixty thousand rows, and `bulk_create` takes four times as
    long. Every policy, trigger and constraint sees them all the same.
    """
    for batch in rows:
        for begin in range(0, len(batch), BATCH):
            _insert(batch[begin : begin + BATCH])


def _insert(rows: Sequence[Model]) -> None:
    meta = rows[0]._meta
    fields = [
        field
        for field in meta.concrete_fields
        if not isinstance(field, AutoField)
        and not isinstance(getattr(rows[0], field.attname), DatabaseDefault)  # the database fills it in
    ]
    packed = [{field.column: field.pre_save(row, add=True) for field in fields} for row in rows]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    statement = (
        f'INSERT INTO "{meta.db_table}" ({columns})'  # noqa: S608 - names of our own tables
        f' SELECT {columns} FROM json_populate_recordset(NULL::"{meta.db_table}", %s)'
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(packed, default=str)])


@contextmanager
def acting_for(world: World, supplier: Supplier) -> Iterator[None]:
    """Act as a supplier's admin until the end of the block."""
    company, admin = world.companies[supplier.slug], world.person(supplier.slug, "admin")
    with act_as(Context(Role.SUPPLIER, supplier_id=company.id, user_id=admin.id)):
        yield


@contextmanager
def acting(world: World, person: User, slug: str, side: Side) -> Iterator[None]:
    """Act as one of a company's people, on one of its sides, until the end of the block."""
    membership = Membership.objects.get(user=person, organization=world.companies[slug])
    with act_as(context_of(membership, side)):
        yield


def write_as(world: World, supplier: Supplier, *rows: Sequence[Model]) -> None:
    """Insert these rows as a supplier does: under its policies, by its admin."""
    with acting_for(world, supplier):
        write(*rows)

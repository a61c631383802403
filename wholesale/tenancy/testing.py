"""What tests need beside the app role: the owner's eyes."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from wholesale.tenancy.contexts import Context, act_as
from wholesale.tenancy.roles import Role


@contextmanager
def acting_as(context: Context | None) -> Iterator[None]:
    """Run a block in its own transaction (a savepoint inside a test's) in this context."""
    with act_as(context), transaction.atomic():
        yield


@contextmanager
def as_owner() -> Iterator[None]:
    """Look and seed as the tables' owner, which only a test server lets the app become."""
    with acting_as(Context(Role.OWNER)):
        yield

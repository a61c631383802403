"""Apply the acting context where a transaction really begins, and connect as the migrator on demand."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base, creation, operations
from psycopg.pq import TransactionStatus

from wholesale.tenancy.contexts import NO_CONTEXT, SET_CONTEXT, acting
from wholesale.tenancy.roles import Role


class DatabaseCreation(creation.DatabaseCreation):
    """Test databases are made, migrated and dropped by the migrator."""

    connection: Any

    def create_test_db(self, *args: Any, **kwargs: Any) -> str:
        with self.connection.as_migrator():
            return super().create_test_db(*args, **kwargs)

    def destroy_test_db(self, *args: Any, **kwargs: Any) -> None:
        with self.connection.as_migrator():
            super().destroy_test_db(*args, **kwargs)


class DatabaseOperations(operations.DatabaseOperations):
    """Tests with threads are cleaned up by the owner, which only a test server lets the app become."""

    def sql_flush(self, style: Any, tables: Any, **options: Any) -> list[str]:
        kept = set(settings.TENANCY_FIXED_TABLES)  # what migrations fill; the app may not refill it
        statements = super().sql_flush(style, [t for t in tables if t not in kept], **options)
        return [f'SET LOCAL ROLE "{Role.OWNER.db_name}"', *statements]


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's wrapper, with the context set by the first statement of every transaction."""

    creation_class = DatabaseCreation
    ops_class = DatabaseOperations

    def set_autocommit(self, autocommit: bool, *args: Any, **kwargs: Any) -> None:  # noqa: FBT001 (Django's)
        super().set_autocommit(autocommit, *args, **kwargs)
        if not autocommit and acting():
            try:
                self._set_context()
            except BaseException:
                super().set_autocommit(True)
                raise

    # Under TestCase the outermost atomic is the test's own. The code's own outermost one is then a
    # savepoint; treated as the beginning of a transaction, or the tests would allow what fails live.
    def savepoint(self) -> str | None:
        sid = super().savepoint()
        if self.in_atomic_block and not self.in_transaction and acting():
            self._set_context()
        return sid

    def savepoint_commit(self, sid: str) -> None:
        super().savepoint_commit(sid)
        if self.in_atomic_block and not self.in_transaction and acting():
            self._set_context(NO_CONTEXT)

    @property
    def in_transaction(self) -> bool:
        """Tell whether a transaction is open, leaving out the one that a test wraps around."""
        blocks = self.atomic_blocks
        return any(not getattr(block, "_from_testcase", False) for block in blocks)

    def apply_context(self) -> None:
        """Bring an open transaction to the acting context; otherwise wait for the next one.

        An open transaction in which nothing was asked yet is idle: the driver begins it with the first statement.
        A failed transaction takes no statement and needs none: its rollback, whole or to a
        savepoint, also takes the settings back to what they were there.
        """
        healthy = (TransactionStatus.INTRANS, TransactionStatus.IDLE)
        if self.in_transaction and self.connection and self.connection.info.transaction_status in healthy:
            self._set_context()

    def _set_context(self, values: list[str] | None = None) -> None:
        context = acting()
        values = values or (context.settings() if context else NO_CONTEXT)
        with self.wrap_database_errors:
            self.connection.execute(SET_CONTEXT, values)

    @contextmanager
    def as_migrator(self) -> Iterator[None]:
        """Connect by the migrator's address until the end of the block."""
        if self.in_atomic_block:
            raise RuntimeError("the address cannot change inside a transaction")
        address = {key: self.settings_dict[key] for key in settings.TENANCY_MIGRATOR}
        self.close()
        self.settings_dict.update(settings.TENANCY_MIGRATOR)
        try:
            yield
        finally:
            self.close()
            self.settings_dict.update(address)

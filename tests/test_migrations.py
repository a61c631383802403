"""A migration that carries rows over does so while it sees them: without its declaration a table shows nothing."""

import re

from django.db.migrations import AddConstraint, RemoveConstraint, RunSQL
from django.db.migrations.loader import MigrationLoader

from wholesale.tenancy.declarations import Access

CARRIES = re.compile(r"^\s*(?:UPDATE|DELETE|INSERT)\b", re.IGNORECASE)


def test_rows_are_carried_before_their_table_is_closed():
    blind = []
    for (app, name), migration in MigrationLoader(None).disk_migrations.items():
        closed: set[str] = set()
        for step in migration.operations:
            if isinstance(step, RemoveConstraint) and step.name.endswith("_access"):
                closed.add(f"{app}_{step.model_name}".lower())
            elif isinstance(step, AddConstraint) and isinstance(step.constraint, Access):
                closed.discard(f"{app}_{step.model_name}".lower())
            elif isinstance(step, RunSQL) and isinstance(step.sql, str) and CARRIES.match(step.sql):
                blind += [f"{app} {name}: {table}" for table in closed if table in step.sql]
    assert blind == []

"""Plans of the product's own statements: as the acting role with its policies, and as a superuser without any."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import connection

from tests.cluster import SUPERUSER
from wholesale.tenancy.contexts import Context, acting
from wholesale.tenancy.testing import acting_as

EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) "
READS = ("SELECT", "WITH", "UPDATE", "DELETE")
# What policies ask for once in a statement: whose customer a retailer is and by which terms, who works with whom.
LOOKED_UP = {
    "catalogs_customerterms",
    "organizations_agreement",
    "organizations_membership",
    "retailers_customer",
}


@dataclass(frozen=True)
class Statement:
    """What the product asked the database, and as whom."""

    sql: str
    params: Any
    context: Context | None


@dataclass
class Plan:
    """What a plan touched: pages, by which index or scan of each table, and the pages of each look-up."""

    buffers: int
    ways: Counter[tuple[str, str]] = field(default_factory=Counter)
    look_ups: list[int] = field(default_factory=list)

    @property
    def rest(self) -> int:
        """Return the pages that were read for the statement itself."""
        return self.buffers - sum(self.look_ups)

    @property
    def scanned(self) -> set[str]:
        """Return the tables that were read from end to end."""
        return {table for table, way in self.ways if way == "Seq Scan"}


@contextmanager
def listening() -> Iterator[list[Statement]]:
    """Collect the statements of the block that read, change or remove rows of tenants."""
    heard: list[Statement] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().startswith(READS) and "set_config" not in sql and acting():
            heard.append(Statement(sql, params, acting()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        yield heard


def superuser_address() -> str:
    """Return the test database's address as the server's superuser."""
    parts = urlsplit(os.environ[SUPERUSER])
    return urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))


def with_policies(statement: Statement) -> Plan:
    """Return a statement's plan as the role that asked it."""
    with acting_as(statement.context), connection.cursor() as cursor:
        for _ in range(2):  # the first one brings the pages in
            cursor.execute(EXPLAIN + statement.sql, statement.params)
            told = cursor.fetchone()[0]
        connection.set_rollback(True)
    return _plan(told)


def without_policies(statement: Statement, superuser: psycopg.Connection) -> Plan:
    """Return the same statement's plan as a superuser, to whom policies do not apply."""
    with superuser.transaction(force_rollback=True), psycopg.ClientCursor(superuser) as cursor:
        for _ in range(2):
            (told,) = cursor.execute(EXPLAIN + statement.sql, statement.params)
    return _plan(told[0])


def _plan(told: Any) -> Plan:
    root = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
    return Plan(_buffers(root), Counter(_ways(root)), list(_look_ups(root)))


def _buffers(node: dict[str, Any]) -> int:
    return int(node["Shared Hit Blocks"] + node["Shared Read Blocks"])


def _look_ups(node: dict[str, Any]) -> Iterator[int]:
    """Yield the pages of each part that runs once, whatever the rows, and reads nothing but what policies look up."""
    aside = node.get("Parent Relationship") in ("InitPlan", "SubPlan") and node["Actual Loops"] == 1
    if aside and {table for table, _ in _ways(node)} <= LOOKED_UP:
        yield _buffers(node)
    else:
        for child in node.get("Plans", []):
            yield from _look_ups(child)


def _ways(node: dict[str, Any], table: str = "") -> Iterator[tuple[str, str]]:
    """Yield (table, index or kind of scan) of each node that reads."""
    table = node.get("Relation Name", table)
    if "Index Name" in node:
        yield table, node["Index Name"]
    elif node["Node Type"] == "Seq Scan":
        yield table, "Seq Scan"
    for child in node.get("Plans", []):
        yield from _ways(child, table if node["Node Type"].startswith("Bitmap") else "")

"""Writing many rows with one statement: keys that are numbers in disguise, and columns by their model."""

import json
from typing import Any
from uuid import UUID

import psycopg
from django.apps import apps
from django.db.models import Model
from psycopg import sql

SUPPLIER, DISTRIBUTOR, RETAILER, CUSTOMER, PRODUCT, WAREHOUSE, ORDER, LINE, LIST, AGREEMENT = range(1, 11)
OTHER, USER, GROUP, CATALOG = 15, 16, 17, 18
PRODUCTS_OF_FIRST, PRODUCTS = 1000, 50  # of the first supplier, of each other


def key(kind: int, number: str) -> str:
    """Return SQL for the key of a thing by its number."""
    return f"(lpad(to_hex({kind}), 4, '0') || lpad(to_hex(({number})::bigint), 12, '0') || '7000800000000000')::uuid"


def id_of(kind: int, number: int) -> UUID:
    """Return the same key in Python."""
    return UUID(f"{kind:04x}{number:012x}7000800000000000")


def insert(model: str, source: str, **given: str) -> str:
    """Return an INSERT of one row for each row of the source; what is not given takes the model's default."""
    found: type[Model] = apps.get_model(model)
    columns = {f.column: given.pop(f.name, "") or _default(f) for f in found._meta.concrete_fields}
    if given:
        raise KeyError(f"{model} has no {', '.join(given)}")
    listed = ", ".join(f'"{column}"' for column in columns)
    return f"INSERT INTO {found._meta.db_table} ({listed}) SELECT {', '.join(columns.values())} FROM {source}"


def _default(field: Any) -> str:
    if field.primary_key:
        return "app.uuid7()"
    if field.get_internal_type() == "DateTimeField":
        return "NULL" if field.null else "now()"
    value = field.default if field.has_default() else field.db_default if field.has_db_default() else None
    value = value() if callable(value) else value
    if value is None and not field.null and field.empty_strings_allowed:
        value = ""
    if field.get_internal_type() == "JSONField":
        return f"'{json.dumps(value)}'"
    if isinstance(value, dict | list):
        return "'{}'"
    return "NULL" if value is None else sql.Literal(str(value)).as_string(None)


def drop_indexes(connection: "psycopg.Connection[Any]", tables: list[str]) -> list[str]:
    """Drop what only makes large tables slow to fill; return the statements that build it again at once."""
    found = connection.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = ANY(%s::text[]::regclass[])"
        " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)",
        [tables],
    ).fetchall()
    for name, _ in found:
        connection.execute(f"DROP INDEX {name}")
    return [definition for _, definition in found]

"""Many rows of one table written in one statement, as JSON.

Where a column is an array, bulk_create says each value as a parameter; bulk_update says each in a CASE. Both are built
and planned longer than the rows take to be written.
"""

import json
from collections.abc import Collection, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import Field, Model

_AT_ONCE = 1000


def insert_rows(rows: Sequence[Model]) -> None:
    """Insert rows of one table."""
    if rows:
        fields = _columns(rows[0])
        names = ", ".join(f'"{field.column}"' for field in fields)
        table = rows[0]._meta.db_table
        statement = f'INSERT INTO "{table}" ({names}) SELECT {names} FROM {_shape(fields)}'  # noqa: S608
        _write(rows, fields, statement, add=True)


def rewrite_columns(rows: Sequence[Model], columns: Collection[str]) -> None:
    """Write some columns of rows of one table as they stand in memory; the caller has locked them.

    Args:
        columns: names of fields.
    """
    if rows:
        key, *fields = _columns(rows[0], columns)
        changed = ", ".join(f'"{field.column}" = r."{field.column}"' for field in fields)
        table = rows[0]._meta.db_table
        statement = f'UPDATE "{table}" t SET {changed} FROM {_shape([key, *fields])}'  # noqa: S608
        _write(rows, [key, *fields], f'{statement} WHERE t."{key.column}" = r."{key.column}"', add=False)


def _columns(row: Model, named: Collection[str] | None = None) -> "list[Field[Any, Any]]":
    """Return the fields of a table that are meant, its key first."""
    own = row._meta.concrete_fields
    return sorted(
        (field for field in own if named is None or field.primary_key or field.name in named),
        key=lambda field: not field.primary_key,
    )


def _shape(fields: "Sequence[Field[Any, Any]]") -> str:
    columns = ", ".join(f'"{field.column}" {field.db_type(connection)}' for field in fields)
    return f"jsonb_to_recordset(%s::jsonb) AS r({columns})"


def _write(rows: Sequence[Model], fields: "Sequence[Field[Any, Any]]", statement: str, *, add: bool) -> None:
    for start in range(0, len(rows), _AT_ONCE):
        values = [
            {field.column: field.pre_save(row, add) for field in fields}
            for row in rows[start : start + _AT_ONCE]
        ]
        with connection.cursor() as cursor:
            cursor.execute(statement, [json.dumps(values, cls=DjangoJSONEncoder)])

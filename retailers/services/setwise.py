"""Columns of many rows rewritten in one statement; bulk_update says each value in a CASE of its own, planned long."""

import json
from collections.abc import Sequence

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import Model

_AT_ONCE = 1000


def rewrite_columns(rows: Sequence[Model], columns: Sequence[str]) -> None:
    """Write some columns of rows of one table as they stand in memory; the caller has locked them.

    Args:
        columns: names of fields.
    """
    if not rows:
        return
    meta = rows[0]._meta
    key, fields = meta.pk, [meta.get_field(name) for name in columns]
    changed = ", ".join(f'"{field.column}" = r."{field.column}"' for field in fields)
    shape = ", ".join(f'"{field.column}" {field.db_type(connection)}' for field in [key, *fields])
    statement = (
        f'UPDATE "{meta.db_table}" t SET {changed} FROM jsonb_to_recordset(%s::jsonb) AS r({shape})'  # noqa: S608
        f' WHERE t."{key.column}" = r."{key.column}"'
    )
    for start in range(0, len(rows), _AT_ONCE):
        values = [
            {field.column: getattr(row, field.attname) for field in [key, *fields]}
            for row in rows[start : start + _AT_ONCE]
        ]
        with connection.cursor() as cursor:
            cursor.execute(statement, [json.dumps(values, cls=DjangoJSONEncoder)])

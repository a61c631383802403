"""Rows of any table are pointed elsewhere or taken away set-wise, each on record, and put back exactly (C7).

One statement for each step, whatever the number of rows: it locks them, notes what was in them, and changes them.
Names of tables and columns come from retailers/merging.py and the models, never from a request.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from retailers.merging import RULES, Derived
from retailers.models import Merge

_CHANGE = """
WITH old AS (SELECT {olds}, {news}, {watched}t.{key} AS row_key FROM {table} t {join} WHERE {where} FOR UPDATE OF t),
noted AS (INSERT INTO retailers_mergedrow (id, merge_id, position, table_name, row_key, before, after)
  SELECT gen_random_uuid(), %(merge)s, %(position)s, '{table}', row_key,
    jsonb_build_object({before}), jsonb_build_object({after}) FROM old)
UPDATE {table} t SET {changes} FROM old WHERE t.{key} = old.row_key"""
_REMOVE = """
WITH old AS (DELETE FROM {table} t WHERE {where} RETURNING t.*)
INSERT INTO retailers_mergedrow (id, merge_id, position, table_name, row_key, before)
SELECT gen_random_uuid(), %(merge)s, %(position)s, '{table}', old.{key}, to_jsonb(old) FROM old"""
_STEPS = """
SELECT DISTINCT ON (position) position, table_name, after IS NULL,
  ARRAY(SELECT jsonb_object_keys(before)), ARRAY(SELECT jsonb_object_keys(after))
FROM retailers_mergedrow WHERE merge_id = %s ORDER BY position DESC"""
_PUT_BACK = """
UPDATE {table} t SET {changes} FROM retailers_mergedrow m
CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, m.before) b
WHERE m.merge_id = %(merge)s AND m.position = %(position)s AND t.{key} = m.row_key{unchanged}"""
_BRING_BACK = """
INSERT INTO {table} ({columns}) SELECT {values} FROM retailers_mergedrow m
CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, m.before) b
WHERE m.merge_id = %(merge)s AND m.position = %(position)s"""

_MAKE_ROOM = """
DELETE FROM {table} t USING retailers_mergedrow m WHERE m.merge_id = %s AND m.position = %s
AND t.supplier_id = (m.before->>'supplier_id')::uuid AND t.{place} = (m.before->>'{place}')::uuid"""


@dataclass
class Journal:
    """The record of one merge while it is written."""

    merge: Merge
    values: Mapping[str, Any] = field(default_factory=dict)
    position: int = 0

    def change(
        self,
        table: str,
        changes: Mapping[str, str],
        *,
        where: str,
        join: str = "",
        watched: Sequence[str] | None = None,
        **values: Any,
    ) -> int:
        """Write SQL expressions into columns of some rows; return how many.

        Args:
            changes: column to expression, over `t` and what `join` adds.
            watched: only rows in which these are as now are put back; by default the columns that change.
        """
        own = list(changes)
        compared = own if watched is None else list(watched)
        statement = _CHANGE.format(
            table=table,
            key=key_of(table),
            join=join,
            where=where,
            olds=", ".join(f'to_jsonb(t."{name}") AS "old_{name}"' for name in own),
            news=", ".join(f'{changes[name]} AS "new_{name}"' for name in own),
            watched="".join(f't."{name}" AS "new_{name}", ' for name in compared if name not in own),
            before=", ".join(f"'{name}', \"old_{name}\"" for name in own),
            after=", ".join(f"'{name}', \"new_{name}\"" for name in compared),
            changes=", ".join(f'"{name}" = old."new_{name}"' for name in own),
        )
        return self._run(statement, values)

    def rewrite(self, table: str, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> int:
        """Write values into columns of the rows that `rows` name by their key, where they differ."""
        key = key_of(table)
        return self.change(
            table,
            {name: f'n."{name}"' for name in columns},
            join=f'JOIN jsonb_populate_recordset(NULL::{table}, %(rows)s) n ON n."{key}" = t."{key}"',
            where=" OR ".join(f'n."{name}" IS DISTINCT FROM t."{name}"' for name in columns),
            rows=json.dumps([dict(row) for row in rows], cls=DjangoJSONEncoder),
        )

    def remove(self, table: str, *, where: str, **values: Any) -> int:
        """Take some rows away; return how many."""
        return self._run(_REMOVE.format(table=table, key=key_of(table), where=where), values)

    def _run(self, statement: str, values: Mapping[str, Any]) -> int:
        self.position += 1
        given = {**self.values, **values, "merge": self.merge.pk, "position": self.position}
        with connection.cursor() as cursor:
            cursor.execute(statement, given)
            return int(cursor.rowcount)


def put_back(merge: Merge) -> None:
    """Take a merge's steps back, the last one first; what has changed since stays as it is now.

    Raises: IntegrityError where something written since stands in the way.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STEPS, [merge.pk])
        for position, table, is_removed, before, after in cursor.fetchall():
            place = _place_of(table) if is_removed else ""
            if place:
                cursor.execute(_MAKE_ROOM.format(table=table, place=place), [merge.pk, position])
            template = _BRING_BACK if is_removed else _PUT_BACK
            statement = template.format(
                table=table,
                key=key_of(table),
                changes=", ".join(f'"{name}" = b."{name}"' for name in before),
                columns=", ".join(f'"{name}"' for name in before),
                values=", ".join(f'b."{name}"' for name in before),
                unchanged="".join(
                    f" AND coalesce(to_jsonb(t.\"{name}\"), 'null') = m.after->'{name}'" for name in after
                ),
            )
            cursor.execute(statement, {"merge": merge.pk, "position": position})


@cache
def key_of(table: str) -> str:
    """Return the column of a table's key."""
    models: Any = apps.get_models()
    return str(next(each._meta.pk.column for each in models if each._meta.db_table == table))


def _place_of(table: str) -> str:
    """Return the column of the customer whose row the database has written itself meanwhile."""
    rules = {apps.get_model(label)._meta.db_table: rule for label, rule in RULES if isinstance(rule, Derived)}
    return rules[table].customer if table in rules else ""

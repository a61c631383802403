"""What the one that stays has done since a merge, at suppliers whose only customer goes back (C7)."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import connection

from retailers.joining import STANDING
from retailers.merging import COPIED, Moves, moving_rules
from retailers.models import Merge, MergedRow
from retailers.services.repointing import table_of
from wholesale.tenancy.models import uuid7

_ROWS = "SELECT {by}, to_jsonb(t) FROM {table} t WHERE {by} = ANY(%s)"
_STAYED = "SELECT DISTINCT customer_id FROM {table} WHERE retailer_id = %s AND customer_id = ANY(%s)"
_HAND_OVER = """
UPDATE {table} t SET customer_id = c.new FROM unnest(%s::uuid[], %s::uuid[]) AS c(old, new)
WHERE t.customer_id = c.old AND t.retailer_id = %s"""
_INSERT = "INSERT INTO {table} ({columns}) SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, %s)"

Row = Mapping[str, Any]


def went_back(merge: Merge) -> list[UUID]:
    """Return the customers that only changed their retailer, and change it back."""
    rows = MergedRow.objects.filter(
        merge=merge, table_name="retailers_customer", after__has_key="retailer_id"
    )
    return list(rows.values_list("row_key", flat=True))


def rows_of(table: str, keys: Iterable[UUID], *, by: str = "id") -> dict[UUID, Row]:
    """Return rows as they are, by a column."""
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(table=table, by=by), [list(keys)])
        return {key: row if isinstance(row, dict) else json.loads(row) for key, row in cursor.fetchall()}


def leave_behind(merge: Merge, before: Mapping[UUID, Row]) -> list[UUID]:
    """Give the one that stays customers of its own for what it has done since the merge; return them.

    Args:
        before: the customers that went back, as they were just before.
    """
    new = {old: uuid7() for old in _with_a_life_since(merge, before)}
    if not new:
        return []
    _insert("retailers_customer", [{**before[old], "id": str(key), "version": 1} for old, key in new.items()])
    for label, rule in moving_rules():
        if isinstance(rule, Moves) and rule.customer and rule.company:
            with connection.cursor() as cursor:
                statement = _HAND_OVER.format(table=table_of(label))
                cursor.execute(statement, [list(new), list(new.values()), merge.kept_id])
    for label, own in COPIED.items():
        _copy(table_of(label), new, {"retailer_id": str(merge.kept_id), **own})
    return list(new.values())


def _with_a_life_since(merge: Merge, before: Mapping[UUID, Row]) -> set[UUID]:
    """Return those under which rows of the one that stays are left, or that stood elsewhere when they went back."""
    now = rows_of("retailers_customer", before)
    found = {key for key, row in before.items() if any(row[name] != now[key][name] for name in STANDING)}
    with connection.cursor() as cursor:
        for label, rule in moving_rules():
            if isinstance(rule, Moves) and rule.customer and rule.company:
                cursor.execute(_STAYED.format(table=table_of(label)), [merge.kept_id, list(before)])
                found |= {key for (key,) in cursor.fetchall()}
    return found


def _copy(table: str, new: Mapping[UUID, UUID], own: Row) -> None:
    """Copy the rows of the old customers for the new ones that have none."""
    have = rows_of(table, new.values(), by="customer_id")
    rows = rows_of(table, new, by="customer_id")
    _insert(
        table,
        [
            {
                **row,
                **{k: v for k, v in own.items() if k in row},
                "id": str(uuid7()),
                "customer_id": str(new[old]),
            }
            for old, row in rows.items()
            if new[old] not in have
        ],
    )


def _insert(table: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        columns = ", ".join(f'"{name}"' for name in rows[0])
        with connection.cursor() as cursor:
            cursor.execute(_INSERT.format(table=table, columns=columns), [json.dumps(rows)])

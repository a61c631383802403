"""The probe: hold what the database shows and allows against tests/matrix.py."""

from typing import Any

from django.db import DatabaseError, connection, transaction

from tests.matrix import MAY, ROLES, VERBS, Asker
from tests.matrix_rules import Row, Rows
from tests.matrix_tables import KEY, TOUCHED
from tests.world import World
from wholesale.tenancy.contexts import Context
from wholesale.tenancy.roles import Role
from wholesale.tenancy.testing import acting_as, as_owner


def askers(world: World) -> list[Asker]:
    """Return every member, guest and link of the cast, the staff and a visitor."""
    made = [world.context(name) for name in world.users]
    link = {"supplier_id": world.org_id("alder"), "distributor_id": world.org_id("dusk")}
    made += [Context(Role.LINK, order_id=world.orders["alder", "rosa"].id, **link)]
    made += [Context(Role.STAFF), Context(Role.PUBLIC), Context(Role.SENDER), Context(Role.APP)]
    return [Asker(context) for context in made]


def everything() -> Rows:
    """Return all rows of all tenant tables, as the owner sees them."""
    with as_owner():
        return {table: select(f"SELECT * FROM {table}") for table in MAY}


def differences(
    who: list[Asker], rows: Rows, tables: list[str] | None = None, roles: list[str] | None = None
) -> list[str]:
    """Return each point where the database and this file disagree; empty is good.

    Args:
        roles: look no further than these.
    """
    if found := _verb_differences(tables or list(MAY), roles or ROLES):
        return found  # enough said, and nine of ten mutations end here
    for table in tables or list(MAY):
        for asker in who:
            if roles is None or asker.context.role in roles:
                found += _row_differences(table, asker, rows)
    return found


def _row_differences(table: str, asker: Asker, rows: Rows) -> list[str]:
    with acting_as(asker.context):
        return row_differences(table, asker, rows)


def row_differences(table: str, asker: Asker, rows: Rows, *, foreign_rows: int | None = 2) -> list[str]:
    """Return where the context in force sees or writes other rows of a table than it should.

    Args:
        foreign_rows: how many of them it tries to change, remove and copy; None for all.
    """
    key = KEY.get(table, "id")
    role, verbs = asker.context.role, MAY[table].get(asker.context.role, "")
    found = []
    seen = _attempt(f"SELECT {key} FROM {table}")
    expected = {row[key] for row in rows[table] if asker.sees(table, row, rows)}
    wanted = expected if "S" in verbs else None
    if (None if seen is None else {row[key] for row in seen}) != wanted:
        found.append(f"{role} {asker.me} sees the wrong rows of {table}")
    own = [row for row in rows[table] if asker.owns(table, row, rows)]
    foreign = [row for row in rows[table] if row not in own]
    for row in foreign[:foreign_rows]:
        found += _foreign_differences(table, row, str(role))
    for row in own[:1]:
        found += _own_differences(table, row, str(role), verbs)
        if "U" in verbs and foreign and not _refuses_to_give_away(table, row, foreign[-1]):
            found.append(f"{role} gives an own row of {table} away")
    return found


def probe_count(table: str, asker: Asker, rows: Rows) -> int:
    """Return how many (verb, foreign row) pairs row_differences tries of all rows: read, change, remove, copy."""
    foreign = [row for row in rows[table] if not asker.owns(table, row, rows)]
    unseen = [row for row in rows[table] if not asker.sees(table, row, rows)]
    return len(unseen) + 3 * len(foreign)


def _verb_differences(tables: list[str], roles: list[str]) -> list[str]:
    checks = select(
        "SELECT t, r, v, has_table_privilege(p || '_' || r, t, v) OR (v IN ('SELECT', 'INSERT', 'UPDATE') AND"
        " has_any_column_privilege(p || '_' || r, t, v)) AS may"
        " FROM unnest(%s::text[]) t, unnest(%s::text[]) r, unnest(%s::text[]) v, (SELECT %s::text p) x",
        [tables, roles, [*VERBS.values()], Role.APP.db_name.removesuffix("_app")],
    )
    wanted = {(t, r, VERBS[letter]) for t in tables for r in roles for letter in MAY[t].get(r, "")}
    return [
        f"{c['r']} {'may' if c['may'] else 'may not'} {c['v']} {c['t']}"
        for c in checks
        if c["may"] != ((c["t"], c["r"], c["v"]) in wanted)
    ]


def _foreign_differences(table: str, row: Row, role: str) -> list[str]:
    """Try to change, remove and copy a foreign row; the copy must fail on the policy, not on the key."""
    found = [
        f"{role} writes a foreign row of {table}"
        for sql in (_touch(table), f"DELETE FROM {table} WHERE {KEY.get(table, 'id')} = %s")
        if _attempt(sql, [row[KEY.get(table, "id")]])
    ]
    if (state := _copy_state(table, row)) != REFUSED:
        found.append(f"{role} copies a foreign row into {table}: {state}")
    return found


def _own_differences(table: str, row: Row, role: str, verbs: str) -> list[str]:
    """Try what the verbs allow: a change goes through, a copy fails on the key and not on the policy."""
    found = []
    if "U" in verbs and "S" in verbs and not _attempt(_touch(table), [row[KEY.get(table, "id")]]):
        found.append(f"{role} cannot change an own row of {table}")
    if "I" in verbs and (state := _copy_state(table, row)) != REPEATED:
        found.append(f"{role} cannot add an own row to {table}: {state}")
    return found


REFUSED, REPEATED = "42501", "23505"


def _touch(table: str) -> str:
    key = KEY.get(table, "id")
    column = TOUCHED.get(table, key)
    return f"UPDATE {table} SET {column} = {column} WHERE {key} = %s"


OWNERS = ("supplier_id", "distributor_id", "retailer_id", "organization_id", "created_by_supplier_id")


def _refuses_to_give_away(table: str, row: Row, foreign: Row) -> bool:
    owners = [name for name in OWNERS if row.get(name) and row[name] != foreign[name]]
    changes = ", ".join(f"{name} = %s" for name in owners)
    values = [*(foreign[name] for name in owners), row[KEY.get(table, "id")]]
    sql = f"UPDATE {table} SET {changes} WHERE {KEY.get(table, 'id')} = %s"
    return not owners or _state(sql, values) == REFUSED


def _state(sql: str, values: list[Any]) -> str:
    """Run a statement; return the server's word for what happened."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except DatabaseError as error:
        return str(getattr(error.__cause__, "sqlstate", "") or error)
    return "done"


def _copy_state(table: str, row: Row) -> str:
    """Insert the same row again; return the server's word for what happened."""
    columns, marks = ", ".join(f'"{name}"' for name in row), ", ".join(["%s"] * len(row))
    return _state(f"INSERT INTO {table} ({columns}) VALUES ({marks})", _adapted(row))


# Lists that are JSON; other lists are arrays.
JSON_LISTS = {"cells", "headings", "mapping", "reasons", "sheets"}


def _adapted(row: Row) -> list[Any]:
    from psycopg.types.json import Jsonb

    return [
        Jsonb(value) if isinstance(value, dict) or name in JSON_LISTS else value
        for name, value in row.items()
    ]


def _attempt(sql: str, params: list[Any] | None = None) -> list[Row] | None:
    """Return rows, or as many blanks as were written; None where the role has no right."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, params)
            if cursor.description is None:
                return [{}] * cursor.rowcount
            return _rows(cursor)
    except DatabaseError:
        return None


def select(sql: str, params: list[Any] | None = None) -> list[Row]:
    """Return the rows of a query as they are, under whatever context is in force."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return _rows(cursor)


def _rows(cursor: Any) -> list[Row]:
    names = [column.name for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

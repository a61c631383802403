"""Who may ask: the database roles, what rows each may see, and how a server gets them."""

from enum import StrEnum

import psycopg
from django.conf import settings
from psycopg import sql


class Role(StrEnum):
    """One database role per kind of asker. APP logs in and owns nothing; the rest are put on."""

    OWNER = "owner"  # owns every table; migrations run as it; tests look through it
    MIGRATOR = "migrator"  # logs in and becomes OWNER at once
    APP = "app"  # logs in; reads and writes only people, companies and the directory
    PUBLIC = "public"  # visitor: nothing but the look-ups
    SUPPLIER = "supplier"
    DISTRIBUTOR = "distributor"
    GUEST = "guest"  # a distributor's person inside one supplier's account
    LINK = "link"  # an external distributor's page for one order
    RETAILER = "retailer"
    SENDER = "sender"  # takes mails from the outbox and notes what became of them
    STAFF = "staff"

    @property
    def db_name(self) -> str:
        """Return the name on the server; the prefix keeps a test's roles apart from others."""
        return f"{settings.TENANCY_ROLE_PREFIX}_{self.value}"


LOGINS = (Role.MIGRATOR, Role.APP)
ACTING = tuple(r for r in Role if r not in (Role.OWNER, *LOGINS))

# The rows a role sees unless a table says otherwise: plain equalities on the row's own columns.
# The role is known when the query is planned, so each keeps its index.
ROWS = {
    Role.APP: "true",
    Role.SUPPLIER: "supplier_id = app.supplier_id()",
    Role.DISTRIBUTOR: "distributor_id = app.distributor_id()",
    Role.GUEST: "distributor_id = app.distributor_id() AND supplier_id = app.supplier_id()",
    Role.LINK: "distributor_id = app.distributor_id() AND supplier_id = app.supplier_id()"
    " AND order_id = app.order_id()",
    Role.RETAILER: "retailer_id = app.retailer_id()",
    Role.SENDER: "true",
    Role.STAFF: "true",
    Role.OWNER: "true",  # under FORCE the owner, its data migrations and look-ups would see nothing
}
# For tables keyed by the company that keeps the row, whatever its side: `rows=own_rows()`.
OWN_KEYS = {
    Role.SUPPLIER: "app.supplier_id()",
    Role.DISTRIBUTOR: "app.distributor_id()",
    Role.GUEST: "app.distributor_id()",
    Role.RETAILER: "app.retailer_id()",
}


def own_rows(column: str = "organization_id") -> dict[str, str]:
    """Return, for each side, the rule that the row belongs to the company that asks."""
    return {role.value: f"{column} = {key}" for role, key in OWN_KEYS.items()}


def provision(superuser: str, *, database: str, test: bool, passwords: dict[Role, str]) -> None:
    """Create or correct every role and the database; safe to repeat.

    Args:
        superuser: a libpq address with the right to create roles.
        test: also let APP become OWNER, and OWNER create databases and write past triggers. Never on a
            server with real data.
        passwords: for the two login roles; none where the server trusts its socket.
    """
    with psycopg.connect(superuser, autocommit=True) as connection:
        _create_roles(connection, passwords)
        _grant_roles(connection, test=test)
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
        if not found:
            _run(connection, "CREATE DATABASE {} OWNER {}", database, Role.OWNER.db_name)


def _run(connection: psycopg.Connection, template: str, *names: str) -> None:
    connection.execute(sql.SQL(template).format(*map(sql.Identifier, names)))


def _create_roles(connection: psycopg.Connection, passwords: dict[Role, str]) -> None:
    have = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
    for role in Role:
        if role.db_name not in have:
            # NOINHERIT must stand before the first GRANT: since PG 16 each grant remembers it.
            # The owner inherits: on PG 15 it is through pg_database_owner that it may create.
            _run(connection, "CREATE ROLE {} " + ("NOINHERIT" if role in LOGINS else "INHERIT"), role.db_name)
    for role in LOGINS:
        _run(connection, "ALTER ROLE {} LOGIN", role.db_name)
        if password := passwords.get(role):
            statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
            connection.execute(statement.format(sql.Identifier(role.db_name), sql.Literal(password)))


def _grant_roles(connection: psycopg.Connection, *, test: bool) -> None:
    owner, migrator, app = Role.OWNER.db_name, Role.MIGRATOR.db_name, Role.APP.db_name
    _run(connection, "GRANT {} TO {}", owner, migrator)
    _run(connection, "ALTER ROLE {} SET role = {}", migrator, owner)
    for role in ACTING:
        _run(connection, "GRANT {} TO {}", role.db_name, app)
    for limit in (
        "statement_timeout='15s'",
        "lock_timeout='3s'",
        "idle_in_transaction_session_timeout='30s'",
    ):
        _run(connection, "ALTER ROLE {} SET " + limit, app)
    _run(connection, "ALTER ROLE {} " + ("CREATEDB" if test else "NOCREATEDB"), owner)
    _run(connection, "GRANT {} TO {}" if test else "REVOKE {} FROM {}", owner, app)
    verb, way = ("GRANT", "TO") if test else ("REVOKE", "FROM")
    _run(connection, f"{verb} SET ON PARAMETER session_replication_role {way} {{}}", owner)

"""The database, and not the code above it, keeps the companies apart; and each part of that is needed."""

import pytest
from django.apps import apps
from django.db import connection, transaction

from tests.definers import DEFINERS
from tests.matrix import MAY
from tests.matrix_tables import KEY, SHARED
from tests.probe import askers, differences, everything, select
from tests.proof import found
from tests.world import World
from wholesale.tenancy.declarations import Access
from wholesale.tenancy.roles import Role
from wholesale.tenancy.testing import as_owner

pytestmark = pytest.mark.server


def accesses() -> list[tuple[str, Access]]:
    return [
        (model._meta.db_table, constraint)
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, Access)
    ]


def test_every_table_is_tenant_or_shared(db: None) -> None:
    tables = select(
        "SELECT relname FROM pg_class WHERE relkind IN ('r','p','v','m')"
        " AND relnamespace = 'public'::regnamespace"
    )

    assert {row["relname"] for row in tables} == MAY.keys() | SHARED


def test_every_tenant_table_forces_the_policies_that_its_model_declares(db: None) -> None:
    forced = select("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
    policies = select(
        "SELECT tablename, policyname, roles::text[] AS roles, cmd, qual, with_check FROM pg_policies"
    )
    declared = {(table, role) for table, access in accesses() for role in ("owner", *access.verbs)} | {
        (table, f"{role}_reads") for table, access in accesses() for role in access.also_reads
    }

    assert {row["relname"] for row in forced} == MAY.keys()
    assert {(p["tablename"], p["policyname"]) for p in policies} == declared
    for policy in policies:
        role = Role(policy["policyname"].removesuffix("_reads"))
        assert policy["roles"] == [role.db_name]
        if policy["policyname"].endswith("_reads"):
            assert (policy["cmd"], policy["with_check"]) == ("SELECT", None)
        else:
            assert policy["cmd"] == "ALL"
            assert policy["qual"] == policy["with_check"]


def test_the_owner_owns_everything_and_no_role_goes_round_the_policies(db: None) -> None:
    owners = select(
        "SELECT DISTINCT pg_get_userbyid(relowner) AS o FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    )
    attributes = select(
        "SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s)"
        " AND (rolsuper OR rolbypassrls OR rolinherit AND rolcanlogin)",
        [Role.APP.db_name.removesuffix("app")],
    )
    definers = select(
        "SELECT proname, proconfig FROM pg_proc WHERE prosecdef AND pronamespace = 'app'::regnamespace"
    )

    assert owners == [{"o": Role.OWNER.db_name}]
    assert attributes == []
    assert {row["proname"] for row in definers} == DEFINERS
    assert {
        row["proname"] for row in definers if row["proconfig"] != ["search_path=pg_catalog, pg_temp"]
    } == set()


def test_unique_and_foreign_keys_between_tenant_tables_stay_inside_a_supplier(db: None) -> None:
    keyed = [
        row["relname"]
        for row in select(
            "SELECT DISTINCT relname FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid"
            " WHERE attname = 'supplier_id' AND relname = ANY(%s)",
            [list(MAY)],
        )
    ]
    loose = select(
        "SELECT conrelid::regclass::text AS t, conname FROM pg_constraint c"
        " WHERE conrelid::regclass::text = ANY(%(t)s)"
        " AND (contype = 'u' OR contype = 'f' AND confrelid::regclass::text = ANY(%(t)s))"
        " AND NOT EXISTS (SELECT FROM pg_attribute a WHERE attrelid = conrelid AND attname = 'supplier_id'"
        " AND attnum = ANY(conkey))",
        {"t": keyed},  # type: ignore[arg-type]
    )
    unreferenced = [
        (model.__name__, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if (field.many_to_one or field.one_to_one)
        and field.concrete
        and not getattr(field, "db_constraint", True)
        if not any(getattr(c, "field", "") == field.name for c in model._meta.constraints)
    ]

    # One row in another's table means nothing here: the key itself is the join.
    assert {row["conname"] for row in loose if not row["conname"].endswith("_key")} == set()
    assert unreferenced == []


def test_each_policy_column_leads_an_index(db: None) -> None:
    leading = select(
        "SELECT relname AS t, array_agg(DISTINCT attname::text) AS columns"
        " FROM pg_index JOIN pg_class c ON c.oid = indrelid"
        " JOIN pg_attribute a ON attrelid = indrelid AND attnum = indkey[0] WHERE relname = ANY(%s) GROUP BY 1",
        [list(MAY)],
    )
    by_table = {row["t"]: set(row["columns"]) for row in leading}
    columns = {"supplier": "supplier_id", "distributor": "distributor_id", "retailer": "retailer_id"}
    missing = [
        (table, role)
        for table, access in accesses()
        for role in columns.keys() & access.verbs.keys()
        if role not in access.rows and columns[role] not in by_table[table]
    ]

    assert missing == []


def test_everyone_sees_their_own_rows_and_writes_no_others(world: World) -> None:
    rows = everything()
    empty = [table for table, held in rows.items() if not held]

    assert empty == []
    assert differences(askers(world), rows) == []


def mutations() -> list[tuple[str, list[str], str]]:
    """Return SQL that breaks each policy and grant of each model, in each way, with its table and roles."""
    made: list[tuple[str, list[str], str]] = []
    for table, access in accesses():
        for role in access.by_role:
            made += [(table, [role], statement) for statement in _policy_mutations(table, role)]
        for name in access.also_reads:
            made.append((table, [name], f"ALTER POLICY {name}_reads ON {table} USING (true)"))
            made.append((table, [name], f"DROP POLICY {name}_reads ON {table}"))
        for role in (*Role,):
            if role not in (Role.OWNER, Role.MIGRATOR):
                made += [(table, [role], statement) for statement in _grant_mutations(table, role)]
        everyone = list(access.verbs)
        made.append((table, everyone, f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"))
    return made


def _policy_mutations(table: str, role: Role) -> list[str]:
    made = [f"DROP POLICY {role} ON {table}"]
    if role in (Role.STAFF, Role.APP, Role.SENDER):
        return made
    if set(MAY[table][role]) & {"I", "U"}:
        made.append(f"ALTER POLICY {role} ON {table} WITH CHECK (true)")
    made.append(f"ALTER POLICY {role} ON {table} USING (true) WITH CHECK (true)")
    return made


def _grant_mutations(table: str, role: Role) -> list[str]:
    held, made = MAY[table].get(role, ""), []
    for letter, verb in {"S": "SELECT", "I": "INSERT", "U": "UPDATE", "D": "DELETE"}.items():
        change = "REVOKE {} ON {} FROM {}" if letter in held else "GRANT {} ON {} TO {}"
        made.append(change.format(verb, table, role.db_name))
    return made


# What survives a mutation, and why that is no leak.
HELD_TWICE = {
    # Nobody has a grant on the key of a company, nor on inserting one.
    *(
        f"ALTER POLICY {side} ON organizations_organization WITH CHECK (true)"
        for side in ("supplier", "distributor", "retailer")
    ),
    # What a guest may read of its own company, it may read as everybody.
    "DROP POLICY guest ON organizations_organization",
    # The rule is `true` already: the directory is everybody's.
    "ALTER POLICY supplier_reads ON retailers_directoryentry USING (true)",
    # Updated only, and an updated row must also be one that its writer may read.
    "ALTER POLICY retailer ON retailers_directoryentry WITH CHECK (true)",
    "ALTER POLICY retailer ON retailers_customercontact WITH CHECK (true)",
    "ALTER POLICY retailer ON invitations_buyerproposal WITH CHECK (true)",
    "ALTER POLICY supplier ON invitations_apartcustomer WITH CHECK (true)",
    "ALTER POLICY supplier ON organizations_stepproposal WITH CHECK (true)",
    "ALTER POLICY distributor ON organizations_connectionproposal WITH CHECK (true)",
    "ALTER POLICY guest ON organizations_agreement WITH CHECK (true)",
    # No company's: whoever has a grant may have every row; of merges, pairs and cases that is the platform's staff.
    *(
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"
        for table in (
            "mail_suppression",
            "mail_mailboxmessage",
            "mail_mailboxfile",
            "tenancy_periodicrun",
            "invitations_visit",
            "retailers_duplicatepair",
            "retailers_merge",
            "retailers_mergedrow",
            "invitations_claimcase",
        )
    ),
    # The trigger that copies the keys asks for a customer, order, line, cart, list or report in sight; photos are
    # only put in by a link, which reads none.
    "ALTER POLICY supplier ON orders_orderlink WITH CHECK (true)",
    "ALTER POLICY supplier ON orders_delivererreport WITH CHECK (true)",
    "ALTER POLICY supplier ON orders_reportphoto WITH CHECK (true)",
    "ALTER POLICY guest ON orders_ordercomment WITH CHECK (true)",
    "ALTER POLICY link ON orders_delivererreport WITH CHECK (true)",
    "ALTER POLICY link ON orders_reportphoto WITH CHECK (true)",
    "ALTER POLICY link ON orders_reportphoto USING (true) WITH CHECK (true)",
    "ALTER POLICY supplier ON orders_order WITH CHECK (true)",
    *(
        f"ALTER POLICY supplier ON orders_{table} WITH CHECK (true)"
        for table in (
            "orderline",
            "orderevent",
            "ordertotal",
            "orderlineamount",
            "ordertax",
            "cartline",
            "orderlinechange",
        )
    ),
    "ALTER POLICY retailer ON orders_cartline WITH CHECK (true)",
    "ALTER POLICY retailer ON orders_standinglistline WITH CHECK (true)",
    "ALTER POLICY supplier ON catalogs_customerprice WITH CHECK (true)",
}


@pytest.mark.proof
def test_every_policy_and_grant_is_needed(world: World) -> None:
    who, rows, survivors, changes = askers(world), everything(), set(), mutations()
    connection.check_constraints()  # else the seed's deferred checks would forbid ALTER TABLE
    for table, roles, change in changes:
        with transaction.atomic():
            with as_owner(), connection.cursor() as cursor:
                cursor.execute(change)
            if not differences(who, rows, [table], roles):
                survivors.add(change)
            transaction.set_rollback(True)

    killed = len(changes) - len(survivors)
    found(
        "R2", f"{len(changes):,} mutations of policies and grants: {killed:,} red, {len(survivors)} no leak"
    )
    assert survivors == HELD_TWICE, sorted(survivors ^ HELD_TWICE)
    assert len(changes) > 1000


def test_keys_named_here_exist(db: None) -> None:
    assert set(KEY) <= MAY.keys()

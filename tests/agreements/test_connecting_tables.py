"""No table is forgotten when a kept distributor becomes a company with an account: each column has its rule (I1)."""

from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db.models import F

from inventory.models import Transfer
from retailers.enums import Carrier
from retailers.models import ScheduleLine
from tests.agreements.connecting import accepted
from tests.probe import everything, select
from tests.world import World
from wholesale.organizations.connecting import RULES, Moves, Stays, moving_keys
from wholesale.organizations.models import ConnectionProposal
from wholesale.tenancy.testing import acting_as, as_owner

# Such a distributor neither sells nor buys, so these columns never name it.
OF_OTHERS = {"supplier_id", "retailer_id"}


def keys() -> set[tuple[str, str]]:
    """Return (model, column) of every key that names a company."""
    models: Any = apps.get_models()
    return {
        (model._meta.label, field.column)
        for model in models
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model._meta.label == "organizations.Organization"
        if field.column not in OF_OTHERS
    }


def test_every_key_to_a_company_has_a_rule() -> None:
    ruled = [(label, column) for label, rule in RULES for column in rule.columns]

    assert keys() - set(ruled) == set(), "say in wholesale/organizations/connecting.py what becomes of these"
    assert set(ruled) - keys() == set()
    assert len(ruled) == len(set(ruled))


def test_columns_that_are_no_keys_to_django_are_none_to_the_database_either(db: None) -> None:
    """The function moves what the database knows as a key to a company: each that is to move is one."""
    rows = select(
        "SELECT c.conrelid::regclass::text AS t, a.attname AS column FROM pg_constraint c"
        " JOIN pg_attribute a ON a.attrelid = c.conrelid AND c.conkey = ARRAY[a.attnum]"
        " WHERE c.contype = 'f' AND c.confrelid = 'organizations_organization'::regclass"
    )
    known = {f"{row['t']}.{row['column']}" for row in rows if row["column"] not in OF_OTHERS}
    ruled = {f"{apps.get_model(label)._meta.db_table}.{c}" for label, rule in RULES for c in rule.columns}

    assert known == ruled
    assert set(moving_keys()) <= known


# Columns that could name a company though no key says so, and what they hold instead.
HOLDS_OTHER = {
    *("audit_auditentry.subject_id", "mail_outboundemail.lease_token"),  # what it was about then; a lease
    *(
        "api_idempotentrequest.asker_id",
        "retailers_bulkjob.represents",
        "sheets_sheetimport.represents",
    ),  # people
    *(
        "orders_order.submission_key",
        "orders_delivererreport.submission_key",
        "orders_orderevent.submission_key",
        "orders_ordercomment.submission_key",
        "retailers_bulkjob.key",
    ),  # of forms
    *("catalogs_pricechange.told_through", "catalogs_pricechange.corrected_through"),  # customers
    "orders_cart.ship_to_id",  # of a retailer
    *("catalogs_producttoken.product_id", "inventory_stockmovement.lot_id"),
    *(
        f"inventory_{table}.holder_id" for table in ("stockmovement", "lotmovement", "lotpick")
    ),  # orders, transfers
    *("retailers_mergedcustomer.gone_id", "retailers_mergedrow.row_key", "sheets_sheetrow.subject"),  # rows
}


def test_no_other_column_holds_a_company(db: None) -> None:
    """A key to a company without a foreign key would be left behind unseen: each such column is looked at once."""
    rows = select(
        "SELECT c.oid::regclass::text AS t, a.attname AS column FROM pg_class c"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
        " JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname NOT IN ('pg_catalog', 'information_schema')"
        " WHERE c.relkind IN ('r', 'p') AND a.atttypid IN ('uuid'::regtype, 'uuid[]'::regtype)"
        " AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid"
        "   AND k.contype IN ('f', 'p') AND a.attnum = ANY (k.conkey))"
    )

    found = {f"{row['t']}.{row['column']}" for row in rows}
    assert found == HOLDS_OTHER


def names(rows: dict[str, list[dict[str, Any]]], company: Any) -> set[tuple[str, str]]:
    """Return (table, column) wherever this company is named."""
    return {
        (table, column)
        for table, held in rows.items()
        for row in held
        for column, value in row.items()
        if value == company
    }


def test_what_is_to_move_has_moved_and_nothing_else_has_changed(world: World) -> None:
    """Dusk, which alder kept, is ember: every row of every table is held against what it was."""

    former, home = world.org_id("dusk"), world.org_id("ember")
    give_dusk_what_the_cast_has_not(world)
    before = everything()
    assert {f"{t}.{c}" for t, c in names(before, former)} >= set(moving_keys())

    accepted(world, "alder", "dusk", "ember")

    after = everything()
    stays = {
        (apps.get_model(label)._meta.db_table, column)
        for label, rule in RULES
        if isinstance(rule, Stays)
        for column in rule.columns
    }
    assert names(after, former) <= stays | {("organizations_organization", "id"), *SUBJECTS}
    with as_owner():
        connection = ConnectionProposal.objects.get(state="accepted")
    assert connection.former_id == former
    assert changed(before, after) <= {
        *(tuple(key.split(".")) for key in moving_keys()),
        ("inventory_warehouse", "is_default"), ("inventory_warehouse", "name"),
        ("organizations_agreement", "mode"), ("organizations_agreement", "version"),
        ("organizations_agreement", "distributor_email"), ("organizations_agreement", "distributor_language"),
        ("organizations_organization", "merged_into_id"),
        ("orders_order", "owed_by"),
    }  # fmt: skip
    assert home in {row["distributor_id"] for row in after["orders_order"]}
    with acting_as(world.context("alder")):
        call_command("check_stock", supplier="alder")


def give_dusk_what_the_cast_has_not(world: World) -> None:
    """Let it carry on a delivery day, and send and write a transfer."""
    alder, dusk = world.orgs["alder"], world.orgs["dusk"]
    with as_owner():
        lines = ScheduleLine.objects.filter(supplier=alder)
        lines.filter(pk=lines.values("pk")[:1]).update(
            carrier=Carrier.DISTRIBUTOR, distributor=dusk, carrier_name="Dusk"
        )
        Transfer.objects.filter(supplier=alder, status="draft", destination_keeper=dusk).update(
            source=F("destination"), source_keeper=dusk, writer=dusk,
            destination=world.warehouses["alder"], destination_keeper=alder,
        )  # fmt: skip


SUBJECTS = {("audit_auditentry", "subject_id"), ("mail_outboundemail", "organization_id")}


def changed(before: dict[str, list[dict[str, Any]]], after: dict[str, list[dict[str, Any]]]) -> set[Any]:
    """Return (table, column) of every value that differs in a row that was there before."""
    found = set()
    for table, held in after.items():
        key = {"organizations_person": "user_id", "retailers_directoryentry": "retailer_id"}.get(table, "id")
        old = {row.get(key): row for row in before[table]}
        for row in held:
            was = old.get(row.get(key))
            found |= {(table, name) for name in row if was is not None and was[name] != row[name]}
    return found


def test_rules_are_of_two_kinds() -> None:
    assert {type(rule) for _, rule in RULES} == {Moves, Stays}

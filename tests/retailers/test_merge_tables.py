"""No table is forgotten by a merge: each column that names a company or a customer has its rule (SPEC.md C7)."""

from typing import Any

from django.apps import apps
from django.db import connection

from retailers.merging import REFRESHED, RULES, Derived, Inside, Moves
from tests.matrix import MAY
from tests.probe import select
from wholesale.tenancy.roles import Role

# Whoever sells or delivers never goes, so these columns never name the one that does.
OF_OTHERS = {"supplier_id", "distributor_id"}


def keys_to(targets: set[str]) -> set[tuple[str, str]]:
    """Return (model, column) of every key that points at one of these models."""
    models: Any = apps.get_models()
    return {
        (model._meta.label, field.column)
        for model in models
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model._meta.label in targets
    }


def removable() -> set[str]:
    """Return the models of which a merge may take rows away."""
    taken = {label for label, rule in RULES if getattr(rule, "once", None) is not None}
    return taken | {"retailers.Customer", "retailers.DirectoryEntry"}


def test_every_key_to_a_company_a_customer_or_what_goes_has_a_rule() -> None:
    targets = {"organizations.Organization"} | removable()
    keys = {key for key in keys_to(targets) if key[1] not in OF_OTHERS}
    ruled = [(label, column) for label, rule in RULES for column in rule.columns]

    assert keys - set(ruled) == set(), "say in retailers/merging.py what becomes of these"
    assert set(ruled) - keys == set()
    assert len(ruled) == len(set(ruled))


def test_columns_that_are_no_keys_to_django_are_none_to_the_database_either(db: None) -> None:
    """What a model does not say, a migration might: compare with the foreign keys of the server."""
    rows = select(
        "SELECT DISTINCT c.conrelid::regclass::text AS t, a.attname AS column FROM pg_constraint c"
        " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)"
        " WHERE c.contype = 'f' AND c.confrelid IN ('retailers_customer'::regclass,"
        " 'organizations_organization'::regclass)"
    )
    ruled = {
        (apps.get_model(label)._meta.db_table, column) for label, rule in RULES for column in rule.columns
    }

    assert {(r["t"], r["column"]) for r in rows if r["column"] not in OF_OTHERS} <= ruled


def test_staff_may_write_what_the_rules_write() -> None:
    for label, rule in RULES:
        verbs = set(MAY.get(apps.get_model(label)._meta.db_table, {}).get("staff", ""))
        if isinstance(rule, Moves | Inside):
            assert {"S", "U"} <= verbs, label
        if isinstance(rule, Derived) or getattr(rule, "once", None) is not None:
            assert {"S", "I", "D"} <= verbs, label


def test_staff_may_have_derived_rows_written_anew(db: None) -> None:
    """A table kept by the database follows settings that move: its function is named, and staff may call it."""
    with connection.cursor() as cursor:
        for name in REFRESHED:
            cursor.execute(
                "SELECT has_function_privilege(%s, %s, 'EXECUTE')",
                [Role.STAFF.db_name, f"app.{name}(uuid[])"],
            )
            assert cursor.fetchone() == (True,), name

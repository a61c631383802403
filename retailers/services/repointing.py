"""The rules of retailers/merging.py as steps of a journal: a merge writes every table set-wise (C7)."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.db import connection

from retailers.merging import REFRESHED, RULES, Derived, Inside, Moves, Yields, moving_rules
from retailers.services.moving import Journal

_PAIRS = "unnest(%(gone_customers)s::uuid[], %(kept_customers)s::uuid[]) AS p(gone, kept)"

_REFRESH = "SELECT app.{name}(%s::uuid[])"
_AROUND_OF_CUSTOMER = """
SELECT g.id AS gone, k.id AS kept
FROM unnest(%(gone_customers)s::uuid[], %(kept_customers)s::uuid[]) AS p(gone, kept)
JOIN {parent} g ON g.{key} = p.gone AND g.supplier_id = ANY(%(suppliers)s)
JOIN {parent} k ON k.{key} = p.kept AND k.supplier_id = g.supplier_id{agree}"""
_AROUND_OF_COMPANY = """
SELECT g.id AS gone, k.id AS kept FROM {parent} g
JOIN {parent} k ON g.{key} = %(gone)s AND k.{key} = %(kept)s{agree}"""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Who goes, who stays, and the customers of suppliers that have both."""

    gone: UUID
    kept: UUID
    customers: Mapping[UUID, UUID]  # the one that goes to the one that stays
    suppliers: Sequence[UUID]

    def values(self) -> dict[str, object]:
        """Return what the statements are given."""
        return {
            "gone": self.gone,
            "kept": self.kept,
            "gone_customers": list(self.customers),
            "kept_customers": list(self.customers.values()),
            "suppliers": list(self.suppliers),
        }


def repoint(journal: Journal) -> Counter[str]:
    """Apply every rule in order; return how many rows of which model now belong to the one that stays."""
    moved: Counter[str] = Counter()
    for label, rule in moving_rules():
        table = table_of(label)
        match rule:
            case Inside():
                moved[label] += _move_inside(journal, table, rule)
            case Yields():
                _give_way(journal, table, rule)
            case Derived():
                gone = f"t.supplier_id = ANY(%(suppliers)s) AND t.{rule.customer} = ANY(%(gone_customers)s)"
                journal.remove(table, where=gone)
            case Moves():
                _take_twins_away(journal, table, rule)
                moved[label] += _move(journal, table, rule)
    return moved


def refresh(customers: Collection[UUID]) -> None:
    """Let the database write anew what follows from the settings of these customers."""
    with connection.cursor() as cursor:
        for name in REFRESHED:
            cursor.execute(_REFRESH.format(name=name), [list(customers)])


def table_of(label: str) -> str:
    """Return a model's table; of an app above, too."""
    return str(apps.get_model(label)._meta.db_table)


def _move(journal: Journal, table: str, rule: Moves) -> int:
    watched = (*rule.watched, *rule.columns)
    changes = {rule.company: "%(kept)s::uuid"} if rule.company else {}
    if not rule.customer:
        return journal.change(table, changes, where=f"t.{rule.company} = %(gone)s", watched=watched)
    changes[rule.customer] = f"coalesce(p.kept, t.{rule.customer})"
    join = f"JOIN {_PAIRS} ON p.gone = t.{rule.customer}"
    if rule.company:
        where = f"t.{rule.company} = %(gone)s"
        return journal.change(table, changes, join=f"LEFT {join}", where=where, watched=watched)
    where = "t.supplier_id = ANY(%(suppliers)s)"
    return journal.change(table, changes, join=join, where=where, watched=watched)


def _take_twins_away(journal: Journal, table: str, rule: Moves) -> None:
    if rule.once is not None:
        journal.remove(table, where=_twin(table, rule.customer, rule.company, rule.once))


def _give_way(journal: Journal, table: str, rule: Yields) -> None:
    such = f"{rule.such.format(row='t')} AND "
    where = such + _twin(table, rule.customer, rule.company, rule.same, such=rule.such.format(row="k"))
    journal.change(table, rule.changes, where=where)


def _twin(table: str, customer: str, company: str, same: Sequence[str], *, such: str = "true") -> str:
    """Return the condition that a row is of the side that goes, and the other has one that agrees with it."""
    agree = "".join(f" AND k.{name} IS NOT DISTINCT FROM t.{name}" for name in same)
    if not customer:
        return (
            f"t.{company} = %(gone)s AND EXISTS"
            f" (SELECT FROM {table} k WHERE k.{company} = %(kept)s AND {such}{agree})"
        )
    return (
        f"t.supplier_id = ANY(%(suppliers)s) AND EXISTS (SELECT FROM {_PAIRS} JOIN {table} k"
        f" ON k.supplier_id = t.supplier_id AND k.{customer} = p.kept"
        f" WHERE p.gone = t.{customer} AND {such}{agree})"
    )


def _move_inside(journal: Journal, table: str, rule: Inside) -> int:
    around = _rows_around(rule)
    if rule.once is not None:
        agree = "".join(f" AND k.{name} = t.{name}" for name in rule.once)
        twin = f"SELECT FROM ({around}) a JOIN {table} k ON k.{rule.column} = a.kept WHERE a.gone = t.{rule.column}"
        journal.remove(table, where=f"EXISTS ({twin}{agree})")
    changes = {rule.column: "a.kept"} | ({rule.company: "%(kept)s::uuid"} if rule.company else {})
    return journal.change(
        table,
        changes,
        join=f"JOIN ({around}) a ON a.gone = t.{rule.column}",
        where="true",
        watched=(*rule.watched, *rule.columns),
    )


def _rows_around(rule: Inside) -> str:
    """Return the query of the rows around that are taken away, each with the one that stays."""
    parent = table_of(rule.parent)
    outer = next(
        found
        for label, found in RULES
        if label == rule.parent and isinstance(found, Moves) and found.once is not None
    )
    agree = "".join(f" AND k.{name} IS NOT DISTINCT FROM g.{name}" for name in outer.once or ())
    if outer.customer:
        return _AROUND_OF_CUSTOMER.format(parent=parent, key=outer.customer, agree=agree)
    return _AROUND_OF_COMPANY.format(parent=parent, key=outer.company, agree=agree)

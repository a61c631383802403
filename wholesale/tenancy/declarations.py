"""What a model says about its table, in Meta.constraints: who may do what, and what must match.

They are Django constraints, so makemigrations writes them, notices a change, squashes and reverses
them, and `makemigrations --check` fails when the model and its migrations differ.
"""

from typing import Any

from django.db import models

from wholesale.tenancy.roles import ROWS, Role


class Declaration(models.BaseConstraint):
    """A constraint made of plain statements and kept by the database alone."""

    def create_statements(self, table: str, model: Any) -> list[str]:
        raise NotImplementedError

    def remove_statements(self, table: str, model: Any) -> list[str]:
        raise NotImplementedError

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        """Wait for the end of the migration: by then every table and key it names exists."""
        schema_editor.deferred_sql.append(";\n".join(self.create_statements(model._meta.db_table, model)))
        return None

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        return ";\n".join(self.remove_statements(model._meta.db_table, model))

    constraint_sql: Any = create_sql

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Leave it to the database."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Declaration) and self.deconstruct() == other.deconstruct()

    __hash__ = models.BaseConstraint.__hash__


class Access(Declaration):
    """Switch row-level security on; give each named role its verbs and its policy.

    Args:
        rows: SQL by role, where the rows are not those of roles.ROWS.
        also_reads: SQL by role, for rows that it may read besides those that it may write.
        verbs: by role, as in supplier="select, insert, update" or guest="select, update(status)".
    """

    def __init__(
        self,
        *,
        name: str,
        rows: dict[str, str] | None = None,
        also_reads: dict[str, str] | None = None,
        **verbs: str,
    ) -> None:
        super().__init__(name=name)
        self.rows, self.also_reads, self.verbs = rows or {}, also_reads or {}, verbs
        self.by_role = {Role(role): text for role, text in verbs.items()}

    def create_statements(self, table: str, model: Any) -> list[str]:
        made = [f'ALTER TABLE "{table}" {verb} ROW LEVEL SECURITY' for verb in ("ENABLE", "FORCE")]
        for role, verbs in {Role.OWNER: "", **self.by_role}.items():
            rule = self.rows.get(role, ROWS.get(role, "false"))
            policy = f'ON "{table}" TO "{role.db_name}" USING ({rule}) WITH CHECK ({rule})'
            made.append(f'CREATE POLICY "{role}" {policy}')
            if verbs:
                made.append(f'GRANT {verbs} ON "{table}" TO "{role.db_name}"')
        for reader, rule in self.also_reads.items():
            target = f'ON "{table}" FOR SELECT TO "{Role(reader).db_name}" USING ({rule})'
            made.append(f'CREATE POLICY "{reader}_reads" {target}')
        return made

    def remove_statements(self, table: str, model: Any) -> list[str]:
        gone = [f'DROP POLICY "{role}" ON "{table}"' for role in (Role.OWNER, *self.by_role)]
        gone += [f'DROP POLICY "{role}_reads" ON "{table}"' for role in self.also_reads]
        gone += [f'REVOKE ALL ON "{table}" FROM "{role.db_name}"' for role in self.by_role]
        return gone  # security stays on: a table between two declarations shows nothing

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        given = {"rows": self.rows, "also_reads": self.also_reads}
        return path, args, kwargs | {name: value for name, value in given.items() if value} | self.verbs


class TenantKey(Declaration):
    """Let TenantReference point here. Reversing drops it before what points at it, hence CASCADE."""

    def constraint_sql(self, model: Any, schema_editor: Any) -> str:
        return f'CONSTRAINT "{self.name}" UNIQUE (supplier_id, id)'

    def create_sql(self, model: Any, schema_editor: Any) -> str:
        return f'ALTER TABLE "{model._meta.db_table}" ADD {self.constraint_sql(model, schema_editor)}'

    def remove_statements(self, table: str, model: Any) -> list[str]:
        return [f'ALTER TABLE "{table}" DROP CONSTRAINT "{self.name}" CASCADE']


class TenantReference(Declaration):
    """Let a key point only at a row of the same supplier: checks of foreign keys bypass policies.

    Args:
        own: the column that must agree with the target's column `theirs`, where it is not the supplier.
        cascades: let the database remove the row with its target; no role needs a right to delete for that.
    """

    def __init__(
        self,
        *,
        name: str,
        field: str,
        own: str = "supplier_id",
        theirs: str = "supplier_id",
        cascades: bool = False,
    ) -> None:
        super().__init__(name=name)
        self.field, self.own, self.theirs, self.cascades = field, own, theirs, cascades

    def create_statements(self, table: str, model: Any) -> list[str]:
        field = model._meta.get_field(self.field)
        target = field.related_model._meta.db_table
        with_target = " ON DELETE CASCADE" if self.cascades else ""
        return [
            (
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{self.name}"'
                f' FOREIGN KEY ("{self.own}", "{field.column}") REFERENCES "{target}" ("{self.theirs}", id)'
                f"{with_target} DEFERRABLE INITIALLY IMMEDIATE"
            )
        ]

    def remove_statements(self, table: str, model: Any) -> list[str]:
        return [f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{self.name}"']

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        agreeing = {"own": self.own, "theirs": self.theirs}
        given: dict[str, Any] = {name: column for name, column in agreeing.items() if column != "supplier_id"}
        if self.cascades:
            given["cascades"] = True
        return path, args, kwargs | {"field": self.field} | given


# A distributor that its supplier kept turns out to be a company with an account: the owner says whose warehouse or
# delivery a row is of, and nothing else in it.
REFUSE_CHANGE = """CREATE OR REPLACE FUNCTION app.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE whose text[] := ARRAY['keeper_id', 'distributor_id'];
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - whose = to_jsonb(OLD) - whose
    AND current_user = (SELECT pg_get_userbyid(relowner) FROM pg_catalog.pg_class WHERE oid = TG_RELID) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$"""


class AppendOnly(Declaration):
    """Refuse every update and delete, the owner's too; a migration that must rewrite disables it by name."""

    def create_statements(self, table: str, model: Any) -> list[str]:
        trigger = f'CREATE TRIGGER "{self.name}" BEFORE UPDATE OR DELETE ON "{table}"'
        return [REFUSE_CHANGE, f"{trigger} FOR EACH ROW EXECUTE FUNCTION app.refuse_change()"]

    def remove_statements(self, table: str, model: Any) -> list[str]:
        return [f'DROP TRIGGER "{self.name}" ON "{table}"']


class CopiedKeys(Declaration):
    """Copy key columns from the row a key points at: on insert, and again whenever they change.

    Pulling has a function of its own for each table, so that its plan is kept: a line costs 10 µs, not 170.
    """

    def __init__(self, *, name: str, field: str, columns: list[str]) -> None:
        super().__init__(name=name)
        self.field, self.columns = field, columns

    def _tables(self, model: Any) -> tuple[str, str]:
        field = model._meta.get_field(self.field)
        return field.related_model._meta.db_table, field.column

    def create_statements(self, table: str, model: Any) -> list[str]:
        parent, key = self._tables(model)
        quoted, listed = ", ".join(f"'{c}'" for c in self.columns), ", ".join(self.columns)
        theirs, own = (", ".join(f"{row}.{c}" for c in self.columns) for row in ("p", "NEW"))
        pull = PULL_KEYS.format(name=self.name, parent=parent, key=key, theirs=theirs, own=own)
        return [
            pull,
            (
                f'CREATE TRIGGER "{self.name}" BEFORE INSERT ON "{table}" FOR EACH ROW'
                f' EXECUTE FUNCTION app."{self.name}"()'
            ),
            (
                f'CREATE TRIGGER "{self.name}" AFTER UPDATE OF {listed} ON "{parent}" FOR EACH ROW'
                f" EXECUTE FUNCTION app.push_keys('{table}', '{key}', {quoted})"
            ),
        ]

    def remove_statements(self, table: str, model: Any) -> list[str]:
        parent, _ = self._tables(model)
        gone = [f'DROP TRIGGER "{self.name}" ON "{name}"' for name in (table, parent)]
        return [*gone, f'DROP FUNCTION app."{self.name}"()']

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"field": self.field, "columns": self.columns}


# Runs as whoever writes, so a line can only be hung on an order that its writer may see.
PULL_KEYS = """
CREATE FUNCTION app."{name}"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT {theirs} INTO {own} FROM public."{parent}" p WHERE p.id = NEW."{key}";
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no such row in {parent}' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$"""

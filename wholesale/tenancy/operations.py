"""What a migration does beside its models: grants on shared tables, look-ups, the context's functions."""

from typing import Any

from django.db.migrations.operations.base import Operation

from wholesale.tenancy.roles import ACTING, Role


class GrantShared(Operation):
    """Give roles their verbs on tables that other packages own and no tenant's rows are in."""

    reversible = True

    def __init__(self, tables: list[str], **verbs: str) -> None:
        self.tables, self.verbs = tables, verbs
        self._constructor_args: Any = ((tables,), verbs)

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change no model."""

    def database_forwards(self, app_label: str, editor: Any, *states: Any) -> None:
        for role, verbs in self.verbs.items():
            editor.execute(f"GRANT {verbs} ON {', '.join(self.tables)} TO {Role(role).db_name}", None)

    def database_backwards(self, app_label: str, editor: Any, *states: Any) -> None:
        for role in self.verbs:
            editor.execute(f"REVOKE ALL ON {', '.join(self.tables)} FROM {Role(role).db_name}", None)

    def describe(self) -> str:
        return f"Grant on {', '.join(self.tables)}"


class LookUp(GrantShared):
    """Make a pinned function that finds a row by what only its owner can know, for the named roles."""

    def __init__(
        self, signature: str, *, returns: str, query: str, roles: tuple[str, ...] = (Role.PUBLIC,)
    ) -> None:
        self.signature, self.returns, self.query, self.roles = signature, returns, query, roles
        self._constructor_args = ((signature,), {"returns": returns, "query": query, "roles": roles})

    def database_forwards(self, app_label: str, editor: Any, *states: Any) -> None:
        granted = ", ".join(Role(role).db_name for role in self.roles)
        editor.execute(
            f"CREATE FUNCTION app.{self.signature} RETURNS TABLE ({self.returns}) LANGUAGE sql STABLE"
            f" SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $look_up${self.query}$look_up$;"
            f"REVOKE ALL ON FUNCTION app.{self.signature} FROM PUBLIC;"
            f"GRANT EXECUTE ON FUNCTION app.{self.signature} TO {granted}",
            None,
        )

    def database_backwards(self, app_label: str, editor: Any, *states: Any) -> None:
        editor.execute(f"DROP FUNCTION app.{self.signature}", None)

    def describe(self) -> str:
        return f"Look-up {self.signature}"


class DropLookUp(LookUp):
    """Drop a look-up that another one replaces; given what made it, so that it can come back."""

    def database_forwards(self, app_label: str, editor: Any, *states: Any) -> None:
        super().database_backwards(app_label, editor, *states)

    def database_backwards(self, app_label: str, editor: Any, *states: Any) -> None:
        super().database_forwards(app_label, editor, *states)

    def describe(self) -> str:
        return f"Drop look-up {self.signature}"


class SharedFunctions(GrantShared):
    """Make the schema `app`: the keys of the acting context, and what CopiedKeys pushes with."""

    KEYS = ("supplier_id", "distributor_id", "retailer_id", "order_id")

    def __init__(self) -> None:
        self._constructor_args = ((), {})

    def database_forwards(self, app_label: str, editor: Any, *states: Any) -> None:
        roles = ", ".join(role.db_name for role in (Role.APP, *ACTING))
        editor.execute(f"CREATE SCHEMA app; GRANT USAGE ON SCHEMA app, public TO {roles}", None)
        for key in self.KEYS:
            editor.execute(
                f"CREATE FUNCTION app.{key}() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE"
                f" AS $$ SELECT NULLIF(current_setting('app.{key}', true), '')::uuid $$",
                None,
            )
        editor.execute(PUSH_KEYS, None)

    def database_backwards(self, app_label: str, editor: Any, *states: Any) -> None:
        editor.execute("DROP SCHEMA app CASCADE", None)

    def describe(self) -> str:
        return "Functions of the acting context"


# As the owner: history, which nobody may change, follows its order to another distributor all the same.
PUSH_KEYS = """
CREATE FUNCTION app.push_keys() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE listed text := (SELECT string_agg(quote_ident(c), ', ') FROM unnest(TG_ARGV[2:]) c);
BEGIN
  IF to_regclass('public.' || quote_ident(TG_ARGV[0])) IS NOT NULL THEN  -- reversed migrations
    EXECUTE 'UPDATE public.' || quote_ident(TG_ARGV[0]) || ' SET (' || listed || ') = ROW($1.'
      || replace(listed, ', ', ', $1.') || ') WHERE supplier_id = $1.supplier_id AND '
      || quote_ident(TG_ARGV[1]) || ' = $1.id' USING NEW;
  END IF;
  RETURN NULL;
END $$;
"""

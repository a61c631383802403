"""A distributor that its supplier kept becomes a company with an account; a token finds whom it asks.

As the owner: what changes hands is orders, stock and the agreement itself, and the company that says yes may write none
of it. The function asks for its open proposal, so that nobody else's yes counts, and moves nothing but keys to the one
company that goes, which one supplier alone knew. Which columns hold such keys the caller says
(wholesale/organizations/connecting.py), and each must be one.
"""

from django.db import migrations

from wholesale.tenancy.declarations import REFUSE_CHANGE
from wholesale.tenancy.operations import GrantShared, LookUp
from wholesale.tenancy.roles import Role

CONNECT = f"""
CREATE FUNCTION app.connect_distributor(proposal uuid, keys text[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  asked record;
  place record;
  key record;
  shown text;
  number int;
BEGIN
  SELECT * INTO asked FROM public.organizations_connectionproposal
  WHERE id = proposal AND state = 'open' AND distributor_id = app.distributor_id() FOR UPDATE;
  IF NOT FOUND OR current_setting('role') <> '{Role.DISTRIBUTOR.db_name}' THEN
    RAISE EXCEPTION 'no such proposal' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM FROM public.organizations_agreement WHERE id = asked.agreement_id FOR UPDATE;
  IF asked.former_id <> asked.distributor_id THEN
    PERFORM FROM public.organizations_organization
    WHERE id = asked.former_id AND private_to_id = asked.supplier_id FOR UPDATE;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'not a company that this supplier alone knows' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SET CONSTRAINTS ALL DEFERRED;
    FOR place IN SELECT * FROM public.inventory_warehouse WHERE organization_id = asked.former_id ORDER BY id LOOP
      shown := place.name;
      number := 2;
      WHILE EXISTS (SELECT FROM public.inventory_warehouse
          WHERE organization_id = asked.distributor_id AND name = shown) LOOP
        shown := left(place.name, 76) || ' ' || number;
        number := number + 1;
      END LOOP;
      UPDATE public.inventory_warehouse SET organization_id = asked.distributor_id, name = shown,
        is_default = place.is_default AND NOT EXISTS (SELECT FROM public.inventory_warehouse
          WHERE organization_id = asked.distributor_id AND is_default)
      WHERE id = place.id;
    END LOOP;
    UPDATE public.organizations_agreement SET status = 'ended', ended_at = now(), version = version + 1
    WHERE id = asked.agreement_id AND EXISTS (SELECT FROM public.organizations_agreement
      WHERE supplier_id = asked.supplier_id AND distributor_id = asked.distributor_id AND status <> 'ended');
    FOR key IN
      SELECT t.relname, a.attname, EXISTS (SELECT FROM pg_attribute s WHERE s.attrelid = t.oid
        AND s.attname = 'supplier_id') AS of_supplier
      FROM unnest(keys) WITH ORDINALITY AS k(name, place)
      JOIN pg_class t ON t.relname = split_part(k.name, '.', 1) AND t.relnamespace = 'public'::regnamespace
      JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = split_part(k.name, '.', 2)
      JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype = 'f' AND c.conkey = ARRAY[a.attnum]
        AND c.confrelid = 'public.organizations_organization'::regclass
      ORDER BY k.place
    LOOP
      EXECUTE format('UPDATE public.%I SET %I = $1 WHERE %I = $2', key.relname, key.attname, key.attname)
        || CASE WHEN key.of_supplier THEN ' AND supplier_id = $3' ELSE '' END
      USING asked.distributor_id, asked.former_id, asked.supplier_id;
    END LOOP;
    UPDATE public.organizations_organization SET merged_into_id = asked.distributor_id WHERE id = asked.former_id;
    SET CONSTRAINTS ALL IMMEDIATE;
  END IF;
  UPDATE public.organizations_agreement SET mode = 'connected', version = version + 1
  WHERE id = asked.agreement_id AND status = 'active';
END $$;
REVOKE ALL ON FUNCTION app.connect_distributor(uuid, text[]) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("organizations", "0010_changes_that_take_two")]
    operations = [
        migrations.RunSQL(REFUSE_CHANGE, migrations.RunSQL.noop),
        LookUp(
            "account_invitation_by_token(hash text)",
            returns="supplier_id uuid, invitation_id uuid",
            query="SELECT supplier_id, id FROM public.organizations_accountinvitation WHERE token_hash = hash",
            roles=("public", "app"),
        ),
        migrations.RunSQL(CONNECT, "DROP FUNCTION app.connect_distributor(uuid, text[])"),
        GrantShared(["FUNCTION app.connect_distributor(uuid, text[])"], distributor="EXECUTE"),
    ]

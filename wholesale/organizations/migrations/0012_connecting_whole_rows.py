"""All columns of a row that name the distributor follow in one statement: some of them must agree with one another."""

from django.db import migrations

from wholesale.tenancy.roles import Role

CONNECT = f"""
CREATE OR REPLACE FUNCTION app.connect_distributor(proposal uuid, keys text[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
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
  PERFORM FROM public.organizations_agreement WHERE id = asked.agreement_id AND status = 'active' FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no agreement in force' USING ERRCODE = 'insufficient_privilege';
  END IF;
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
      SELECT t.relname, bool_or(EXISTS (SELECT FROM pg_attribute s WHERE s.attrelid = t.oid
          AND s.attname = 'supplier_id' AND NOT s.attisdropped)) AS of_supplier,
        string_agg(format('%I = CASE WHEN %I = $2 THEN $1 ELSE %I END', a.attname, a.attname, a.attname), ', ') AS sets,
        string_agg(format('%I = $2', a.attname), ' OR ') AS any_of
      FROM unnest(keys) WITH ORDINALITY AS k(name, place)
      JOIN pg_class t ON t.relname = split_part(k.name, '.', 1) AND t.relnamespace = 'public'::regnamespace
      JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = split_part(k.name, '.', 2)
      JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype = 'f' AND c.conkey = ARRAY[a.attnum]
        AND c.confrelid = 'public.organizations_organization'::regclass
      GROUP BY t.relname ORDER BY min(k.place)
    LOOP
      EXECUTE format('UPDATE public.%I SET %s WHERE (%s)', key.relname, key.sets, key.any_of)
        || CASE WHEN key.of_supplier THEN ' AND supplier_id = $3' ELSE '' END
      USING asked.distributor_id, asked.former_id, asked.supplier_id;
    END LOOP;
    UPDATE public.organizations_organization SET merged_into_id = asked.distributor_id WHERE id = asked.former_id;
    SET CONSTRAINTS ALL IMMEDIATE;
  END IF;
  UPDATE public.organizations_agreement SET mode = 'connected', version = version + 1
  WHERE id = asked.agreement_id AND status = 'active';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("organizations", "0011_connecting")]
    operations = [migrations.RunSQL(CONNECT, migrations.RunSQL.noop)]

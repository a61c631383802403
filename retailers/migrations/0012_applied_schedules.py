"""Which schedule applies to which customer is kept by the database, set-wise, whoever changes what it follows from.

The nearest one with lines wins: the customer's own, that of its group with the lowest rank, the supplier's
(SPEC.md C18). Runs as the owner: a retailer reads the outcome and nothing of what it came from.
"""

from django.db import migrations

from wholesale.tenancy.operations import GrantShared, LookUp

# Whoever gives a schedule its first line or takes its last, or reorders groups, is alone with the supplier's
# schedules; new customers and memberships share them, so that neither misses the other's rows.
APPLY = """
CREATE FUNCTION app.lock_schedules(suppliers uuid[], alone boolean) RETURNS void LANGUAGE plpgsql AS $$
DECLARE key bigint;
BEGIN
  FOR key IN SELECT hashtextextended('schedules ' || s, 0) FROM unnest(suppliers) s ORDER BY 1 LOOP
    IF alone THEN PERFORM pg_advisory_xact_lock(key); ELSE PERFORM pg_advisory_xact_lock_shared(key); END IF;
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION app.lock_schedules(uuid[], boolean) FROM PUBLIC;

CREATE FUNCTION app.apply_schedules(customers uuid[]) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
  WITH nearest AS (
    SELECT c.supplier_id, c.id AS customer_id, COALESCE(
      (SELECT s.id FROM public.retailers_schedule s
        WHERE s.supplier_id = c.supplier_id AND s.customer_id = c.id AND s.group_id IS NULL
          AND EXISTS (SELECT FROM public.retailers_scheduleline l WHERE l.schedule_id = s.id)),
      (SELECT s.id FROM public.retailers_groupmember m
        JOIN public.retailers_customergroup g ON g.supplier_id = m.supplier_id AND g.id = m.group_id
        JOIN public.retailers_schedule s
          ON s.supplier_id = m.supplier_id AND s.customer_id IS NULL AND s.group_id = m.group_id
        WHERE m.supplier_id = c.supplier_id AND m.customer_id = c.id
          AND EXISTS (SELECT FROM public.retailers_scheduleline l WHERE l.schedule_id = s.id)
        ORDER BY g.rank LIMIT 1),
      (SELECT s.id FROM public.retailers_schedule s
        WHERE s.supplier_id = c.supplier_id AND s.customer_id IS NULL AND s.group_id IS NULL
          AND EXISTS (SELECT FROM public.retailers_scheduleline l WHERE l.schedule_id = s.id))
    ) AS schedule_id
    FROM public.retailers_customer c WHERE c.id = ANY (customers)
  ), gone AS (
    DELETE FROM public.retailers_appliedschedule a USING nearest n
    WHERE a.supplier_id = n.supplier_id AND a.customer_id = n.customer_id AND n.schedule_id IS NULL
  )
  INSERT INTO public.retailers_appliedschedule AS a (id, supplier_id, customer_id, schedule_id)
  SELECT customer_id, supplier_id, customer_id, schedule_id FROM nearest WHERE schedule_id IS NOT NULL
  ON CONFLICT (supplier_id, customer_id) DO UPDATE SET schedule_id = EXCLUDED.schedule_id
  WHERE a.schedule_id <> EXCLUDED.schedule_id
$$;
REVOKE ALL ON FUNCTION app.apply_schedules(uuid[]) FROM PUBLIC;

CREATE FUNCTION app.schedules_follow_lines() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE turned uuid[];
BEGIN
  SELECT array_agg(s.id) INTO turned FROM public.retailers_schedule s
  WHERE s.id IN (SELECT schedule_id FROM changed) AND NOT EXISTS (
    SELECT FROM public.retailers_scheduleline l
    WHERE l.schedule_id = s.id AND (TG_OP = 'DELETE' OR l.id NOT IN (SELECT id FROM changed)));
  IF turned IS NULL THEN RETURN NULL; END IF;
  PERFORM app.lock_schedules(ARRAY(SELECT DISTINCT supplier_id FROM changed), true);
  PERFORM app.apply_schedules(ARRAY(
    SELECT s.customer_id FROM public.retailers_schedule s WHERE s.id = ANY (turned) AND s.customer_id IS NOT NULL
    UNION
    SELECT m.customer_id FROM public.retailers_schedule s
      JOIN public.retailers_groupmember m ON m.supplier_id = s.supplier_id AND m.group_id = s.group_id
      WHERE s.id = ANY (turned)
    UNION
    SELECT c.id FROM public.retailers_schedule s JOIN public.retailers_customer c ON c.supplier_id = s.supplier_id
      WHERE s.id = ANY (turned) AND s.customer_id IS NULL AND s.group_id IS NULL));
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.schedules_follow_lines() FROM PUBLIC;
CREATE TRIGGER schedules_follow_new_lines AFTER INSERT ON public.retailers_scheduleline
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app.schedules_follow_lines();
CREATE TRIGGER schedules_follow_gone_lines AFTER DELETE ON public.retailers_scheduleline
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app.schedules_follow_lines();

CREATE FUNCTION app.schedules_follow_members() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE moved uuid[] := ARRAY(SELECT DISTINCT customer_id FROM changed);
BEGIN
  IF NOT EXISTS (SELECT FROM changed) THEN RETURN NULL; END IF;
  PERFORM app.lock_schedules(ARRAY(SELECT DISTINCT supplier_id FROM changed), false);
  PERFORM FROM public.retailers_customer c WHERE c.id = ANY (moved) ORDER BY c.id FOR NO KEY UPDATE;
  PERFORM app.apply_schedules(moved);
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.schedules_follow_members() FROM PUBLIC;
CREATE TRIGGER schedules_follow_new_members AFTER INSERT ON public.retailers_groupmember
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app.schedules_follow_members();
CREATE TRIGGER schedules_follow_gone_members AFTER DELETE ON public.retailers_groupmember
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app.schedules_follow_members();

CREATE FUNCTION app.schedules_follow_ranks() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE moved uuid[];
BEGIN
  SELECT array_agg(n.id) INTO moved FROM after n JOIN before o ON o.id = n.id WHERE o.rank <> n.rank;
  IF moved IS NULL THEN RETURN NULL; END IF;
  PERFORM app.lock_schedules(ARRAY(SELECT DISTINCT supplier_id FROM after), true);
  PERFORM app.apply_schedules(ARRAY(
    SELECT m.customer_id FROM public.retailers_groupmember m JOIN after n
      ON m.supplier_id = n.supplier_id AND m.group_id = n.id WHERE n.id = ANY (moved)));
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.schedules_follow_ranks() FROM PUBLIC;
CREATE TRIGGER schedules_follow_ranks AFTER UPDATE ON public.retailers_customergroup
REFERENCING OLD TABLE AS before NEW TABLE AS after
FOR EACH STATEMENT EXECUTE FUNCTION app.schedules_follow_ranks();

CREATE FUNCTION app.schedules_follow_customers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM changed) THEN RETURN NULL; END IF;
  PERFORM app.lock_schedules(ARRAY(SELECT DISTINCT supplier_id FROM changed), false);
  PERFORM app.apply_schedules(ARRAY(SELECT id FROM changed));
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.schedules_follow_customers() FROM PUBLIC;
CREATE TRIGGER schedules_follow_customers AFTER INSERT ON public.retailers_customer
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app.schedules_follow_customers();
"""
GONE = """
DROP TRIGGER schedules_follow_customers ON public.retailers_customer;
DROP FUNCTION app.schedules_follow_customers();
DROP TRIGGER schedules_follow_ranks ON public.retailers_customergroup;
DROP FUNCTION app.schedules_follow_ranks();
DROP TRIGGER schedules_follow_new_members ON public.retailers_groupmember;
DROP TRIGGER schedules_follow_gone_members ON public.retailers_groupmember;
DROP FUNCTION app.schedules_follow_members();
DROP TRIGGER schedules_follow_new_lines ON public.retailers_scheduleline;
DROP TRIGGER schedules_follow_gone_lines ON public.retailers_scheduleline;
DROP FUNCTION app.schedules_follow_lines();
DROP FUNCTION app.apply_schedules(uuid[]);
DROP FUNCTION app.lock_schedules(uuid[], boolean);
"""


class Migration(migrations.Migration):
    dependencies = [("retailers", "0011_schedules")]
    operations = [
        migrations.RunSQL(APPLY, GONE),
        GrantShared(["FUNCTION app.apply_schedules(uuid[])"], staff="EXECUTE"),  # whoever merges retailers
        LookUp(
            "retailer_of_feed(feed uuid)",
            returns="retailer_id uuid",
            query="SELECT retailer_id FROM public.retailers_calendarfeed WHERE id = feed",
            roles=("public",),
        ),
    ]

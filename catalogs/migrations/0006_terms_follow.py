"""What applies to each customer is kept by the database, so that no writer of levels, groups or customers can forget it.

`app.resolved_terms` is the one place of precedence; the triggers write what it says into catalogs_customerterms, as the
owner: staff that merges retailers, and whoever else changes a customer, has no right to its terms. A change of one
customer takes its supplier's lock in common, a change that touches many takes it alone, before it reads: of two at once
the second sees the first.
"""

from django.db import migrations

RESOLVED = """
CREATE FUNCTION app.resolved_terms(wanted uuid[]) RETURNS TABLE (
  supplier_id uuid, retailer_id uuid, customer_id uuid, price_list_id uuid, price_change_percent numeric,
  minimum_order numeric, minimum_is_hard boolean, delivery_fee numeric, delivery_fee_free_from numeric,
  payment_terms varchar, payment_terms_days smallint, credit_limit numeric, hold_blocks boolean,
  is_tax_exempt boolean, tax_certificate varchar)
LANGUAGE sql STABLE AS $$
  SELECT c.supplier_id, c.retailer_id, c.id,
    coalesce((array_agg(l.price_list_id ORDER BY l.far, l.rank)
      FILTER (WHERE l.price_list_id IS NOT NULL))[1], d.id),
    coalesce((array_agg(l.price_change_percent ORDER BY l.far, l.rank)
      FILTER (WHERE l.price_change_percent IS NOT NULL))[1], 0),
    coalesce((array_agg(l.minimum_order ORDER BY l.far, l.rank)
      FILTER (WHERE l.minimum_order IS NOT NULL))[1], 0),
    coalesce((array_agg(l.minimum_is_hard ORDER BY l.far, l.rank)
      FILTER (WHERE l.minimum_is_hard IS NOT NULL))[1], false),
    coalesce((array_agg(l.delivery_fee ORDER BY l.far, l.rank)
      FILTER (WHERE l.delivery_fee IS NOT NULL))[1], 0),
    (array_agg(l.delivery_fee_free_from ORDER BY l.far, l.rank)
      FILTER (WHERE l.delivery_fee IS NOT NULL))[1],
    coalesce((array_agg(l.payment_terms ORDER BY l.far, l.rank)
      FILTER (WHERE l.payment_terms IS NOT NULL))[1], 'net'),
    coalesce((array_agg(l.payment_terms_days ORDER BY l.far, l.rank)
      FILTER (WHERE l.payment_terms IS NOT NULL))[1], 30::smallint),
    (array_agg(l.credit_limit ORDER BY l.far, l.rank)
      FILTER (WHERE l.has_credit_limit IS NOT NULL))[1],
    coalesce((array_agg(l.hold_blocks ORDER BY l.far, l.rank)
      FILTER (WHERE l.hold_blocks IS NOT NULL))[1], true),
    coalesce((array_agg(l.is_tax_exempt ORDER BY l.far, l.rank)
      FILTER (WHERE l.is_tax_exempt IS NOT NULL))[1], false),
    coalesce((array_agg(l.tax_certificate ORDER BY l.far, l.rank)
      FILTER (WHERE l.is_tax_exempt IS NOT NULL))[1], '')
  FROM public.retailers_customer c
  JOIN public.catalogs_pricelist d ON d.supplier_id = c.supplier_id AND d.is_default
  LEFT JOIN LATERAL (
    SELECT 0 AS far, 0 AS rank, own.* FROM public.catalogs_termslevel own
    WHERE own.supplier_id = c.supplier_id AND own.customer_id = c.id AND own.group_id IS NULL
    UNION ALL
    SELECT 1, g.rank, theirs.* FROM public.retailers_groupmember m
    JOIN public.retailers_customergroup g ON g.supplier_id = m.supplier_id AND g.id = m.group_id
    JOIN public.catalogs_termslevel theirs
      ON theirs.supplier_id = m.supplier_id AND theirs.customer_id IS NULL AND theirs.group_id = m.group_id
    WHERE m.supplier_id = c.supplier_id AND m.customer_id = c.id
    UNION ALL
    SELECT 2, 0, everybody.* FROM public.catalogs_termslevel everybody
    WHERE everybody.supplier_id = c.supplier_id
      AND everybody.customer_id IS NULL AND everybody.group_id IS NULL
  ) l ON true
  WHERE c.id = ANY (wanted)
  GROUP BY c.id, d.id
$$;
"""
COLUMNS = """price_list_id, price_change_percent, minimum_order, minimum_is_hard, delivery_fee, delivery_fee_free_from,
    payment_terms, payment_terms_days, credit_limit, hold_blocks, is_tax_exempt, tax_certificate"""


def of(row: str) -> str:
    """Return the columns as those of a row."""
    return ", ".join(f"{row}.{column.strip()}" for column in COLUMNS.split(","))


# Locked before they are read anew, in key order: two memberships of one customer at once follow one another.
REFRESH = f"""
CREATE FUNCTION app.refresh_terms(wanted uuid[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM 1 FROM public.catalogs_customerterms t WHERE t.customer_id = ANY (wanted)
    ORDER BY t.customer_id FOR NO KEY UPDATE;
  INSERT INTO public.catalogs_customerterms AS t (id, supplier_id, retailer_id, customer_id, {COLUMNS})
  SELECT app.uuid7(), r.supplier_id, r.retailer_id, r.customer_id, {of("r")} FROM app.resolved_terms(wanted) r
  ON CONFLICT (supplier_id, customer_id) DO UPDATE SET ({COLUMNS}) = ROW({of("EXCLUDED")})
  WHERE ({of("t")}) IS DISTINCT FROM ({of("EXCLUDED")});
END $$;
REVOKE ALL ON FUNCTION app.refresh_terms(uuid[]) FROM PUBLIC;
"""
FUNCTION = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$"
ALONE = "pg_advisory_xact_lock(hashtextextended('terms of ' || s.supplier_id, 0))"
SHARED = "pg_advisory_xact_lock_shared(hashtextextended('terms of ' || s.supplier_id, 0))"
FOLLOW = f"""
CREATE FUNCTION app.terms_follow_levels() RETURNS trigger {FUNCTION}
BEGIN
  PERFORM {ALONE} FROM (
    SELECT DISTINCT supplier_id FROM changed WHERE customer_id IS NULL ORDER BY supplier_id) s;
  PERFORM {SHARED} FROM (
    SELECT DISTINCT supplier_id FROM changed WHERE customer_id IS NOT NULL ORDER BY supplier_id) s;
  PERFORM app.refresh_terms(ARRAY(
    SELECT customer_id FROM changed WHERE customer_id IS NOT NULL
    UNION SELECT m.customer_id FROM changed l JOIN public.retailers_groupmember m
      ON m.supplier_id = l.supplier_id AND m.group_id = l.group_id
    UNION SELECT c.id FROM changed l JOIN public.retailers_customer c ON c.supplier_id = l.supplier_id
      WHERE l.customer_id IS NULL AND l.group_id IS NULL));
  RETURN NULL;
END $$;
CREATE FUNCTION app.terms_follow_members() RETURNS trigger {FUNCTION}
BEGIN
  PERFORM {SHARED} FROM (SELECT DISTINCT supplier_id FROM changed ORDER BY supplier_id) s;
  PERFORM app.refresh_terms(ARRAY(SELECT DISTINCT customer_id FROM changed));
  RETURN NULL;
END $$;
CREATE FUNCTION app.terms_follow_ranks() RETURNS trigger {FUNCTION}
BEGIN
  PERFORM {ALONE} FROM (SELECT DISTINCT n.supplier_id FROM changed n JOIN before b ON b.id = n.id
    WHERE b.rank <> n.rank ORDER BY n.supplier_id) s;
  PERFORM app.refresh_terms(ARRAY(
    SELECT DISTINCT m.customer_id FROM changed n JOIN before b ON b.id = n.id AND b.rank <> n.rank
    JOIN public.retailers_groupmember m ON m.supplier_id = n.supplier_id AND m.group_id = n.id));
  RETURN NULL;
END $$;
CREATE FUNCTION app.terms_follow_customers() RETURNS trigger {FUNCTION}
BEGIN
  PERFORM {SHARED} FROM (SELECT DISTINCT supplier_id FROM changed ORDER BY supplier_id) s;
  PERFORM app.refresh_terms(ARRAY(SELECT id FROM changed));
  RETURN NULL;
END $$;
CREATE FUNCTION app.terms_follow_default() RETURNS trigger {FUNCTION}
BEGIN
  PERFORM {ALONE} FROM (SELECT NEW.supplier_id) s;
  PERFORM app.refresh_terms(ARRAY(
    SELECT c.id FROM public.retailers_customer c WHERE c.supplier_id = NEW.supplier_id));
  RETURN NULL;
END $$;
CREATE TRIGGER terms_follow_insert AFTER INSERT ON public.catalogs_termslevel REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION app.terms_follow_levels();
CREATE TRIGGER terms_follow_update AFTER UPDATE ON public.catalogs_termslevel REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION app.terms_follow_levels();
CREATE TRIGGER terms_follow_delete AFTER DELETE ON public.catalogs_termslevel REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION app.terms_follow_levels();
CREATE TRIGGER terms_follow_insert AFTER INSERT ON public.retailers_groupmember REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION app.terms_follow_members();
CREATE TRIGGER terms_follow_delete AFTER DELETE ON public.retailers_groupmember REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION app.terms_follow_members();
CREATE TRIGGER terms_follow_update AFTER UPDATE ON public.retailers_customergroup
REFERENCING OLD TABLE AS before NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION app.terms_follow_ranks();
DROP TRIGGER customer_terms ON public.retailers_customer;
DROP FUNCTION app.give_terms();
CREATE TRIGGER terms_follow_insert AFTER INSERT ON public.retailers_customer REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION app.terms_follow_customers();
CREATE TRIGGER terms_follow_retailer AFTER UPDATE OF retailer_id ON public.retailers_customer
FOR EACH ROW EXECUTE FUNCTION app.push_keys('catalogs_customerterms', 'customer_id', 'retailer_id');
CREATE TRIGGER terms_follow_default AFTER INSERT OR UPDATE OF is_default ON public.catalogs_pricelist
FOR EACH ROW WHEN (NEW.is_default) EXECUTE FUNCTION app.terms_follow_default();
"""
# What was set on customers so far, and differs from what applies where nothing is set.
KEPT = """
INSERT INTO catalogs_termslevel (id, supplier_id, customer_id, price_list_id, minimum_order, payment_terms,
  payment_terms_days, tax_certificate, version)
SELECT app.uuid7(), t.supplier_id, t.customer_id, nullif(t.price_list_id, d.id), nullif(t.minimum_order, 0),
  CASE WHEN t.payment_terms_days = 0 THEN 'on_receipt' WHEN t.payment_terms_days <> 30 THEN 'net' END,
  nullif(least(t.payment_terms_days, 365), 30), '', 1
FROM catalogs_customerterms t JOIN catalogs_pricelist d ON d.supplier_id = t.supplier_id AND d.is_default
WHERE t.price_list_id <> d.id OR t.minimum_order <> 0 OR t.payment_terms_days <> 30;
"""
BEFORE = """
CREATE FUNCTION app.give_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('default price list ' || NEW.supplier_id, 0));
  INSERT INTO public.catalogs_customerterms
    (id, supplier_id, retailer_id, customer_id, price_list_id, minimum_order, payment_terms_days)
  SELECT app.uuid7(), NEW.supplier_id, NEW.retailer_id, NEW.id, l.id, 0, 30
  FROM public.catalogs_pricelist l WHERE l.supplier_id = NEW.supplier_id AND l.is_default;
  RETURN NULL;
END $$;
DROP TRIGGER terms_follow_insert ON public.catalogs_termslevel;
DROP TRIGGER terms_follow_update ON public.catalogs_termslevel;
DROP TRIGGER terms_follow_delete ON public.catalogs_termslevel;
DROP TRIGGER terms_follow_insert ON public.retailers_groupmember;
DROP TRIGGER terms_follow_delete ON public.retailers_groupmember;
DROP TRIGGER terms_follow_update ON public.retailers_customergroup;
DROP TRIGGER terms_follow_insert ON public.retailers_customer;
DROP TRIGGER terms_follow_retailer ON public.retailers_customer;
DROP TRIGGER terms_follow_default ON public.catalogs_pricelist;
DROP FUNCTION app.terms_follow_levels(), app.terms_follow_members(), app.terms_follow_ranks(),
  app.terms_follow_customers(), app.terms_follow_default();
CREATE TRIGGER customer_terms AFTER INSERT ON public.retailers_customer
FOR EACH ROW EXECUTE FUNCTION app.give_terms();
"""


class Migration(migrations.Migration):
    dependencies = [("catalogs", "0005_terms_levels"), ("retailers", "0004_groups")]
    operations = [
        migrations.RunSQL(RESOLVED, "DROP FUNCTION app.resolved_terms(uuid[]);"),
        migrations.RunSQL(REFRESH, "DROP FUNCTION app.refresh_terms(uuid[]);"),
        migrations.RunSQL(FOLLOW, BEFORE),
        migrations.RunSQL(KEPT, migrations.RunSQL.noop),
    ]

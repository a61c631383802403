"""Whether the supplier's own stock is available too follows as the other terms do, and from the agreement besides.

Between a customer's groups and the default of all stands the agreement with its distributor: while it is in force and
its switch is on, the own stock is added. So terms follow agreements, and a customer's change of distributor, too.
"""

from django.db import migrations, models

RESOLVED = """
DROP FUNCTION app.resolved_terms(uuid[]);
CREATE FUNCTION app.resolved_terms(wanted uuid[]) RETURNS TABLE (
  supplier_id uuid, retailer_id uuid, customer_id uuid, price_list_id uuid, price_change_percent numeric,
  minimum_order numeric, minimum_is_hard boolean, delivery_fee numeric, delivery_fee_free_from numeric,
  payment_terms varchar, payment_terms_days smallint, credit_limit numeric, hold_blocks boolean,
  is_tax_exempt boolean, tax_certificate varchar{own_type})
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
      FILTER (WHERE l.is_tax_exempt IS NOT NULL))[1], ''){own}
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
    SELECT 3, 0, everybody.* FROM public.catalogs_termslevel everybody
    WHERE everybody.supplier_id = c.supplier_id
      AND everybody.customer_id IS NULL AND everybody.group_id IS NULL
  ) l ON true
  WHERE c.id = ANY (wanted)
  GROUP BY c.id, d.id
$$;
"""
OWN = """,
    coalesce((array_agg(l.adds_own_stock ORDER BY l.far, l.rank)
      FILTER (WHERE l.adds_own_stock IS NOT NULL AND l.far < 2))[1],
      nullif(EXISTS (SELECT FROM public.organizations_agreement a
        WHERE a.supplier_id = c.supplier_id AND a.distributor_id = c.distributor_id
          AND a.status = 'active' AND a.both_warehouses_since IS NOT NULL), false),
      bool_or(l.adds_own_stock) FILTER (WHERE l.far = 3), false)"""
COLUMNS = """price_list_id, price_change_percent, minimum_order, minimum_is_hard, delivery_fee, delivery_fee_free_from,
    payment_terms, payment_terms_days, credit_limit, hold_blocks, is_tax_exempt, tax_certificate{own}"""


def of(row: str, columns: str) -> str:
    """Return the columns as those of a row."""
    return ", ".join(f"{row}.{column.strip()}" for column in columns.split(","))


def refresh(own: str) -> str:
    """Return the function that writes what applies, as migration terms_follow explains it."""
    columns = COLUMNS.format(own=own)
    return f"""
CREATE OR REPLACE FUNCTION app.refresh_terms(wanted uuid[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM 1 FROM public.catalogs_customerterms t WHERE t.customer_id = ANY (wanted)
    ORDER BY t.customer_id FOR NO KEY UPDATE;
  INSERT INTO public.catalogs_customerterms AS t (id, supplier_id, retailer_id, customer_id, {columns})
  SELECT app.uuid7(), r.supplier_id, r.retailer_id, r.customer_id, {of("r", columns)}
  FROM app.resolved_terms(wanted) r
  ON CONFLICT (supplier_id, customer_id) DO UPDATE SET ({columns}) = ROW({of("EXCLUDED", columns)})
  WHERE ({of("t", columns)}) IS DISTINCT FROM ({of("EXCLUDED", columns)});
END $$;
"""


FUNCTION = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$"
LOCK = "pg_advisory_xact_lock{}(hashtextextended('terms of ' || s.supplier_id, 0))"
# A customer is moved with others, so its changes are looked at as one; nearly always none is of its distributor.
FOLLOW = f"""
CREATE FUNCTION app.terms_follow_distributors() RETURNS trigger {FUNCTION}
DECLARE moved uuid[];
BEGIN
  moved := ARRAY(SELECT n.id FROM changed n JOIN before b ON b.id = n.id
    WHERE n.distributor_id IS DISTINCT FROM b.distributor_id);
  IF moved <> '{{}}' THEN
    PERFORM {LOCK.format("_shared")} FROM (
      SELECT DISTINCT supplier_id FROM changed WHERE id = ANY (moved) ORDER BY supplier_id) s;
    PERFORM app.refresh_terms(moved);
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION app.terms_follow_agreements() RETURNS trigger {FUNCTION}
BEGIN
  PERFORM {LOCK.format("")} FROM (SELECT NEW.supplier_id) s;
  PERFORM app.refresh_terms(ARRAY(SELECT c.id FROM public.retailers_customer c
    WHERE c.supplier_id = NEW.supplier_id AND c.distributor_id IN (NEW.distributor_id, OLD.distributor_id)));
  RETURN NULL;
END $$;
CREATE TRIGGER terms_follow_update AFTER UPDATE ON public.retailers_customer
REFERENCING OLD TABLE AS before NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION app.terms_follow_distributors();
CREATE TRIGGER terms_follow_insert AFTER INSERT ON public.organizations_agreement
FOR EACH ROW WHEN (NEW.both_warehouses_since IS NOT NULL) EXECUTE FUNCTION app.terms_follow_agreements();
CREATE TRIGGER terms_follow_update AFTER UPDATE OF status, distributor_id, both_warehouses_since
ON public.organizations_agreement FOR EACH ROW
WHEN (NEW.both_warehouses_since IS NOT NULL OR OLD.both_warehouses_since IS NOT NULL)
EXECUTE FUNCTION app.terms_follow_agreements();
"""
UNFOLLOW = """
DROP TRIGGER terms_follow_update ON public.retailers_customer;
DROP TRIGGER terms_follow_insert ON public.organizations_agreement;
DROP TRIGGER terms_follow_update ON public.organizations_agreement;
DROP FUNCTION app.terms_follow_distributors(), app.terms_follow_agreements();
"""


class Migration(migrations.Migration):
    dependencies = [("catalogs", "0019_products_allow_backorder"), ("organizations", "0009_switches")]
    operations = [
        migrations.AddField(
            model_name="termslevel",
            name="adds_own_stock",
            field=models.BooleanField(null=True, verbose_name="your own stock is available too"),
        ),
        migrations.AddField(
            model_name="customerterms", name="adds_own_stock", field=models.BooleanField(default=False)
        ),
        migrations.RunSQL(
            RESOLVED.format(own_type=", adds_own_stock boolean", own=OWN),
            RESOLVED.format(own_type="", own=""),
        ),
        migrations.RunSQL(refresh(", adds_own_stock"), refresh("")),
        migrations.RunSQL(FOLLOW, UNFOLLOW),
    ]

"""Whom shares reach is kept by the database, and so is the catalog that every supplier has from the start.

A change of one customer's groups or labels and a change of shares wait for each other, by a lock of the supplier that
is taken before anything is read: of two at once the second sees the first.
"""

from django.db import migrations

from wholesale.tenancy.operations import GrantShared

DEFINER = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$"
# A row that went and is written anew is the same one: its key follows from what it says (an undone merge asks for that).
# Written once by the catalogs whose shares changed, once by the customers that are in other groups or have other labels.
REFRESH = f"""
CREATE FUNCTION app.refresh_catalogs_by_{{scope}}(wanted uuid[]) RETURNS void {DEFINER}
BEGIN
  WITH reached AS (
    SELECT s.supplier_id, s.customer_id, s.catalog_id FROM public.catalogs_catalogshare s
    WHERE s.customer_id IS NOT NULL AND {{share}}
    UNION
    SELECT s.supplier_id, m.customer_id, s.catalog_id FROM public.catalogs_catalogshare s
    JOIN public.retailers_groupmember m ON m.supplier_id = s.supplier_id AND m.group_id = s.group_id
    WHERE {{member}}
    UNION
    SELECT s.supplier_id, p.customer_id, s.catalog_id FROM public.catalogs_catalogshare s
    JOIN public.retailers_customerprivate p ON p.supplier_id = s.supplier_id AND p.labels <> '{{{{}}}}'
    WHERE s.label <> '' AND lower(s.label) = ANY (ARRAY(SELECT lower(l) FROM unnest(p.labels) l)) AND {{labelled}}
  ), gone AS (
    DELETE FROM public.catalogs_customercatalog r WHERE {{row}} AND NOT EXISTS (
      SELECT FROM reached w WHERE w.customer_id = r.customer_id AND w.catalog_id = r.catalog_id)
  )
  INSERT INTO public.catalogs_customercatalog (id, supplier_id, customer_id, catalog_id)
  SELECT md5(w.customer_id::text || w.catalog_id)::uuid, w.supplier_id, w.customer_id, w.catalog_id FROM reached w
  ON CONFLICT DO NOTHING;
END $$;
REVOKE ALL ON FUNCTION app.refresh_catalogs_by_{{scope}}(uuid[]) FROM PUBLIC;
"""


def refreshing(scope, columns):
    """Return the function that refreshes by one column."""
    return REFRESH.format(scope=scope, **{name: f"{column} = ANY (wanted)" for name, column in columns.items()})


BY_CATALOG = refreshing(
    "catalog",
    {"share": "s.catalog_id", "member": "s.catalog_id", "labelled": "s.catalog_id", "row": "r.catalog_id"},
)
BY_CUSTOMER = refreshing(
    "customer",
    {"share": "s.customer_id", "member": "m.customer_id", "labelled": "p.customer_id", "row": "r.customer_id"},
)
LOCK = "PERFORM pg_advisory_xact_lock(hashtextextended('catalogs of ' || s.supplier_id, 0))"
FOLLOW = f"""
CREATE FUNCTION app.catalogs_follow_shares() RETURNS trigger {DEFINER}
BEGIN
  {LOCK} FROM (SELECT DISTINCT supplier_id FROM changed ORDER BY supplier_id) s;
  PERFORM app.refresh_catalogs_by_catalog(
    ARRAY(SELECT DISTINCT catalog_id FROM changed WHERE customer_id IS NULL));
  PERFORM app.refresh_catalogs_by_customer(
    ARRAY(SELECT DISTINCT customer_id FROM changed WHERE customer_id IS NOT NULL));
  RETURN NULL;
END $$;
CREATE FUNCTION app.catalogs_follow_members() RETURNS trigger {DEFINER}
BEGIN
  {LOCK} FROM (SELECT DISTINCT supplier_id FROM changed ORDER BY supplier_id) s;
  PERFORM app.refresh_catalogs_by_customer(ARRAY(SELECT DISTINCT customer_id FROM changed));
  RETURN NULL;
END $$;
CREATE FUNCTION app.catalogs_follow_first_labels() RETURNS trigger {DEFINER}
BEGIN
  {LOCK} FROM (SELECT DISTINCT supplier_id FROM changed WHERE labels <> '{{}}' ORDER BY supplier_id) s;
  PERFORM app.refresh_catalogs_by_customer(ARRAY(SELECT customer_id FROM changed WHERE labels <> '{{}}'));
  RETURN NULL;
END $$;
CREATE FUNCTION app.catalogs_follow_labels() RETURNS trigger {DEFINER}
DECLARE relabelled uuid[] := ARRAY(
  SELECT n.customer_id FROM changed n JOIN before b ON b.id = n.id AND b.labels <> n.labels);
BEGIN
  IF relabelled <> '{{}}' THEN
    {LOCK} FROM (SELECT DISTINCT supplier_id FROM changed WHERE customer_id = ANY (relabelled)
      ORDER BY supplier_id) s;
    PERFORM app.refresh_catalogs_by_customer(relabelled);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER catalogs_follow_insert AFTER INSERT ON public.catalogs_catalogshare
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app.catalogs_follow_shares();
CREATE TRIGGER catalogs_follow_delete AFTER DELETE ON public.catalogs_catalogshare
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app.catalogs_follow_shares();
CREATE TRIGGER catalogs_follow_insert AFTER INSERT ON public.retailers_groupmember
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app.catalogs_follow_members();
CREATE TRIGGER catalogs_follow_delete AFTER DELETE ON public.retailers_groupmember
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app.catalogs_follow_members();
CREATE TRIGGER catalogs_follow_insert AFTER INSERT ON public.retailers_customerprivate
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app.catalogs_follow_first_labels();
CREATE TRIGGER catalogs_follow_update AFTER UPDATE ON public.retailers_customerprivate
REFERENCING OLD TABLE AS before NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION app.catalogs_follow_labels();
"""
FOLLOWED = """
DROP TRIGGER catalogs_follow_insert ON public.catalogs_catalogshare;
DROP TRIGGER catalogs_follow_delete ON public.catalogs_catalogshare;
DROP TRIGGER catalogs_follow_insert ON public.retailers_groupmember;
DROP TRIGGER catalogs_follow_delete ON public.retailers_groupmember;
DROP TRIGGER catalogs_follow_insert ON public.retailers_customerprivate;
DROP TRIGGER catalogs_follow_update ON public.retailers_customerprivate;
DROP FUNCTION app.catalogs_follow_shares(), app.catalogs_follow_members(), app.catalogs_follow_first_labels(),
  app.catalogs_follow_labels();
"""
# Whoever lets a company sell is no supplier yet, so the owner writes it; a supplier that has deleted it keeps it so.
FIRST = f"""
CREATE FUNCTION app.give_catalog() RETURNS trigger {DEFINER}
BEGIN
  INSERT INTO public.catalogs_catalog
    (id, supplier_id, name, includes_all_products, shared_with_everyone, created_at, version)
  SELECT app.uuid7(), NEW.id, CASE NEW.language WHEN 'fr' THEN 'Tous les produits'
    WHEN 'es' THEN 'Todos los productos' ELSE 'All products' END, true, true, now(), 1
  WHERE NOT EXISTS (SELECT FROM public.catalogs_catalog k WHERE k.supplier_id = NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER catalog_of_new_supplier AFTER INSERT ON public.organizations_organization
FOR EACH ROW WHEN (NEW.sells) EXECUTE FUNCTION app.give_catalog();
CREATE TRIGGER catalog_of_supplier AFTER UPDATE OF sells ON public.organizations_organization
FOR EACH ROW WHEN (NEW.sells AND NOT OLD.sells) EXECUTE FUNCTION app.give_catalog();
"""
HAD = """
INSERT INTO catalogs_catalog
  (id, supplier_id, name, includes_all_products, shared_with_everyone, created_at, version)
SELECT app.uuid7(), o.id, CASE o.language WHEN 'fr' THEN 'Tous les produits'
  WHEN 'es' THEN 'Todos los productos' ELSE 'All products' END, true, true, now(), 1
FROM organizations_organization o WHERE o.sells;
"""
LAST = """
DROP TRIGGER catalog_of_new_supplier ON public.organizations_organization;
DROP TRIGGER catalog_of_supplier ON public.organizations_organization;
DROP FUNCTION app.give_catalog();
"""


class Migration(migrations.Migration):
    dependencies = [("catalogs", "0010_catalogs"), ("retailers", "0004_groups")]
    operations = [
        migrations.RunSQL(BY_CATALOG, "DROP FUNCTION app.refresh_catalogs_by_catalog(uuid[]);"),
        migrations.RunSQL(BY_CUSTOMER, "DROP FUNCTION app.refresh_catalogs_by_customer(uuid[]);"),
        GrantShared(["FUNCTION app.refresh_catalogs_by_customer(uuid[])"], staff="EXECUTE"),
        migrations.RunSQL(FOLLOW, FOLLOWED),
        migrations.RunSQL(FIRST, LAST),
        migrations.RunSQL(HAD, migrations.RunSQL.noop),
    ]

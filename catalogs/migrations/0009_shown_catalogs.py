"""What a retailer is shown: two functions that the policies of catalogs and products ask, once for each statement.

They read as the owner: under the policies of each table they name, every query of a product would be planned with six
more inside it. Both count this retailer's active customers alone, and keep their plan for the session.
"""

from django.db import migrations

from wholesale.tenancy.operations import GrantShared

SHOWN = """
CREATE FUNCTION app.{name}() RETURNS uuid[] LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN ARRAY(
    SELECT {column} FROM public.retailers_customer c
    JOIN public.catalogs_catalog k ON k.supplier_id = c.supplier_id
    WHERE c.retailer_id = app.retailer_id() AND c.is_active {where}
      AND (k.opens_at IS NULL OR k.opens_at <= now()) AND (k.closes_at IS NULL OR k.closes_at > now())
      AND (k.shared_with_everyone OR EXISTS (
        SELECT FROM public.catalogs_customercatalog r WHERE r.customer_id = c.id AND r.catalog_id = k.id)));
END $$;
REVOKE ALL ON FUNCTION app.{name}() FROM PUBLIC;
"""
CATALOGS = SHOWN.format(name="shown_catalogs", column="k.id", where="")
SUPPLIERS = SHOWN.format(
    name="suppliers_shown_whole", column="k.supplier_id", where="AND k.includes_all_products"
)


class Migration(migrations.Migration):
    dependencies = [("catalogs", "0008_staff_refreshes")]
    operations = [
        migrations.RunSQL(CATALOGS, "DROP FUNCTION app.shown_catalogs();"),
        migrations.RunSQL(SUPPLIERS, "DROP FUNCTION app.suppliers_shown_whole();"),
        GrantShared(["FUNCTION app.shown_catalogs(), app.suppliers_shown_whole()"], retailer="EXECUTE"),
    ]

"""What goes beyond one side's rows: an email typed whole finds an entry, and a new company name reaches every list."""

from django.db import migrations

from wholesale.tenancy.operations import LookUp

# A customer without a nickname is shown by its directory name (SPEC.md C4), whoever changes that and in whose
# context: so the database carries it over.
RENAME = """
CREATE FUNCTION app.rename_customers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE public.retailers_customerprivate p SET display_name = NEW.name
    FROM public.retailers_customer c
    WHERE c.retailer_id = NEW.retailer_id AND p.supplier_id = c.supplier_id AND p.customer_id = c.id
      AND p.nickname = '';
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.rename_customers() FROM PUBLIC;
CREATE TRIGGER customers_of_entry AFTER UPDATE OF name ON public.retailers_directoryentry
FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION app.rename_customers();
"""
GONE = "DROP TRIGGER customers_of_entry ON public.retailers_directoryentry; DROP FUNCTION app.rename_customers();"


class Migration(migrations.Migration):
    dependencies = [("retailers", "0001_initial")]
    operations = [
        LookUp(
            "directory_by_email(address text)",
            returns="retailer_id uuid",
            query="SELECT retailer_id FROM public.retailers_directoryemail WHERE email = lower(address)",
            roles=("public", "app", "supplier"),
        ),
        migrations.RunSQL(RENAME, GONE),
    ]

"""A customer is a test if its retailer is known to its supplier alone, and nobody finds that retailer (SPEC.md C17).

The database says so, whoever writes: a made-up company can become no other supplier's customer, and what marks
its orders cannot be switched. As the owner: another supplier may not even read who knows the company.
"""

from django.db import migrations

MARKED = """
CREATE FUNCTION app.mark_test_customer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  knower uuid;
BEGIN
  SELECT private_to_id INTO knower FROM public.organizations_organization WHERE id = NEW.retailer_id;
  IF knower <> NEW.supplier_id THEN
    RAISE EXCEPTION 'no such retailer' USING ERRCODE = 'insufficient_privilege';
  END IF;
  NEW.is_test := knower IS NOT NULL;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION app.mark_test_customer() FROM PUBLIC;
CREATE TRIGGER customer_is_test BEFORE INSERT OR UPDATE OF is_test, retailer_id, supplier_id
ON public.retailers_customer FOR EACH ROW EXECUTE FUNCTION app.mark_test_customer();

CREATE FUNCTION app.hide_unlisted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.search_text := '';
  NEW.search_tokens := '{}';
  NEW.phone_key := '';
  NEW.house_key := '';
  NEW.name_key := '';
  RETURN NEW;
END $$;
CREATE TRIGGER unlisted_is_hidden BEFORE INSERT OR UPDATE ON public.retailers_directoryentry
FOR EACH ROW WHEN (NOT NEW.is_listed) EXECUTE FUNCTION app.hide_unlisted();
"""
GONE = """
DROP TRIGGER customer_is_test ON public.retailers_customer;
DROP TRIGGER unlisted_is_hidden ON public.retailers_directoryentry;
DROP FUNCTION app.mark_test_customer(), app.hide_unlisted();
"""


class Migration(migrations.Migration):
    dependencies = [("retailers", "0015_test_customers"), ("organizations", "0001_initial")]
    operations = [migrations.RunSQL(MARKED, GONE)]

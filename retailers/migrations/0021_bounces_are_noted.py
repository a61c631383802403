"""An address from which a supplier's mail comes back is flagged on its customer, by the database (SPEC.md N1).

From the supplier's own mails alone, and on its own customers alone; as the owner, for whoever notes what became of
a mail sees no customer. Reports come in any order: what was delivered after a bounce counts, whichever is told first.
"""

from django.db import migrations

NOTED = """
CREATE FUNCTION app.note_bounce(supplier uuid, customers uuid[], address text, came_back timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO public.retailers_customerbounce AS b (id, supplier_id, customer_id, email, at)
  SELECT gen_random_uuid(), supplier, c.id, lower(address), came_back FROM public.retailers_customer c
  WHERE c.supplier_id = supplier AND c.id = ANY(customers) AND NOT EXISTS (
    SELECT FROM public.mail_outboundemail m WHERE m.organization_id = supplier AND lower(m."to") = lower(address)
      AND m.delivered_at > came_back)
  ORDER BY c.id
  ON CONFLICT (supplier_id, customer_id) DO UPDATE SET email = excluded.email, at = excluded.at WHERE b.at < excluded.at
$$;

CREATE FUNCTION app.flag_bounced_customers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  came_back timestamptz := CASE
    WHEN NEW.bounced_at IS DISTINCT FROM OLD.bounced_at THEN NEW.bounced_at
    WHEN NEW.state = 'suppressed' AND OLD.state <> 'suppressed' AND EXISTS (
      SELECT FROM public.mail_suppression s WHERE s.email = lower(NEW."to") AND s.reason = 'bounced') THEN now()
  END;
  arrived timestamptz := greatest(NEW.delivered_at, NEW.opened_at);
BEGIN
  IF came_back IS NOT NULL THEN
    PERFORM app.note_bounce(NEW.organization_id, ARRAY(
      SELECT p.customer_id FROM public.retailers_customerprivate p
      WHERE p.supplier_id = NEW.organization_id AND p.contact_email = lower(NEW."to") AND p.contact_email <> ''
      UNION SELECT k.customer_id FROM public.retailers_customercontact k
      WHERE k.supplier_id = NEW.organization_id AND lower(k.email) = lower(NEW."to")), NEW."to", came_back);
  END IF;
  IF arrived IS DISTINCT FROM greatest(OLD.delivered_at, OLD.opened_at) THEN
    DELETE FROM public.retailers_customerbounce b
      WHERE b.supplier_id = NEW.organization_id AND b.email = lower(NEW."to") AND b.at < arrived;
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION app.forget_former_bounce() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  DELETE FROM public.retailers_customerbounce b WHERE b.supplier_id = NEW.supplier_id AND b.customer_id = NEW.customer_id
    AND NOT EXISTS (SELECT FROM public.retailers_customerprivate p WHERE p.supplier_id = b.supplier_id
      AND p.customer_id = b.customer_id AND p.contact_email = b.email)
    AND NOT EXISTS (SELECT FROM public.retailers_customercontact k WHERE k.supplier_id = b.supplier_id
      AND k.customer_id = b.customer_id AND lower(k.email) = b.email);
  RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION app.note_bounce(uuid, uuid[], text, timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION app.flag_bounced_customers() FROM PUBLIC;
REVOKE ALL ON FUNCTION app.forget_former_bounce() FROM PUBLIC;

CREATE TRIGGER bounces_of_customers AFTER UPDATE OF state, bounced_at, delivered_at, opened_at
  ON public.mail_outboundemail FOR EACH ROW WHEN (NEW.organization_id IS NOT NULL AND (
    (OLD.bounced_at, OLD.delivered_at, OLD.opened_at) IS DISTINCT FROM (NEW.bounced_at, NEW.delivered_at, NEW.opened_at)
    OR (NEW.state = 'suppressed' AND OLD.state <> 'suppressed')))
  EXECUTE FUNCTION app.flag_bounced_customers();
CREATE TRIGGER bounce_of_former_email AFTER UPDATE OF contact_email ON public.retailers_customerprivate
  FOR EACH ROW WHEN (OLD.contact_email <> NEW.contact_email) EXECUTE FUNCTION app.forget_former_bounce();
CREATE TRIGGER bounce_of_former_email AFTER UPDATE OF email ON public.retailers_customercontact
  FOR EACH ROW WHEN (OLD.email <> NEW.email) EXECUTE FUNCTION app.forget_former_bounce();
"""
GONE = """
DROP TRIGGER bounce_of_former_email ON public.retailers_customercontact;
DROP TRIGGER bounce_of_former_email ON public.retailers_customerprivate;
DROP TRIGGER bounces_of_customers ON public.mail_outboundemail;
DROP FUNCTION app.forget_former_bounce(), app.flag_bounced_customers(),
  app.note_bounce(uuid, uuid[], text, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [("retailers", "0020_bounces"), ("mail", "0002_followed")]
    operations = [migrations.RunSQL(NOTED, GONE)]

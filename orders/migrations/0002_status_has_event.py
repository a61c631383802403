"""A status never changes without its event: checked by the database when the transaction ends (DATA.md 4)."""

from django.db import migrations

# As the owner: at the end of a transaction the role may be any side's, or none.
CHECK = """
CREATE FUNCTION app.order_status_has_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.orders_orderevent e WHERE e.supplier_id = NEW.supplier_id
                 AND e.order_id = NEW.id AND e.sequence = NEW.version AND e.status_after = NEW.status) THEN
    RAISE EXCEPTION 'order % became % without an event', NEW.id, NEW.status
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.order_status_has_event() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER order_status_has_event AFTER INSERT OR UPDATE OF status
ON public.orders_order DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.order_status_has_event();
"""
GONE = "DROP TRIGGER order_status_has_event ON public.orders_order; DROP FUNCTION app.order_status_has_event();"


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial")]
    operations = [migrations.RunSQL(CHECK, GONE)]

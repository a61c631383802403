"""Who owes an open order's next step follows its agreement, whoever changes that (SPEC.md O7, O12).

Agreements lie below orders and know nothing of them; so the database carries the change up. As the owner: a
distributor that changes a step may not write its supplier's orders. An order keeps its version: nothing that a
person decided about it has changed.
"""

from django.db import migrations

OWED = """CASE WHEN a.status = 'active' AND a.mode <> 'external' THEN s.owed_by ELSE 'supplier' END"""
FOLLOW = f"""
CREATE FUNCTION app.orders_follow_step() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE public.orders_order o
  SET owed_by = {OWED}, due_at = o.due_at + make_interval(hours => NEW.limit_hours - OLD.limit_hours)
  FROM public.organizations_agreementstep s JOIN public.organizations_agreement a ON a.id = s.agreement_id
  WHERE s.id = NEW.id AND a.status = 'active' AND o.supplier_id = a.supplier_id
    AND o.distributor_id = a.distributor_id AND o.next_step = s.step;
  RETURN NULL;
END $$;
CREATE FUNCTION app.orders_follow_agreement() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE public.orders_order o SET owed_by = {OWED}
  FROM public.organizations_agreementstep s JOIN public.organizations_agreement a ON a.id = s.agreement_id
  WHERE a.id = NEW.id AND o.supplier_id = a.supplier_id AND o.distributor_id = a.distributor_id
    AND o.next_step = s.step AND o.owed_by <> {OWED};
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.orders_follow_step(), app.orders_follow_agreement() FROM PUBLIC;
CREATE TRIGGER orders_follow_step AFTER UPDATE OF owed_by, limit_hours ON public.organizations_agreementstep
FOR EACH ROW EXECUTE FUNCTION app.orders_follow_step();
CREATE TRIGGER orders_follow_agreement AFTER UPDATE OF status, mode ON public.organizations_agreement
FOR EACH ROW EXECUTE FUNCTION app.orders_follow_agreement();
"""
GONE = """
DROP TRIGGER orders_follow_step ON public.organizations_agreementstep;
DROP TRIGGER orders_follow_agreement ON public.organizations_agreement;
DROP FUNCTION app.orders_follow_step(), app.orders_follow_agreement();
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0002_status_has_event"), ("organizations", "0001_initial")]
    operations = [migrations.RunSQL(FOLLOW, GONE)]

"""Whoever holds a link's token finds its order; a link ends with the external agreement that it was sent under (I1).

Agreements lie below orders and know nothing of them; so the database carries the change up, as the owner.
"""

from django.db import migrations

from wholesale.tenancy.operations import LookUp

BY_TOKEN = """
SELECT l.id, l.supplier_id, l.distributor_id, l.order_id, l.language,
  CASE WHEN l.ended_at IS NOT NULL THEN l."end" WHEN l.expires_at <= now() THEN 'expired' ELSE '' END
FROM public.orders_orderlink l WHERE l.token_hash = $1
"""
FOLLOW = """
CREATE FUNCTION app.links_follow_agreement() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE public.orders_orderlink l SET ended_at = now(), "end" = 'agreement'
  WHERE l.supplier_id = OLD.supplier_id AND l.distributor_id = OLD.distributor_id AND l.ended_at IS NULL;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.links_follow_agreement() FROM PUBLIC;
CREATE TRIGGER links_follow_agreement AFTER UPDATE OF status, mode, distributor_id ON public.organizations_agreement
FOR EACH ROW WHEN (OLD.status = 'active' AND OLD.mode = 'external'
  AND (NEW.status, NEW.mode, NEW.distributor_id) IS DISTINCT FROM (OLD.status, OLD.mode, OLD.distributor_id))
EXECUTE FUNCTION app.links_follow_agreement();
"""
GONE = """
DROP TRIGGER links_follow_agreement ON public.organizations_agreement;
DROP FUNCTION app.links_follow_agreement();
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0014_links_of_orders"), ("organizations", "0007_branding")]
    operations = [
        LookUp(
            "order_link_by_token(token_hash text)",
            returns="link_id uuid, supplier_id uuid, distributor_id uuid, order_id uuid, language text, state text",
            query=BY_TOKEN,
        ),
        migrations.RunSQL(FOLLOW, GONE),
    ]

"""Every customer has price terms from the start: one trigger, so that no writer of customers can forget them.

The ids that statements make themselves are UUIDv7 too, on servers that cannot make them.
"""

from django.db import migrations

UUID7 = """
CREATE FUNCTION app.uuid7() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
  SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) PLACING
    substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
    52, 1), 53, 1), 'hex')::uuid $$;
"""
# Runs as whoever writes the customer; without a default price list yet, making one fills in what is missing.
# The lock, taken alone by services.default_price_list, lets neither miss the other.
TERMS = """
CREATE FUNCTION app.give_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('default price list ' || NEW.supplier_id, 0));
  INSERT INTO public.catalogs_customerterms
    (id, supplier_id, retailer_id, customer_id, price_list_id, minimum_order, payment_terms_days)
  SELECT app.uuid7(), NEW.supplier_id, NEW.retailer_id, NEW.id, l.id, 0, 30
  FROM public.catalogs_pricelist l WHERE l.supplier_id = NEW.supplier_id AND l.is_default;
  RETURN NULL;
END $$;
CREATE TRIGGER customer_terms AFTER INSERT ON public.retailers_customer
FOR EACH ROW EXECUTE FUNCTION app.give_terms();
"""
GONE = "DROP TRIGGER customer_terms ON public.retailers_customer; DROP FUNCTION app.give_terms();"


class Migration(migrations.Migration):
    dependencies = [("catalogs", "0001_initial"), ("retailers", "0001_initial")]
    operations = [
        migrations.RunSQL(UUID7, "DROP FUNCTION app.uuid7();"),
        migrations.RunSQL(TERMS, GONE),
    ]

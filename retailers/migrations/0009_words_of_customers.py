"""By which words a customer is found, and where it stands: kept by the database, whoever changes what they follow."""

from django.db import migrations

# Compared first, so that a change of one word writes one row.
WORDS = r"""
CREATE FUNCTION app.write_customer_words(ids uuid[]) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
  WITH text AS (
    SELECT c.supplier_id, c.id, concat_ws(' ', p.search_text, e.search_text) AS words, p.labels
    FROM public.retailers_customer c
    JOIN public.retailers_customerprivate p ON p.supplier_id = c.supplier_id AND p.customer_id = c.id
    LEFT JOIN public.retailers_directoryentry e ON e.retailer_id = c.retailer_id
    WHERE c.id = ANY(ids)
  ), wanted AS (
    SELECT DISTINCT t.supplier_id, t.id, w.word FROM text t CROSS JOIN LATERAL (
      SELECT ltrim(regexp_split_to_table(t.words, '\s+'), '#') UNION ALL
      SELECT ltrim(regexp_split_to_table(t.words, '[\s.@_/&-]+'), '#') UNION ALL
      SELECT '#' || label FROM unnest(t.labels) label
    ) w(word) WHERE w.word <> ''
  ), gone AS (
    DELETE FROM public.retailers_customerword k USING text t
    WHERE k.supplier_id = t.supplier_id AND k.customer_id = t.id AND NOT EXISTS (
      SELECT FROM wanted w WHERE w.supplier_id = k.supplier_id AND w.id = k.customer_id AND w.word = k.word)
  )
  INSERT INTO public.retailers_customerword (id, supplier_id, customer_id, word)
  SELECT md5(id || word)::uuid, supplier_id, id, word FROM wanted ON CONFLICT DO NOTHING
$$;

CREATE FUNCTION app.customers_found_by() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM app.write_customer_words(array_agg(n.customer_id)) FROM new_rows n;
  ELSE
    PERFORM app.write_customer_words(array_agg(n.customer_id)) FROM new_rows n JOIN old_rows o USING (id)
      WHERE (n.search_text, n.labels) IS DISTINCT FROM (o.search_text, o.labels);
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION app.place_customer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  NEW.city := coalesce((SELECT e.city FROM public.retailers_customer c
    JOIN public.retailers_directoryentry e ON e.retailer_id = c.retailer_id
    WHERE c.supplier_id = NEW.supplier_id AND c.id = NEW.customer_id), '');
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION app.rename_customers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE public.retailers_customerprivate p
    SET display_name = CASE WHEN p.nickname = '' THEN e.name ELSE p.display_name END, city = e.city
    FROM public.retailers_customer c JOIN public.retailers_directoryentry e ON e.retailer_id = c.retailer_id
    WHERE c.retailer_id = NEW.retailer_id AND p.supplier_id = c.supplier_id AND p.customer_id = c.id;
  PERFORM app.write_customer_words(array_agg(c.id)) FROM public.retailers_customer c
    WHERE c.retailer_id = NEW.retailer_id;
  RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION app.write_customer_words(uuid[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION app.customers_found_by() FROM PUBLIC;
REVOKE ALL ON FUNCTION app.place_customer() FROM PUBLIC;

CREATE TRIGGER customer_placed BEFORE INSERT ON public.retailers_customerprivate
  FOR EACH ROW EXECUTE FUNCTION app.place_customer();
CREATE TRIGGER customer_words_new AFTER INSERT ON public.retailers_customerprivate
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.customers_found_by();
CREATE TRIGGER customer_words_changed AFTER UPDATE ON public.retailers_customerprivate
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
  EXECUTE FUNCTION app.customers_found_by();
DROP TRIGGER customers_of_entry ON public.retailers_directoryentry;
CREATE TRIGGER customers_of_entry AFTER UPDATE OF name, city, search_text ON public.retailers_directoryentry
  FOR EACH ROW WHEN ((OLD.name, OLD.city, OLD.search_text) IS DISTINCT FROM (NEW.name, NEW.city, NEW.search_text))
  EXECUTE FUNCTION app.rename_customers();
CREATE TRIGGER customer_of_other_entry AFTER UPDATE OF retailer_id ON public.retailers_customer
  FOR EACH ROW WHEN (OLD.retailer_id IS DISTINCT FROM NEW.retailer_id) EXECUTE FUNCTION app.rename_customers();

UPDATE public.retailers_customerprivate p SET city = e.city
  FROM public.retailers_customer c JOIN public.retailers_directoryentry e ON e.retailer_id = c.retailer_id
  WHERE p.supplier_id = c.supplier_id AND p.customer_id = c.id AND e.city <> '';
SELECT app.write_customer_words(array_agg(id)) FROM public.retailers_customer;
"""
GONE = """
DROP TRIGGER customer_of_other_entry ON public.retailers_customer;
DROP TRIGGER customers_of_entry ON public.retailers_directoryentry;
CREATE TRIGGER customers_of_entry AFTER UPDATE OF name ON public.retailers_directoryentry
  FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION app.rename_customers();
DROP TRIGGER customer_words_changed ON public.retailers_customerprivate;
DROP TRIGGER customer_words_new ON public.retailers_customerprivate;
DROP TRIGGER customer_placed ON public.retailers_customerprivate;
CREATE OR REPLACE FUNCTION app.rename_customers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE public.retailers_customerprivate p SET display_name = NEW.name
    FROM public.retailers_customer c
    WHERE c.retailer_id = NEW.retailer_id AND p.supplier_id = c.supplier_id AND p.customer_id = c.id
      AND p.nickname = '';
  RETURN NULL;
END $$;
DROP FUNCTION app.place_customer();
DROP FUNCTION app.customers_found_by();
DROP FUNCTION app.write_customer_words(uuid[]);
"""


class Migration(migrations.Migration):
    dependencies = [("retailers", "0008_lists")]
    operations = [migrations.RunSQL(WORDS, GONE)]

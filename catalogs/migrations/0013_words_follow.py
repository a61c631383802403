"""By which words a product is found follows from its `search_text`, which Python has folded, whoever writes it.

Words stay in the table of spellings when the last product that has them goes: a spelling counts only while a product that
its reader may see has the word.
"""

from django.db import migrations

# As catalogs/queries/finding.py splits what is searched for.
WORDS = r"""
CREATE FUNCTION app.words_of(said text) RETURNS SETOF text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT DISTINCT left(word, 60) FROM regexp_split_to_table(said, '[\s!-/:-@\[-`{-~]+') AS t(word) WHERE word <> ''
$$;
CREATE FUNCTION app.spellings_of(word text) RETURNS SETOF text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT word UNION SELECT overlay(word placing '' from place for 1) FROM generate_series(1, length(word)) AS t(place)
$$;
"""
FUNCTION = "RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$"
FOLLOW = f"""
CREATE FUNCTION app.write_words(suppliers uuid[], products uuid[], texts text[]) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  WITH said AS MATERIALIZED (
    SELECT p.supplier_id, p.id, w.word
    FROM unnest(suppliers, products, texts) AS p(supplier_id, id, said), app.words_of(p.said) AS w(word)),
  written AS (
    INSERT INTO public.catalogs_producttoken (id, supplier_id, product_id, token)
    SELECT gen_random_uuid(), supplier_id, id, word FROM said ORDER BY supplier_id, word, id
    ON CONFLICT DO NOTHING),
  new AS MATERIALIZED (
    SELECT w.supplier_id, w.word
    FROM (SELECT DISTINCT supplier_id, word FROM said WHERE length(word) BETWEEN 4 AND 30 AND word !~ '[0-9]') w
    WHERE NOT EXISTS (
      SELECT FROM public.catalogs_productspelling known
      WHERE known.supplier_id = w.supplier_id AND known.key = w.word AND known.word = w.word))
  INSERT INTO public.catalogs_productspelling (id, supplier_id, key, word)
  SELECT gen_random_uuid(), new.supplier_id, s.key, new.word FROM new, app.spellings_of(new.word) AS s(key)
  ON CONFLICT DO NOTHING;
END $$;
REVOKE ALL ON FUNCTION app.write_words(uuid[], uuid[], text[]) FROM PUBLIC;
CREATE FUNCTION app.words_follow_new_products() {FUNCTION}
BEGIN
  PERFORM app.write_words(array_agg(supplier_id ORDER BY id), array_agg(id ORDER BY id),
    array_agg(search_text ORDER BY id)) FROM changed;
  RETURN NULL;
END $$;
CREATE FUNCTION app.words_follow_products() {FUNCTION}
BEGIN
  DELETE FROM public.catalogs_producttoken t USING changed n JOIN before b ON b.id = n.id
    WHERE b.search_text <> n.search_text AND t.supplier_id = n.supplier_id AND t.product_id = n.id
      AND NOT EXISTS (SELECT FROM app.words_of(n.search_text) AS w(word) WHERE w.word = t.token);
  PERFORM app.write_words(array_agg(n.supplier_id ORDER BY n.id), array_agg(n.id ORDER BY n.id),
    array_agg(n.search_text ORDER BY n.id))
  FROM changed n JOIN before b ON b.id = n.id AND b.search_text <> n.search_text HAVING count(*) > 0;
  RETURN NULL;
END $$;
CREATE TRIGGER words_follow_insert AFTER INSERT ON public.catalogs_product REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION app.words_follow_new_products();
CREATE TRIGGER words_follow_update AFTER UPDATE ON public.catalogs_product
REFERENCING OLD TABLE AS before NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION app.words_follow_products();
CREATE FUNCTION app.words_go_with_products() {FUNCTION}
BEGIN
  DELETE FROM public.catalogs_producttoken t USING gone
    WHERE t.supplier_id = gone.supplier_id AND t.product_id = gone.id;
  RETURN NULL;
END $$;
CREATE TRIGGER words_follow_delete AFTER DELETE ON public.catalogs_product REFERENCING OLD TABLE AS gone
FOR EACH STATEMENT EXECUTE FUNCTION app.words_go_with_products();
SELECT app.write_words(array_agg(supplier_id), array_agg(id), array_agg(search_text)) FROM public.catalogs_product
HAVING count(*) > 0;
"""
BACK = """
DROP TRIGGER words_follow_insert ON public.catalogs_product;
DROP TRIGGER words_follow_update ON public.catalogs_product;
DROP TRIGGER words_follow_delete ON public.catalogs_product;
DROP FUNCTION app.words_go_with_products(), app.words_follow_products(), app.words_follow_new_products(),
  app.write_words(uuid[], uuid[], text[]), app.spellings_of(text), app.words_of(text);
"""


class Migration(migrations.Migration):
    dependencies = [("catalogs", "0012_prices_and_words")]
    operations = [migrations.RunSQL([WORDS, FOLLOW], BACK)]

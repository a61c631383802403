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
  DELETE FROM public.catalogs_producttoken t USING unnest(suppliers, products, texts) AS p(supplier_id, id, said)
    WHERE t.supplier_id = p.supplier_id AND t.product_id = p.id AND NOT EXISTS (SELECT FROM app.words_of(p.said) AS w(word) WHERE w.word = t.token);
  INSERT INTO public.catalogs_producttoken (id, supplier_id, product_id, token)
    SELECT gen_random_uuid(), p.supplier_id, p.id, w.word
    FROM unnest(suppliers, products, texts) AS p(supplier_id, id, said), app.words_of(p.said) AS w(word)
    ON CONFLICT DO NOTHING;
  INSERT INTO public.catalogs_productspelling (id, supplier_id, key, word)
    SELECT gen_random_uuid(), n.supplier_id, s.key, n.word FROM (
      SELECT DISTINCT p.supplier_id, w.word
      FROM unnest(suppliers, texts) AS p(supplier_id, said), app.words_of(p.said) AS w(word)
      WHERE length(w.word) BETWEEN 4 AND 30 AND NOT EXISTS (
        SELECT FROM public.catalogs_productspelling known
        WHERE known.supplier_id = p.supplier_id AND known.key = w.word AND known.word = w.word)
    ) n, app.spellings_of(n.word) AS s(key)
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
SELECT app.write_words(array_agg(supplier_id), array_agg(id), array_agg(search_text)) FROM public.catalogs_product
HAVING count(*) > 0;
"""
BACK = """
DROP TRIGGER words_follow_insert ON public.catalogs_product;
DROP TRIGGER words_follow_update ON public.catalogs_product;
DROP FUNCTION app.words_follow_products(), app.words_follow_new_products(),
  app.write_words(uuid[], uuid[], text[]), app.spellings_of(text), app.words_of(text);
"""


class Migration(migrations.Migration):
    dependencies = [("catalogs", "0012_prices_and_words")]
    operations = [migrations.RunSQL([WORDS, FOLLOW], BACK)]

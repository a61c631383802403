"""The lots of a product follow its stock (inventory/models/lots.py)."""

from django.db import migrations

FUNCTION = "RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$"
# Written down, then added up; balances of the same products are locked by the movement itself.
WRITTEN = """
  written AS (
    INSERT INTO public.inventory_lotmovement
      (id, supplier_id, warehouse_id, keeper_id, product_id, lot_id, kind, on_hand_units, holder_id, at)
    SELECT app.uuid7(), supplier_id, warehouse_id, keeper_id, product_id, lot_id, kind, units, holder_id, at
    FROM parts WHERE units <> 0
    RETURNING supplier_id, warehouse_id, keeper_id, product_id, lot_id, on_hand_units),
  summed AS (
    SELECT supplier_id, warehouse_id, keeper_id, product_id, lot_id, sum(on_hand_units) AS units
    FROM written GROUP BY 1, 2, 3, 4, 5)
"""
PUT_IN = f"""{WRITTEN}
  INSERT INTO public.inventory_lotbalance AS b
    (id, supplier_id, warehouse_id, keeper_id, product_id, lot_id, on_hand_units)
  SELECT app.uuid7(), * FROM summed
  ON CONFLICT (supplier_id, warehouse_id, lot_id)
    DO UPDATE SET on_hand_units = b.on_hand_units + excluded.on_hand_units
"""
TAKE_OUT = f"""{WRITTEN}
  UPDATE public.inventory_lotbalance b SET on_hand_units = b.on_hand_units + s.units FROM summed s
  WHERE b.supplier_id = s.supplier_id AND b.warehouse_id = s.warehouse_id AND b.lot_id = s.lot_id
"""
TRACKED = "JOIN public.catalogs_product p ON p.id = m.product_id AND p.supplier_id = m.supplier_id AND p.tracks_lots"
FOLLOW = f"""
CREATE FUNCTION app.lots_follow() {FUNCTION}
BEGIN
  IF NOT EXISTS (SELECT 1 FROM moved WHERE on_hand_units <> 0)
    OR NOT EXISTS (SELECT 1 FROM moved m {TRACKED} WHERE m.on_hand_units <> 0) THEN
    RETURN NULL;
  END IF;
  -- What comes in: as the lot that was said, else as the lots that left for the same order or transfer.
  WITH coming AS (SELECT m.* FROM moved m {TRACKED} WHERE m.on_hand_units > 0),
  away AS (
    SELECT c.id, l.lot_id, -sum(l.on_hand_units) AS units
    FROM coming c JOIN public.inventory_lotmovement l
      ON l.supplier_id = c.supplier_id AND l.holder_id = c.holder_id AND l.product_id = c.product_id
      AND (c.kind = 'transfer_in' OR l.warehouse_id = c.warehouse_id)
    WHERE c.lot_id IS NULL GROUP BY c.id, l.lot_id HAVING sum(l.on_hand_units) < 0),
  queued AS (
    SELECT a.id, a.lot_id, a.units,
           sum(a.units) OVER (PARTITION BY a.id ORDER BY l.best_before NULLS LAST, l.code) - a.units AS before
    FROM away a JOIN public.inventory_lot l ON l.id = a.lot_id),
  parts AS (
    SELECT supplier_id, warehouse_id, keeper_id, product_id, lot_id, kind, on_hand_units AS units, holder_id, at
    FROM coming WHERE lot_id IS NOT NULL
    UNION ALL
    SELECT c.supplier_id, c.warehouse_id, c.keeper_id, c.product_id, q.lot_id, c.kind,
           least(q.units, greatest(0, c.on_hand_units - q.before))::int, c.holder_id, c.at
    FROM coming c JOIN queued q USING (id)),
  {PUT_IN};
  -- What leaves: the lot that was said, the lots picked for it, those it brought, then first expired first out;
  -- what has expired is sold last.
  WITH leaving AS (SELECT m.* FROM moved m {TRACKED} WHERE m.on_hand_units < 0),
  lying AS (
    SELECT g.id, b.lot_id, l.best_before, l.code, b.on_hand_units,
           CASE WHEN b.lot_id = g.lot_id THEN b.on_hand_units ELSE least(b.on_hand_units, coalesce(k.units, 0)) END
             AS picked,
           EXISTS (SELECT 1 FROM public.inventory_lotmovement o WHERE o.supplier_id = g.supplier_id
             AND o.holder_id = g.holder_id AND o.lot_id = b.lot_id AND o.warehouse_id = g.warehouse_id
             AND o.on_hand_units > 0) AS brought
    FROM leaving g
    JOIN public.inventory_lotbalance b
      ON b.supplier_id = g.supplier_id AND b.warehouse_id = g.warehouse_id AND b.product_id = g.product_id
    JOIN public.inventory_lot l ON l.id = b.lot_id
    LEFT JOIN public.inventory_lotpick k ON k.supplier_id = g.supplier_id AND k.holder_id = g.holder_id
      AND k.warehouse_id = g.warehouse_id AND k.lot_id = b.lot_id
    WHERE b.on_hand_units > 0),
  turns AS (
    SELECT id, lot_id, best_before, code, brought, 0 AS turn, picked AS units FROM lying
    UNION ALL
    SELECT id, lot_id, best_before, code, brought, 1, on_hand_units - picked FROM lying),
  queued AS (
    SELECT id, lot_id, units, sum(units) OVER (PARTITION BY id
      ORDER BY turn, brought DESC, coalesce(best_before < current_date, false), best_before NULLS LAST, code) - units
      AS before
    FROM turns),
  parts AS (
    SELECT g.supplier_id, g.warehouse_id, g.keeper_id, g.product_id, q.lot_id, g.kind,
           -sum(least(q.units, greatest(0, -g.on_hand_units - q.before)))::int AS units, g.holder_id, g.at
    FROM leaving g JOIN queued q USING (id)
    GROUP BY g.id, g.supplier_id, g.warehouse_id, g.keeper_id, g.product_id, q.lot_id, g.kind, g.holder_id, g.at),
  {TAKE_OUT};
  DELETE FROM public.inventory_lotpick k USING moved m
  WHERE m.on_hand_units < 0 AND k.supplier_id = m.supplier_id AND k.holder_id = m.holder_id
    AND k.warehouse_id = m.warehouse_id AND k.product_id = m.product_id;
  RETURN NULL;
END $$;
CREATE TRIGGER lots_follow AFTER INSERT ON public.inventory_stockmovement REFERENCING NEW TABLE AS moved
FOR EACH STATEMENT EXECUTE FUNCTION app.lots_follow();
CREATE FUNCTION app.lots_end() {FUNCTION}
BEGIN
  WITH parts AS (
    SELECT supplier_id, warehouse_id, keeper_id, product_id, lot_id, 'adjustment' AS kind, -on_hand_units AS units,
           NULL::uuid AS holder_id, now() AS at
    FROM public.inventory_lotbalance
    WHERE supplier_id = NEW.supplier_id AND product_id = NEW.id AND on_hand_units > 0),
  {TAKE_OUT};
  DELETE FROM public.inventory_lotpick WHERE supplier_id = NEW.supplier_id AND product_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER lots_end AFTER UPDATE OF tracks_lots ON public.catalogs_product
FOR EACH ROW WHEN (OLD.tracks_lots AND NOT NEW.tracks_lots) EXECUTE FUNCTION app.lots_end();
"""
UNFOLLOW = """
DROP TRIGGER lots_end ON public.catalogs_product;
DROP TRIGGER lots_follow ON public.inventory_stockmovement;
DROP FUNCTION app.lots_end(), app.lots_follow();
"""


class Migration(migrations.Migration):
    dependencies = [("inventory", "0007_lots"), ("catalogs", "0022_products_have_lots")]
    operations = [migrations.RunSQL(FOLLOW, UNFOLLOW)]

"""No lot is picked for more than lies there, others take what was picked last, and units can be said to have no lot."""

from django.db import migrations, models

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
NONE = "'00000000-0000-0000-0000-000000000000'::uuid"
FOLLOW = f"""
CREATE OR REPLACE FUNCTION app.lots_follow() {FUNCTION}
BEGIN
  -- What an order holds no longer was picked for nothing; at shipping it is picked anew.
  IF EXISTS (SELECT 1 FROM moved WHERE kind = 'release') THEN
    DELETE FROM public.inventory_lotpick k USING moved m
    WHERE m.kind = 'release' AND k.supplier_id = m.supplier_id AND k.holder_id = m.holder_id
      AND k.warehouse_id = m.warehouse_id AND k.product_id = m.product_id
      AND NOT EXISTS (SELECT 1 FROM moved s WHERE s.kind = 'shipment' AND s.warehouse_id = m.warehouse_id
        AND s.product_id = m.product_id);
  END IF;
  IF NOT EXISTS (SELECT 1 FROM moved WHERE on_hand_units <> 0)
    OR NOT EXISTS (SELECT 1 FROM moved m {TRACKED} WHERE m.on_hand_units <> 0) THEN
    RETURN NULL;
  END IF;
  -- What comes in: as the lot that was said, else as the lots that left for the same order or transfer.
  WITH coming AS (
    SELECT m.* FROM moved m {TRACKED} WHERE m.on_hand_units > 0 AND m.lot_id IS DISTINCT FROM {NONE}),
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
  -- What leaves: the lot that was said, or what has none where that was said; the lots picked for it; those it brought,
  -- then first expired first out; what has no lot; what has expired; in the end what was picked for others.
  WITH leaving AS (SELECT m.* FROM moved m {TRACKED} WHERE m.on_hand_units < 0),
  lying AS (
    SELECT g.id, b.lot_id, l.best_before, l.code, b.on_hand_units,
           CASE WHEN b.lot_id = g.lot_id THEN b.on_hand_units ELSE least(b.on_hand_units, coalesce(k.units, 0)) END
             AS picked,
           coalesce((SELECT sum(o.units) FROM public.inventory_lotpick o
             WHERE o.supplier_id = g.supplier_id AND o.warehouse_id = g.warehouse_id AND o.lot_id = b.lot_id
               AND o.holder_id IS DISTINCT FROM g.holder_id), 0) AS others,
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
  unsaid AS (
    SELECT g.id, g.lot_id IS NOT DISTINCT FROM {NONE} AS is_said,
           greatest(0, b.on_hand_units - sum(g.on_hand_units) OVER (PARTITION BY g.warehouse_id, g.product_id)
             - coalesce((SELECT sum(o.on_hand_units) FROM public.inventory_lotbalance o
               WHERE o.supplier_id = g.supplier_id AND o.warehouse_id = g.warehouse_id
                 AND o.product_id = g.product_id), 0)) AS units
    FROM leaving g JOIN public.inventory_stockbalance b
      ON b.supplier_id = g.supplier_id AND b.warehouse_id = g.warehouse_id AND b.product_id = g.product_id),
  turns AS (
    SELECT id, lot_id, best_before, code, brought, 0 AS turn, picked AS units FROM lying
    UNION ALL
    SELECT id, NULL, NULL, '', false, CASE WHEN is_said THEN 0 ELSE 2 END, units FROM unsaid
    UNION ALL
    SELECT id, lot_id, best_before, code, brought,
           CASE WHEN best_before < current_date AND NOT brought THEN 3 ELSE 1 END,
           greatest(0, on_hand_units - picked - others) FROM lying
    UNION ALL
    SELECT id, lot_id, best_before, code, brought, 4, least(on_hand_units - picked, others) FROM lying),
  queued AS (
    SELECT id, lot_id, units, sum(units) OVER (PARTITION BY id
      ORDER BY turn, brought DESC, best_before NULLS LAST, code, lot_id)
      - units AS before
    FROM turns),
  parts AS (
    SELECT g.supplier_id, g.warehouse_id, g.keeper_id, g.product_id, q.lot_id, g.kind,
           -sum(least(q.units, greatest(0, -g.on_hand_units - q.before)))::int AS units, g.holder_id, g.at
    FROM leaving g JOIN queued q USING (id) WHERE q.lot_id IS NOT NULL
    GROUP BY g.id, g.supplier_id, g.warehouse_id, g.keeper_id, g.product_id, q.lot_id, g.kind, g.holder_id, g.at),
  {TAKE_OUT};
  DELETE FROM public.inventory_lotpick k USING moved m
  WHERE m.on_hand_units < 0 AND k.supplier_id = m.supplier_id AND k.holder_id = m.holder_id
    AND k.warehouse_id = m.warehouse_id AND k.product_id = m.product_id;
  -- A lot that others took from no longer bears what was picked of it: those orders are picked anew.
  DELETE FROM public.inventory_lotpick k USING moved m, public.inventory_lotbalance b
  WHERE m.on_hand_units < 0 AND k.supplier_id = m.supplier_id AND k.warehouse_id = m.warehouse_id
    AND k.product_id = m.product_id AND b.supplier_id = k.supplier_id AND b.warehouse_id = k.warehouse_id
    AND b.lot_id = k.lot_id AND b.on_hand_units < (
      SELECT sum(o.units) FROM public.inventory_lotpick o
      WHERE o.supplier_id = k.supplier_id AND o.warehouse_id = k.warehouse_id AND o.lot_id = k.lot_id);
  RETURN NULL;
END $$;
CREATE FUNCTION app.lots_bear_picks() {FUNCTION}
BEGIN
  -- Whoever picks of the same lot waits here, and then sees what was picked.
  PERFORM 1 FROM public.inventory_lotbalance b
  WHERE (b.supplier_id, b.warehouse_id, b.lot_id) IN (SELECT supplier_id, warehouse_id, lot_id FROM picked)
  ORDER BY b.warehouse_id, b.product_id, b.lot_id FOR NO KEY UPDATE;
  IF EXISTS (
    SELECT 1 FROM (SELECT DISTINCT supplier_id, warehouse_id, lot_id FROM picked) p
    WHERE (SELECT sum(o.units) FROM public.inventory_lotpick o
           WHERE o.supplier_id = p.supplier_id AND o.warehouse_id = p.warehouse_id AND o.lot_id = p.lot_id)
      > coalesce((SELECT b.on_hand_units FROM public.inventory_lotbalance b
           WHERE b.supplier_id = p.supplier_id AND b.warehouse_id = p.warehouse_id AND b.lot_id = p.lot_id), 0)) THEN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'lot_pick_within_lot',
      MESSAGE = 'more of a lot is picked than lies there: lot_pick_within_lot';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER lots_bear_picks AFTER INSERT ON public.inventory_lotpick REFERENCING NEW TABLE AS picked
FOR EACH STATEMENT EXECUTE FUNCTION app.lots_bear_picks();
CREATE TRIGGER lots_bear_changed_picks AFTER UPDATE ON public.inventory_lotpick REFERENCING NEW TABLE AS picked
FOR EACH STATEMENT EXECUTE FUNCTION app.lots_bear_picks();
"""
UNFOLLOW = """
DROP TRIGGER lots_bear_picks ON public.inventory_lotpick;
DROP TRIGGER lots_bear_changed_picks ON public.inventory_lotpick;
DROP FUNCTION app.lots_bear_picks();
"""


class Migration(migrations.Migration):
    dependencies = [("inventory", "0008_lots_follow")]
    operations = [
        migrations.RunSQL(FOLLOW, UNFOLLOW),
        migrations.AddIndex(
            model_name="lotpick",
            index=models.Index(fields=["supplier", "warehouse", "lot"], name="lot_pick_of_lot"),
        ),
        migrations.RemoveConstraint(model_name="stockmovement", name="movement_once"),
        migrations.AddConstraint(
            model_name="stockmovement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("holder_id__isnull", False)),
                fields=(
                    "supplier", "holder_id", "holder_revision", "product", "warehouse", "kind", "lot_id"
                ),
                name="movement_once",
                nulls_distinct=False,
            ),
        ),
    ]

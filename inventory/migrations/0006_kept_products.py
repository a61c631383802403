from django.db import migrations

# A query of one set, so that the planner reads it as the table: catalogs ask which of their products a keeper has ever
# had, and know nothing else of stock.
KEPT = """
CREATE FUNCTION app.kept_products(of_supplier uuid) RETURNS TABLE (keeper_id uuid, product_id uuid)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT DISTINCT b.keeper_id, b.product_id FROM inventory_stockbalance b WHERE b.supplier_id = of_supplier
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("inventory", "0005_stock_take_lines_of_products")]
    operations = [migrations.RunSQL(KEPT, "DROP FUNCTION app.kept_products(uuid);")]

"""A derived list's prices are worked out in one place, and of several in force a list's own come before those."""

from django.db import migrations, models

# NULL is no price: below nothing, or more than a column holds. What is above nothing never rounds down to nothing.
DERIVED = """
CREATE FUNCTION app.derived_price(price numeric, percent numeric, amount numeric, rounding text, decimals integer)
RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN r.rounded < 1e9 THEN r.rounded END FROM (
    SELECT round(CASE
      WHEN raw.value = 0 THEN 0
      WHEN rounding = 'coins' THEN greatest(round(raw.value, decimals), power(10::numeric, -decimals))
      WHEN rounding = 'x.99' THEN greatest(round(raw.value + 0.01), 1) - 0.01
      ELSE greatest(round(raw.value / rounding::numeric), 1) * rounding::numeric END, decimals) AS rounded
    FROM (SELECT price * (100 + coalesce(percent, 0)) / 100 + coalesce(amount, 0) AS value) raw
    WHERE raw.value >= 0) r
$$;
CREATE FUNCTION app.derived_breaks(units integer[], prices numeric[], percent numeric, amount numeric, rounding text,
  decimals integer, OUT break_units integer[], OUT break_prices numeric[])
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(d.unit ORDER BY d.unit), '{}'), coalesce(array_agg(d.price ORDER BY d.unit), '{}') FROM (
    SELECT b.unit, app.derived_price(b.price, percent, amount, rounding, decimals) AS price
    FROM unnest(units, prices) AS b(unit, price)) d
  WHERE d.price IS NOT NULL
$$;
"""
BACK = """
DROP FUNCTION app.derived_breaks(integer[], numeric[], numeric, numeric, text, integer);
DROP FUNCTION app.derived_price(numeric, numeric, numeric, text, integer);
"""


class Migration(migrations.Migration):
    dependencies = [("catalogs", "0013_words_follow")]
    operations = [
        migrations.RunSQL(DERIVED, BACK),
        migrations.AddField("pricechange", "told_through", models.UUIDField(null=True, editable=False)),
        migrations.RemoveIndex("price", "price_list_product"),
        migrations.AddIndex(
            "price",
            models.Index(
                fields=["price_list", "product", "is_derived", "-valid_from"], name="price_list_product"
            ),
        ),
    ]

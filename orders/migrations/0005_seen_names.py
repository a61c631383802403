"""A line of a cart keeps the name that its buyer saw."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0004_merging")]
    operations = [
        migrations.AddField(
            model_name="cartline",
            name="seen_name",
            field=models.CharField(default="", max_length=120),
            preserve_default=False,
        ),
        migrations.RunSQL(
            "UPDATE orders_cartline l SET seen_name = p.name FROM catalogs_product p WHERE p.id = l.product_id;",
            migrations.RunSQL.noop,
        ),
    ]

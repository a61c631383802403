"""Which changes of prices somebody is still to be told of, or of their withdrawal."""

from django.db import migrations, models

from wholesale.tenancy.operations import LookUp


class Migration(migrations.Migration):
    dependencies = [("catalogs", "0016_picture_imports")]
    operations = [
        migrations.AddField("pricechange", "corrected_through", models.UUIDField(null=True, editable=False)),
        migrations.AddField("pricechange", "corrected_at", models.DateTimeField(null=True, editable=False)),
        LookUp(
            "price_changes_to_tell()",
            returns="supplier_id uuid, change_id uuid",
            query="SELECT c.supplier_id, c.id FROM public.catalogs_pricechange c WHERE c.tells_customers"
            " AND (c.state = 'published' AND c.told_at IS NULL OR c.state = 'withdrawn' AND c.corrected_at IS NULL)"
            " ORDER BY c.published_at LIMIT 50",
            roles=("app",),
        ),
    ]

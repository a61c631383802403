"""A retailer reads the supplier's own stock beside its distributor's where its terms add it (SPEC.md I9)."""

from django.db import migrations

from wholesale.tenancy.declarations import Access

ASSIGNED = (
    "(supplier_id, keeper_id) IN (SELECT supplier_id, coalesce(distributor_id, supplier_id)"
    " FROM retailers_customer WHERE is_active"
)


class Migration(migrations.Migration):
    dependencies = [
        ("catalogs", "0020_own_stock_follows"),
        ("inventory", "0003_stock_takes_and_writers"),
    ]
    operations = [
        migrations.RemoveConstraint(model_name="stockbalance", name="balance_access"),
        migrations.AddConstraint(
            model_name="stockbalance",
            constraint=Access(
                name="balance_access",
                supplier="select, insert, update",
                distributor="select",
                guest="select",
                retailer="select",
                rows={
                    "distributor": "keeper_id = app.distributor_id()",
                    "guest": "keeper_id = app.distributor_id() AND supplier_id = app.supplier_id()",
                    "retailer": f"{ASSIGNED} UNION ALL SELECT t.supplier_id, t.supplier_id"
                    " FROM catalogs_customerterms t JOIN retailers_customer c ON c.id = t.customer_id"
                    " WHERE t.adds_own_stock AND c.is_active)",
                },
            ),
        ),
    ]

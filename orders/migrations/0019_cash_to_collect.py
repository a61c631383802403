"""What a driver collects at the door is the one amount that whoever delivers may know (SPEC.md O14; DATA.md 00).

Distributors have no grant on totals. Of an order that it delivers, and whose terms say cash on delivery, each is told
what comes to; of any other order nothing.
"""

from django.db import migrations

from wholesale.tenancy.operations import LookUp

CASH = """
SELECT t.order_id, t.currency, t.total
FROM public.orders_ordertotal t JOIN public.orders_order o ON o.id = t.order_id
WHERE o.id = ANY ($1) AND t.payment_terms = 'on_delivery'
  AND o.distributor_id IS NOT DISTINCT FROM app.distributor_id()
  AND o.supplier_id = coalesce(app.supplier_id(), o.supplier_id)
  AND coalesce(app.supplier_id(), app.distributor_id()) IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0018_routes_and_proof")]
    operations = [
        LookUp(
            "cash_to_collect(order_ids uuid[])",
            returns="order_id uuid, currency text, amount numeric",
            query=CASH,
            roles=("supplier", "distributor", "guest"),
        )
    ]

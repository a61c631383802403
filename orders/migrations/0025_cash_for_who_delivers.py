"""What is collected at the door is told to the distributor that owes the delivery, and to no other on the order."""

from importlib import import_module

from django.db import migrations

from wholesale.tenancy.operations import DropLookUp, LookUp

before = import_module("orders.migrations.0022_cash_follows_goods")
CASH = "cash_to_collect(order_ids uuid[], decimals_by_currency jsonb)"
ON_THE_ORDER = "    AND o.distributor_id IS NOT DISTINCT FROM app.distributor_id()\n"
AND_DELIVERS = """    AND (o.distributor_id IS NULL OR EXISTS (
      SELECT FROM public.organizations_agreementstep s
      JOIN public.organizations_agreement g ON g.supplier_id = s.supplier_id AND g.id = s.agreement_id
      WHERE s.supplier_id = o.supplier_id AND s.distributor_id = o.distributor_id
        AND s.step = 'deliver' AND s.owed_by = 'distributor' AND g.status = 'active'))
"""
FOR_WHO_DELIVERS = before.FOLLOWING.replace(ON_THE_ORDER, ON_THE_ORDER + AND_DELIVERS)


class Migration(migrations.Migration):
    dependencies = [("orders", "0024_orders_that_wait")]
    operations = [
        DropLookUp(CASH, returns=before.RETURNS, query=before.FOLLOWING, roles=before.ROLES),
        LookUp(CASH, returns=before.RETURNS, query=FOR_WHO_DELIVERS, roles=before.ROLES),
    ]

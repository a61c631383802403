"""Orders that were entered for customers that have not registered wait for that: nobody owes them a step (O17)."""

from django.db import migrations

WAIT = """
UPDATE orders_order o SET next_step = '', owed_by = '', due_at = NULL FROM retailers_customer c
WHERE c.supplier_id = o.supplier_id AND c.id = o.customer_id AND c.registered_at IS NULL AND o.status = 'submitted'
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0023_waiting_for_registration"), ("retailers", "0024_licences")]
    operations = [migrations.RunSQL(WAIT, migrations.RunSQL.noop)]

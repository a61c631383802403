"""A customer turns out to be another company: whatever names both follows at once, of this supplier alone.

As the owner, for a supplier writes no order's retailer. Every table with the three columns is taken, so that none is
forgotten that comes later; lines and events follow their order by its own triggers.
"""

from django.db import migrations, models

from wholesale.tenancy.operations import GrantShared
from wholesale.tenancy.roles import Role

MOVES = f"""
CREATE FUNCTION app.move_customer(moved uuid, home uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  owner uuid := (SELECT supplier_id FROM public.retailers_customer WHERE id = moved);
  follower text;
BEGIN
  IF owner IS NULL OR current_setting('role') <> '{Role.STAFF.db_name}'
    AND owner IS DISTINCT FROM app.supplier_id() THEN
    RAISE EXCEPTION 'no such customer' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE public.retailers_customer SET retailer_id = home, version = version + 1 WHERE id = moved;
  FOR follower IN
    SELECT t.relname FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND NOT a.attisdropped
    WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace
      AND a.attname IN ('supplier_id', 'customer_id', 'retailer_id')
    GROUP BY t.relname HAVING count(*) = 3 ORDER BY t.relname
  LOOP
    EXECUTE format('UPDATE public.%I SET retailer_id = $1 WHERE supplier_id = $2 AND customer_id = $3', follower)
    USING home, owner, moved;
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION app.move_customer(uuid, uuid) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("retailers", "0021_bounces_are_noted")]
    operations = [
        migrations.AlterField(
            model_name="customerevent",
            name="kind",
            field=models.CharField(choices=[('created', 'Created'), ('invited', 'Invited'), ('requested', 'Asked for access'), ('recognized', 'Asked for access, and was known'), ('withdrawn', 'Took the request back'), ('approved', 'Approved'), ('rejected', 'Rejected'), ('accepted', 'Accepted the invitation'), ('ordered', 'Ordered'), ('activated', 'Activated'), ('deactivated', 'Deactivated'), ('distributor_assigned', 'Distributor assigned'), ('representative_assigned', 'Representative assigned'), ('groups_changed', 'Groups changed'), ('labels_changed', 'Labels changed'), ('edited', 'Details changed'), ('terms_changed', 'Terms changed'), ('held', 'Put on hold'), ('released', 'Taken off hold'), ('merged', 'Merged with a duplicate'), ('parted', 'Merge undone'), ('ended', 'Relation ended'), ('moved', 'Became another company')], max_length=24),
        ),
        migrations.RunSQL(MOVES, "DROP FUNCTION app.move_customer(uuid, uuid)"),
        GrantShared(["FUNCTION app.move_customer(uuid, uuid)"], supplier="EXECUTE", staff="EXECUTE"),
    ]

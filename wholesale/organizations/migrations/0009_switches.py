"""What one side grants the other is dated; what was granted before counts from the day the agreement came into force.

Each side writes its own switches and no others, whatever the code above does: a trigger, since a policy knows rows and
a grant on columns cannot depend on the mode. An external distributor has no account; its supplier notes its switches.
"""

import wholesale.tenancy.declarations
from django.db import migrations, models


CARRIED = """UPDATE organizations_agreement SET inventory_editable_since = coalesce(accepted_at, proposed_at)
WHERE inventory_editable"""
CARRIED_BACK = """UPDATE organizations_agreement SET inventory_editable = true WHERE inventory_editable_since IS NOT NULL"""
OWN_SWITCHES = """
CREATE FUNCTION app.write_own_switches() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  is_new boolean := TG_OP = 'INSERT';
  by_supplier boolean := right(current_user::text, 9) = '_supplier';
  by_distributor boolean := right(current_user::text, 12) = '_distributor' OR right(current_user::text, 6) = '_guest';
BEGIN
  IF by_distributor AND (
    (NEW.both_warehouses_since, NEW.door_quantities_since, NEW.see_amounts_since) IS DISTINCT FROM
      (CASE WHEN NOT is_new THEN OLD.both_warehouses_since END, CASE WHEN NOT is_new THEN OLD.door_quantities_since END,
       CASE WHEN NOT is_new THEN OLD.see_amounts_since END)
    OR NOT is_new AND (NEW.mode, NEW.supplier_id, NEW.distributor_id) IS DISTINCT FROM
      (OLD.mode, OLD.supplier_id, OLD.distributor_id)
  ) OR by_supplier AND (
    NEW.inventory_editable_since IS DISTINCT FROM CASE WHEN NOT is_new THEN OLD.inventory_editable_since END
    OR NEW.return_pickup_since IS DISTINCT FROM CASE WHEN NOT is_new THEN OLD.return_pickup_since END
      AND NOT (NEW.mode = 'external' AND (is_new OR OLD.mode = 'external'))
  ) THEN
    RAISE EXCEPTION 'only the side that grants a switch changes it' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER agreement_own_switches BEFORE INSERT OR UPDATE ON organizations_agreement
FOR EACH ROW EXECUTE FUNCTION app.write_own_switches();
"""
OWN_SWITCHES_GONE = """
DROP TRIGGER agreement_own_switches ON organizations_agreement;
DROP FUNCTION app.write_own_switches();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('organizations', '0008_guests_come_in'),
    ]

    operations = [
        migrations.AddField(
            model_name='agreement',
            name='both_warehouses_by',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='agreement',
            name='both_warehouses_since',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='agreement',
            name='door_quantities_by',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='agreement',
            name='door_quantities_since',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='agreement',
            name='inventory_editable_by',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='agreement',
            name='inventory_editable_since',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='agreement',
            name='return_pickup_by',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='agreement',
            name='return_pickup_since',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='agreement',
            name='see_amounts_by',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='agreement',
            name='see_amounts_since',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunSQL(CARRIED, CARRIED_BACK),
        migrations.RemoveConstraint(
            model_name='agreement',
            name='agreement_access',
        ),
        migrations.RemoveConstraint(
            model_name='agreementstep',
            name='agreement_step_access',
        ),
        migrations.RemoveField(
            model_name='agreement',
            name='inventory_editable',
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=wholesale.tenancy.declarations.Access(distributor='select, insert, update', guest='select, update(inventory_editable_since, inventory_editable_by, return_pickup_since, return_pickup_by, version)', name='agreement_access', staff='select', supplier='select, insert, update'),
        ),
        migrations.AddConstraint(
            model_name='agreementstep',
            constraint=wholesale.tenancy.declarations.Access(distributor='select, insert', guest='select', name='agreement_step_access', staff='select', supplier='select, insert, update'),
        ),
        migrations.RunSQL(OWN_SWITCHES, OWN_SWITCHES_GONE),
    ]

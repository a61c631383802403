"""When a guest was last seen, versions of what they may do, and what a person has asked suppliers for."""

from django.db import migrations, models

from wholesale.tenancy.operations import LookUp

_OWN = """
SELECT r.id, s.name, d.name, d.slug, r.state, r.asked_at, r.decided_at, EXISTS (
  SELECT FROM public.organizations_agreement a WHERE a.supplier_id = r.supplier_id
  AND a.distributor_id = r.distributor_id AND a.status = 'active' AND a.mode = 'guest')
FROM public.organizations_guestrequest r
JOIN public.organizations_organization s ON s.id = r.supplier_id
JOIN public.organizations_organization d ON d.id = r.distributor_id
WHERE r.user_id = person ORDER BY r.asked_at DESC, r.id DESC LIMIT 50
"""


class Migration(migrations.Migration):
    dependencies = [("organizations", "0012_connecting_whole_rows")]
    operations = [
        migrations.AddField(
            model_name="membership",
            name="last_seen_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        LookUp(
            "guest_requests_of(person uuid)",
            returns="request_id uuid, supplier_name varchar, distributor_name varchar, distributor_slug varchar,"
            " state varchar, asked_at timestamptz, decided_at timestamptz, is_open boolean",
            query=_OWN,
            roles=("app",),
        ),
    ]

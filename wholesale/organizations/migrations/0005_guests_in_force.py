"""A guest is let in only while an agreement in guest mode is in force; the app may not read agreements itself."""

from django.db import migrations

from wholesale.tenancy.operations import LookUp


class Migration(migrations.Migration):
    dependencies = [("organizations", "0004_companies_of_admin")]
    operations = [
        LookUp(
            "guest_memberships_in_force(person uuid)",
            returns="membership_id uuid",
            query="SELECT m.id FROM public.organizations_membership m JOIN public.organizations_agreement a"
            " ON a.supplier_id = m.guest_of_id AND a.distributor_id = m.organization_id"
            " WHERE m.user_id = person AND a.status = 'active' AND a.mode = 'guest'",
            roles=("app",),
        ),
    ]

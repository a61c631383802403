"""An admin's email, typed whole, finds their companies, so that an agreement can be proposed to them."""

from django.db import migrations

from wholesale.tenancy.operations import LookUp


class Migration(migrations.Migration):
    dependencies = [("organizations", "0003_look_ups")]
    operations = [
        LookUp(
            "companies_of_admin(address text)",
            returns="organization_id uuid",
            query="SELECT m.organization_id FROM public.organizations_membership m"
            " JOIN public.organizations_person p USING (user_id)"
            " WHERE p.email = lower(address) AND m.role = 'admin' AND m.guest_of_id IS NULL",
            roles=("supplier", "distributor"),
        ),
    ]

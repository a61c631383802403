"""A token finds the invitation of a colleague, by hash; nobody else reads another company's invitations."""

from django.db import migrations

from wholesale.tenancy.operations import LookUp


class Migration(migrations.Migration):
    dependencies = [("organizations", "0002_person_of_user")]
    operations = [
        LookUp(
            "member_invitation_by_token(hash text)",
            returns="organization_id uuid, invitation_id uuid",
            query="SELECT organization_id, id FROM public.organizations_memberinvitation WHERE token_hash = hash",
            roles=("public", "app"),
        ),
    ]

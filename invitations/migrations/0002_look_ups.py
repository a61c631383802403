"""A token finds its invitation, by hash; a visitor has no other way in."""

from django.db import migrations

from wholesale.tenancy.operations import LookUp


class Migration(migrations.Migration):
    dependencies = [("invitations", "0001_initial")]
    operations = [
        LookUp(
            "invitation_by_token(hash text)",
            returns="supplier_id uuid, invitation_id uuid",
            query="SELECT supplier_id, id FROM public.invitations_invitation WHERE token_hash = hash",
            roles=("public",),
        ),
    ]

"""A supplier has one invitation for each address; the reminder's link opens it as the first does."""

from django.db import migrations, models

from wholesale.tenancy.operations import LookUp

_OPENED = """
CREATE OR REPLACE FUNCTION app.invitation_by_token(hash text) RETURNS TABLE (supplier_id uuid, invitation_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $look_up$
  SELECT supplier_id, id FROM public.invitations_invitation WHERE token_hash = hash{more}
$look_up$;
"""
BY_BOTH = _OPENED.format(more=" OR (reminder_hash = hash AND reminder_hash <> '')")
BY_ONE = _OPENED.format(more="")


class Migration(migrations.Migration):
    dependencies = [("invitations", "0014_mails_are_followed")]
    operations = [
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("email", ""), _negated=True),
                fields=("supplier", "email"),
                name="invitation_once",
            ),
        ),
        migrations.RunSQL(BY_BOTH, BY_ONE),
        LookUp(
            "suppliers_to_remind()",
            returns="supplier_id uuid",
            query="SELECT DISTINCT i.supplier_id FROM public.invitations_invitation i"
            " WHERE i.status = 'pending' AND i.reminded_at IS NULL AND i.bounced_at IS NULL AND i.expires_at > now()"
            " AND i.sent_at + (i.expires_at - i.sent_at) / 2 <= now() AND NOT EXISTS ("
            "SELECT FROM public.invitations_invitationsettings s"
            " WHERE s.supplier_id = i.supplier_id AND NOT s.is_reminding)",
            roles=("app",),
        ),
    ]

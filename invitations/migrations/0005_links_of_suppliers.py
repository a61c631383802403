"""Every supplier has one invite link from the moment it sells, and whoever opens one finds it by its code.

A company begins to sell in `wholesale/`, which knows nothing of invitations: so the database gives the link, as
it gives a person their row. Its code has the 122 random bits of a version 4 uuid, in 22 letters.
"""

from django.db import migrations

from wholesale.tenancy.operations import LookUp

GIVEN = """
CREATE FUNCTION app.new_link_code() RETURNS text LANGUAGE sql VOLATILE AS $$
  SELECT rtrim(translate(encode(uuid_send(gen_random_uuid()), 'base64'), '+/', '-_'), '=')
$$;
CREATE FUNCTION app.link_new_suppliers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO public.invitations_invitelink (id, supplier_id, code, is_on, created_at, by_name)
  VALUES (gen_random_uuid(), NEW.id, app.new_link_code(), true, now(), '') ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.new_link_code(), app.link_new_suppliers() FROM PUBLIC;
CREATE TRIGGER supplier_has_link AFTER INSERT OR UPDATE OF sells ON public.organizations_organization
FOR EACH ROW WHEN (NEW.sells) EXECUTE FUNCTION app.link_new_suppliers();
INSERT INTO public.invitations_invitelink (id, supplier_id, code, is_on, created_at, by_name)
SELECT gen_random_uuid(), id, app.new_link_code(), true, now(), ''
FROM public.organizations_organization WHERE sells ON CONFLICT DO NOTHING;
"""
GONE = """
DROP TRIGGER supplier_has_link ON public.organizations_organization;
DROP FUNCTION app.link_new_suppliers(), app.new_link_code();
"""


class Migration(migrations.Migration):
    dependencies = [("invitations", "0004_invite_links"), ("organizations", "0001_initial")]
    operations = [
        migrations.RunSQL(GIVEN, GONE),
        LookUp(
            "invite_link_by_code(wanted text)",
            returns="supplier_id uuid, link_id uuid",
            query="SELECT supplier_id, id FROM public.invitations_invitelink WHERE code = wanted",
            roles=("public",),
        ),
    ]

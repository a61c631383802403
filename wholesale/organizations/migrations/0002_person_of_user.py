"""Person follows the user: one trigger, so that no writer can forget it."""

from django.db import migrations

COPY = """
CREATE FUNCTION app.copy_person() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO public.organizations_person (user_id, name, email, language, time_zone)
  VALUES (NEW.id, NEW.name, NEW.email, NEW.language, NEW.time_zone)
  ON CONFLICT (user_id) DO UPDATE SET name = EXCLUDED.name, email = EXCLUDED.email,
    language = EXCLUDED.language, time_zone = EXCLUDED.time_zone;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.copy_person() FROM PUBLIC;
CREATE TRIGGER person_of_user AFTER INSERT OR UPDATE OF name, email, language, time_zone
ON public.accounts_user FOR EACH ROW EXECUTE FUNCTION app.copy_person();
"""
GONE = "DROP TRIGGER person_of_user ON public.accounts_user; DROP FUNCTION app.copy_person();"


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial"), ("accounts", "0002_grants")]
    operations = [migrations.RunSQL(COPY, GONE)]

"""Whoever asked for an entry that they were not given sees the name that they typed, whatever the customer is by now."""

from django.db import migrations

NOT_THEIRS = "r.claims_entry AND r.state <> 'approved'"
TYPED = f"CASE WHEN {NOT_THEIRS} THEN COALESCE(r.details->>'name', e.name) ELSE e.name END"
QUERY = """
CREATE OR REPLACE FUNCTION app.requests_of_person(person uuid)
RETURNS TABLE (id uuid, supplier_id uuid, supplier_name text, supplier_slug text, retailer_name text,
  state text, asked_at timestamptz, decided_at timestamptz, answer text, is_active boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $look_up$
SELECT r.id, r.supplier_id, s.name, s.slug, {name}, r.state, r.asked_at, r.decided_at, r.answer, c.is_active
FROM public.invitations_accessrequest r
JOIN public.organizations_organization s ON s.id = r.supplier_id
JOIN public.retailers_customer c ON c.supplier_id = r.supplier_id AND c.id = r.customer_id
JOIN public.organizations_organization e ON e.id = r.retailer_id
WHERE r.person_id = person
ORDER BY r.asked_at DESC, r.id DESC LIMIT 200
$look_up$
"""


class Migration(migrations.Migration):
    dependencies = [("invitations", "0018_apart_customers")]
    operations = [migrations.RunSQL(QUERY.format(name=TYPED), QUERY.format(name="e.name"))]

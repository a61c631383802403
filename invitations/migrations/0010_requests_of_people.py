"""A person finds the requests that they made, whichever company they belong to by now, or none."""

from django.db import migrations

from wholesale.tenancy.operations import LookUp

QUERY = """
SELECT r.id, r.supplier_id, s.name, s.slug, e.name, r.state, r.asked_at, r.decided_at, r.answer, c.is_active
FROM public.invitations_accessrequest r
JOIN public.organizations_organization s ON s.id = r.supplier_id
JOIN public.retailers_customer c ON c.supplier_id = r.supplier_id AND c.id = r.customer_id
JOIN public.organizations_organization e ON e.id = r.retailer_id
WHERE r.person_id = person
ORDER BY r.asked_at DESC, r.id DESC LIMIT 200
"""


class Migration(migrations.Migration):
    dependencies = [
        ("invitations", "0009_requests"),
        ("organizations", "0001_initial"),
        ("retailers", "0001_initial"),
    ]
    operations = [
        LookUp(
            "requests_of_person(person uuid)",
            returns="id uuid, supplier_id uuid, supplier_name text, supplier_slug text, retailer_name text,"
            " state text, asked_at timestamptz, decided_at timestamptz, answer text, is_active boolean",
            query=QUERY,
        )
    ]

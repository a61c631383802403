"""The mail that proves a visitor's email."""

from invitations.codes import CODE_LASTS
from invitations.models import Visit
from wholesale.mail.services import queue_email
from wholesale.organizations.models import Organization


def queue_visitor_code(visit: Visit, code: str, *, supplier: Organization, language: str) -> None:
    """Send six digits, as the supplier; the same mail whether or not anybody has the address."""
    queue_email(
        organization_id=None,
        to=visit.email,
        language=language,
        template="invitations/visitor_code",
        context={
            "code": code,
            "supplier_name": supplier.name,
            "minutes": int(CODE_LASTS.total_seconds() // 60),
        },
        key=f"visitor_code:{visit.pk}",
        supplier=supplier,
    )

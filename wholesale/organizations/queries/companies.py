"""What is read of a company as a whole."""

from uuid import UUID

from wholesale.organizations.enums import AgreementStatus
from wholesale.organizations.models import Agreement, Organization


def has_agreement_as_distributor(organization_id: UUID) -> bool:
    """Tell whether some supplier has this distributor deliver."""
    agreed = Agreement.objects.filter(distributor_id=organization_id, status=AgreementStatus.ACTIVE)
    return agreed.exists()


def supplier_by_slug(slug: str) -> Organization | None:
    """Return a company that sells; runs as the app role, for commands."""
    return Organization.objects.filter(slug=slug, sells=True).first()

"""Which of a supplier's addresses mail has come back from (SPEC.md N1)."""

from collections.abc import Sequence

from retailers.models import CustomerBounce
from wholesale.organizations.models import Organization


def bounced_among(supplier: Organization, addresses: Sequence[str]) -> set[str]:
    """Return from which of these addresses, in small letters, this supplier's latest mail has come back."""
    bounced = CustomerBounce.objects.filter(supplier=supplier, email__in=addresses)
    return set(bounced.values_list("email", flat=True))

"""How often a supplier may have invitations mailed: none of its customers is to be flooded."""

from uuid import UUID

from wholesale.api.throttles import count

HOUR = 3600
INVITATIONS_PER_HOUR = 600
MAILS_TO_ONE_CUSTOMER_PER_HOUR = 5


def count_invitation(supplier_id: UUID, customer_id: UUID) -> None:
    """Count one invitation, sent or sent again: of the supplier, and to this customer.

    Raises: TooManyRequests. A cache that is away lets everybody through.
    """
    count(f"invitations:{supplier_id}", limit=INVITATIONS_PER_HOUR, seconds=HOUR)
    count(f"invitation:{customer_id}", limit=MAILS_TO_ONE_CUSTOMER_PER_HOUR, seconds=HOUR)

"""How often a company may look for others, propose to them, and have mail sent to people it names."""

from uuid import UUID

from wholesale.api.throttles import count

HOUR = 3600
PARTNER_SEARCHES_PER_MINUTE = 60
PROPOSALS_PER_HOUR = 30
COLLEAGUES_PER_HOUR = 60
MAILS_TO_ONE_COLLEAGUE_PER_HOUR = 5


def count_partner_search(organization_id: UUID) -> None:
    """Count one search for a company to work with.

    Raises: TooManyRequests, as the others here.
    """
    count(f"partners:{organization_id}", limit=PARTNER_SEARCHES_PER_MINUTE)


def count_proposal(organization_id: UUID) -> None:
    """Count one proposal of an agreement, which mails another company; one that is taken back counts too."""
    count(f"proposals:{organization_id}", limit=PROPOSALS_PER_HOUR, seconds=HOUR)


def count_colleague_mail(organization_id: UUID, email: str) -> None:
    """Count one invitation to a colleague, sent or sent again: of the company, and at this address."""
    count(f"colleagues:{organization_id}", limit=COLLEAGUES_PER_HOUR, seconds=HOUR)
    one = f"colleague:{organization_id}:{email.lower()}"
    count(one, limit=MAILS_TO_ONE_COLLEAGUE_PER_HOUR, seconds=HOUR)

"""How often a company may look for others, propose to them, and have mail sent to people it names."""

from uuid import UUID

from wholesale.api.throttles import count

HOUR = 3600
PARTNER_SEARCHES_PER_MINUTE = 60
PROPOSALS_PER_HOUR = 30
CHANGES_OF_ONE_AGREEMENT_PER_HOUR = 60
COLLEAGUES_PER_HOUR = 60
MAILS_TO_ONE_COLLEAGUE_PER_HOUR = 5
# Of requests for access as a guest; counted in the database and not in the cache, which may be lost (DATA.md 5.1).
GUEST_REQUESTS_OF_ONE_PERSON_PER_DAY = 10
GUEST_REQUESTS_TO_ONE_SUPPLIER_PER_DAY = 3
GUESTS_BY_ONE_LINK_PER_DAY = 50


def count_partner_search(organization_id: UUID) -> None:
    """Count one search for a company to work with.

    Raises: TooManyRequests, as the others here.
    """
    count(f"partners:{organization_id}", limit=PARTNER_SEARCHES_PER_MINUTE)


def count_proposal(organization_id: UUID) -> None:
    """Count one proposal of an agreement, which mails another company; one that is taken back counts too."""
    count(f"proposals:{organization_id}", limit=PROPOSALS_PER_HOUR, seconds=HOUR)


def count_change(agreement_id: UUID) -> None:
    """Count one change of an agreement that mails the other side, which may be an address that the first one typed."""
    count(f"agreement:{agreement_id}", limit=CHANGES_OF_ONE_AGREEMENT_PER_HOUR, seconds=HOUR)


def count_colleague_mail(organization_id: UUID, email: str) -> None:
    """Count one invitation to a colleague, sent or sent again: of the company, and at this address."""
    count(f"colleagues:{organization_id}", limit=COLLEAGUES_PER_HOUR, seconds=HOUR)
    one = f"colleague:{organization_id}:{email.lower()}"
    count(one, limit=MAILS_TO_ONE_COLLEAGUE_PER_HOUR, seconds=HOUR)

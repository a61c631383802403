"""How often a company may search the directory: it is for finding, not for copying (DATA.md 00)."""

from uuid import UUID

from retailers.errors import TooManySearches
from wholesale.api.throttles import take

SEARCHES_PER_MINUTE = 300


def count_search(organization_id: UUID) -> None:
    """Count one search of a company.

    Raises: TooManySearches. A cache that is away lets everybody through.
    """
    if take(f"directory:{organization_id}", limit=SEARCHES_PER_MINUTE).is_used_up:
        raise TooManySearches

"""How often the directory may be asked: it is for finding, not for copying (DATA.md 00).

Whoever writes a company down is shown the entries that look like it, which is a search too.
"""

from uuid import UUID

from retailers.errors import TooManySearches
from wholesale.api.throttles import count

SEARCHES_PER_MINUTE = 300
LIKE_ONES_PER_HOUR = 120


def count_search(who: UUID) -> None:
    """Count one search of a company, or of a person who has none yet.

    Raises: TooManySearches. A cache that is away lets everybody through.
    """
    count(f"directory:{who}", limit=SEARCHES_PER_MINUTE, error=TooManySearches)


def count_likely_duplicates(who: UUID) -> None:
    """Count one look at the entries that resemble a new one: a search, and fewer of them do.

    Raises: TooManySearches.
    Source: C5.
    """
    count_search(who)
    count(f"directory_like:{who}", limit=LIKE_ONES_PER_HOUR, seconds=3600, error=TooManySearches)

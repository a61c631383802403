"""How often the directory may be asked: it is for finding, not for copying (DATA.md 00).

Whoever writes a company down is shown the entries that look like it, which is a search too.
"""

from uuid import UUID

from retailers.errors import TooManyCorrections, TooManySearches
from wholesale.api.throttles import count

SEARCHES_PER_MINUTE = 300
LIKE_ONES_PER_HOUR = 120
CORRECTIONS_PER_DAY = 50


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


def count_correction(supplier: UUID) -> None:
    """Count one correction that a supplier proposes.

    Raises: TooManyCorrections.
    """
    day = 24 * 3600
    count(f"corrections:{supplier}", limit=CORRECTIONS_PER_DAY, seconds=day, error=TooManyCorrections)

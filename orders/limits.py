"""How often what is done to an order mails the others, and how much whoever holds its link may send back."""

from uuid import UUID

from wholesale.api.throttles import count

HOUR = 3600
SENDINGS_PER_HOUR = 5
COMMENTS_PER_HOUR = 30
CHANGES_PER_HOUR = 60
DAY_MOVES_PER_HOUR = 20
OPENINGS_PER_MINUTE = 60
REPORTS_PER_HOUR = 20
REPORTS_FROM_ONE_PLACE_PER_HOUR = 120


def count_sending(order_id: UUID) -> None:
    """Count one mail of an order that somebody asked for.

    Raises: TooManyRequests. A cache that is away lets everybody through.
    """
    count(f"order-link:{order_id}", limit=SENDINGS_PER_HOUR, seconds=HOUR)


def count_opening(place: str) -> None:
    """Count one link that is opened from an address of the network, also one that is guessed.

    Raises: TooManyRequests. A cache that is away lets everybody through.
    """
    count(f"order-link-opened:{place}", limit=OPENINGS_PER_MINUTE)


def count_reporting(link_id: UUID, place: str) -> None:
    """Count one report by link, also one that is refused: of the link, and of the address it comes from.

    Raises: TooManyRequests. A cache that is away lets everybody through.
    """
    count(f"order-report:{link_id}", limit=REPORTS_PER_HOUR, seconds=HOUR)
    count(f"order-reports:{place}", limit=REPORTS_FROM_ONE_PLACE_PER_HOUR, seconds=HOUR)


def count_comment(order_id: UUID, side: str) -> None:
    """Count one comment of a side on an order: every one of them is mailed to the others.

    Raises: TooManyRequests. A cache that is away lets everybody through.
    """
    count(f"order-comment:{order_id}:{side}", limit=COMMENTS_PER_HOUR, seconds=HOUR)


def count_change(order_id: UUID, side: str) -> None:
    """Count one change of an order by a side, of its lines or of its day: every one of them is mailed to the others.

    Raises: TooManyRequests. A cache that is away lets everybody through.
    """
    count(f"order-change:{order_id}:{side}", limit=CHANGES_PER_HOUR, seconds=HOUR)


def count_day_move(organization_id: UUID) -> None:
    """Count one day that a company moves: all retailers of the day are mailed.

    Raises: TooManyRequests. A cache that is away lets everybody through.
    """
    count(f"day-move:{organization_id}", limit=DAY_MOVES_PER_HOUR, seconds=HOUR)

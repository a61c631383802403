"""How often pictures may be drawn anew: each takes a good part of a second of a processor."""

from uuid import UUID

from wholesale.api.throttles import count

HOUR = 3600
PICTURES_PER_HOUR = 1200  # of one supplier; who has more sends them as one ZIP, which a worker takes in
ARCHIVES_PER_HOUR = 30


def count_pictures(supplier_id: UUID) -> None:
    """Count one picture that a supplier has drawn anew while somebody waits.

    Raises: TooManyRequests. A cache that is away lets everybody through.
    """
    count(f"pictures:{supplier_id}", limit=PICTURES_PER_HOUR, seconds=HOUR)


def count_archive(supplier_id: UUID) -> None:
    """Count one ZIP of pictures that a supplier sends.

    Raises: TooManyRequests. A cache that is away lets everybody through.
    """
    count(f"picture-archives:{supplier_id}", limit=ARCHIVES_PER_HOUR, seconds=HOUR)

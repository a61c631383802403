"""How often a supplier may have invitations mailed: none of its customers is to be flooded."""

from hashlib import sha256
from uuid import UUID

from wholesale.api.throttles import count

HOUR = 3600
INVITATIONS_PER_HOUR = 600
MAILS_TO_ONE_CUSTOMER_PER_HOUR = 5
SUPPLIER_SEARCHES_PER_MINUTE = 120
REQUESTS_PER_HOUR = 30
REQUESTS_TO_ONE_SUPPLIER_PER_HOUR = 5
CLAIMS_PER_DAY = 5
LOGOS_PER_HOUR = 30
TEST_MAILS_PER_HOUR = 10
# Of codes for visitors; counted in the database and not in the cache, which may be lost (DATA.md 5.1).
CODES_TO_ONE_EMAIL_PER_HOUR = 5
CODES_FROM_ONE_PLACE_PER_HOUR = 20
CODES_PER_DAY = 3000  # over all suppliers; the last of them raises the alarm
MATCHES_FOR_ONE_VISITOR_PER_HOUR = 20
LINKS_AND_TAGS_PER_HOUR = 60
QR_CODES_PER_HOUR = 600


def count_finding(retailer_id: UUID) -> None:
    """Count one search of a company for a supplier.

    Raises: TooManyRequests. A cache that is away lets everybody through.
    """
    count(f"suppliers:{retailer_id}", limit=SUPPLIER_SEARCHES_PER_MINUTE)


def count_asking(asker_id: UUID, supplier_id: UUID) -> None:
    """Count one request for access, also one that is taken back: of who asks, and to this supplier.

    Args:
        asker_id: the company; or the person, where they are at none yet.
    Raises: TooManyRequests. A cache that is away lets everybody through.
    """
    count(f"asking:{asker_id}", limit=REQUESTS_PER_HOUR, seconds=HOUR)
    count(f"asking:{asker_id}:{supplier_id}", limit=REQUESTS_TO_ONE_SUPPLIER_PER_HOUR, seconds=HOUR)


def count_invitation(supplier_id: UUID, customer_id: UUID, address: str = "") -> None:
    """Count one invitation, sent or sent again: of the supplier, to this customer, and to this address.

    The address counts as well, for it may be written down at one customer after another.

    Raises: TooManyRequests. A cache that is away lets everybody through.
    """
    count(f"invitations:{supplier_id}", limit=INVITATIONS_PER_HOUR, seconds=HOUR)
    count(f"invitation:{customer_id}", limit=MAILS_TO_ONE_CUSTOMER_PER_HOUR, seconds=HOUR)
    if address:
        read_by = f"invited:{supplier_id}:{sha256(address.lower().encode()).hexdigest()}"
        count(read_by, limit=MAILS_TO_ONE_CUSTOMER_PER_HOUR, seconds=HOUR)


def count_logo(supplier_id: UUID) -> None:
    """Count one picture that a supplier has drawn anew.

    Raises: TooManyRequests.
    """
    count(f"logos:{supplier_id}", limit=LOGOS_PER_HOUR, seconds=HOUR)


def count_test_mail(person_id: UUID) -> None:
    """Count one test that a person sends to themselves.

    Raises: TooManyRequests.
    """
    count(f"branding-tests:{person_id}", limit=TEST_MAILS_PER_HOUR, seconds=HOUR)


def count_claim(email: str) -> None:
    """Count one "this is us" of whoever has proven an address.

    Raises: TooManyRequests.
    """
    count(f"claims:{email}", limit=CLAIMS_PER_DAY, seconds=24 * HOUR)


def count_matching(who: UUID) -> None:
    """Count one look at the entries that resemble a visitor's business: it shows names and addresses.

    Args:
        who: the visit, or the person who is signed in.
    Raises: TooManyRequests. A cache that is away lets everybody through.
    """
    count(f"visitor_like:{who}", limit=MATCHES_FOR_ONE_VISITOR_PER_HOUR, seconds=HOUR)


def count_link_change(supplier_id: UUID) -> None:
    """Count one replacement of a supplier's invite link, or one new tag.

    Raises: TooManyRequests.
    """
    count(f"invite-link:{supplier_id}", limit=LINKS_AND_TAGS_PER_HOUR, seconds=HOUR)


def count_code(supplier_id: UUID) -> None:
    """Count one QR code that is drawn for a supplier: each takes some of a processor's time.

    Raises: TooManyRequests.
    """
    count(f"qr:{supplier_id}", limit=QR_CODES_PER_HOUR, seconds=HOUR)

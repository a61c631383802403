"""The secret of a link to an order: signed by the server, so that each of its mails carries the same one."""

from base64 import urlsafe_b64encode
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.crypto import salted_hmac

OPEN_DAYS = 14  # after the delivery day: time to report, and to look something up
_SALT = "orders.links"


def token_of(link_id: UUID) -> str:
    """Return the 43 letters that open a link; they cannot be had from what the database keeps (DATA.md 5.1)."""
    signed = salted_hmac(_SALT, str(link_id), algorithm="sha256").digest()
    return urlsafe_b64encode(signed).decode().rstrip("=")


def expiry_of(delivery_date: date, time_zone: str) -> datetime:
    """Return when a link ends: OPEN_DAYS whole days after the delivery day, where the supplier is."""
    first_day_shut = delivery_date + timedelta(days=OPEN_DAYS + 1)
    return datetime.combine(first_day_shut, time(), ZoneInfo(time_zone))

"""The secret address at which a retailer's delivery days are read."""

from django.db import transaction

from retailers import queries
from retailers.models import CalendarFeed
from wholesale.accounts.models import User
from wholesale.audit.services import record_change
from wholesale.organizations.models import Organization


@transaction.atomic
def make_feed(*, retailer: Organization, by: User) -> CalendarFeed:
    """Give a retailer's delivery days a new secret address; an older one answers no more.

    Locks:  the retailer's company, so that of two at once the second replaces the first's.
    Source: C15.
    """
    queries.lock_address_book(retailer)
    CalendarFeed.objects.filter(retailer=retailer).delete()
    feed = CalendarFeed.objects.create(retailer=retailer)
    _record(retailer, "calendar_feed_made", by)
    return feed


@transaction.atomic
def revoke_feed(*, retailer: Organization, by: User) -> None:
    """Let the secret address answer no more."""
    deleted, _ = CalendarFeed.objects.filter(retailer=retailer).delete()
    if deleted:
        _record(retailer, "calendar_feed_revoked", by)


def _record(retailer: Organization, verb: str, by: User) -> None:
    record_change(organization_id=retailer.pk, by=by, verb=verb, subject=retailer, subject_name=retailer.name)

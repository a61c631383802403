"""The secret address at which a retailer's delivery days are read, and what stands there."""

from uuid import UUID

from django.core import signing
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from retailers.ics import Expected
from retailers.models import CalendarFeed, Customer
from retailers.queries.schedules import deliveries, plan_of, with_plans
from wholesale.organizations.models import Organization
from wholesale.tenancy.contexts import Context, act_as
from wholesale.tenancy.roles import Role

SALT = "calendar feed"
FEED_DAYS = 60
MOST_OF_ONE = 12


def feed_of(retailer: Organization) -> CalendarFeed | None:
    """Return the secret address of a retailer's delivery days, if it has one; in its own context."""
    return CalendarFeed.objects.filter(retailer=retailer).first()


def secret_of(feed: CalendarFeed) -> str:
    """Return the secret part of a feed's address: signed, so that the table alone gives it to nobody."""
    return signing.Signer(salt=SALT, sep=".").sign(feed.pk.hex)


def retailer_of_secret(secret: str) -> UUID | None:
    """Return whose feed an address opens; None if it never did or does no more."""
    try:
        feed = UUID(signing.Signer(salt=SALT, sep=".").unsign(secret))
    except (signing.BadSignature, ValueError):
        return None
    with act_as(Context(Role.PUBLIC)), connection.cursor() as cursor:
        cursor.execute("SELECT retailer_id FROM app.retailer_of_feed(%s)", [feed])
        row = cursor.fetchone()
    return row[0] if row else None


def retailer_context(retailer_id: UUID) -> Context:
    """Return the context that a feed's secret gives: the retailer's, nobody acting."""
    return Context(Role.RETAILER, retailer_id=retailer_id)


def feed_owner(retailer_id: UUID) -> Organization:
    """Return the company of a feed; in its own context."""
    return Organization.objects.get(pk=retailer_id)


def expected_deliveries(retailer: Organization) -> list[Expected]:
    """Return the next deliveries of all suppliers from which a retailer may order, by day; one statement.

    Where a supplier has set no days of service any open day would do: of those only the next is told.
    """
    now = timezone.now()
    connected = Customer.objects.filter(retailer=retailer, is_active=True).select_related("supplier")
    found = []
    for customer in with_plans(connected).order_by("supplier__name", "pk"):
        plan = plan_of(customer)
        coming = deliveries(plan, now, horizon_days=FEED_DAYS)[: MOST_OF_ONE if plan.is_set else 1]
        name = customer.supplier.name
        found += [
            Expected(
                key=f"{customer.pk.hex}-{each.day:%Y%m%d}",
                delivery=each,
                title=_("Delivery from %(name)s") % {"name": name},
                deadline_title=_("Order from %(name)s until now") % {"name": name},
            )
            for each in coming
        ]
    return sorted(found, key=lambda each: each.delivery.day)

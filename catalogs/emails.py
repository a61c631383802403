"""Mails about prices to a supplier's customers."""

from collections.abc import Mapping, Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse

from catalogs.days import last_day
from catalogs.models import PriceChange
from catalogs.queries.effects import CustomerLines
from retailers.models import Customer
from wholesale.mail.links import absolute
from wholesale.mail.services import Mail, queue_emails
from wholesale.organizations.models import Organization
from wholesale.organizations.queries import buyers_of
from wholesale.tenancy.contexts import act_for_platform


def queue_price_changes(
    change: PriceChange, customers: Sequence[Customer], lines: Mapping[UUID, CustomerLines], *, template: str
) -> None:
    """Tell the buyers of these customers what becomes of their prices; in the supplier's context.

    In the same few statements however many they are.

    Args:
        lines: of each customer, by its id.
        template: "catalogs/new_prices" or "catalogs/prices_withdrawn".
    Source: SPEC.md K7.
    """
    if not customers:
        return
    supplier = change.supplier
    retailers = Organization.objects.in_bulk({each.retailer_id for each in customers})
    with act_for_platform():
        buyers = buyers_of(retailers)
    begins = change.effective_at and change.effective_at.astimezone(ZoneInfo(supplier.time_zone))
    said = {
        "supplier_name": supplier.name,
        "first_day": begins and begins.date(),
        "is_now": change.effective_at and change.published_at and change.effective_at <= change.published_at,
        "last_day": last_day(change.ends_at, supplier.time_zone),
        "note": change.note,
    }
    queue_emails(
        Mail(
            organization_id=supplier.pk,
            to=person.email,
            language=person.language,
            template=template,
            context=said | _own(customer, retailers[customer.retailer_id], supplier, lines[customer.pk]),
            key=f"{template}:{change.pk}:{customer.pk}:{person.pk}",
            supplier=supplier,
            thread=f"prices:{change.pk}:{customer.pk}",
        )
        for customer in customers
        for person in buyers.get(customer.retailer_id, ())
    )


def _own(
    customer: Customer, retailer: Organization, supplier: Organization, lines: CustomerLines
) -> dict[str, object]:
    return {
        "retailer_name": retailer.name,
        "lines": lines.lines,
        "products": lines.products,
        "more": lines.products - len(lines.lines),
        "action_url": absolute(reverse("orders:shop", args=[retailer.slug, supplier.slug])),
    }

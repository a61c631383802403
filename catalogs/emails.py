"""Mails about prices to a supplier's customers, and about pictures to whoever sent them."""

from collections.abc import Mapping, Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse

from catalogs.days import last_day
from catalogs.enums import PictureImportState
from catalogs.models import PictureImport, PriceChange
from catalogs.queries import picture_verdicts
from catalogs.queries.effects import CustomerLines
from retailers.models import Customer
from wholesale.mail.links import absolute
from wholesale.mail.services import Mail, queue_email, queue_emails
from wholesale.organizations.models import Organization, Person
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


def queue_pictures_imported(found: PictureImport) -> None:
    """Tell whoever sent a ZIP of pictures that took long how it ended.

    Source: SPEC.md 9, M1.
    """
    reader = Person.objects.filter(pk=found.by_id).first()
    if reader is None:
        return
    supplier = found.supplier
    keys = {"organization": supplier.slug, "picture_import": found.pk}
    queue_email(
        organization_id=supplier.pk,
        to=reader.email,
        language=reader.language,
        template="catalogs/pictures_imported",
        context={
            "file": found.file_name,
            "organization": supplier.name,
            "is_done": found.state == PictureImportState.DONE,
            "message": found.message,
            "counts": {verdict.value: count for verdict, count in picture_verdicts(found).items()},
            "action_url": absolute(reverse("catalogs:picture_import", kwargs=keys)),
        },
        key=f"picture_import:{found.pk}:{found.state}",
    )

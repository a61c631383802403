"""Mails to a supplier's customers."""

from collections.abc import Sequence

from django.urls import reverse

from retailers.models import Customer
from wholesale.mail.links import absolute
from wholesale.mail.services import Mail, queue_emails
from wholesale.organizations.models import Organization
from wholesale.organizations.queries import buyers_of
from wholesale.tenancy.contexts import act_for_platform


def queue_welcomes(customers: Sequence[Customer], supplier: Organization) -> None:
    """Tell the buyers of these customers that they can start buying; in the supplier's context.

    The caller has locked the customers and takes their mark `awaits_welcome` off, so that each is told once. In the
    same few statements however many they are.

    Source: C11, 004-20.
    """
    if not customers:
        return
    retailers = Organization.objects.in_bulk({each.retailer_id for each in customers})
    with act_for_platform():
        buyers = buyers_of(retailers)
    queue_emails(
        Mail(
            organization_id=supplier.pk,
            to=person.email,
            language=person.language,
            template="retailers/welcome",
            context={
                "supplier_name": supplier.name,
                "retailer_name": retailers[customer.retailer_id].name,
                "greeting_name": person.name,
                "action_url": absolute(
                    reverse("orders:shop", args=[retailers[customer.retailer_id].slug, supplier.slug])
                ),
            },
            key=f"welcome:{customer.pk}:{customer.version}:{person.pk}",
            supplier=supplier,
        )
        for customer in customers
        for person in buyers.get(customer.retailer_id, ())
    )

"""What a customer's orders take: a PO number, a licence (SPEC.md O4, O18)."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from retailers import queries
from retailers.enums import CustomerEventKind
from retailers.errors import ChangedMeanwhile, DetailsRefused
from retailers.models import Customer
from retailers.services.standing import write_event
from wholesale.accounts.models import User
from wholesale.audit.services import difference, record_change


@dataclass(frozen=True, slots=True)
class Conditions:
    """Whether orders carry a PO number, and the licence on record; one without an end is good for ever."""

    requires_po_number: bool = False
    licence_number: str = ""
    licence_expires_on: date | None = None


@transaction.atomic
def keep_conditions(*, customer: Customer, conditions: Conditions, version: int, by: User) -> Customer:
    """Set what a customer's orders take; effective for new orders.

    Args:
        version: the customer's when the form was shown.
    Locks:  the customer.
    Raises: ChangedMeanwhile, DetailsRefused (an end of no licence); then nothing is written.
    Source: O4, O18, P9.
    """
    customer = queries.lock_customer(customer)
    if customer.version != version:
        raise ChangedMeanwhile(customer)
    if conditions.licence_expires_on and not conditions.licence_number:
        raise DetailsRefused({"licence_number": _("Enter the number of the licence that ends on this day.")})
    before = _written(asdict(conditions_of(customer)))
    old, new = difference(before, _written(asdict(conditions)))
    if not new:
        return customer
    for name, value in asdict(conditions).items():
        setattr(customer, name, value)
    customer.version += 1
    customer.save(update_fields=[*asdict(conditions), "version"])
    write_event(customer, CustomerEventKind.EDITED, by)
    record_change(
        organization_id=customer.supplier_id,
        by=by,
        verb="customer_edited",
        subject=customer,
        subject_name=customer.private.display_name,
        before=old,
        after=new,
    )
    return customer


def conditions_of(customer: Customer) -> Conditions:
    """Return what a customer's orders take now."""
    return Conditions(customer.requires_po_number, customer.licence_number, customer.licence_expires_on)


def _written(values: dict[str, Any]) -> dict[str, Any]:
    """Return values as the log keeps them."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}

"""Who may correct what is on hand in a warehouse: its supplier where it is granted, or whoever keeps it (I6)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from inventory.errors import NotEditable
from inventory.models import Warehouse
from inventory.queries.places import keeps_for, may_adjust
from wholesale.accounts.models import User
from wholesale.organizations.models import Organization
from wholesale.tenancy.contexts import act_for, acting


@contextmanager
def as_corrector(supplier: Organization, warehouse: Warehouse, by: User) -> Iterator[None]:
    """Write for the supplier whose stock it is, after the check that whoever asks may correct it there.

    Raises: NotEditable.
    """
    context = acting()
    if context is not None and context.organization_id == supplier.pk:
        check_granted(supplier, warehouse)
        yield
        return
    check_keeper(supplier, warehouse)
    with act_for(supplier.pk, by=by.pk):
        yield


def check_granted(supplier: Organization, warehouse: Warehouse) -> None:
    """Raise NotEditable where the supplier may not correct what is on hand (SPEC.md I6)."""
    if not may_adjust(supplier, warehouse):
        raise NotEditable(_("Whoever keeps this warehouse has not granted you to edit its stock."))


def check_keeper(supplier: Organization, warehouse: Warehouse) -> None:
    """Raise NotEditable unless whoever asks keeps the warehouse, and keeps stock for this supplier."""
    context = acting()
    own = context is not None and context.organization_id == warehouse.organization_id
    if not (own and keeps_for(warehouse.organization_id, supplier.pk)):
        raise NotEditable(_("You do not keep stock for this supplier."))

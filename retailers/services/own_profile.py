"""A retailer keeps what its suppliers see of it once it has registered (SPEC.md C12, C13). In its own context."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Case, F, Model, When
from django.utils.translation import gettext as _

from retailers import queries
from retailers.details import AddressDetails, ContactDetails, ShipToDetails
from retailers.errors import ProfileChangedMeanwhile, TooManyAddresses
from retailers.models import BillToAddress, CustomerContact, ShipToAddress
from wholesale.accounts.models import User
from wholesale.audit.services import difference, record_change
from wholesale.organizations.models import Organization

MOST_SHIP_TOS = 200
KeptT = TypeVar("KeptT", CustomerContact, ShipToAddress, BillToAddress)


@transaction.atomic
def change_contact(*, contact: CustomerContact, details: ContactDetails, version: int, by: User) -> None:
    """Tell one supplier whom it talks to; a changed email keeps the former one.

    Args:
        version: the contact's when the form was shown.
    Locks:  the contact.
    Raises: ProfileChangedMeanwhile; then nothing is written.
    Source: C12.
    """
    locked = _locked(contact, version)
    _write_contacts(CustomerContact.objects.filter(pk=locked.pk), details)
    _record_contact(locked, details, str(locked.supplier), by)


@transaction.atomic
def change_contacts(*, contact: CustomerContact, details: ContactDetails, version: int, by: User) -> None:
    """Tell every supplier of this retailer whom it talks to; each keeps the email that it knew as the former one.

    Args:
        contact: the one whose form was shown, in this version.
    Locks:  the retailer's contacts.
    Raises: ProfileChangedMeanwhile; then nothing is written.
    Source: C12.
    """
    locked = _locked(contact, version)
    _write_contacts(CustomerContact.objects.filter(retailer_id=locked.retailer_id), details)
    _record_contact(locked, details, _("All suppliers"), by)


@transaction.atomic
def add_ship_to(*, retailer: Organization, details: ShipToDetails, by: User) -> ShipToAddress:
    """Write down a place that takes deliveries; the first is the default.

    Locks:  the retailer's address book.
    Raises: TooManyAddresses; then nothing is written.
    Source: C13.
    """
    queries.lock_address_book(retailer)
    count = queries.ship_tos_of(retailer).count()
    if count >= MOST_SHIP_TOS:
        raise TooManyAddresses(MOST_SHIP_TOS)
    place = ShipToAddress(retailer=retailer, is_default=count == 0, **details.columns())
    place.save(force_insert=True)
    _record(place, "ship_to_added", by, after=details.columns())
    return place


@transaction.atomic
def change_ship_to(*, place: ShipToAddress, details: ShipToDetails, version: int, by: User) -> None:
    """Change a place that takes deliveries; orders keep the address that they were placed with.

    Locks:  the address.
    Raises: ProfileChangedMeanwhile; then nothing is written.
    """
    _rewrite(_locked(place, version), details, "ship_to_changed", by)


@transaction.atomic
def choose_default_ship_to(*, place: ShipToAddress, by: User) -> None:
    """Let the checkout offer this address first.

    Locks:  the retailer's address book.
    """
    queries.lock_address_book(place.retailer)
    if ShipToAddress.objects.filter(pk=place.pk, is_default=False).exists():
        _make_default(place)
        _record(place, "ship_to_default_chosen", by)


@transaction.atomic
def remove_ship_to(*, place: ShipToAddress, by: User) -> None:
    """Remove a place; orders keep their copy of it. If it was the default, the next by name becomes it.

    Locks:  the retailer's address book.
    """
    queries.lock_address_book(place.retailer)
    _record(place, "ship_to_removed", by, before=_written(place, ShipToDetails.__dataclass_fields__))
    ShipToAddress.objects.filter(pk=place.pk).delete()
    first = queries.ship_tos_of(place.retailer).first()
    if first and not first.is_default:
        _make_default(first)


@transaction.atomic
def keep_bill_to(*, retailer: Organization, details: AddressDetails, version: int, by: User) -> None:
    """Write down where the invoices go, or change it.

    Args:
        version: the address's when the form was shown; 0 where there was none.
    Locks:  the retailer's address book.
    Raises: ProfileChangedMeanwhile; then nothing is written.
    Source: C12.
    """
    queries.lock_address_book(retailer)
    present = queries.bill_to_of(retailer.pk)
    if present is None:
        made = BillToAddress(retailer=retailer, **details.columns())
        made.save(force_insert=True)
        _record(made, "bill_to_changed", by, after=details.columns())
    elif present.version != version:
        raise ProfileChangedMeanwhile(present)
    else:
        _rewrite(present, details, "bill_to_changed", by)


@transaction.atomic
def clear_bill_to(*, retailer: Organization, by: User) -> None:
    """Let invoices go to the address of the company's entry again; nothing else written down is no error.

    Locks:  the retailer's address book.
    """
    queries.lock_address_book(retailer)
    if present := queries.bill_to_of(retailer.pk):
        _record(present, "bill_to_cleared", by, before=_written(present, AddressDetails.__dataclass_fields__))
        present.delete()


def _locked(kept: KeptT, version: int) -> KeptT:
    """Return the row as it stands now, locked, if it is the version that was seen."""
    model: Any = type(kept)
    now: KeptT = model.objects.select_for_update().get(pk=kept.pk)
    if now.version != version:
        raise ProfileChangedMeanwhile(now)
    return now


def _write_contacts(contacts: Any, details: ContactDetails) -> None:
    """Write over contacts in one statement: the email that a row had is its former one, if it differs."""
    columns = details.columns()
    is_same = When(email__iexact=columns["email"], then=F("former_email"))
    contacts.update(**columns, former_email=Case(is_same, default=F("email")), version=F("version") + 1)


def _record_contact(contact: CustomerContact, details: ContactDetails, whose: str, by: User) -> None:
    before, after = difference(_written(contact, details.columns()), details.columns())
    record_change(
        organization_id=contact.retailer_id,
        by=by,
        verb="contact_changed",
        subject=contact,
        subject_name=whose,
        before=before,
        after=after,
    )


def _rewrite(place: ShipToAddress | BillToAddress, details: AddressDetails, verb: str, by: User) -> None:
    before, after = difference(_written(place, details.columns()), details.columns())
    if not after:
        return
    for name, value in after.items():
        setattr(place, name, value)
    place.version += 1
    place.save(update_fields=[*after, "version"])
    _record(place, verb, by, before=before, after=after)


def _make_default(place: ShipToAddress) -> None:
    ShipToAddress.objects.filter(retailer_id=place.retailer_id, is_default=True).update(is_default=False)
    ShipToAddress.objects.filter(pk=place.pk).update(is_default=True)


def _written(row: Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _record(
    place: ShipToAddress | BillToAddress,
    verb: str,
    by: User,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    record_change(
        organization_id=place.retailer_id,
        by=by,
        verb=verb,
        subject=place,
        subject_name=place.name,
        before=before,
        after=after,
    )

"""What a retailer tells the suppliers that it buys from: contacts, ship-to addresses, bill-to address."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from retailers.models import BillToAddress, CustomerContact, ShipToAddress
from wholesale.organizations.models import Organization


def contacts_of(retailer: Organization) -> QuerySet[CustomerContact]:
    """Return whom each of its suppliers talks to at this retailer, with the supplier."""
    return CustomerContact.objects.filter(retailer=retailer).select_related("supplier")


def contact_for_retailer(retailer: Organization, supplier_slug: str) -> CustomerContact:
    """Return whom a supplier talks to at this retailer; 404 for a supplier that it does not buy from."""
    try:
        return contacts_of(retailer).get(supplier__slug=supplier_slug)
    except CustomerContact.DoesNotExist as error:
        raise Http404 from error


def ship_tos_of(retailer: Organization) -> QuerySet[ShipToAddress]:
    """Return where this retailer takes deliveries, the default first."""
    return ShipToAddress.objects.filter(retailer=retailer).order_by("-is_default", "name", "pk")


def ship_to_for_retailer(retailer: Organization, ship_to_id: UUID) -> ShipToAddress:
    """Return an address of this retailer; 404 for any other, as if it did not exist."""
    try:
        return ShipToAddress.objects.get(retailer=retailer, pk=ship_to_id)
    except ShipToAddress.DoesNotExist as error:
        raise Http404 from error


def bill_to_of(retailer_id: UUID) -> BillToAddress | None:
    """Return where a retailer's invoices go, if not to the address of its entry.

    A supplier gets nothing before the retailer has registered with it: the database shows it none.
    """
    return BillToAddress.objects.filter(retailer_id=retailer_id).first()


def lock_address_book(retailer: Organization) -> None:
    """Let nobody else change this retailer's addresses until the transaction ends."""
    Organization.objects.select_for_update(no_key=True).get(pk=retailer.pk)

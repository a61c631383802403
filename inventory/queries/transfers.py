"""Transfers, read from either end."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable
from django.http import Http404

from inventory.enums import TransferStatus
from inventory.models import Transfer, TransferLine
from inventory.queries.places import agreements_in_force
from wholesale.organizations.enums import AgreementMode, Side
from wholesale.organizations.models import Organization


def arrives_at_once(transfer: Transfer) -> bool:
    """Tell whether nobody will count what arrives: the receiver has no account (SPEC.md I5)."""
    if transfer.destination_keeper_id == transfer.supplier_id:
        return False
    agreed = agreements_in_force(transfer.supplier_id, transfer.destination_keeper_id)
    return not agreed.filter(mode=AgreementMode.CONNECTED).exists()


def transfers_of(organization: Organization, side: Side) -> QuerySet[Transfer]:
    """Return the transfers that a company sees under a hat, with the names of both ends.

    Neither sees what the other still drafts.
    """
    ends_here = Q(source_keeper=organization) | Q(destination_keeper=organization)
    mine = Q(supplier=organization) if side == Side.SELLING else ends_here
    mine &= ~Q(status=TransferStatus.DRAFT) | Q(writer=organization)
    ends = ("supplier", "source_keeper", "destination_keeper", "source", "destination")
    return Transfer.objects.filter(mine).select_related(*ends)


def found_among(transfers: QuerySet[Transfer], text: str) -> QuerySet[Transfer]:
    """Narrow transfers to those of a number, or with these words in the note or in a product's name or SKU."""
    if not text:
        return transfers
    lines = TransferLine.objects.filter(supplier_id=OuterRef("supplier_id"), transfer=OuterRef("pk"))
    named = Exists(lines.filter(Q(name__icontains=text) | Q(sku__icontains=text)))
    said: Q | Combinable = Q(note__icontains=text) | named
    digits = text.removeprefix("#")
    if digits.isascii() and digits.isdigit() and len(digits) < 10:
        said |= Q(number=int(digits))
    return transfers.filter(said)


def going(transfers: QuerySet[Transfer], organization: Organization, direction: str) -> QuerySet[Transfer]:
    """Narrow transfers to those that leave a company's warehouses ("out") or come to them ("in")."""
    ends = {"out": {"source_keeper": organization}, "in": {"destination_keeper": organization}}
    return transfers.filter(**ends.get(direction, {}))


def with_company(transfers: QuerySet[Transfer], company: Organization) -> QuerySet[Transfer]:
    """Narrow transfers to those of a supplier, or from or to a distributor."""
    ends = Q(supplier=company) | Q(source_keeper=company) | Q(destination_keeper=company)
    return transfers.filter(ends)


def transfer_for(organization: Organization, side: Side, transfer: UUID) -> Transfer:
    """Return one of the transfers that a company sees under a hat; 404 for any other."""
    try:
        return transfers_of(organization, side).get(pk=transfer)
    except Transfer.DoesNotExist as error:
        raise Http404 from error


def lock_transfer(transfer: Transfer) -> Transfer:
    """Lock a transfer until the transaction ends, and return it as it stands now, with both ends."""
    return (
        Transfer.objects.select_for_update(of=("self",), no_key=True)
        .select_related("supplier", "source__organization", "destination__organization", "destination_keeper")
        .get(supplier=transfer.supplier_id, pk=transfer.pk)
    )


def transfer_rows(organization: Organization, side: Side) -> QuerySet[Transfer, Any]:
    """Return the transfers that a company sees under a hat, as values."""
    return (
        transfers_of(organization, side)
        .select_related(None)
        .values(
            "id",
            "number",
            "status",
            "note",
            "created_at",
            "sent_at",
            "received_at",
            "cancelled_at",
            "version",
            supplier_slug=F("supplier__slug"),
            source_slug=F("source_keeper__slug"),
            destination_slug=F("destination_keeper__slug"),
        )
    )

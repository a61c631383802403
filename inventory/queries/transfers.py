"""Transfers, read from either end."""

from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.http import Http404

from inventory.enums import TransferStatus
from inventory.models import Transfer
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

    A distributor sees none that its supplier still drafts.
    """
    if side == Side.SELLING:
        mine = Q(supplier=organization)
    else:
        ends_here = Q(source_keeper=organization) | Q(destination_keeper=organization)
        mine = ends_here & ~Q(status=TransferStatus.DRAFT)
    return Transfer.objects.filter(mine).select_related("supplier", "source_keeper", "destination_keeper")


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

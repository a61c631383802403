"""What the two ends of a transfer tell one another."""

from uuid import UUID

from django.urls import reverse

from inventory.models import Transfer
from wholesale.accounts.models import User
from wholesale.mail.links import absolute
from wholesale.mail.services import queue_email
from wholesale.organizations.models import Organization
from wholesale.organizations.queries import active_agreement


def queue_transfer_sent(transfer: Transfer, *, by: User) -> None:
    """Tell whoever keeps the destination what is on its way. Nobody, if it is the sender itself."""
    _tell_receiver(transfer, "inventory/transfer_sent", by)


def queue_transfer_cancelled(transfer: Transfer, *, by: User) -> None:
    """Tell whoever keeps the destination that nothing will come."""
    _tell_receiver(transfer, "inventory/transfer_cancelled", by)


def queue_transfer_received(transfer: Transfer, *, by: User) -> None:
    """Tell whoever sent it what arrived and what did not, if another company counted it."""
    if transfer.destination_keeper_id != transfer.writer_id:
        _queue(transfer, "inventory/transfer_received", by, transfer.writer_id, transfer.destination_keeper)


def _tell_receiver(transfer: Transfer, template: str, by: User) -> None:
    if transfer.destination_keeper_id != transfer.writer_id:
        _queue(transfer, template, by, transfer.destination_keeper_id, transfer.writer)


def _queue(transfer: Transfer, template: str, by: User, reader: UUID, sender: Organization) -> None:
    """Write to the other end, by the address that its agreement names."""
    is_for_supplier = reader == transfer.supplier_id
    distributor = sender.pk if is_for_supplier else reader
    agreement = active_agreement(transfer.supplier_id, distributor)
    if agreement is None:
        return
    if is_for_supplier:
        to, language = agreement.supplier_email, agreement.supplier_language
        page = reverse("inventory:transfer_detail", args=[transfer.supplier.slug, transfer.pk])
    else:
        to, language = agreement.distributor_email, agreement.distributor_language
        slug = agreement.distributor.slug
        page = reverse("inventory:delivering_transfer_detail", args=[slug, transfer.pk])
    if not to:
        return
    queue_email(
        organization_id=sender.pk,
        to=to,
        language=language,
        template=template,
        context={
            "transfer": transfer,
            "supplier": sender.name,
            "receiver": transfer.destination_keeper.name,
            "by": by.name,
            "lines": list(transfer.lines.all()),
            "action_url": absolute(page),
        },
        key=f"transfer:{transfer.pk}:{transfer.status}:{to}",
        supplier=transfer.supplier if sender == transfer.supplier else None,
        thread=f"transfer:{transfer.pk}",
    )

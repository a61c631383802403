"""What the two ends of a transfer tell one another."""

from django.urls import reverse

from inventory.models import Transfer
from wholesale.accounts.models import User
from wholesale.mail.links import absolute
from wholesale.mail.services import queue_email
from wholesale.organizations.models import Agreement, Organization
from wholesale.organizations.queries import active_agreement


def queue_transfer_sent(transfer: Transfer, *, by: User) -> None:
    """Tell whoever keeps the destination what is on its way. Nobody, if it is the supplier itself."""
    _tell_distributor(transfer, "inventory/transfer_sent", by)


def queue_transfer_cancelled(transfer: Transfer, *, by: User) -> None:
    """Tell whoever keeps the destination that nothing will come."""
    _tell_distributor(transfer, "inventory/transfer_cancelled", by)


def queue_transfer_received(transfer: Transfer, *, by: User) -> None:
    """Tell the supplier what arrived and what did not, if another company counted it."""
    agreement = _agreement_of(transfer)
    if agreement and agreement.supplier_email:
        page = reverse("inventory:transfer_detail", args=[transfer.supplier.slug, transfer.pk])
        to = (agreement.supplier_email, agreement.supplier_language)
        _queue(transfer, "inventory/transfer_received", by, to, page, sender=transfer.destination_keeper)


def _tell_distributor(transfer: Transfer, template: str, by: User) -> None:
    agreement = _agreement_of(transfer)
    if agreement and agreement.distributor_email:
        slug = transfer.destination_keeper.slug
        page = reverse("inventory:delivering_transfer_detail", args=[slug, transfer.pk])
        to = (agreement.distributor_email, agreement.distributor_language)
        _queue(transfer, template, by, to, page, sender=transfer.supplier)


def _agreement_of(transfer: Transfer) -> Agreement | None:
    if transfer.destination_keeper_id == transfer.supplier_id:
        return None
    return active_agreement(transfer.supplier_id, transfer.destination_keeper_id)


def _queue(
    transfer: Transfer, template: str, by: User, to: tuple[str, str], page: str, sender: Organization
) -> None:
    queue_email(
        organization_id=sender.pk,
        to=to[0],
        language=to[1],
        template=template,
        context={
            "transfer": transfer,
            "supplier": transfer.supplier.name,
            "receiver": transfer.destination_keeper.name,
            "by": by.name,
            "lines": list(transfer.lines.all()),
            "action_url": absolute(page),
        },
        key=f"transfer:{transfer.pk}:{transfer.status}:{to[0]}",
        supplier=transfer.supplier if sender == transfer.supplier else None,
        thread=f"transfer:{transfer.pk}",
    )

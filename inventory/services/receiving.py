"""What arrives of a transfer is counted into its destination (SPEC.md I5). Locks: the transfer, stock."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inventory import emails
from inventory.drafts import Count
from inventory.enums import TRANSFER_MOVES, MovementKind, TransferEnd, TransferEvent, TransferStatus
from inventory.errors import TooMuchStock, WarehouseClosed, WrongCount
from inventory.models import Transfer, TransferLine
from inventory.queries import lock_transfer
from inventory.services import ledger
from wholesale.accounts.models import User
from wholesale.audit.services import record_change
from wholesale.errors import InvalidTransition, NotAllowed
from wholesale.tenancy.contexts import act_for, acting


@transaction.atomic
def receive_transfer(*, transfer: Transfer, counts: dict[UUID, Count], by: User) -> Transfer:
    """Take what arrived into the destination, as whoever keeps it; what is missing or broken stays on record.

    Broken units arrive and are written off at once; missing ones never arrive. No agreement is asked: what was
    sent while it was in force is on its way and must be counted, or called back by its sender, also after its
    end; else it would stand nowhere for good.

    Args:
        counts: by product; a product left out has not arrived at all.
    Locks:  the transfer, the balances in key order.
    Emails: whoever sent it, if another company counted.
    Raises: NotAllowed, InvalidTransition, WrongCount when more arrived than was sent, TooMuchStock; then nothing
        is written.
    Source: SPEC.md I5.
    """
    context = acting()
    if context is None or context.organization_id != transfer.destination_keeper_id:
        raise NotAllowed(_("Whoever keeps the warehouse counts what arrives."))
    with act_for(transfer.supplier_id, by=by.pk):
        locked = lock_transfer(transfer)
        check_move(locked, TransferEvent.RECEIVE)
        lines = list(locked.lines.all())
        _check_counts(lines, counts)
        take_in(locked, lines, counts, by)
        locked.version += 1
        locked.save()
        record(locked, "transfer_received", by)
    emails.queue_transfer_received(locked, by=by)
    return locked


def take_in(transfer: Transfer, lines: list[TransferLine], counts: dict[UUID, Count], by: User) -> None:
    """Put what arrived into the destination and on the lines; the transfer is received then, and not yet saved.

    Raises: TooMuchStock, WarehouseClosed.
    """
    if transfer.destination.closed_at:
        raise WarehouseClosed(_("The warehouse it goes to is closed."))
    rows = []
    for line in lines:
        count = counts.get(line.product_id, Count(0))
        line.received_units, line.broken_units = count.received_units, count.broken_units
        arrived = {
            MovementKind.TRANSFER_IN: count.received_units + count.broken_units,
            MovementKind.WRITE_OFF: -count.broken_units,
        }
        rows += [
            ledger.Movement(transfer.destination_id, line.product_id, kind, on_hand_units=units)
            for kind, units in arrived.items()
            if units
        ]
    ledger.open_balances(
        supplier_id=transfer.supplier_id,
        warehouse=transfer.destination,
        products=[row.product_id for row in rows],
    )
    if len(moved(transfer, rows, by)) < len(rows):
        raise TooMuchStock(_("More would be on hand than one warehouse can hold."))
    TransferLine.objects.bulk_update(lines, ["received_units", "broken_units"])
    transfer.status = TransferStatus.RECEIVED
    transfer.received_at, transfer.received_by_name = timezone.now(), by.name


def check_move(transfer: Transfer, event: TransferEvent) -> TransferEnd:
    """Return the end that does this with a transfer. Raises: InvalidTransition."""
    move = TRANSFER_MOVES.get((TransferStatus(transfer.status), event))
    if move is None:
        word = transfer.get_status_display().lower()
        raise InvalidTransition(_("This transfer is %(status)s.") % {"status": word})
    return move[1]


def moved(transfer: Transfer, rows: Iterable[ledger.Movement], by: User) -> list[ledger.Movement]:
    """Move stock for a transfer; return what moved."""
    return ledger.move_given(rows, cause=ledger.Cause(transfer.supplier_id, by, transfer.pk))


def record(transfer: Transfer, verb: str, by: User) -> None:
    """Write into the supplier's log what was done with a transfer."""
    record_change(
        organization_id=transfer.supplier_id,
        by=by,
        verb=verb,
        subject=transfer,
        subject_name=f"#{transfer.number}",
        after={
            "status": transfer.status,
            "from": transfer.source.organization.name,
            "to": transfer.destination.organization.name,
        },
    )


def _check_counts(lines: list[TransferLine], counts: dict[UUID, Count]) -> None:
    sent = {line.product_id: line for line in lines}
    for product, count in counts.items():
        line = sent.get(product)
        if line is None or min(count.received_units, count.broken_units) < 0:
            raise WrongCount(_("Count only what was sent."))
        if count.received_units + count.broken_units > line.sent_units:
            raise WrongCount(
                _("%(product)s: %(sent)s were sent, more cannot arrive. Receive what is beyond as stock.")
                % {"product": line.name, "sent": line.sent_units}
            )

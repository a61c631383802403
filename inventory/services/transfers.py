"""Stock on its way from one warehouse to another (SPEC.md I5). Locks: the transfer, stock, the counter."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogs.models import Product
from inventory import emails
from inventory.drafts import Count, TransferDraft
from inventory.enums import TRANSFER_MOVES, MovementKind, TransferEnd, TransferEvent, TransferStatus
from inventory.errors import EmptyTransfer, InsufficientStock, WrongCount
from inventory.models import Transfer, TransferLine
from inventory.queries import arrives_at_once, keeps_for, lock_transfer, may_send_from
from inventory.queries.availability import shortages_of
from inventory.services import ledger
from wholesale.accounts.models import User
from wholesale.audit.services import record_change
from wholesale.errors import InvalidTransition, NotAllowed, StaleVersion
from wholesale.organizations.models import Organization
from wholesale.tenancy.contexts import act_for, acting

_NEXT_NUMBER = """
INSERT INTO inventory_transfercounter (id, supplier_id, last_number) VALUES (app.uuid7(), %(supplier)s, 1)
ON CONFLICT (supplier_id) DO UPDATE SET last_number = inventory_transfercounter.last_number + 1
RETURNING last_number
"""


@transaction.atomic
def save_transfer(
    *,
    supplier: Organization,
    draft: TransferDraft,
    transfer: Transfer | None = None,
    version: int | None = None,
    by: User,
) -> Transfer:
    """Keep a draft; no stock moves yet. Runs in the supplier's context.

    Args:
        transfer: the draft to change; none begins a new one.
        version: the one that was read, where a draft is changed.
    Locks: the transfer.
    Raises: NotAllowed where the supplier does not keep the source; InvalidTransition once it was sent;
        StaleVersion; then nothing is written.
    """
    if not may_send_from(supplier, draft.source):
        raise NotAllowed(_("Stock of this warehouse is sent by whoever keeps it."))
    saved = Transfer(supplier=supplier, created_by=by, created_by_name=by.name, version=0)
    if transfer is not None:
        saved = lock_transfer(transfer)
        if version is not None and saved.version != version:
            raise StaleVersion(_("Somebody else changed this transfer meanwhile."))
        if saved.status != TransferStatus.DRAFT:
            raise InvalidTransition(_("This transfer was sent already."))
    saved.source, saved.source_keeper_id = draft.source, draft.source.organization_id
    saved.destination, saved.destination_keeper_id = draft.destination, draft.destination.organization_id
    saved.note, saved.version = draft.note, saved.version + 1
    saved.save()
    _write_lines(saved, draft.units_by_product)
    return saved


def _write_lines(transfer: Transfer, units_by_product: dict[UUID, int]) -> None:
    transfer.lines.all().delete()
    products = Product.objects.filter(supplier=transfer.supplier_id, pk__in=list(units_by_product))
    TransferLine.objects.bulk_create(
        TransferLine(
            supplier_id=transfer.supplier_id,
            transfer=transfer,
            product=product,
            sku=product.sku,
            name=product.name,
            sent_units=units_by_product[product.pk],
        )
        for product in products.order_by("name", "pk")
    )


@transaction.atomic
def send_transfer(*, transfer: Transfer, by: User) -> Transfer:
    """Send a draft: its stock leaves the source at once, and arrives when the receiver has counted it.

    Runs in the supplier's context. At a receiver without an account it arrives at once, all of it. A draft may
    have waited: whoever keeps either end must still work with the supplier.

    Locks:  the transfer, the balances in key order, the supplier's counter of transfers.
    Emails: whoever keeps the destination, if another company with an account.
    Raises: EmptyTransfer, InsufficientStock, InvalidTransition, NotAllowed; then nothing is written.
    Source: SPEC.md I5.
    """
    locked = lock_transfer(transfer)
    _check_move(locked, TransferEvent.SEND)
    _check_ends(locked)
    lines = list(locked.lines.all())
    if not lines:
        raise EmptyTransfer(_("Add at least one product before you send."))
    _take_out(locked, lines, by)
    locked.status, locked.sent_at = TransferStatus.SENT, timezone.now()
    at_once = arrives_at_once(locked)
    if at_once:
        _take_in(locked, lines, {line.product_id: Count(line.sent_units) for line in lines}, by)
    locked.number = _next_number(locked.supplier_id)
    locked.version += 1
    locked.save()
    _record(locked, "transfer_sent", by)
    if not at_once:
        emails.queue_transfer_sent(locked, by=by)
    return locked


@transaction.atomic
def receive_transfer(*, transfer: Transfer, counts: dict[UUID, Count], by: User) -> Transfer:
    """Take what arrived into the destination, as whoever keeps it; what is missing or broken stays on record.

    Broken units arrive and are written off at once; missing ones never arrive. No agreement is asked: what was
    sent while it was in force is on its way and must be counted, or called back by the supplier, also after its
    end; else it would stand nowhere for good.

    Args:
        counts: by product; a product left out has not arrived at all.
    Locks:  the transfer, the balances in key order.
    Emails: the supplier, if another company counted.
    Raises: NotAllowed, InvalidTransition, WrongCount when more arrived than was sent; then nothing is written.
    Source: SPEC.md I5.
    """
    context = acting()
    if context is None or context.organization_id != transfer.destination_keeper_id:
        raise NotAllowed(_("Whoever keeps the warehouse counts what arrives."))
    with act_for(transfer.supplier_id, by=by.pk):
        locked = lock_transfer(transfer)
        _check_move(locked, TransferEvent.RECEIVE)
        lines = list(locked.lines.all())
        _check_counts(lines, counts)
        _take_in(locked, lines, counts, by)
        locked.version += 1
        locked.save()
        _record(locked, "transfer_received", by)
    emails.queue_transfer_received(locked, by=by)
    return locked


@transaction.atomic
def cancel_transfer(*, transfer: Transfer, by: User) -> Transfer:
    """Call a sent transfer back: its stock is in the source again. Runs in the supplier's context.

    Locks:  the transfer, the balances in key order.
    Emails: whoever keeps the destination, if another company.
    Raises: InvalidTransition unless it is on its way; then nothing is written.
    """
    locked = lock_transfer(transfer)
    _check_move(locked, TransferEvent.CANCEL)
    _move(
        locked,
        (
            ledger.Movement(
                locked.source_id, line.product_id, MovementKind.TRANSFER_BACK, on_hand_units=line.sent_units
            )
            for line in locked.lines.all()
        ),
        by,
    )
    locked.status, locked.cancelled_at = TransferStatus.CANCELLED, timezone.now()
    locked.version += 1
    locked.save()
    _record(locked, "transfer_cancelled", by)
    emails.queue_transfer_cancelled(locked, by=by)
    return locked


@transaction.atomic
def delete_transfer(*, transfer: Transfer, by: User) -> None:
    """Throw a draft away. Runs in the supplier's context.

    Locks:  the transfer.
    Raises: InvalidTransition once it was sent; then nothing is written.
    """
    locked = lock_transfer(transfer)
    _check_move(locked, TransferEvent.DELETE)
    locked.lines.all().delete()
    locked.delete()


def _check_move(transfer: Transfer, event: TransferEvent) -> TransferEnd:
    move = TRANSFER_MOVES.get((TransferStatus(transfer.status), event))
    if move is None:
        word = transfer.get_status_display().lower()
        raise InvalidTransition(_("This transfer is %(status)s.") % {"status": word})
    return move[1]


def _check_ends(transfer: Transfer) -> None:
    if not may_send_from(transfer.supplier, transfer.source):
        raise NotAllowed(_("Stock of this warehouse is sent by whoever keeps it."))
    keeper = transfer.destination.organization
    if keeper != transfer.supplier and not keeps_for(keeper.pk, transfer.supplier_id):
        raise NotAllowed(_("The agreement is not in force."))


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


def _take_out(transfer: Transfer, lines: list[TransferLine], by: User) -> None:
    wanted = {line.product_id: line.sent_units for line in lines}
    moved = _move(
        transfer,
        (
            ledger.Movement(transfer.source_id, product, MovementKind.TRANSFER_OUT, on_hand_units=-units)
            for product, units in wanted.items()
        ),
        by,
    )
    missing = {row: units for row, units in wanted.items() if row not in {m.product_id for m in moved}}
    if missing:
        raise InsufficientStock(shortages_of(transfer.supplier_id, transfer.source_keeper_id, missing))


def _take_in(transfer: Transfer, lines: list[TransferLine], counts: dict[UUID, Count], by: User) -> None:
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
    _move(transfer, rows, by)
    TransferLine.objects.bulk_update(lines, ["received_units", "broken_units"])
    transfer.status = TransferStatus.RECEIVED
    transfer.received_at, transfer.received_by_name = timezone.now(), by.name


def _move(transfer: Transfer, rows: Iterable[ledger.Movement], by: User) -> list[ledger.Movement]:
    return ledger.move_given(rows, cause=ledger.Cause(transfer.supplier_id, by, transfer.pk))


def _next_number(supplier_id: UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_NUMBER, {"supplier": supplier_id})
        return int(cursor.fetchone()[0])


def _record(transfer: Transfer, verb: str, by: User) -> None:
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

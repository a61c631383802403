"""Stock that is sent from one warehouse to another (SPEC.md I5). Locks: the transfer, stock, the counter.

Whoever keeps the source writes a transfer and sends it: the supplier from its own warehouses and from those whose
keeper has no account, a distributor from its own, back to the supplier or between its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogs.models import Product
from inventory import emails
from inventory.drafts import Count, TransferDraft
from inventory.enums import MovementKind, TransferEvent, TransferStatus
from inventory.errors import EmptyTransfer, InsufficientStock, TooMuchStock, WarehouseClosed
from inventory.models import Transfer, TransferLine, Warehouse
from inventory.queries import arrives_at_once, keeps_for, lock_transfer, may_send_from
from inventory.queries.availability import shortages_of
from inventory.services import ledger
from inventory.services.receiving import check_move, moved, record, take_in
from wholesale.accounts.models import User
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
    """Keep a draft; no stock moves yet. Runs as whoever writes it: the supplier, or a distributor or its guest.

    Args:
        transfer: the draft to change; none begins a new one.
        version: the one that was read, where a draft is changed.
    Locks: the transfer.
    Raises: NotAllowed where the writer does not keep the source; InvalidTransition once it was sent;
        StaleVersion; WarehouseClosed; then nothing is written.
    """
    writer = _asking()
    _check_ends(supplier, writer, draft.source, draft.destination)
    with _as_supplier(supplier.pk, writer, by):
        saved = Transfer(
            supplier=supplier, writer_id=writer, created_by=by, created_by_name=by.name, version=0
        )
        if transfer is not None:
            saved = _locked_draft(transfer, writer, version)
        saved.source, saved.source_keeper_id = draft.source, draft.source.organization_id
        saved.destination = draft.destination
        saved.destination_keeper_id = draft.destination.organization_id
        saved.note, saved.version = draft.note, saved.version + 1
        saved.save()
        _write_lines(saved, draft.units_by_product)
    return saved


@transaction.atomic
def send_transfer(*, transfer: Transfer, by: User) -> Transfer:
    """Send a draft: its stock leaves the source at once, and arrives when the receiver has counted it.

    Runs as whoever wrote it. At a receiver without an account it arrives at once, all of it. A draft may
    have waited: whoever keeps either end must still work with the supplier, and both must be open.

    Locks:  the transfer, the balances in key order, the supplier's counter of transfers.
    Emails: whoever keeps the destination, if another company with an account.
    Raises: EmptyTransfer, InsufficientStock, InvalidTransition, NotAllowed, TooMuchStock, WarehouseClosed; then
        nothing is written.
    Source: SPEC.md I5.
    """
    with _as_writer(transfer, by) as locked:
        check_move(locked, TransferEvent.SEND)
        _check_ends(locked.supplier, locked.writer_id, locked.source, locked.destination)
        lines = list(locked.lines.all())
        if not lines:
            raise EmptyTransfer(_("Add at least one product before you send."))
        _take_out(locked, lines, by)
        locked.status, locked.sent_at = TransferStatus.SENT, timezone.now()
        at_once = arrives_at_once(locked)
        if at_once:
            take_in(locked, lines, {line.product_id: Count(line.sent_units) for line in lines}, by)
        locked.number = _next_number(locked.supplier_id)
        locked.version += 1
        locked.save()
        record(locked, "transfer_sent", by)
    if not at_once:
        emails.queue_transfer_sent(locked, by=by)
    return locked


@transaction.atomic
def cancel_transfer(*, transfer: Transfer, by: User) -> Transfer:
    """Call a sent transfer back: its stock is in the source again. Runs as whoever wrote it.

    Locks:  the transfer, the balances in key order.
    Emails: whoever keeps the destination, if another company.
    Raises: InvalidTransition unless it is on its way, NotAllowed, TooMuchStock; then nothing is written.
    """
    with _as_writer(transfer, by) as locked:
        check_move(locked, TransferEvent.CANCEL)
        back = MovementKind.TRANSFER_BACK
        rows = [
            ledger.Movement(locked.source_id, line.product_id, back, on_hand_units=line.sent_units)
            for line in locked.lines.all()
        ]
        if len(moved(locked, rows, by)) < len(rows):
            raise TooMuchStock(_("More would be on hand than one warehouse can hold."))
        locked.status, locked.cancelled_at = TransferStatus.CANCELLED, timezone.now()
        locked.version += 1
        locked.save()
        record(locked, "transfer_cancelled", by)
    emails.queue_transfer_cancelled(locked, by=by)
    return locked


@transaction.atomic
def delete_transfer(*, transfer: Transfer, by: User) -> None:
    """Throw a draft away. Runs as whoever wrote it.

    Locks:  the transfer.
    Raises: InvalidTransition once it was sent, NotAllowed; then nothing is written.
    """
    with _as_writer(transfer, by) as locked:
        check_move(locked, TransferEvent.DELETE)
        locked.lines.all().delete()
        locked.delete()


def _asking() -> UUID:
    context = acting()
    if context is None or context.organization_id is None:
        raise NotAllowed(_("Stock of this warehouse is sent by whoever keeps it."))
    return context.organization_id


@contextmanager
def _as_supplier(supplier_id: UUID, writer: UUID, by: User) -> Iterator[None]:
    """Write for the supplier whose stock it is, after the check of the ends, or of who wrote it."""
    if writer == supplier_id:
        yield
        return
    with act_for(supplier_id, by=by.pk):
        yield


@contextmanager
def _as_writer(transfer: Transfer, by: User) -> Iterator[Transfer]:
    """Lock a transfer for the company that wrote it, and write for its supplier."""
    if transfer.writer_id != _asking():
        raise NotAllowed(_("Only whoever wrote a transfer can do that."))
    with _as_supplier(transfer.supplier_id, transfer.writer_id, by):
        yield lock_transfer(transfer)


def _locked_draft(transfer: Transfer, writer: UUID, version: int | None) -> Transfer:
    locked = lock_transfer(transfer)
    if locked.writer_id != writer:
        raise NotAllowed(_("Only whoever wrote a transfer can do that."))
    if version is not None and locked.version != version:
        raise StaleVersion(_("Somebody else changed this transfer meanwhile."))
    if locked.status != TransferStatus.DRAFT:
        raise InvalidTransition(_("This transfer was sent already."))
    return locked


def _check_ends(supplier: Organization, writer: UUID, source: Warehouse, destination: Warehouse) -> None:
    if destination.closed_at:
        raise WarehouseClosed(_("The warehouse it goes to is closed."))
    if writer == supplier.pk:
        may_send = may_send_from(supplier, source)
    else:
        may_send = source.organization_id == writer and destination.organization_id in (supplier.pk, writer)
    if not may_send:
        raise NotAllowed(_("Stock of this warehouse is sent by whoever keeps it."))
    others = {source.organization_id, destination.organization_id} - {supplier.pk}
    if not all(keeps_for(keeper, supplier.pk) for keeper in others):
        raise NotAllowed(_("The agreement is not in force."))


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


def _take_out(transfer: Transfer, lines: list[TransferLine], by: User) -> None:
    wanted = {line.product_id: line.sent_units for line in lines}
    out = MovementKind.TRANSFER_OUT
    rows = [
        ledger.Movement(transfer.source_id, product, out, on_hand_units=-units)
        for product, units in wanted.items()
    ]
    gone = {row.product_id for row in moved(transfer, rows, by)}
    missing = {row: units for row, units in wanted.items() if row not in gone}
    if missing:
        raise InsufficientStock(shortages_of(transfer.supplier_id, (transfer.source_keeper_id,), missing))


def _next_number(supplier_id: UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_NUMBER, {"supplier": supplier_id})
        return int(cursor.fetchone()[0])

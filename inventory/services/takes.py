"""Counting what lies in a warehouse, and correcting the books by it (SPEC.md I3, I4).

A line remembers what the books said when it was counted, so that what moves while others still count is kept:
applied is the difference of that moment. Locks: the stock take, then the balances in key order.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogs.models import Product
from catalogs.queries import products_by_id
from inventory.enums import MovementKind, TakeStatus
from inventory.errors import CountBelowReserved, CountedAlready, NotInTake, TakeClosed, TooMuchStock
from inventory.models import StockTake, StockTakeLine, Warehouse
from inventory.queries.stock import balance_for
from inventory.queries.takes import lock_take
from inventory.services import ledger
from inventory.services.correcting import as_corrector
from wholesale.accounts.models import User
from wholesale.audit.services import record_change
from wholesale.organizations.models import Organization


@transaction.atomic
def open_take(
    *, supplier: Organization, warehouse: Warehouse, category: str = "", note: str = "", by: User
) -> StockTake:
    """Begin to count a supplier's products in a warehouse, all or a category; return the one that is open already.

    Runs as the supplier, or as the distributor or guest that keeps the warehouse.

    Raises: NotEditable where whoever asks may not correct stock there.
    """
    wanted = {"supplier": supplier, "warehouse": warehouse, "category": category}
    with as_corrector(supplier, warehouse, by):
        if found := StockTake.objects.filter(status=TakeStatus.OPEN, **wanted).first():
            return found
        made = StockTake(
            keeper_id=warehouse.organization_id, note=note, opened_by=by, opened_by_name=by.name, **wanted
        )
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError:  # a colleague opened it in the same moment
            return StockTake.objects.get(status=TakeStatus.OPEN, **wanted)
        _record(made, "stock_take_opened", by)
    return made


@transaction.atomic
def count_product(
    *,
    take: StockTake,
    product: Product,
    units: int,
    by: User,
    seen_version: int = 0,
    adds: bool = False,
) -> StockTakeLine:
    """Note what was counted of a product, against what the books say in this moment.

    Args:
        seen_version: of the line that was shown; 0 where it was not counted yet.
        adds: what was counted lies somewhere else than what was counted before; the moment stays the first one's.
    Locks:  the stock take.
    Raises: CountedAlready where somebody counted it since; TakeClosed; NotEditable; NotInTake for a product of
        another category; TooMuchStock.
    """
    with as_corrector(take.supplier, take.warehouse, by):
        locked = _locked(take)
        if locked.category and product.category != locked.category:
            raise NotInTake(
                _("%(product)s is not in %(category)s, which is counted here.")
                % {"product": product.name, "category": locked.category}
            )
        line = StockTakeLine.objects.filter(supplier=locked.supplier_id, take=locked, product=product).first()
        if line and not adds and line.version != seen_version:
            text = _("%(person)s has counted %(n)s of %(product)s already.")
            said = {"person": line.counted_by_name, "n": line.counted_units, "product": product.name}
            raise CountedAlready(text % said, line)
        if line is None:
            line = StockTakeLine(supplier_id=locked.supplier_id, take=locked, product=product, version=0)
        if line.version == 0 or not adds:
            line.expected_units = balance_for(locked.supplier_id, locked.warehouse, product.pk).on_hand_units
            line.counted_units, line.counted_at = units, timezone.now()
        elif line.counted_units + units > ledger.MOST_ON_HAND:
            raise TooMuchStock(_("More would be on hand than one warehouse can hold."))
        else:
            line.counted_units += units
        line.counted_by, line.counted_by_name, line.version = by, by.name, line.version + 1
        line.save()
    return line


@transaction.atomic
def uncount_product(*, take: StockTake, product: Product, by: User) -> None:
    """Forget what was counted of a product: it is left as it is in the books. Locks: the stock take."""
    with as_corrector(take.supplier, take.warehouse, by):
        locked = _locked(take)
        StockTakeLine.objects.filter(supplier=locked.supplier_id, take=locked, product=product).delete()


@transaction.atomic
def apply_take(*, take: StockTake, reason: str, by: User) -> StockTake:
    """Correct the books by what was counted, all lines or none; what was not counted stays as it is.

    Locks:  the stock take, the balances in key order.
    Raises: CountBelowReserved, which names what more of is reserved than would be left; TakeClosed; NotEditable;
        then nothing is written.
    """
    with as_corrector(take.supplier, take.warehouse, by):
        locked = _locked(take)
        locked.note = reason
        lines = list(StockTakeLine.objects.filter(supplier=locked.supplier_id, take=locked))
        _correct(locked, [line for line in lines if line.difference_units], by)
        products = products_by_id(locked.supplier, [line.product_id for line in lines])
        for line in lines:
            line.unit_price = products[line.product_id].unit_price  # type: ignore[attr-defined]
        StockTakeLine.objects.bulk_update(lines, ["unit_price"])
        _close(locked, TakeStatus.APPLIED, by)
        _record(locked, "stock_take_applied", by)
    return locked


@transaction.atomic
def discard_take(*, take: StockTake, by: User) -> StockTake:
    """Give a stock take up; nothing is corrected. Locks: the stock take. Raises: TakeClosed, NotEditable."""
    with as_corrector(take.supplier, take.warehouse, by):
        locked = _locked(take)
        _close(locked, TakeStatus.DISCARDED, by)
        _record(locked, "stock_take_discarded", by)
    return locked


def _locked(take: StockTake) -> StockTake:
    locked = lock_take(take)
    if locked.status != TakeStatus.OPEN:
        raise TakeClosed(
            _("This stock take is %(status)s.") % {"status": locked.get_status_display().lower()}
        )
    return locked


def _correct(take: StockTake, lines: list[StockTakeLine], by: User) -> None:
    ledger.open_balances(
        supplier_id=take.supplier_id, warehouse=take.warehouse, products=[line.product_id for line in lines]
    )
    rows = [
        ledger.Movement(
            take.warehouse_id,
            line.product_id,
            MovementKind.ADJUSTMENT,
            on_hand_units=line.difference_units,
        )
        for line in lines
    ]
    cause = ledger.Cause(take.supplier_id, by, take.pk, reason=take.note)
    moved = {row.product_id for row in ledger.move_given(rows, cause=cause)}
    refused = [line.product_id for line in lines if line.product_id not in moved]
    if refused:
        names = sorted(each.name for each in products_by_id(take.supplier, refused).values())
        raise CountBelowReserved(
            _("More is reserved by orders than would be left of: %(products)s.")
            % {"products": ", ".join(names)}
        )


def _close(take: StockTake, status: TakeStatus, by: User) -> None:
    take.status, take.closed_at, take.closed_by_name = status, timezone.now(), by.name
    take.save()


def _record(take: StockTake, verb: str, by: User) -> None:
    record_change(
        organization_id=take.supplier_id,
        by=by,
        verb=verb,
        subject=take,
        subject_name=take.warehouse.name,
        after={"warehouse": take.warehouse.name, "category": take.category, "reason": take.note},
    )

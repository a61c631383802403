"""Changes of prices put into force, at once or at a moment to come, and withdrawn before they begin (SPEC.md K7).

The rows of prices are written when a change is published, with the moment from which they count: nothing has to run at
that moment, and a transaction that is killed leaves nothing behind.
"""

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogs.enums import ChangeState
from catalogs.errors import ChangeMovedOn, HasBegun, MomentPassed, NothingToPublish, PlanRefused
from catalogs.models import PriceChange, PriceList
from catalogs.queries.changes import lock_change, lock_lists
from catalogs.services.drafts import (
    ChangePlan,
    Prices,
    check_prices,
    needed,
    open_draft,
    plan_draft,
    record_price_change,
    write_lines,
)
from catalogs.services.price_rows import mirror_base, take_rows, write_rows
from wholesale.accounts.models import User
from wholesale.errors import StaleVersion
from wholesale.mail.wake import wake

TELL = "catalogs.tell_of_prices"


@transaction.atomic
def publish(
    *, change: PriceChange, version: int | None, by: User | None, plan: ChangePlan | None = None
) -> PriceChange:
    """Put a draft's prices into force, on the lists that are derived from its own too.

    Args:
        version: of the draft that was looked at; None for whoever has looked at none.
        plan: from when, and who is told, where it differs from what the draft says.
    Locks:  the list and those derived from it, then the draft.
    Emails: the customers concerned, later, if the draft says so (services/telling.py).
    Raises: StaleVersion (changed since it was looked at), ChangeMovedOn (somebody was first), NothingToPublish,
        MomentPassed, PlanRefused; then nothing is written.
    Source: SPEC.md K7.
    """
    lock_lists(change.price_list)
    change = open_draft(change, version)
    change = plan_draft(change=change, plan=plan, version=None) if plan else change
    at = _clock()
    products = _check(change, at)
    return _put_into_force(change, change.effective_at or at, products, by)


@transaction.atomic
def publish_now(
    *, price_list: PriceList, prices: Prices, name: str = "", by: User | None
) -> PriceChange | None:
    """Change prices of a list at once, as an import or a program does; returns None where they are so already.

    What is drafted for the list stays drafted. Products of anyone else are left out.

    Args:
        prices: by product; None takes it off the list, on a derived list back to the price of its base.
        name: what the change is called in the list's history.
    Locks:  the list and those derived from it.
    Raises: PricesRefused, with the reasons by product; then nothing is written.
    Source: SPEC.md K2, K7.
    """
    check_prices(price_list, prices)
    lock_lists(price_list)
    wanted, _idle = needed(price_list, prices)
    if not wanted:
        return None
    at = _clock()
    change = PriceChange.objects.create(
        supplier_id=price_list.supplier_id,
        price_list=price_list,
        name=name[:60],
        state=ChangeState.PUBLISHED,
        effective_at=at,
        published_at=at,
        published_by_name=_name(by),
    )
    write_lines(change, wanted)
    write_rows(change, at)
    return change


@transaction.atomic
def withdraw(*, change: PriceChange, version: int | None, by: User | None) -> PriceChange:
    """Take a published change back before it begins; prices then stay as they would be without it.

    Locks:  the list and those derived from it, then the change.
    Emails: those who were told of it, later.
    Raises: StaleVersion, ChangeMovedOn (it is not published), HasBegun; then nothing is written.
    Source: SPEC.md K7.
    """
    lock_lists(change.price_list)
    change = lock_change(change)
    if change.state != ChangeState.PUBLISHED:
        raise ChangeMovedOn(change)
    if version is not None and change.version != version:
        raise StaleVersion(_("Somebody else changed this meanwhile. Look at it again."))
    if change.effective_at is None or change.effective_at <= _clock():
        raise HasBegun(_("These prices are in force already. Publish another change instead."))
    take_rows(change)
    change.state, change.withdrawn_at, change.version = (
        ChangeState.WITHDRAWN,
        timezone.now(),
        change.version + 1,
    )
    change.save(update_fields=["state", "withdrawn_at", "version"])
    _tell(change)
    record_price_change(change, by, "prices_withdrawn", {"products": change.lines.count()})
    return change


@transaction.atomic
def follow_base(*, price_list: PriceList) -> None:
    """Work a derived list's prices out anew, from now on: when it is made, and when its rule or base changes.

    What is scheduled on the base follows too; the list's own prices stay.

    Locks:  the base list and those derived from it.
    Source: SPEC.md K2.
    """
    if base := price_list.base_list:
        lock_lists(base)
        mirror_base(price_list, _clock())


def _check(change: PriceChange, at: datetime) -> int:
    if change.effective_at and change.effective_at <= at:
        raise MomentPassed(_("This moment has passed. Choose a later one, or publish at once."))
    if change.ends_at and change.ends_at <= (change.effective_at or at):
        raise PlanRefused({"ends_at": _("It ends before it begins.")})
    if not (products := change.lines.count()):
        raise NothingToPublish(_("No price is changed yet."))
    back = change.ends_at and change.price_list.base_list_id
    if back and change.lines.filter(unit_price=None).exists():
        words = _(
            "A price goes back to that of the base list for good: without an end, or in a change of its own."
        )
        raise PlanRefused({"ends_at": words})
    return products


def _put_into_force(change: PriceChange, at: datetime, products: int, by: User | None) -> PriceChange:
    change.effective_at = write_rows(change, at)
    change.state, change.version = ChangeState.PUBLISHED, change.version + 1
    change.published_at, change.published_by_name = timezone.now(), _name(by)
    columns = ["effective_at", "state", "version", "published_at", "published_by_name"]
    change.save(update_fields=columns)
    _tell(change)
    said = {"products": products, "from": at.isoformat()}
    record_price_change(change, by, "prices_published", said)
    return change


def _tell(change: PriceChange) -> None:
    if change.tells_customers:
        transaction.on_commit(lambda: wake(TELL), robust=True)


def _clock() -> datetime:
    """Return the time now: later than that of whoever had the lock before, as the transaction's may not be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


def _name(by: User | None) -> str:
    return str(by)[:120] if by else ""

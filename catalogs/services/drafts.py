"""Changes of prices before they are published: begun, filled, timed, thrown away (SPEC.md K2, K7)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogs.days import is_kept_moment
from catalogs.enums import ChangeState
from catalogs.errors import ChangeMovedOn, PlanRefused, PricesRefused
from catalogs.models import PriceChange, PriceChangeLine, PriceList, Product
from catalogs.prices import ListPrice, misfit
from catalogs.queries.changes import InForce, draft_for, in_force_on, lock_change, lock_lists
from wholesale.accounts.models import User
from wholesale.audit.services import record_change
from wholesale.errors import StaleVersion
from wholesale.tenancy.models import uuid7

Prices = Mapping[UUID, ListPrice | None]
_WRITE_LINES = """
INSERT INTO catalogs_pricechangeline (id, supplier_id, change_id, product_id, unit_price, break_units, break_prices)
SELECT l.id, %s, %s, l.product_id, l.unit_price, l.break_units, l.break_prices
FROM jsonb_to_recordset(%s::jsonb) AS l(
  id uuid, product_id uuid, unit_price numeric, break_units int[], break_prices numeric[])
ON CONFLICT (supplier_id, change_id, product_id) DO UPDATE SET
  unit_price = excluded.unit_price, break_units = excluded.break_units, break_prices = excluded.break_prices
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePlan:
    """What a draft is called, and what happens when it is published.

    Args:
        effective_at: from when its prices count; None: from the moment it is published.
        ends_at: when what was before counts again; None: never.
        tells_customers: whether those concerned get a mail, with the note.
    """

    name: str = ""
    effective_at: datetime | None = None
    ends_at: datetime | None = None
    tells_customers: bool = False
    note: str = ""


@transaction.atomic
def draft_of(*, price_list: PriceList) -> PriceChange:
    """Return what is drafted for a list; an empty draft is begun where there is none.

    Locks:  the list and those derived from it.
    Source: SPEC.md K7.
    """
    lock_lists(price_list)
    if found := draft_for(price_list):
        return found
    return PriceChange.objects.create(supplier_id=price_list.supplier_id, price_list=price_list)


@transaction.atomic
def set_draft_lines(*, change: PriceChange, lines: Prices, version: int | None) -> PriceChange:
    """Write what products shall cost into a draft, all or nothing; its other lines stay.

    A line that asks for what is in force anyway, with nothing else to come, is taken out of the draft. Products
    of anyone else are left out.

    Args:
        lines: by product; None takes it off the list, on a derived list back to the price of its base.
        version: of the draft that was read; None for whoever has read none (an import).
    Locks:  the draft.
    Raises: StaleVersion, ChangeMovedOn (it is published or withdrawn), PricesRefused; then nothing is written.
    Source: SPEC.md B4, K2, K7.
    """
    change = open_draft(change, version)
    check_prices(change.price_list, lines)
    wanted, idle = needed(change.price_list, lines)
    write_lines(change, wanted)
    PriceChangeLine.objects.filter(supplier=change.supplier_id, change=change, product__in=idle).delete()
    return _touch(change)


@transaction.atomic
def take_draft_lines(*, change: PriceChange, product_ids: Iterable[UUID], version: int | None) -> PriceChange:
    """Leave these products as they are: take their lines out of a draft.

    Locks:  the draft.
    Raises: StaleVersion, ChangeMovedOn; then nothing is written.
    Source: SPEC.md K7.
    """
    change = open_draft(change, version)
    lines = PriceChangeLine.objects.filter(supplier=change.supplier_id, change=change)
    lines.filter(product__in=list(product_ids)).delete()
    return _touch(change)


@transaction.atomic
def plan_draft(*, change: PriceChange, plan: ChangePlan, version: int | None) -> PriceChange:
    """Say from when to when a draft's prices shall count, what it is called, and whether customers are told.

    Locks:  the draft.
    Raises: StaleVersion, ChangeMovedOn, PlanRefused; then nothing is written.
    Source: SPEC.md K7.
    """
    change = open_draft(change, version)
    if wrong := _misfits(plan):
        raise PlanRefused(wrong)
    for name in ChangePlan.__slots__:
        setattr(change, name, getattr(plan, name))
    return _touch(change)


@transaction.atomic
def discard_draft(*, change: PriceChange, version: int | None, by: User | None) -> None:
    """Throw a draft away with its lines; no price changes.

    Locks:  the draft.
    Raises: StaleVersion, ChangeMovedOn; then nothing is written.
    Source: SPEC.md K7.
    """
    change = open_draft(change, version)
    record_price_change(change, by, "price_draft_discarded", {"products": change.lines.count()})
    PriceChange.objects.filter(supplier=change.supplier_id, pk=change.pk).delete()


def open_draft(change: PriceChange, version: int | None) -> PriceChange:
    """Lock a draft and return it as it stands now.

    Raises: StaleVersion, ChangeMovedOn.
    """
    change = lock_change(change)
    if change.state != ChangeState.DRAFT:
        raise ChangeMovedOn(change)
    if version is not None and change.version != version:
        raise StaleVersion(_("Somebody else changed this draft meanwhile. Look at it again."))
    return change


def check_prices(price_list: PriceList, prices: Prices) -> None:
    """Refuse prices that cannot be kept. Raises: PricesRefused, with the reasons by product."""
    wrong = {
        product: reason
        for product, price in prices.items()
        if price and (reason := misfit(price, price_list.currency))
    }
    if wrong:
        raise PricesRefused(wrong)


def needed(price_list: PriceList, prices: Prices) -> tuple[Prices, list[UUID]]:
    """Return which of these change something, and which products stay as they are; in two statements.

    Products of anyone else are in neither.

    Raises: PricesRefused, where a price does not go with the breaks that stay.
    """
    own = Product.objects.filter(supplier=price_list.supplier_id, pk__in=list(prices))
    now = in_force_on(price_list, prices)
    wanted: dict[UUID, ListPrice | None] = {}
    idle = []
    for product in own.order_by("pk").values_list("pk", flat=True):
        price, was = prices[product], now.get(product)
        if price and price.breaks is None:
            price = replace(price, breaks=was.breaks if was else ())
        if _is_idle(price_list, price, was):
            idle.append(product)
        else:
            wanted[product] = price
    check_prices(price_list, wanted)
    return wanted, idle


def write_lines(change: PriceChange, prices: Prices) -> None:
    """Write lines of a change over those that it has, in one statement.

    With a row of parameters for each line, building the statements took ten times as long as writing 20,000 lines.
    """
    lines = json.dumps([_line(product, price) for product, price in prices.items()])
    with connection.cursor() as cursor:
        cursor.execute(_WRITE_LINES, [change.supplier_id, change.pk, lines])


def record_price_change(change: PriceChange, by: User | None, verb: str, after: dict[str, Any]) -> None:
    """Note what became of a change of prices."""
    record_change(
        organization_id=change.supplier_id,
        by=by,
        verb=verb,
        subject=change,
        subject_name=change.name or change.price_list.name,
        after={"price_list": change.price_list.name} | after,
    )


def _is_idle(price_list: PriceList, price: ListPrice | None, now: InForce | None) -> bool:
    """Tell whether a line would change nothing, neither now nor when what is in force ends."""
    if now is None:
        return price is None
    if price is None and price_list.base_list_id:
        return now.is_derived and now.is_last
    if now.is_derived or not now.is_last:
        return False
    return now.price == price


def _line(product_id: UUID, price: ListPrice | None) -> dict[str, Any]:
    """Return a line as _WRITE_LINES takes it; amounts are texts, as they are exact."""
    breaks = (price.breaks if price else None) or ()
    return {
        "id": str(uuid7()),
        "product_id": str(product_id),
        "unit_price": str(price.unit_price) if price else None,
        "break_units": [units for units, _amount in breaks],
        "break_prices": [str(amount) for _units, amount in breaks],
    }


def _misfits(plan: ChangePlan) -> dict[str, str]:
    moments = {"effective_at": plan.effective_at, "ends_at": plan.ends_at}
    wrong = {name: _("Enter a valid date.") for name, at in moments.items() if not is_kept_moment(at)}
    if wrong:
        return wrong
    if plan.effective_at and plan.effective_at <= timezone.now():
        wrong["effective_at"] = _("This moment has passed. Choose a later one, or publish at once.")
    begins = plan.effective_at or timezone.now()
    if plan.ends_at and plan.ends_at <= begins:
        wrong["ends_at"] = _("It ends before it begins.")
    return wrong


def _touch(change: PriceChange) -> PriceChange:
    change.version += 1
    change.save(update_fields=["version", *ChangePlan.__slots__])
    return change

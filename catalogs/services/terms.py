"""Setting terms at a level; what applies to customers then follows in the database (SPEC.md C14, C18)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from catalogs.errors import TermsRefused
from catalogs.models import PriceList, TermsLevel
from catalogs.queries.terms import lock_level, price_lists_of
from catalogs.terms import COLUMNS, misfits
from retailers.enums import CustomerEventKind
from retailers.queries import Level
from retailers.services.standing import write_event
from wholesale.accounts.models import User
from wholesale.audit.services import difference, record_change
from wholesale.errors import StaleVersion


@transaction.atomic
def change_terms(*, holder: Level, changes: Mapping[str, Any], version: int | None, by: User) -> TermsLevel:
    """Set some columns of a level's terms, if nobody has since they were read; None takes the next level's again.

    Runs in the supplier's context.

    Args:
        changes: by column of catalogs.terms.COLUMNS; what is left out stays.
        version: of the level that was read, 0 where nothing was set; None for whoever has read none (an import).
    Locks:  the level, then the terms of all its customers.
    Raises: StaleVersion, TermsRefused; then nothing is written.
    Source: SPEC.md B4, C14, C18, P9.
    """
    level = lock_level(holder)
    if version is not None and level.version != version:
        raise StaleVersion(_("Somebody else changed these terms meanwhile. Nothing of yours is lost."))
    before = _values(level)
    wanted = before | dict(changes)
    _check(holder, wanted)
    if wanted == before:
        return level
    written = _shown(level)
    for column in COLUMNS:
        setattr(level, column, wanted[column])
    level.version += 1
    level.save()
    _record(holder, level, written, by)
    return level


def _values(level: TermsLevel) -> dict[str, Any]:
    return {column: getattr(level, column) for column in COLUMNS}


def _check(holder: Level, values: Mapping[str, Any]) -> None:
    wrong = misfits(values)
    price_list: UUID | None = values["price_list_id"]
    if price_list and not price_lists_of(holder.supplier).filter(pk=price_list).exists():
        wrong["price_list_id"] = _("You have no such price list.")
    if price_list and not (holder.customer or holder.group):
        wrong["price_list_id"] = _("The default price list is chosen under Price lists.")
    if wrong:
        raise TermsRefused(wrong)


def _shown(level: TermsLevel) -> dict[str, Any]:
    """Return what is set, for the log: by the names of the fields, a price list by its own."""
    values = _values(level)
    listed = PriceList.objects.filter(supplier=level.supplier_id, pk=values.pop("price_list_id")).first()
    return {"price_list": listed.name if listed else None} | {
        name: value if isinstance(value, bool) or value is None else str(value)
        for name, value in values.items()
    }


def _record(holder: Level, level: TermsLevel, before: dict[str, Any], by: User) -> None:
    old, new = difference(before, _shown(level))
    if holder.customer:
        write_event(holder.customer, CustomerEventKind.TERMS_CHANGED, by)
    record_change(
        organization_id=holder.supplier.pk,
        by=by,
        verb="terms_changed",
        subject=holder.customer or holder.group or level,
        subject_name=holder.name,
        before=old,
        after=new,
    )

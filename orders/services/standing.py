"""Standing lists: made, changed, deleted by a retailer's buyers (SPEC.md O1)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from orders.errors import ListChangedMeanwhile, ListRefused
from orders.models import StandingList, StandingListLine
from orders.queries.filling import Wanted
from orders.queries.standing import lock_standing_list, standing_lists_of, wanted_of_list
from orders.services.cart import MAX_UNITS
from retailers.models import Customer
from wholesale.accounts.models import User
from wholesale.audit.services import record_change

MOST_LISTS, MOST_LINES = 100, 500


@transaction.atomic
def create_standing_list(*, customer: Customer, name: str, lines: Sequence[Wanted], by: User) -> StandingList:
    """Make a list of these products, in their order; the names are those that the retailer knows.

    Raises: ListRefused (the name is taken, in any letter case; too many lists or lines); then nothing is written.
    Source: SPEC.md O1.
    """
    if standing_lists_of(customer).count() >= MOST_LISTS:
        raise ListRefused("name", _("There are %(n)s lists already.") % {"n": MOST_LISTS})
    made = StandingList(supplier_id=customer.supplier_id, retailer_id=customer.retailer_id)
    _name(made, name)
    _insert_lines(made, lines)
    _record(made, by, "standing_list_made", {}, {"name": made.name, "products": len(lines)})
    return made


@transaction.atomic
def edit_standing_list(
    *, standing_list: StandingList, name: str, lines: Sequence[Wanted], version: int, by: User
) -> StandingList:
    """Give a list this name and these lines instead of those it had, if nobody changed it since it was read.

    Locks:  the list.
    Raises: ListChangedMeanwhile, ListRefused; then nothing is written.
    Source: SPEC.md B4, O1.
    """
    found = lock_standing_list(standing_list)
    if found.version != version:
        raise ListChangedMeanwhile
    before = wanted_of_list(found)
    if name == found.name and list(lines) == before:
        return found
    was = {"name": found.name, "products": len(before)}
    found.version += 1
    _name(found, name)
    StandingListLine.objects.filter(supplier_id=found.supplier_id, standing_list_id=found.pk).delete()
    _insert_lines(found, lines)
    _record(found, by, "standing_list_changed", was, {"name": name, "products": len(lines)})
    return found


@transaction.atomic
def delete_standing_list(*, standing_list: StandingList, by: User) -> None:
    """Delete a list; orders and the cart keep what came from it.

    Locks: the list.
    """
    found = lock_standing_list(standing_list)
    _record(found, by, "standing_list_deleted", {"name": found.name}, {})
    StandingList.objects.filter(supplier_id=found.supplier_id, pk=found.pk).delete()


def with_quantities(lines: Sequence[Wanted], units_by_product: Mapping[UUID, int]) -> list[Wanted]:
    """Return a list's lines with other quantities; 0 takes one out, what is not named stays as it is."""
    changed = [(line, units_by_product.get(line.product_id, line.units)) for line in lines]
    return [Wanted(line.product_id, line.name, units) for line, units in changed if units > 0]


def with_more(lines: Sequence[Wanted], more: Sequence[Wanted]) -> list[Wanted]:
    """Return a list's lines with more at its end; of a product that is on it already, so many units more."""
    units = {line.product_id: line.units for line in more}
    joined = [Wanted(x.product_id, x.name, x.units + units.pop(x.product_id, 0)) for x in lines]
    return joined + [Wanted(x.product_id, x.name, x.units) for x in more if x.product_id in units]


def _name(standing_list: StandingList, name: str) -> None:
    standing_list.name, standing_list.name_key = name, name.casefold()
    try:
        with transaction.atomic():
            standing_list.save()
    except IntegrityError as error:
        raise ListRefused("name", _("You have a list of this name already.")) from error


def _insert_lines(standing_list: StandingList, lines: Sequence[Wanted]) -> None:
    if len(lines) > MOST_LINES:
        raise ListRefused("lines", _("A list holds at most %(n)s products.") % {"n": MOST_LINES})
    if any(line.units > MAX_UNITS for line in lines):
        raise ListRefused("lines", _("at most %(n)s at a time") % {"n": MAX_UNITS})
    StandingListLine.objects.bulk_create(
        StandingListLine(
            supplier_id=standing_list.supplier_id,
            retailer_id=standing_list.retailer_id,
            standing_list=standing_list,
            position=position,
            product_id=line.product_id,
            seen_name=line.name,
            quantity_units=line.units,
        )
        for position, line in enumerate(lines, 1)
    )


def _record(
    standing_list: StandingList, by: User, verb: str, before: dict[str, object], after: dict[str, object]
) -> None:
    """Write it into the retailer's own log: its lists are nobody else's."""
    record_change(
        organization_id=standing_list.retailer_id,
        by=by,
        verb=verb,
        subject=standing_list,
        subject_name=standing_list.name,
        before=before,
        after=after,
    )

"""A transfer filled in from days of cover (SPEC.md I12)."""

from uuid import UUID

from django.utils.translation import gettext as _

from catalogs.queries import products_kept_for
from inventory.drafts import TransferDraft
from inventory.errors import EmptyTransfer
from inventory.models import Transfer
from inventory.queries.cover import units_for, units_left
from inventory.queries.places import Place, places_of
from inventory.queries.stock import stock_rows
from inventory.services.transfers import save_transfer
from inventory.services.warehouses import warehouse_of
from wholesale.accounts.models import User
from wholesale.organizations.models import Organization

MOST_LINES = 500


def suggest_transfer(
    *,
    supplier: Organization,
    source: Place,
    destination: Place,
    target_days: int,
    looks_back_days: int,
    by: User,
) -> Transfer:
    """Draft what a distributor lacks to have enough for so many days, as far as the source has it free.

    What it has in all its warehouses and what is on its way to it counts; of each product at most what is free at
    the source, at most MOST_LINES products, those that last shortest. In the supplier's context.

    Raises: EmptyTransfer where nothing is lacking, or nothing of it is there; then nothing is written.
    """
    left = units_left(supplier.pk, days=looks_back_days)
    needed = {product: units for (keeper, product), units in left.items() if keeper == destination.keeper.pk}
    units = _lacking(supplier, source, destination, needed, target_days, looks_back_days)
    if not units:
        raise EmptyTransfer(
            _("%(name)s has enough for %(days)s days, or you have nothing free of what it lacks.")
            % {"name": destination.keeper.name, "days": target_days}
        )
    note = _("For %(days)s days") % {"days": target_days}
    draft = TransferDraft(warehouse_of(source), warehouse_of(destination), units, note)
    return save_transfer(supplier=supplier, draft=draft, by=by)


def _lacking(
    supplier: Organization,
    source: Place,
    destination: Place,
    needed: dict[UUID, int],
    target_days: int,
    looks_back_days: int,
) -> dict[UUID, int]:
    """Return the units of each product to send."""
    there = [place for place in places_of(supplier) if place.keeper == destination.keeper]
    products = products_kept_for(supplier).filter(pk__in=list(needed)).values("id", "low_stock_units")
    rows = stock_rows(supplier.pk, products, [source, *there])
    found: list[tuple[float, UUID, int]] = []
    for row in rows:
        product = row.product["id"]
        (_place, at_source), *others = row.cells
        has = sum(cell.available_units + cell.incoming_units for _at, cell in others)
        lacks = units_for(target_days, needed[product], days=looks_back_days) - has
        if (units := min(lacks, at_source.available_units)) > 0:
            found.append((has / needed[product], product, units))
    return {product: units for _days, product, units in sorted(found)[:MOST_LINES]}

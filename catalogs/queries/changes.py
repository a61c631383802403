"""Changes of prices: which there are, and their locks (SPEC.md K7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from catalogs.enums import ChangeState
from catalogs.models import PriceChange, PriceChangeLine, PriceList
from catalogs.prices import ListPrice
from retailers.models import Customer
from wholesale.organizations.models import Organization

# The rows of a list that may count at a moment, and which of them does: its own before those that follow its base.
AT = "q.valid_from <= {at} AND (q.valid_until IS NULL OR q.valid_until > {at})"
FIRST = "q.is_derived, q.valid_from DESC"
_IN_FORCE = """
SELECT DISTINCT ON (q.product_id) q.product_id, q.unit_price, q.break_units, q.break_prices, q.is_derived,
  EXISTS (SELECT FROM catalogs_price later WHERE later.price_list_id = q.price_list_id
    AND later.product_id = q.product_id AND later.is_derived <= q.is_derived
    AND (later.valid_from > statement_timestamp() OR later.id = q.id AND q.valid_until IS NOT NULL))
FROM catalogs_price q WHERE q.price_list_id = %s AND q.product_id = ANY(%s) AND {at}
ORDER BY q.product_id, {first}
""".format(at=AT.format(at="statement_timestamp()"), first=FIRST)


@dataclass(frozen=True, slots=True)
class InForce:
    """What a product costs on a list now.

    Args:
        price: None where it is off the list.
        is_derived: it follows the base list; else it is the list's own.
        is_last: nothing that is published changes it later.
    """

    price: ListPrice | None
    is_derived: bool
    is_last: bool

    @property
    def breaks(self) -> tuple[tuple[int, Decimal], ...]:
        """Return its quantity breaks."""
        return (self.price and self.price.breaks) or ()


def in_force_on(price_list: PriceList, product_ids: Iterable[UUID]) -> dict[UUID, InForce]:
    """Return what these products cost on a list now, in one statement; what was never on it is missing."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_FORCE, [price_list.pk, list(product_ids)])
        return {
            product: InForce(_price(unit_price, units, prices), is_derived=derived, is_last=not moves)
            for product, unit_price, units, prices, derived, moves in cursor.fetchall()
        }


def _price(unit_price: Decimal | None, units: list[int], prices: list[Decimal]) -> ListPrice | None:
    return None if unit_price is None else ListPrice(unit_price, tuple(zip(units, prices, strict=True)))


def draft_for(price_list: PriceList) -> PriceChange | None:
    """Return what is drafted for a list, if anything is."""
    return changes_of(price_list.supplier_id).filter(price_list=price_list, state=ChangeState.DRAFT).first()


def changes_of(supplier_id: UUID) -> QuerySet[PriceChange]:
    """Return a supplier's changes of prices, with their lists."""
    return PriceChange.objects.filter(supplier_id=supplier_id).select_related("price_list", "supplier")


def change_rows(supplier: Organization) -> QuerySet[PriceChange]:
    """Return a supplier's changes of prices for a list, each with `line_count`; empty drafts are left out."""
    rows = changes_of(supplier.pk).annotate(line_count=_line_count())
    return rows.filter(Q(line_count__gt=0) | ~Q(state=ChangeState.DRAFT))


def _line_count() -> Coalesce:
    lines = PriceChangeLine.objects.filter(supplier=OuterRef("supplier"), change=OuterRef("pk")).order_by()
    return Coalesce(Subquery(lines.values("change").annotate(n=Count("pk")).values("n")), 0)


def lines_of(change: PriceChange) -> QuerySet[PriceChangeLine]:
    """Return the lines of a change with their products."""
    return PriceChangeLine.objects.filter(supplier=change.supplier_id, change=change).select_related(
        "product"
    )


def change_for_supplier(supplier: Organization, change: UUID) -> PriceChange:
    """Return this supplier's change of prices with its list; 404 for anyone else's."""
    try:
        return changes_of(supplier.pk).get(pk=change)
    except PriceChange.DoesNotExist as error:
        raise Http404 from error


def lock_change(change: PriceChange) -> PriceChange:
    """Lock a change until the transaction ends, and return it as it stands now; 404 when it is gone."""
    rows = PriceChange.objects.select_for_update(of=("self",)).select_related("price_list", "supplier")
    try:
        return rows.get(supplier=change.supplier_id, pk=change.pk)
    except PriceChange.DoesNotExist as error:
        raise Http404 from error


def lock_lists(price_list: PriceList) -> list[PriceList]:
    """Lock a price list and those derived from it, in key order: of two who publish the second waits for the first."""
    own = PriceList.objects.filter(
        Q(pk=price_list.pk) | Q(base_list=price_list.pk), supplier=price_list.supplier_id
    )
    return list(own.order_by("pk").select_for_update(no_key=True))


def changes_to_tell() -> list[tuple[UUID, UUID]]:
    """Return supplier and id of the changes that somebody is still to be told of; runs as the app role."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT supplier_id, change_id FROM app.price_changes_to_tell()")
        return list(cursor.fetchall())


def take_change(supplier_id: UUID, change_id: UUID) -> PriceChange | None:
    """Lock a change to tell of it; None where another worker has it."""
    rows = changes_of(supplier_id).select_for_update(of=("self",), skip_locked=True)
    return rows.filter(pk=change_id, tells_customers=True).first()


def payers_after(change: PriceChange, customer_id: UUID | None, *, limit: int) -> list[Customer]:
    """Return the next active customers who pay by the list of a change or by one that follows it, in key order."""
    lists = PriceList.objects.filter(Q(pk=change.price_list_id) | Q(base_list=change.price_list_id))
    payers = Customer.objects.filter(
        supplier=change.supplier_id, is_active=True, is_test=False, terms__price_list__in=lists
    )
    if customer_id:
        payers = payers.filter(pk__gt=customer_id)
    return list(payers.order_by("pk")[:limit])

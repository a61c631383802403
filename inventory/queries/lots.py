"""Which lots lie where, which are picked for an order, and which have left for it (SPEC.md I13)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import IntegerField, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from inventory.enums import MovementKind
from inventory.fefo import Lying, in_turn
from inventory.models import LotBalance, LotMovement, LotPick, StockBalance
from inventory.queries.places import Place
from wholesale.organizations.models import Organization

_HELD = """
SELECT m.warehouse_id, m.keeper_id, m.product_id, p.name, sum(m.reserved_units)::int
FROM inventory_stockmovement m
JOIN catalogs_product p ON p.id = m.product_id AND p.supplier_id = m.supplier_id AND p.tracks_lots
WHERE m.supplier_id = %(supplier)s AND m.holder_id = %(holder)s
GROUP BY 1, 2, 3, 4 HAVING sum(m.reserved_units) > 0 ORDER BY 4, 1
"""


@dataclass(frozen=True, slots=True)
class HeldLots:
    """What an order holds of a product that tracks lots, in one warehouse, and the lots that lie there.

    Args:
        unsaid_units: on hand there without a lot.
    """

    warehouse_id: UUID
    keeper_id: UUID
    product_id: UUID
    name: str
    units: int
    lots: tuple[Lying, ...] = ()
    unsaid_units: int = 0

    @property
    def picked_units(self) -> int:
        """Return how many of them have a lot chosen."""
        return sum(lot.own_units for lot in self.lots)


@dataclass(frozen=True, slots=True)
class LotPart:
    """Units of a lot that an order is given, or was: picked, proposed, or shipped."""

    lot_id: UUID
    code: str
    best_before: date | None
    units: int
    state: str
    returned_units: int = 0


@dataclass(frozen=True, slots=True)
class PlaceLots:
    """The lots of a product in one place, and what lies there without one."""

    place: Place
    lots: list[Lying]
    unsaid_units: int


def today_of(organization: Organization) -> date:
    """Return the day that it is at a company: by it lots have expired or not."""
    return timezone.localdate(timezone=ZoneInfo(organization.time_zone))


def held_lots(supplier_id: UUID, holder_id: UUID, *, locks: bool = False) -> list[HeldLots]:
    """Return what an order holds of products that track lots; one statement where there are none, else two more.

    In the supplier's context, or that of whoever keeps the warehouses.

    Locks: where asked, the balances in key order.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HELD, {"supplier": supplier_id, "holder": holder_id})
        held = [HeldLots(*row) for row in cursor.fetchall()]
    if not held:
        return []
    at, products = {row.warehouse_id for row in held}, {row.product_id for row in held}
    on_hand = _on_hand(supplier_id, at, products, locks=locks)
    lying: dict[tuple[UUID, UUID], list[Lying]] = {}
    for lot in lots_lying(supplier_id, products, at, holder_id=holder_id):
        lying.setdefault((lot.warehouse_id, lot.product_id), []).append(lot)
    return [
        HeldLots(
            row.warehouse_id,
            row.keeper_id,
            row.product_id,
            row.name,
            row.units,
            tuple(lying.get((row.warehouse_id, row.product_id), ())),
            on_hand.get((row.warehouse_id, row.product_id), 0)
            - sum(lot.on_hand_units for lot in lying.get((row.warehouse_id, row.product_id), ())),
        )
        for row in held
    ]


def lots_lying(
    supplier_id: UUID,
    products: Collection[UUID],
    warehouses: Collection[UUID],
    *,
    holder_id: UUID | None = None,
) -> list[Lying]:
    """Return the lots of these products that lie in these warehouses, as they are to leave; one statement.

    Args:
        holder_id: for whom is asked: what is picked for it is its own, all other picks are others'.
    """
    mine = Q(holder_id=holder_id) if holder_id else Q(pk__in=[])
    rows = LotBalance.objects.filter(
        supplier_id=supplier_id, product_id__in=products, warehouse_id__in=warehouses, on_hand_units__gt=0
    ).values_list(
        "lot_id",
        "lot__code",
        "lot__best_before",
        "warehouse_id",
        "product_id",
        "on_hand_units",
        _picked(~mine if holder_id else Q()),
        _picked(mine),
    )
    return in_turn(Lying(*row) for row in rows)


def _picked(which: Q) -> Coalesce:
    picks = LotPick.objects.filter(
        which,
        supplier_id=OuterRef("supplier_id"),
        warehouse_id=OuterRef("warehouse_id"),
        lot_id=OuterRef("lot_id"),
    )
    units = picks.order_by().values("lot_id").annotate(n=Sum("units")).values("n")
    return Coalesce(Subquery(units, output_field=IntegerField()), Value(0))


def _on_hand(
    supplier_id: UUID, warehouses: Collection[UUID], products: Collection[UUID], *, locks: bool = False
) -> dict[tuple[UUID, UUID], int]:
    rows = StockBalance.objects.filter(
        supplier_id=supplier_id, warehouse_id__in=warehouses, product_id__in=products
    ).order_by("warehouse_id", "product_id")
    if locks:
        rows = rows.select_for_update(no_key=True)
    return {
        (at, product): n for at, product, n in rows.values_list("warehouse_id", "product_id", "on_hand_units")
    }


def lots_of_holder(supplier_id: UUID, holder_id: UUID) -> dict[UUID, list[LotPart]]:
    """Return by product which lots were picked for an order, or have left for it; two statements.

    As far as whoever asks keeps the warehouses, or sells the goods.
    """
    picks = LotPick.objects.filter(supplier_id=supplier_id, holder_id=holder_id).order_by()
    rows = [
        (product, LotPart(lot, code, day, units, "picked"))
        for product, lot, code, day, units in picks.values("product_id", "lot_id")
        .annotate(n=Sum("units"))
        .values_list("product_id", "lot_id", "lot__code", "lot__best_before", "n")
    ]
    moves = LotMovement.objects.filter(supplier_id=supplier_id, holder_id=holder_id).order_by()
    gone, back = Q(on_hand_units__lt=0), Q(kind__in=[MovementKind.RETURN, MovementKind.TRANSFER_BACK])
    rows += [
        (product, LotPart(lot, code, day, -left, "shipped", returned))
        for product, lot, code, day, left, returned in moves.exclude(kind=MovementKind.WRITE_OFF)
        .values("product_id", "lot_id")
        .annotate(
            left=Coalesce(Sum("on_hand_units", filter=gone), Value(0)),
            returned=Coalesce(Sum("on_hand_units", filter=back), Value(0)),
        )
        .values_list("product_id", "lot_id", "lot__code", "lot__best_before", "left", "returned")
        if left
    ]
    found: dict[UUID, list[LotPart]] = {}
    for product, part in sorted(rows, key=lambda row: (row[1].best_before or date.max, row[1].code)):
        found.setdefault(product, []).append(part)
    return found


def lots_of_holders(holder_ids: Iterable[UUID]) -> dict[tuple[UUID, UUID], list[LotPart]]:
    """Return by (order, product) which lots were picked for orders, or have left for them; two statements.

    As far as whoever asks keeps the warehouses, or sells the goods.
    """
    keys, found = list(holder_ids), defaultdict[tuple[UUID, UUID], list[LotPart]](list)
    columns = ("holder_id", "product_id", "lot_id", "lot__code", "lot__best_before")
    picks = (
        LotPick.objects.filter(holder_id__in=keys)
        .order_by("lot__best_before", "lot__code")
        .values_list(*columns)
    )
    for holder, product, lot, code, day, units in picks.annotate(n=Sum("units")):
        found[holder, product].append(LotPart(lot, code, day, units, "picked"))
    moved = LotMovement.objects.filter(holder_id__in=keys, kind=MovementKind.SHIPMENT)
    rows = moved.order_by("lot__best_before", "lot__code").values_list(*columns)
    for holder, product, lot, code, day, units in rows.annotate(n=Sum("on_hand_units")):
        found[holder, product].append(LotPart(lot, code, day, -units, "shipped"))
    return found


def lots_of_product(supplier_id: UUID, product: UUID, places: Iterable[Place]) -> list[PlaceLots]:
    """Return the lots of a product in each of these places, with what lies there without one; two statements."""
    known = [place for place in places if place.warehouse]
    at = [place.warehouse.pk for place in known if place.warehouse]
    lying: dict[UUID, list[Lying]] = {}
    for lot in lots_lying(supplier_id, [product], at):
        lying.setdefault(lot.warehouse_id, []).append(lot)
    on_hand = _on_hand(supplier_id, at, [product])
    found = []
    for place in known:
        lots = lying.get(place.key, [])
        units = on_hand.get((place.key, product), 0)
        if units:
            found.append(PlaceLots(place, lots, units - sum(lot.on_hand_units for lot in lots)))
    return found

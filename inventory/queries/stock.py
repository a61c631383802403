"""What lies where: on hand, reserved, free and on its way, product by product."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.http import Http404

from inventory.enums import TransferStatus
from inventory.models import StockBalance, StockMovement, TransferLine, Warehouse
from inventory.queries.cover import days_of_cover, units_left
from inventory.queries.places import Place
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization


@dataclass(frozen=True, slots=True)
class Cell:
    """Units of one product in one warehouse.

    Args:
        mark_units: how few are few, where this warehouse has a mark of its own.
        cover_days: how long what its keeper has free lasts, where that was asked and something left lately.
    """

    on_hand_units: int = 0
    reserved_units: int = 0
    incoming_units: int = 0
    mark_units: int | None = None
    cover_days: int | None = None

    @property
    def available_units(self) -> int:
        """Return what is on hand and not reserved."""
        return self.on_hand_units - self.reserved_units

    def is_low(self, mark_units: int) -> bool:
        """Tell whether few are free, by its own mark or the product's."""
        mark = mark_units if self.mark_units is None else self.mark_units
        return 0 < self.available_units <= mark


@dataclass(frozen=True, slots=True)
class StockRow:
    """A product with its cells, in the order of the columns."""

    product: Mapping[str, Any]
    cells: list[tuple[Place, Cell]]

    @property
    def marked_cells(self) -> list[tuple[Place, Cell, bool]]:
        """Return the cells, each with whether few are free there."""
        return [(place, cell, cell.is_low(self.product["low_stock_units"])) for place, cell in self.cells]

    @property
    def available_units(self) -> int:
        """Return what is free in all warehouses together."""
        return sum(cell.available_units for _place, cell in self.cells)

    @property
    def state(self) -> str:
        """Return "out", "low" or "ok", by all that is free and the product's own mark."""
        if self.available_units <= 0:
            return "out"
        return "low" if self.available_units <= self.product["low_stock_units"] else "ok"


def stock_rows(
    supplier_id: UUID,
    products: Iterable[Mapping[str, Any]],
    places: list[Place],
    *,
    with_cover: bool = False,
) -> list[StockRow]:
    """Return these products with what lies in each place; two statements, one more with days of cover.

    Args:
        products: rows with `id` and `low_stock_units`.
    """
    rows = list(products)
    ids = [row["id"] for row in rows]
    cells = _cells(supplier_id, ids, [place.warehouse.pk for place in places if place.warehouse])
    found = [StockRow(row, [(place, _cell_at(cells, place, row["id"])) for place in places]) for row in rows]
    return _covered(found, units_left(supplier_id, ids)) if with_cover else found


def _cell_at(cells: Mapping[tuple[UUID, UUID], Cell], place: Place, product: UUID) -> Cell:
    return cells.get((place.warehouse.pk, product), Cell()) if place.warehouse else Cell()


def _covered(rows: list[StockRow], left: Mapping[tuple[UUID, UUID], int]) -> list[StockRow]:
    """Add to each cell how long what its keeper has free in these places lasts."""
    covered = []
    for row in rows:
        free: dict[UUID, int] = {}
        for place, cell in row.cells:
            free[place.keeper.pk] = free.get(place.keeper.pk, 0) + cell.available_units
        days = {
            keeper: days_of_cover(units, left.get((keeper, row.product["id"]), 0))
            for keeper, units in free.items()
        }
        cells = [(place, replace(cell, cover_days=days[place.keeper.pk])) for place, cell in row.cells]
        covered.append(StockRow(row.product, cells))
    return covered


def _cells(supplier_id: UUID, products: list[UUID], warehouses: list[UUID]) -> dict[tuple[UUID, UUID], Cell]:
    keys = {"supplier_id": supplier_id, "product_id__in": products}
    incoming = {
        (warehouse, product): units
        for warehouse, product, units in TransferLine.objects.filter(
            transfer__status=TransferStatus.SENT, transfer__destination_id__in=warehouses, **keys
        )
        .order_by()
        .values("transfer__destination_id", "product_id")
        .annotate(units=Sum("sent_units"))
        .values_list("transfer__destination_id", "product_id", "units")
    }
    balances = {
        (warehouse, product): (on_hand, reserved, mark)
        for warehouse, product, on_hand, reserved, mark in StockBalance.objects.filter(
            warehouse_id__in=warehouses, **keys
        ).values_list("warehouse_id", "product_id", "on_hand_units", "reserved_units", "low_stock_units")
    }
    found = {}
    for key in balances.keys() | incoming.keys():
        on_hand, reserved, mark = balances.get(key, (0, 0, None))
        found[key] = Cell(on_hand, reserved, incoming.get(key, 0), mark)
    return found


def movements_of(supplier_id: UUID, *, product: UUID) -> QuerySet[StockMovement, Any]:
    """Return why a product's stock moved, as far as whoever asks may see it, as values."""
    return StockMovement.objects.filter(supplier_id=supplier_id, product_id=product).values(
        "id",
        "kind",
        "on_hand_units",
        "reserved_units",
        "reason",
        "by_name",
        "at",
        warehouse_name=F("warehouse__name"),
        keeper_name=F("keeper__name"),
    )


def free_everywhere(places: Iterable[Place] | None = None) -> Coalesce:
    """Return the units of each row's product that are free in all warehouses together, to annotate with.

    Args:
        places: in these alone; None is all.
    """
    free = (
        _balances_at(places)
        .order_by()
        .values("product_id")
        .values(free=Sum(F("on_hand_units") - F("reserved_units")))
    )
    return Coalesce(Subquery(free, output_field=IntegerField()), Value(0))


def is_low_somewhere(places: Iterable[Place] | None = None) -> Exists:
    """Tell of each row's product whether few are free in one of the warehouses, by its mark or the product's.

    Args:
        places: in these alone; None is all.
    """
    free, mark = (
        F("on_hand_units") - F("reserved_units"),
        Coalesce("low_stock_units", OuterRef("low_stock_units")),
    )
    return Exists(_balances_at(places).alias(free=free).filter(free__gt=0, free__lte=mark))


def _balances_at(places: Iterable[Place] | None) -> QuerySet[StockBalance]:
    """Return the balances of each outer row's product in these places; None is all."""
    balances = StockBalance.objects.filter(supplier_id=OuterRef("supplier_id"), product_id=OuterRef("pk"))
    if places is None:
        return balances
    return balances.filter(warehouse__in=[place.warehouse.pk for place in places if place.warehouse])


def free_by_keeper(supplier_id: UUID, product_id: UUID) -> dict[UUID, int]:
    """Return how many units of a product each company that keeps some has free, in one statement."""
    balances = StockBalance.objects.filter(supplier_id=supplier_id, product_id=product_id).order_by()
    free = balances.values("keeper_id").annotate(free=Sum(F("on_hand_units") - F("reserved_units")))
    return dict(free.values_list("keeper_id", "free"))


def place_for(places: list[Place], key: UUID) -> Place:
    """Return the place of this key; 404 for one that is none of them."""
    for place in places:
        if place.key == key:
            return place
    raise Http404


def balance_for(supplier_id: UUID, warehouse: Warehouse, product: UUID) -> StockBalance:
    """Return what lies in a warehouse of a product; an empty, unsaved balance where nothing ever did."""
    keys = {"supplier_id": supplier_id, "warehouse": warehouse, "product_id": product}
    return StockBalance.objects.filter(**keys).first() or StockBalance(**keys)


def balances_of(organization: Organization, side: Side, **filters: Any) -> QuerySet[StockBalance, Any]:
    """Return what lies where, as far as a company sees it under a hat, as values.

    Args:
        filters: sku, warehouse_id.
    """
    own = {"supplier": organization} if side == Side.SELLING else {"keeper": organization}
    if "sku" in filters:
        filters["product__sku"] = filters.pop("sku")
    return StockBalance.objects.filter(**own, **filters).values(
        "id",
        "warehouse_id",
        "product_id",
        "on_hand_units",
        "reserved_units",
        supplier_slug=F("supplier__slug"),
        keeper_slug=F("keeper__slug"),
        sku=F("product__sku"),
        name=F("product__name"),
        available_units=F("on_hand_units") - F("reserved_units"),
    )


def lock_balances(supplier_id: UUID, product_ids: Collection[UUID]) -> None:
    """Lock all stock of these products until the transaction ends, in key order, for a change of many orders."""
    rows = StockBalance.objects.filter(supplier_id=supplier_id, product_id__in=product_ids)
    ordered = rows.order_by("warehouse_id", "product_id").select_for_update(of=("self",), no_key=True)
    list(ordered.values_list("pk", flat=True))

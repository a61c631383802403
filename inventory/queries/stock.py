"""What lies where: on hand, reserved, free and on its way, product by product."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.http import Http404

from inventory.enums import TransferStatus
from inventory.models import StockBalance, StockMovement, TransferLine, Warehouse
from inventory.queries.places import Place
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization


@dataclass(frozen=True, slots=True)
class Cell:
    """Units of one product in one warehouse."""

    on_hand_units: int = 0
    reserved_units: int = 0
    incoming_units: int = 0

    @property
    def available_units(self) -> int:
        """Return what is on hand and not reserved."""
        return self.on_hand_units - self.reserved_units


@dataclass(frozen=True, slots=True)
class StockRow:
    """A product with its cells, in the order of the columns."""

    product: Mapping[str, Any]
    cells: list[tuple[Place, Cell]]

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
    supplier_id: UUID, products: Iterable[Mapping[str, Any]], places: list[Place]
) -> list[StockRow]:
    """Return these products with what lies in each place; two statements.

    Args:
        products: rows with `id` and `low_stock_units`.
    """
    rows = list(products)
    ids = [row["id"] for row in rows]
    warehouses = [place.warehouse.pk for place in places if place.warehouse]
    cells = _cells(supplier_id, ids, warehouses)
    return [
        StockRow(
            row,
            [
                (place, cells.get((place.warehouse.pk, row["id"]), Cell()) if place.warehouse else Cell())
                for place in places
            ],
        )
        for row in rows
    ]


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
        (warehouse, product): (on_hand, reserved)
        for warehouse, product, on_hand, reserved in StockBalance.objects.filter(
            warehouse_id__in=warehouses, **keys
        ).values_list("warehouse_id", "product_id", "on_hand_units", "reserved_units")
    }
    return {
        key: Cell(*balances.get(key, (0, 0)), incoming_units=incoming.get(key, 0))
        for key in balances.keys() | incoming.keys()
    }


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


def free_everywhere() -> Coalesce:
    """Return the units of each row's product that are free in all warehouses together, to annotate with."""
    free = (
        StockBalance.objects.filter(supplier_id=OuterRef("supplier_id"), product_id=OuterRef("pk"))
        .order_by()
        .values("product_id")
        .values(free=Sum(F("on_hand_units") - F("reserved_units")))
    )
    return Coalesce(Subquery(free, output_field=IntegerField()), Value(0))


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

"""Collects a supplier's movements of stock; each balance is then their sum."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from catalogs.models import Product
from demo import cast
from demo.loading.world import World, write_as
from inventory.enums import MovementKind as Kind
from inventory.models import (
    StockBalance,
    StockMovement,
    Transfer,
    TransferCounter,
    TransferLine,
    Warehouse,
)
from wholesale.accounts.models import User


@dataclass(slots=True)
class Ledger:
    """A supplier's movements as they are collected; `free` is what no order has taken yet."""

    world: World
    supplier: cast.Supplier
    movements: list[StockMovement] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)
    transfer_lines: list[TransferLine] = field(default_factory=list)
    sums: dict[tuple[UUID, UUID], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    spots: dict[tuple[UUID, UUID], tuple[Warehouse, Product]] = field(default_factory=dict)

    def move(
        self, kind: Kind, spot: tuple[Warehouse, Product], moment: datetime, by: User, **fields: Any
    ) -> None:
        """Add a movement of a product in a warehouse, and its units to the sums."""
        warehouse, product = spot
        movement = StockMovement(
            id=self.world.id_at(moment),
            supplier_id=self.world.companies[self.supplier.slug].id,
            warehouse_id=warehouse.id,
            keeper_id=warehouse.organization_id,
            product_id=product.id,
            kind=kind,
            at=moment,
            by_id=by.id,
            by_name=by.name,
            **fields,
        )
        self.movements.append(movement)
        key = (warehouse.id, product.id)
        self.spots[key] = (warehouse, product)
        self.sums[key][0] += movement.on_hand_units
        self.sums[key][1] += movement.reserved_units

    def free(self, warehouse: Warehouse, product: Product) -> int:
        """Return the units there that nobody has ordered."""
        on_hand, reserved = self.sums[warehouse.id, product.id]
        return on_hand - reserved

    def products_in(self, warehouse: Warehouse) -> list[Product]:
        """Return the products that have ever been there."""
        return [product for place, product in self.spots.values() if place.id == warehouse.id]

    def numbered(self) -> int:
        """Return how many transfers have a number; a draft has none yet."""
        return sum(transfer.number is not None for transfer in self.transfers)

    def write(self) -> None:
        """Write it all down, each balance as the sum of its movements."""
        company = self.world.companies[self.supplier.slug]
        balances = [
            StockBalance(
                supplier=company,
                warehouse=warehouse,
                keeper_id=warehouse.organization_id,
                product=product,
                on_hand_units=self.sums[key][0],
                reserved_units=self.sums[key][1],
            )
            for key, (warehouse, product) in self.spots.items()
        ]
        counter = TransferCounter(supplier=company, last_number=self.numbered())
        self.movements.sort(key=lambda movement: movement.at)
        write_as(
            self.world,
            self.supplier,
            self.movements,
            balances,
            self.transfers,
            self.transfer_lines,
            [counter],
        )

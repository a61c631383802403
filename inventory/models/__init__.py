"""Warehouses, the ledger of movements, the balance it adds up to, transfers between warehouses, counts, and lots."""

from inventory.models.lots import NO_LOT, Lot, LotBalance, LotMovement, LotPick
from inventory.models.stock import StockBalance, StockMovement
from inventory.models.takes import StockTake, StockTakeLine
from inventory.models.transfers import Transfer, TransferCounter, TransferLine
from inventory.models.warehouses import KEPT_HERE, SERVED_FROM, Warehouse, kept_by

__all__ = [
    "KEPT_HERE",
    "NO_LOT",
    "SERVED_FROM",
    "Lot",
    "LotBalance",
    "LotMovement",
    "LotPick",
    "StockBalance",
    "StockMovement",
    "StockTake",
    "StockTakeLine",
    "Transfer",
    "TransferCounter",
    "TransferLine",
    "Warehouse",
    "kept_by",
]

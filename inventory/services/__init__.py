"""Everything that changes stock, one verb each."""

from inventory.drafts import Count, TransferDraft
from inventory.services.reservations import release_stock, reserve_stock, return_stock, ship_stock
from inventory.services.sheets import availability_headings, availability_rows
from inventory.services.stock import (
    adjust_kept_stock,
    adjust_stock,
    receive_first_stock,
    receive_kept_stock,
    receive_stock,
    write_off,
)
from inventory.services.transfers import (
    cancel_transfer,
    delete_transfer,
    receive_transfer,
    save_transfer,
    send_transfer,
)
from inventory.services.warehouses import default_warehouse, warehouse_of

__all__ = [
    "Count",
    "TransferDraft",
    "adjust_kept_stock",
    "adjust_stock",
    "availability_headings",
    "availability_rows",
    "cancel_transfer",
    "default_warehouse",
    "delete_transfer",
    "receive_first_stock",
    "receive_kept_stock",
    "receive_stock",
    "receive_transfer",
    "release_stock",
    "reserve_stock",
    "return_stock",
    "save_transfer",
    "send_transfer",
    "ship_stock",
    "warehouse_of",
    "write_off",
]

"""Everything that changes stock, one verb each."""

from inventory.drafts import Count, Held, LotUnits, TransferDraft, Wanted
from inventory.services.count_sheets import COUNTS
from inventory.services.lessening import release_units, unpick_lots
from inventory.services.lot_counts import count_lot, name_lot, write_off_lot
from inventory.services.lot_sheets import expiring_headings, expiring_rows
from inventory.services.picking import choose_lots, propose_lots, settle_lots
from inventory.services.receiving import receive_transfer
from inventory.services.reservations import (
    find_stock,
    release_stock,
    reserve_stock,
    return_stock,
    ship_stock,
)
from inventory.services.sheets import availability_headings, availability_rows
from inventory.services.stock import (
    adjust_kept_stock,
    adjust_stock,
    receive_first_stock,
    receive_kept_stock,
    receive_stock,
    write_off,
    write_off_kept,
)
from inventory.services.stock_sheets import (
    stock_headings,
    stock_sheet_rows,
    take_headings,
    take_sheet_rows,
    transfer_headings,
    transfer_sheet_rows,
)
from inventory.services.suggesting import suggest_transfer
from inventory.services.takes import apply_take, count_product, discard_take, open_take, uncount_product
from inventory.services.transfers import (
    cancel_transfer,
    delete_transfer,
    save_transfer,
    send_transfer,
)
from inventory.services.warehouses import (
    close_warehouse,
    create_warehouse,
    default_warehouse,
    make_main,
    rename_warehouse,
    reopen_warehouse,
    warehouse_of,
)

__all__ = [
    "COUNTS",
    "Count",
    "Held",
    "LotUnits",
    "TransferDraft",
    "Wanted",
    "adjust_kept_stock",
    "adjust_stock",
    "apply_take",
    "availability_headings",
    "availability_rows",
    "cancel_transfer",
    "choose_lots",
    "close_warehouse",
    "count_lot",
    "count_product",
    "create_warehouse",
    "default_warehouse",
    "delete_transfer",
    "discard_take",
    "expiring_headings",
    "expiring_rows",
    "find_stock",
    "make_main",
    "name_lot",
    "open_take",
    "propose_lots",
    "receive_first_stock",
    "receive_kept_stock",
    "receive_stock",
    "receive_transfer",
    "release_stock",
    "release_units",
    "rename_warehouse",
    "reopen_warehouse",
    "reserve_stock",
    "return_stock",
    "save_transfer",
    "send_transfer",
    "settle_lots",
    "ship_stock",
    "stock_headings",
    "stock_sheet_rows",
    "suggest_transfer",
    "take_headings",
    "take_sheet_rows",
    "transfer_headings",
    "transfer_sheet_rows",
    "uncount_product",
    "unpick_lots",
    "warehouse_of",
    "write_off",
    "write_off_kept",
    "write_off_lot",
]

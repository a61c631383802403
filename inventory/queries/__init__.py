"""Reads of stock: what is free for whom, what lies where, what is on its way, and whether it adds up."""

from inventory.queries.availability import available_units, in_stock, keeper_of, shortages_of
from inventory.queries.offering import STATES, Looked, products_looked_at, state_of
from inventory.queries.places import Place, keeps_for, may_adjust, may_send_from, own_places_of, places_of
from inventory.queries.stock import (
    balance_for,
    balances_of,
    free_everywhere,
    movements_of,
    place_for,
    stock_rows,
)
from inventory.queries.stores import offered_in_store
from inventory.queries.transfers import (
    arrives_at_once,
    lock_transfer,
    transfer_for,
    transfer_rows,
    transfers_of,
)

__all__ = [
    "STATES",
    "Looked",
    "Place",
    "arrives_at_once",
    "available_units",
    "balance_for",
    "balances_of",
    "free_everywhere",
    "in_stock",
    "keeper_of",
    "keeps_for",
    "lock_transfer",
    "may_adjust",
    "may_send_from",
    "movements_of",
    "offered_in_store",
    "own_places_of",
    "place_for",
    "places_of",
    "products_looked_at",
    "shortages_of",
    "state_of",
    "stock_rows",
    "transfer_for",
    "transfer_rows",
    "transfers_of",
]

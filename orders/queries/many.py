"""Orders chosen in a list, and what a person may do with many of them at once (SPEC.md O8)."""

from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from orders.enums import Move
from orders.models import Order
from orders.queries.delivering import orders_of_distributor
from orders.queries.details import move_for
from orders.queries.selling import orders_of_supplier
from wholesale.organizations.access import Acting
from wholesale.organizations.enums import Side

# In the order of an order's way; a return is decided at each door.
MANY_MOVES = {
    Side.SELLING: (Move.CONFIRM, Move.PREPARE, Move.SHIP, Move.DELIVER, Move.DECLINE, Move.CANCEL),
    Side.DELIVERING: (Move.CONFIRM, Move.PREPARE, Move.SHIP, Move.DELIVER, Move.DECLINE),
}


def many_moves(acting: Acting) -> list[Move]:
    """Return what this person may do with many orders; whether each order allows it is asked when it is done."""
    return [move for move in MANY_MOVES.get(acting.side, ()) if _may(acting, move)]


def many_move_for(acting: Acting, noun: str) -> Move:
    """Return the move that an address names; 404 for a word that names none for many orders.

    Raises: PermissionDenied for a role that may take it in no status.
    """
    move = move_for(acting, noun)
    if move not in MANY_MOVES.get(acting.side, ()):
        raise Http404
    return move


def chosen_orders(acting: Acting, ids: Collection[UUID]) -> list[Order]:
    """Return those of these orders that this person sees, in the order in which they were named; others are missing."""
    sells = acting.side == Side.SELLING
    orders = orders_of_supplier(acting) if sells else orders_of_distributor(acting.organization)
    found = orders.in_bulk(list(ids))
    return [found[each] for each in dict.fromkeys(ids) if each in found]


def _may(acting: Acting, move: Move) -> bool:
    try:
        move_for(acting, move.noun)
    except PermissionDenied:
        return False
    return True

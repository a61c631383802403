"""Which lots an order is given: chosen or proposed before it leaves, and what left afterwards (SPEC.md I13)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from inventory.enums import MovementKind
from inventory.models import Lot, LotMovement, LotPick
from inventory.queries import HeldLots, LotPart, Lying, held_lots, lots_of_holder, proposed, today_of
from orders.enums import OrderSide, Transition, moves_open_to
from orders.models import Order
from orders.queries.delivering import orders_of_distributor
from orders.queries.selling import orders_of_supplier
from wholesale.organizations.access import Acting
from wholesale.organizations.enums import Side, Step


@dataclass(frozen=True, slots=True)
class Choice:
    """A lot that an order may be given, with what is picked of it or else proposed."""

    lot: Lying
    units: int
    has_expired: bool


@dataclass(frozen=True, slots=True)
class LotChoices:
    """The lots of one product in one warehouse, as whoever prepares an order chooses among them."""

    held: HeldLots
    choices: list[Choice]

    @property
    def open_units(self) -> int:
        """Return what no lot is proposed for: it goes without one, or somebody must choose."""
        return self.held.units - sum(choice.units for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Given:
    """How many units of a lot an order is to get, got, and brought back."""

    picked_units: int = 0
    shipped_units: int = 0
    returned_units: int = 0


def preparing_move(order: Order, side: OrderSide) -> Transition | None:
    """Return the step by which this side prepares or ships an order now; None where it does not."""
    steps = (Step.PREPARE, Step.SHIP)
    return next((row for row in moves_open_to(order.status, side, order.owed_by) if row.step in steps), None)


def choices_of(order: Order) -> list[LotChoices]:
    """Return what an order holds of products that track lots, with the lots to choose from, in three statements."""
    today = today_of(order.supplier)
    found = []
    for held in held_lots(order.supplier_id, order.pk):
        units = {lot.lot_id: lot.own_units for lot in held.lots if lot.own_units} or proposed(
            held.lots, held.units, today
        )
        choices = [Choice(lot, units.get(lot.lot_id, 0), lot.has_expired(today)) for lot in held.lots]
        found.append(LotChoices(held, choices))
    return found


def lots_by_product(order: Order, lines: Iterable[dict[str, Any]]) -> dict[UUID, list[LotPart]]:
    """Return which lots stand on an order's lines: picked, or left. No statement where no line tracks lots."""
    if not any(line["tracks_lots"] for line in lines):
        return {}
    return lots_of_holder(order.supplier_id, order.pk)


def lots_on_paper(order: Order, lines: Iterable[dict[str, Any]]) -> dict[UUID, list[LotPart]]:
    """Return the lots that an order's paper names: what left; before that what was picked, or would be by now."""
    if not any(line["tracks_lots"] for line in lines):
        return {}
    if not order.is_held:
        return lots_of_holder(order.supplier_id, order.pk)
    found: dict[UUID, list[LotPart]] = {}
    for row in choices_of(order):
        found.setdefault(row.held.product_id, []).extend(
            LotPart(each.lot.lot_id, each.lot.code, each.lot.best_before, each.units, _state(each))
            for each in row.choices
            if each.units
        )
    return found


def _state(choice: Choice) -> str:
    return "picked" if choice.lot.own_units else "proposed"


def orders_with_lot(acting: Acting, lot: Lot) -> QuerySet[Order]:
    """Return the orders that got units of a lot, or are to get them, as far as whoever asks sees them (recall)."""
    holders = Q(pk__in=LotMovement.objects.filter(lot=lot, holder_id__isnull=False).values("holder_id"))
    holders |= Q(pk__in=LotPick.objects.filter(lot=lot).values("holder_id"))
    if acting.side == Side.SELLING:
        return orders_of_supplier(acting).filter(holders)
    return orders_of_distributor(acting.organization).filter(holders, supplier=lot.supplier_id)


def given_of(lot: Lot, orders: Iterable[Order]) -> dict[UUID, Given]:
    """Return how many units of a lot these orders get, got and brought back; two statements."""
    ids = [order.pk for order in orders]
    picked = dict(
        LotPick.objects.filter(lot=lot, holder_id__in=ids)
        .order_by()
        .values("holder_id")
        .annotate(n=Sum("units"))
        .values_list("holder_id", "n")
    )
    moved = (
        LotMovement.objects.filter(lot=lot, holder_id__in=ids)
        .order_by()
        .values("holder_id")
        .annotate(
            left=Coalesce(Sum("on_hand_units", filter=Q(kind=MovementKind.SHIPMENT)), Value(0)),
            back=Coalesce(Sum("on_hand_units", filter=Q(kind=MovementKind.RETURN)), Value(0)),
        )
    )
    gone = {row["holder_id"]: (-row["left"], row["back"]) for row in moved}
    return {key: Given(picked.get(key, 0), *gone.get(key, (0, 0))) for key in ids}

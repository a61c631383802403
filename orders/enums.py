"""An order's states: one table of who may take it from where to where (SPEC.md 8, O7)."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wholesale.organizations.enums import Side, Step
from wholesale.organizations.roles import Permission


class OrderStatus(models.TextChoices):
    """Where an order stands."""

    SUBMITTED = "submitted", _("Submitted")
    CONFIRMED = "confirmed", _("Confirmed")
    PREPARING = "preparing", _("Preparing")
    SHIPPED = "shipped", _("Shipped")
    DELIVERED = "delivered", _("Delivered")
    DECLINED = "declined", _("Declined")
    CANCELLED = "cancelled", pgettext_lazy("order", "Cancelled")
    RETURNED = "returned", _("Returned")

    @property
    def tone(self) -> str:
        """Return the colour of its badge."""
        return _TONES.get(self, "info")

    @property
    def hollow(self) -> bool:
        """Tell whether its badge shows an empty dot: the order was refused or taken back."""
        return self in STOPPED_STATUSES


class OrderSide(models.TextChoices):
    """Who acted on an order."""

    SUPPLIER = "supplier", _("Supplier")
    DISTRIBUTOR = "distributor", _("Distributor")
    RETAILER = "retailer", _("Retailer")


SIDE_OF_HAT = {
    Side.SELLING: OrderSide.SUPPLIER,
    Side.DELIVERING: OrderSide.DISTRIBUTOR,
    Side.BUYING: OrderSide.RETAILER,
}


class Move(models.TextChoices):
    """What a party does to an order. `noun` is its word in addresses."""

    CONFIRM = "confirm", _("Confirm order")
    DECLINE = "decline", _("Decline order")
    CANCEL = "cancel", _("Cancel order")
    PREPARE = "prepare", _("Start preparing")
    SHIP = "ship", _("Mark as shipped")
    DELIVER = "deliver", _("Mark as delivered")
    FAIL = "fail", _("Delivery failed")
    RETURN = "return", _("Mark as returned")

    @property
    def noun(self) -> str:
        """Return the noun that a POST to it is addressed to."""
        return _NOUNS[self]


class LinkEnd(models.TextChoices):
    """Why a link to an order opens nothing any more, beside the passing of time."""

    REVOKED = "revoked", pgettext_lazy("link", "Revoked")
    REPLACED = "replaced", pgettext_lazy("link", "Replaced by a newer one")
    AGREEMENT = "agreement", _("The agreement changed")


class ReportKind(models.TextChoices):
    """What whoever delivers says of an order; the last two by an account alone, for they move the order (I1, O14)."""

    PICKED = "picked", _("Picked")
    DELIVERED = "delivered", _("Delivered")
    PROBLEM = "problem", _("Problem")
    FAILED = "failed", _("Delivery failed")
    RETURNED = "returned", _("Returned")


# Of these a ProblemKind says why.
NAMES_A_PROBLEM = (ReportKind.PROBLEM, ReportKind.FAILED, ReportKind.RETURNED)
CHANGED = "changed"  # the kind of an event that says which lines, day or address became others
REGISTERED = "registered"  # the kind of an event: the customer has registered, so the order begins
REPORTED = "reported_"  # begins the kind of an event that says what was reported


class ProblemKind(models.TextChoices):
    """What went wrong with a delivery."""

    CLOSED = "closed", _("Nobody was there")
    REFUSED = "refused", _("They did not take it")
    MISSING = "missing", _("Something was missing")
    DAMAGED = "damaged", _("Something was damaged")
    ADDRESS = "address", _("The address is wrong or cannot be reached")
    OTHER = "other", _("Something else")


class Missing(models.TextChoices):
    """What becomes at shipping of what was ordered and is not there (SPEC.md I10)."""

    MOVE = "move", _("Move it to a follow-up order")
    DROP = "drop", _("Drop it")


class LineStage(models.TextChoices):
    """Which count of an order's line: what was asked for, is to come, was picked, left, arrived (SPEC.md O9)."""

    ORDERED = "ordered", _("Ordered")
    CONFIRMED = "confirmed", _("Confirmed")
    PICKED = "picked", _("Picked")
    SHIPPED = "shipped", _("Shipped")
    DELIVERED = "delivered", _("Delivered")


class ChangeReason(models.TextChoices):
    """Why there is more or less of a line than the stage before said; a retailer that changes its wish needs none."""

    OUT_OF_STOCK = "out_of_stock", _("Out of stock")
    DAMAGED = "damaged", _("Damaged")
    CUSTOMER_ASKED = "customer_asked", _("The customer asked for it")
    WRONGLY_ENTERED = "wrongly_entered", _("Entered wrongly")
    NOT_LOADED = "not_loaded", _("Not on the vehicle")
    REFUSED = "refused", _("Not accepted")
    LOST = "lost", _("Lost on the way")
    OTHER = "other", _("Other")


R = ChangeReason
# The reasons that can be given before an order ships, and at the door.
REASONS_OF_STAGE: dict[LineStage, tuple[ChangeReason, ...]] = {
    LineStage.CONFIRMED: (R.OUT_OF_STOCK, R.DAMAGED, R.CUSTOMER_ASKED, R.WRONGLY_ENTERED, R.OTHER),
    LineStage.DELIVERED: (R.NOT_LOADED, R.DAMAGED, R.REFUSED, R.LOST, R.OTHER),
}


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table: from where, by which move, to where, and who may.

    Args:
        step: whoever the agreement gives this step to may take it.
        always: the sides that may take it whatever the agreement says.
        permission: the right that a member of that side needs; a retailer's is PLACE_ORDERS.
    """

    source: OrderStatus
    move: Move
    target: OrderStatus
    step: Step | None
    always: frozenset[OrderSide]
    permission: Permission

    def is_open_to(self, side: OrderSide, owed_by: str) -> bool:
        """Tell whether this side may take it, when `owed_by` owes the order's next step."""
        return side in self.always or (self.step is not None and side.value == owed_by)

    def permission_for(self, side: OrderSide) -> Permission:
        """Return the right that this side's member needs."""
        return Permission.PLACE_ORDERS if side == OrderSide.RETAILER else self.permission


S, P = OrderStatus, Permission
_NOBODY: frozenset[OrderSide] = frozenset()
_SUPPLIER = frozenset({OrderSide.SUPPLIER})
_SUPPLIER_OR_RETAILER = frozenset({OrderSide.SUPPLIER, OrderSide.RETAILER})
TRANSITIONS: tuple[Transition, ...] = (
    Transition(S.SUBMITTED, Move.CONFIRM, S.CONFIRMED, Step.CONFIRM, _NOBODY, P.CONFIRM_ORDERS),
    Transition(S.SUBMITTED, Move.DECLINE, S.DECLINED, Step.CONFIRM, _SUPPLIER, P.CONFIRM_ORDERS),
    Transition(S.SUBMITTED, Move.CANCEL, S.CANCELLED, None, _SUPPLIER_OR_RETAILER, P.CONFIRM_ORDERS),
    Transition(S.CONFIRMED, Move.PREPARE, S.PREPARING, Step.PREPARE, _NOBODY, P.PREPARE_ORDERS),
    Transition(S.CONFIRMED, Move.CANCEL, S.CANCELLED, None, _SUPPLIER, P.CONFIRM_ORDERS),
    Transition(S.PREPARING, Move.SHIP, S.SHIPPED, Step.SHIP, _NOBODY, P.PREPARE_ORDERS),
    Transition(S.PREPARING, Move.CANCEL, S.CANCELLED, None, _SUPPLIER, P.CONFIRM_ORDERS),
    Transition(S.SHIPPED, Move.DELIVER, S.DELIVERED, Step.DELIVER, _NOBODY, P.DELIVER_ORDERS),
    Transition(S.SHIPPED, Move.FAIL, S.SHIPPED, Step.DELIVER, _NOBODY, P.DELIVER_ORDERS),
    Transition(S.SHIPPED, Move.RETURN, S.RETURNED, Step.DELIVER, _NOBODY, P.DELIVER_ORDERS),
)
_BY_PAIR = {(row.source, row.move): row for row in TRANSITIONS}

OPEN_STATUSES = frozenset({S.SUBMITTED, S.CONFIRMED, S.PREPARING, S.SHIPPED})
UNDER_WAY_STATUSES = OPEN_STATUSES - {S.SUBMITTED}
STOPPED_STATUSES = frozenset({S.DECLINED, S.CANCELLED, S.RETURNED})
# The step that an order waits for in each open status.
NEXT_STEP: dict[OrderStatus, Step] = {
    S.SUBMITTED: Step.CONFIRM,
    S.CONFIRMED: Step.PREPARE,
    S.PREPARING: Step.SHIP,
    S.SHIPPED: Step.DELIVER,
}
# The move that takes each step.
MOVE_OF_STEP: dict[Step, Move] = {
    Step.CONFIRM: Move.CONFIRM,
    Step.PREPARE: Move.PREPARE,
    Step.SHIP: Move.SHIP,
    Step.DELIVER: Move.DELIVER,
}
# The way of an order that nobody stops, for the page's progress.
WAY = (S.SUBMITTED, S.CONFIRMED, S.PREPARING, S.SHIPPED, S.DELIVERED)
_TONES = {
    S.PREPARING: "violet",
    S.SHIPPED: "violet",
    S.DELIVERED: "ok",
    S.DECLINED: "bad",
    S.CANCELLED: "idle",
    S.RETURNED: "warn",
}
_NOUNS = {
    Move.CONFIRM: "confirmation",
    Move.DECLINE: "refusal",
    Move.CANCEL: "cancellation",
    Move.PREPARE: "preparation",
    Move.SHIP: "shipment",
    Move.DELIVER: "delivery",
    Move.FAIL: "failure",
    Move.RETURN: "return",
}


def transition_of(status: str, move: Move) -> Transition | None:
    """Return the row of the table that this move takes from this status, if there is one."""
    return _BY_PAIR.get((OrderStatus(status), move))


def moves_open_to(status: str, side: OrderSide, owed_by: str) -> list[Transition]:
    """Return what this side may do to an order in this status."""
    return [row for row in TRANSITIONS if row.source == status and row.is_open_to(side, owed_by)]


def may_change_quantities(status: str, side: OrderSide, owed_by: str) -> bool:
    """Tell whether this side may change how much of an order is to come: the supplier until it ships (SPEC.md O9).

    A distributor may while it owes the order's next step: it prepares, and finds what is missing.
    """
    if status not in (S.SUBMITTED, S.CONFIRMED, S.PREPARING):
        return False
    return side == OrderSide.SUPPLIER or (side == OrderSide.DISTRIBUTOR and side.value == owed_by)

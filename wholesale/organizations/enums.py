"""Choices of companies, people's roles in them, and agreements."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Side(models.TextChoices):
    """The hat a page acts under; it stands in the address."""

    SELLING = "selling", _("Selling")
    DELIVERING = "delivering", _("Delivering")
    BUYING = "buying", _("Buying")


class MemberRole(models.TextChoices):
    """What a person is at a company (SPEC.md P3)."""

    ADMIN = "admin", _("Admin")
    PROCUREMENT = "procurement", _("Procurement manager")
    SALES = "sales", _("Sales representative")
    WAREHOUSE = "warehouse", _("Warehouse")
    ACCOUNTING = "accounting", _("Accounting")
    VIEWER = "viewer", _("Viewer")
    DISPATCHER = "dispatcher", _("Dispatcher")
    DRIVER = "driver", _("Driver")
    BUYER = "buyer", _("Buyer")
    BOOKKEEPER = "bookkeeper", _("Bookkeeper")


class GuestLimit(models.TextChoices):
    """What a supplier keeps back from a guest of what the role would let it do (SPEC.md I1)."""

    NONE = "none", _("Everything of the role")
    NO_STOCK = "no_stock", _("Everything but changing stock")
    READ_ONLY = "read_only", _("Only look")


class GuestRequestState(models.TextChoices):
    """Where a person's request for access to a supplier's account stands."""

    WAITING = "waiting", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")


class AgreementMode(models.TextChoices):
    """How a supplier works with a distributor (SPEC.md I1)."""

    GUEST = "guest", _("Guest")
    CONNECTED = "connected", _("Connected")
    EXTERNAL = "external", _("External")


class AgreementStatus(models.TextChoices):
    """Where an agreement stands (SPEC.md 8)."""

    PROPOSED = "proposed", _("Proposed")
    ACTIVE = "active", _("Active")
    ENDED = "ended", _("Ended")


class Party(models.TextChoices):
    """The side of an agreement that owes a step."""

    SUPPLIER = "supplier", _("Supplier")
    DISTRIBUTOR = "distributor", _("Distributor")

    @property
    def other(self) -> "Party":
        """Return the one across the table."""
        return Party.DISTRIBUTOR if self == Party.SUPPLIER else Party.SUPPLIER


class Switch(models.TextChoices):
    """What one side of an agreement grants the other, from a day on (SPEC.md I2, I6, I9)."""

    INVENTORY_EDITABLE = "inventory_editable", _("Edit the supplier’s stock in the distributor’s warehouse")
    RETURN_PICKUP = "return_pickup", _("Pick up returns and empties at the customer")
    BOTH_WAREHOUSES = "both_warehouses", _("Its customers also get the supplier’s own stock")
    DOOR_QUANTITIES = "door_quantities", _("Change quantities at the door")
    SEE_AMOUNTS = "see_amounts", _("See prices on the orders it delivers")

    @property
    def grantor(self) -> Party:
        """Return the side that grants it."""
        theirs = (Switch.INVENTORY_EDITABLE, Switch.RETURN_PICKUP)
        return Party.DISTRIBUTOR if self in theirs else Party.SUPPLIER


class ProposalState(models.TextChoices):
    """Where a proposed change of an agreement stands."""

    OPEN = "open", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Taken back")


class AgreementEvent(models.TextChoices):
    """What is done with an agreement."""

    ACCEPT = "accept", _("Accept")
    DECLINE = "decline", _("Decline")
    WITHDRAW = "withdraw", _("Withdraw")
    END = "end", _("End")


class Decider(models.TextChoices):
    """Who of the two may do it."""

    PROPOSER = "proposer"
    ASKED = "asked"
    EITHER = "either"


# From where, by what, to where, by whom (SPEC.md 8). What is not here is refused.
AGREEMENT_MOVES: dict[tuple[AgreementStatus, AgreementEvent], tuple[AgreementStatus, Decider]] = {
    (AgreementStatus.PROPOSED, AgreementEvent.ACCEPT): (AgreementStatus.ACTIVE, Decider.ASKED),
    (AgreementStatus.PROPOSED, AgreementEvent.DECLINE): (AgreementStatus.ENDED, Decider.ASKED),
    (AgreementStatus.PROPOSED, AgreementEvent.WITHDRAW): (AgreementStatus.ENDED, Decider.PROPOSER),
    (AgreementStatus.ACTIVE, AgreementEvent.END): (AgreementStatus.ENDED, Decider.EITHER),
}


class Step(models.TextChoices):
    """What somebody owes an order on its way (SPEC.md I2)."""

    CONFIRM = "confirm", _("Confirm")
    PREPARE = "prepare", _("Prepare")
    SHIP = "ship", _("Ship")
    DELIVER = "deliver", _("Deliver")
    INVOICE = "invoice", _("Invoice")
    MARK_PAID = "mark_paid", _("Mark paid")


# Who owes what, and within how many hours, until an agreement says otherwise (SPEC.md I2, O12).
DEFAULT_STEPS: dict[Step, tuple[Party, int]] = {
    Step.CONFIRM: (Party.SUPPLIER, 24),
    Step.PREPARE: (Party.DISTRIBUTOR, 24),
    Step.SHIP: (Party.DISTRIBUTOR, 24),
    Step.DELIVER: (Party.DISTRIBUTOR, 24),
    Step.INVOICE: (Party.SUPPLIER, 48),
    Step.MARK_PAID: (Party.SUPPLIER, 120),
}
MAX_LIMIT_HOURS = 24 * 60

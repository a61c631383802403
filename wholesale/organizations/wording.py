"""What each switch of an agreement is to the side that reads of it, and what its end does to orders on their way."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wholesale.organizations.enums import Switch


@dataclass(frozen=True, slots=True)
class SwitchWords:
    """A switch on the screen.

    Args:
        given: its name to the side that grants it; `got`: to the side that is granted it.
        note: what it means, in a line.
        after: what becomes of open orders once it is withdrawn.
    """

    given: Promise
    got: Promise
    note: Promise
    after: Promise


SWITCHES: dict[Switch, SwitchWords] = {
    Switch.INVENTORY_EDITABLE: SwitchWords(
        _("Edit its stock in your warehouse with the pencil"),
        _("Edit your stock in its warehouse with the pencil"),
        _("Each change is in the log with its reason"),
        _("They go on as they are. The stock they take from is corrected by whoever keeps the warehouse alone."),
    ),
    Switch.RETURN_PICKUP: SwitchWords(
        _("You pick up returns and empties at the customer"),
        _("It picks up returns and empties at the customer"),
        _("What comes back is counted by whoever picks it up"),
        _("They go on as they are. What comes back from them is picked up by the supplier."),
    ),
    Switch.BOTH_WAREHOUSES: SwitchWords(
        _("Its customers also get your own stock"),
        _("Your customers also get its own stock"),
        _("Lines are taken from the distributor first, then handed over; a customer or group may say otherwise"),
        _("What they have reserved stays reserved, also what is to be handed over. New orders get none of it."),
    ),
    Switch.DOOR_QUANTITIES: SwitchWords(
        _("Change quantities at the door"),
        _("Change quantities at the door"),
        _("Delivered less or returned, with a reason"),
        _("They go on as they are. What is delivered less or comes back is noted by the supplier."),
    ),
    Switch.SEE_AMOUNTS: SwitchWords(
        _("See prices on the orders it delivers"),
        _("See prices on the orders you deliver"),
        _("Off: packs and quantities only"),
        _("They show packs and quantities only, from now on."),
    ),
}  # fmt: skip

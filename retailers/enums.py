"""A customer's states, and which event leads from one to the next (SPEC.md C10, section 8)."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CustomerStatus(models.TextChoices):
    """Where a customer stands; it follows from events, nobody types it."""

    REQUESTED = "requested", _("Requested")
    REJECTED = "rejected", _("Rejected")
    PROSPECT = "prospect", _("Prospect")
    INVITED = "invited", _("Invited")
    REGISTERED = "registered", _("Registered")
    HAS_ORDERED = "has_ordered", _("Has ordered")

    @property
    def tone(self) -> str:
        """Return the colour of its badge."""
        return _TONES.get(self.value, "info")

    @property
    def hollow(self) -> bool:
        """Tell whether its badge has an open dot: not there yet, or refused."""
        return self.value in ("prospect", "invited", "rejected")


_TONES = {"requested": "violet", "rejected": "bad", "prospect": "idle", "has_ordered": "ok"}
REGISTERED = frozenset({CustomerStatus.REGISTERED, CustomerStatus.HAS_ORDERED})


class Relation(models.TextChoices):
    """The connection between a supplier and a retailer, beside the status."""

    NONE = "none", _("Not asked")
    ASKED_BY_SUPPLIER = "asked_by_supplier", _("Asked by you")
    ASKED_BY_RETAILER = "asked_by_retailer", _("Asked by the retailer")
    ACCEPTED = "accepted", _("Connected")
    REFUSED = "refused", _("Refused")
    ENDED = "ended", _("Ended")


class CustomerEventKind(models.TextChoices):
    """What happens to a customer."""

    CREATED = "created", _("Created")
    INVITED = "invited", _("Invited")
    REQUESTED = "requested", _("Asked for access")
    RECOGNIZED = "recognized", _("Asked for access, and was known")
    WITHDRAWN = "withdrawn", _("Took the request back")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    ACCEPTED = "accepted", _("Accepted the invitation")
    ORDERED = "ordered", _("Ordered")
    ACTIVATED = "activated", _("Activated")
    DEACTIVATED = "deactivated", _("Deactivated")
    DISTRIBUTOR_ASSIGNED = "distributor_assigned", _("Distributor assigned")
    REPRESENTATIVE_ASSIGNED = "representative_assigned", _("Representative assigned")
    GROUPS_CHANGED = "groups_changed", _("Groups changed")
    LABELS_CHANGED = "labels_changed", _("Labels changed")
    EDITED = "edited", _("Details changed")
    TERMS_CHANGED = "terms_changed", _("Terms changed")
    HELD = "held", _("Put on hold")
    RELEASED = "released", _("Taken off hold")
    MERGED = "merged", _("Merged with a duplicate")
    PARTED = "parted", _("Merge undone")
    ENDED = "ended", _("Relation ended")
    MOVED = "moved", _("Became another company")


class SkipReason(models.TextChoices):
    """Why a change of many left a customer as it was."""

    UNCHANGED = "unchanged", _("It was so already")
    NOT_REGISTERED = "not_registered", _("It has not registered yet")
    RELATION_ENDED = "relation_ended", _("The relation has ended")
    TOO_MANY_LABELS = "too_many_labels", _("It would have more than 20 labels")
    NO_EMAIL = "no_email", _("It has no contact email")
    INVITED_ALREADY = "invited_already", _("It is invited already")
    ASKS = "asks", _("It asks for access: decide on its request")
    REGISTERED_ALREADY = "registered_already", _("It has registered already")
    BOUNCED = "bounced", _("Mail to its email comes back")
    EMAIL_TAKEN = "email_taken", _("Its email is invited as another retailer")
    GONE = "gone", _("You no longer see it")
    REFUSED = "refused", _("It could not be done")


class BulkState(models.TextChoices):
    """How far a change of many has come."""

    RUNNING = "running", _("Running")
    DONE = "done", pgettext_lazy("bulk job", "Done")
    FAILED = "failed", pgettext_lazy("bulk job", "Stopped")

    @property
    def tone(self) -> str:
        """Return the colour of its badge."""
        return {"done": "ok", "failed": "bad"}.get(self.value, "info")


class GroupColor(models.TextChoices):
    """The colours of groups, as the screen has them."""

    VIOLET = "violet", _("Violet")
    BLUE = "blue", _("Blue")
    GREEN = "green", _("Green")
    AMBER = "amber", _("Amber")
    RED = "red", _("Red")
    GREY = "grey", _("Grey")

    @property
    def tone(self) -> str:
        """Return the tone of its tag."""
        return _GROUP_TONES.get(self.value, "violet")


_GROUP_TONES = {"blue": "info", "green": "ok", "amber": "warn", "red": "bad", "grey": "idle"}


class CorrectionState(models.TextChoices):
    """What became of a correction that a supplier proposed."""

    OPEN = "open", _("Waiting")
    ACCEPTED = "accepted", _("Taken over")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Taken back")

    @property
    def tone(self) -> str:
        """Return the colour of its badge."""
        return {"open": "warn", "accepted": "ok", "declined": "bad"}.get(self.value, "idle")


class DuplicateReason(models.TextChoices):
    """Why an entry may be one that exists already."""

    SAME_EMAIL = "same_email", _("Same email")
    SAME_PHONE = "same_phone", _("Same phone")
    SAME_ADDRESS = "same_address", _("Same address")
    SAME_STREET_NUMBER = "same_street_number", _("Same street number")
    SIMILAR_NAME = "similar_name", _("Similar name")


class Industry(models.TextChoices):
    """What kind of place a retailer is."""

    BAR = "bar", _("Bar or pub")
    RESTAURANT = "restaurant", _("Restaurant")
    CAFE = "cafe", _("Café")
    SHOP = "shop", _("Shop")
    GROCERY = "grocery", _("Grocery")
    BREWPUB = "brewpub", _("Brewpub or taproom")
    HOTEL = "hotel", _("Hotel")
    EVENTS = "events", _("Events")
    OTHER = "other", _("Other")


# How an event shows in a timeline: icon, tone, and what whoever it was did.
EVENT_LOOKS: dict[CustomerEventKind, tuple[str, str, Promise]] = {
    CustomerEventKind.CREATED: ("plus", "", _("added this retailer")),
    CustomerEventKind.INVITED: ("mail-forward", "info", _("invited it to register")),
    CustomerEventKind.REQUESTED: ("user-plus", "violet", _("asked for access")),
    CustomerEventKind.RECOGNIZED: ("user-check", "ok", _("asked for access with the email known of it")),
    CustomerEventKind.WITHDRAWN: ("x", "", _("took the request back")),
    CustomerEventKind.APPROVED: ("check", "ok", _("approved the request")),
    CustomerEventKind.REJECTED: ("x", "bad", _("rejected the request")),
    CustomerEventKind.ACCEPTED: ("user-check", "ok", _("accepted the invitation")),
    CustomerEventKind.ORDERED: ("receipt", "ok", _("placed the first order")),
    CustomerEventKind.ACTIVATED: ("bolt", "ok", _("activated it")),
    CustomerEventKind.DEACTIVATED: ("player-pause", "warn", _("deactivated it")),
    CustomerEventKind.DISTRIBUTOR_ASSIGNED: ("truck", "", _("changed who delivers")),
    CustomerEventKind.REPRESENTATIVE_ASSIGNED: ("user", "", _("changed who looks after it")),
    CustomerEventKind.GROUPS_CHANGED: ("users-group", "", _("changed its groups")),
    CustomerEventKind.LABELS_CHANGED: ("tag", "", _("changed its labels")),
    CustomerEventKind.ENDED: ("x", "warn", _("ended the relation")),
    CustomerEventKind.EDITED: ("pencil", "", _("changed its details")),
    CustomerEventKind.TERMS_CHANGED: ("file-invoice", "", _("changed its terms")),
    CustomerEventKind.HELD: ("lock", "warn", _("put it on hold")),
    CustomerEventKind.RELEASED: ("check", "ok", _("took it off hold")),
    CustomerEventKind.MERGED: ("copy", "info", _("found it twice in the directory and merged the two")),
    CustomerEventKind.MOVED: ("arrows-exchange", "info", _("made another company of it")),
    CustomerEventKind.PARTED: ("arrows-exchange", "info", _("undid a merge: these are two retailers")),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a customer stands: its status, and the relation beside it."""

    status: CustomerStatus
    relation: Relation


_S, _R, _K = CustomerStatus, Relation, CustomerEventKind
_PROSPECT = Standing(_S.PROSPECT, _R.NONE)
_ASKED = Standing(_S.INVITED, _R.ASKED_BY_SUPPLIER)
_ASKS = Standing(_S.REQUESTED, _R.ASKED_BY_RETAILER)
_CONNECTED = Standing(_S.REGISTERED, _R.ACCEPTED)
_REFUSED = Standing(_S.REJECTED, _R.REFUSED)

# The relation of one that has registered, by what happens and how it stood: its status stays as it is, for it never
# goes back (SPEC.md C10), and an ended relation can be asked for again by either.
RELATIONS: dict[tuple[CustomerEventKind, Relation], Relation] = {
    (_K.ENDED, _R.ACCEPTED): _R.ENDED,
    (_K.INVITED, _R.ENDED): _R.ASKED_BY_SUPPLIER,
    (_K.INVITED, _R.REFUSED): _R.ASKED_BY_SUPPLIER,
    (_K.INVITED, _R.ASKED_BY_SUPPLIER): _R.ASKED_BY_SUPPLIER,
    (_K.INVITED, _R.ASKED_BY_RETAILER): _R.ACCEPTED,
    (_K.ACCEPTED, _R.ASKED_BY_SUPPLIER): _R.ACCEPTED,
    (_K.REQUESTED, _R.ENDED): _R.ASKED_BY_RETAILER,
    (_K.REQUESTED, _R.REFUSED): _R.ASKED_BY_RETAILER,
    (_K.WITHDRAWN, _R.ASKED_BY_RETAILER): _R.ENDED,
    (_K.APPROVED, _R.ASKED_BY_RETAILER): _R.ACCEPTED,
    (_K.REJECTED, _R.ASKED_BY_RETAILER): _R.REFUSED,
}
# The customer's machine: what happens, and where the customer stands before; then where it stands after.
# What is not here is refused. An order entered for a customer that has not registered (SPEC.md O17) changes
# nothing yet: `accepted` and `approved` then lead on to Has ordered. A prospect that asks is connected by that
# alone only if it is recognized: the asker's proven email is the one that the supplier wrote down (P7). Who is not
# waits for a decision, and may accept an invitation meanwhile.
TRANSITIONS: dict[tuple[CustomerEventKind, CustomerStatus | None], Standing] = {
    (_K.CREATED, None): _PROSPECT,
    (_K.REQUESTED, None): _ASKS,
    (_K.REQUESTED, _S.REJECTED): _ASKS,
    (_K.REQUESTED, _S.PROSPECT): _ASKS,
    (_K.REQUESTED, _S.INVITED): _ASKS,
    (_K.RECOGNIZED, _S.PROSPECT): _CONNECTED,
    (_K.RECOGNIZED, _S.INVITED): _CONNECTED,
    (_K.WITHDRAWN, _S.REQUESTED): _PROSPECT,
    (_K.APPROVED, _S.REQUESTED): _CONNECTED,
    (_K.REJECTED, _S.REQUESTED): _REFUSED,
    (_K.INVITED, _S.PROSPECT): _ASKED,
    (_K.INVITED, _S.REJECTED): _ASKED,
    (_K.INVITED, _S.INVITED): _ASKED,
    (_K.INVITED, _S.REQUESTED): _CONNECTED,
    (_K.ACCEPTED, _S.INVITED): _CONNECTED,
    (_K.ACCEPTED, _S.PROSPECT): _CONNECTED,
    (_K.ACCEPTED, _S.REQUESTED): _CONNECTED,
    (_K.ORDERED, _S.PROSPECT): _PROSPECT,
    (_K.ORDERED, _S.INVITED): _ASKED,
    (_K.ORDERED, _S.REQUESTED): _ASKS,
    (_K.ORDERED, _S.REJECTED): _REFUSED,
    (_K.ORDERED, _S.REGISTERED): Standing(_S.HAS_ORDERED, _R.ACCEPTED),
    (_K.ORDERED, _S.HAS_ORDERED): Standing(_S.HAS_ORDERED, _R.ACCEPTED),
}


class Carrier(models.TextChoices):
    """Who brings what is ordered for a day of service (SPEC.md C15, I9)."""

    ASSIGNED = "assigned", _("Whoever delivers to the customer")
    OWN = "own", _("We deliver ourselves")
    DISTRIBUTOR = "distributor", _("One of our distributors")
    NAMED = "named", _("Another carrier")
    COLLECTED = "collected", _("The customer collects")


class Licence(models.TextChoices):
    """What a supplier knows of a customer's licence to buy its goods."""

    MISSING = "missing", _("No licence")
    EXPIRED = "expired", _("Licence expired")
    ENDS_SOON = "ends_soon", _("Licence ends within 30 days")
    VALID = "valid", _("Licence valid")

    @property
    def is_good(self) -> bool:
        """Tell whether goods that need a licence may be sold on it."""
        return self in (Licence.VALID, Licence.ENDS_SOON)

    @property
    def tone(self) -> str:
        """Return the colour of its badge."""
        return {"valid": "ok", "ends_soon": "warn"}.get(self.value, "bad")

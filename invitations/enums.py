"""The states of invitations and requests (SPEC.md 8)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InvitationStatus(models.TextChoices):
    """Where an invitation stands; expired is derived from its date while it is pending."""

    PENDING = "pending", _("Pending")
    ACCEPTED = "accepted", _("Accepted")
    REVOKED = "revoked", _("Withdrawn")


class InvitationState(models.TextChoices):
    """Where an invitation stands as it shows: its status, and while it waits, what became of its mail (SPEC.md N1)."""

    QUEUED = "queued", _("Being sent")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Delivered")
    OPENED = "opened", _("Opened")
    BOUNCED = "bounced", _("Bounced")
    FAILED = "failed", _("Not sent")
    ACCEPTED = "accepted", _("Accepted")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Withdrawn")

    @property
    def tone(self) -> str:
        """Return the colour of its badge."""
        return _TONES.get(self.value, "info")

    @property
    def hollow(self) -> bool:
        """Tell whether its badge has an open dot: on its way, not there yet."""
        return self.value in ("queued", "sent", "delivered")


_TONES = {
    "accepted": "ok",
    "bounced": "bad",
    "failed": "bad",
    "expired": "warn",
    "revoked": "idle",
    "queued": "idle",
}


class ProposalState(models.TextChoices):
    """What became of a further buyer whom a supplier proposed (SPEC.md P8)."""

    OPEN = "open", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Taken back")

    @property
    def tone(self) -> str:
        """Return the colour of its badge."""
        return {"open": "info", "accepted": "ok", "declined": "bad"}.get(self.value, "idle")


class BuyerOutcome(models.TextChoices):
    """What adding a proposed buyer came to; for the retailer alone."""

    INVITED = "invited", _("Invited")
    INVITED_AGAIN = "invited_again", _("Invited again")
    HERE_ALREADY = "here_already", _("Works here already")


class AskingState(models.TextChoices):
    """Where a retailer stands with a supplier that it may ask for access (SPEC.md N10)."""

    NONE = "none", _("Not asked")
    WAITING = "waiting", _("Waiting for an answer")
    INVITED = "invited", _("Invites you")
    APPROVED = "approved", _("Activation pending")
    ACTIVE = "active", _("You order here")
    REJECTED = "rejected", _("Declined")
    ENDED = "ended", _("Ended")

    @property
    def tone(self) -> str:
        """Return the colour of its badge."""
        tones = {
            "waiting": "violet",
            "invited": "info",
            "approved": "warn",
            "active": "ok",
            "rejected": "bad",
        }
        return tones.get(self.value, "idle")


class DeadEnd(models.TextChoices):
    """Why an invitation leads nowhere."""

    UNKNOWN = "unknown", _("No such invitation")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Withdrawn")
    USED = "used", _("Accepted already")
    WRONG_PERSON = "wrong_person", _("Sent to somebody else")
    NOT_A_MEMBER = "not_a_member", _("Not a buyer of this company")
    ALREADY_CUSTOMER = "already_customer", _("Can order already")
    ENDED = "ended", _("Ended by the supplier")
    NOT_NOW = "not_now", _("Not to be accepted now")


class LinkState(models.TextChoices):
    """What a supplier's invite link does for whoever opens it (SPEC.md N5)."""

    ON = "on", _("On")
    OFF = "off", _("Off")
    REPLACED = "replaced", _("Replaced")

    @property
    def tone(self) -> str:
        """Return the colour it shows in."""
        return "ok" if self == LinkState.ON else "idle"


class ApartState(models.TextChoices):
    """What a supplier says of a customer whose company was handed to other people."""

    WAITING = "waiting", _("Asked: is it the same customer?")
    CONFIRMED = "confirmed", _("The same customer")
    REFUSED = "refused", _("Kept apart")
    RETURNED = "returned", _("Came back")


class ClaimState(models.TextChoices):
    """What became of a person's word that a claimed company is theirs (SPEC.md N6)."""

    OPEN = "open", _("Waiting")
    REASSIGNED = "reassigned", _("Handed over")
    DECLINED = "declined", _("Declined")
    UNDONE = "undone", _("Undone")

    @property
    def tone(self) -> str:
        """Return the colour of its badge."""
        return {"open": "warn", "reassigned": "ok", "declined": "bad"}.get(self.value, "idle")


class VisitState(models.TextChoices):
    """What a visitor's code may still be used for (SPEC.md N6)."""

    WAITING = "waiting", _("Waiting for its code")
    WORN_OUT = "worn_out", _("Too many wrong codes")
    EXPIRED = "expired", _("Expired")
    PROVEN = "proven", _("Email proven")
    USED = "used", _("Request sent")


class RequestState(models.TextChoices):
    """Where a retailer's request for access stands."""

    OPEN = "open", pgettext_lazy("request", "Waiting")
    APPROVED = "approved", pgettext_lazy("request", "Approved")
    REJECTED = "rejected", pgettext_lazy("request", "Rejected")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "Taken back")

    @property
    def tone(self) -> str:
        """Return the colour of its badge."""
        return {"open": "violet", "approved": "ok", "rejected": "bad"}.get(self.value, "idle")


class Origin(models.TextChoices):
    """How whoever asks for access came."""

    LINK = "link", _("By the invite link")
    OWN = "own", _("By itself")


class TourState(models.TextChoices):
    """Whether the tour through a customer's steps leads on."""

    RUNNING = "running", _("Going on")
    LEFT = "left", _("Left")
    FINISHED = "finished", pgettext_lazy("tour", "Finished")

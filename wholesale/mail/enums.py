"""Where a mail stands, and why an address gets no more."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """A mail leaves QUEUED once and for all; an operator may put a dead one back."""

    QUEUED = "queued", _("Queued")
    SENT = "sent", _("Sent")
    SUPPRESSED = "suppressed", _("Held back")  # the address has bounced for good or complained
    DEAD = "dead", _("Given up")


class SuppressionReason(models.TextChoices):
    """Why nothing is sent to an address any more."""

    BOUNCED = "bounced", _("Bounced")
    COMPLAINED = "complained", _("Complained")

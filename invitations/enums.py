"""The states of an invitation (SPEC.md 8)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class InvitationStatus(models.TextChoices):
    """Where an invitation stands; expired is derived from its date while it is pending."""

    PENDING = "pending", _("Pending")
    ACCEPTED = "accepted", _("Accepted")
    REVOKED = "revoked", _("Revoked")


class DeadEnd(models.TextChoices):
    """Why an invitation leads nowhere."""

    UNKNOWN = "unknown", _("No such invitation")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Withdrawn")
    USED = "used", _("Accepted already")
    WRONG_PERSON = "wrong_person", _("Sent to somebody else")
    NOT_A_MEMBER = "not_a_member", _("Not a buyer of this company")
    ALREADY_CUSTOMER = "already_customer", _("Can order already")

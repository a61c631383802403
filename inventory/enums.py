"""Kinds of stock movements, and the states of a transfer (SPEC.md I4, I5, section 8)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MovementKind(models.TextChoices):
    """Why a balance moved."""

    RECEIPT = "receipt", _("Receipt")
    ADJUSTMENT = "adjustment", _("Adjustment")
    TRANSFER_OUT = "transfer_out", _("Transfer out")
    TRANSFER_IN = "transfer_in", _("Transfer in")
    TRANSFER_BACK = "transfer_back", _("Transfer cancelled")
    RESERVATION = "reservation", _("Reservation")
    RELEASE = "release", _("Release")
    SHIPMENT = "shipment", _("Shipment")
    RETURN = "return", _("Return")
    WRITE_OFF = "write_off", _("Write-off")


class TransferStatus(models.TextChoices):
    """Where a transfer stands."""

    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent")
    RECEIVED = "received", _("Received")
    CANCELLED = "cancelled", _("Cancelled")


class TakeStatus(models.TextChoices):
    """Where a stock take stands."""

    OPEN = "open", _("Open")
    APPLIED = "applied", _("Applied")
    DISCARDED = "discarded", _("Discarded")


class TransferEvent(models.TextChoices):
    """What is done with a transfer."""

    SEND = "send", _("Send")
    DELETE = "delete", _("Delete")
    RECEIVE = "receive", _("Receive")
    CANCEL = "cancel", _("Cancel")


class TransferEnd(models.TextChoices):
    """The end of a transfer that may do it: whoever wrote it, or whoever keeps the destination."""

    WRITER = "writer"
    DESTINATION = "destination"


# From where, by what, to where (a deleted draft is gone), by whom (SPEC.md I5, section 8).
TRANSFER_MOVES: dict[tuple[TransferStatus, TransferEvent], tuple[TransferStatus | None, TransferEnd]] = {
    (TransferStatus.DRAFT, TransferEvent.SEND): (TransferStatus.SENT, TransferEnd.WRITER),
    (TransferStatus.DRAFT, TransferEvent.DELETE): (None, TransferEnd.WRITER),
    (TransferStatus.SENT, TransferEvent.RECEIVE): (TransferStatus.RECEIVED, TransferEnd.DESTINATION),
    (TransferStatus.SENT, TransferEvent.CANCEL): (TransferStatus.CANCELLED, TransferEnd.WRITER),
}

"""Which invitations are to be followed by a reminder, and whose."""

from uuid import UUID

from django.db import connection
from django.db.models import F, Q
from django.db.models.functions import Now

from invitations.enums import InvitationStatus
from invitations.models import Invitation, InvitationSettings
from retailers.enums import Relation
from wholesale.mail.enums import MailState
from wholesale.organizations.models import Organization


def suppliers_to_remind() -> list[UUID]:
    """Return the suppliers of which an invitation may be due for its reminder; runs as the app role."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT supplier_id FROM app.suppliers_to_remind()")
        return [supplier_id for (supplier_id,) in cursor.fetchall()]


def is_reminding(supplier: Organization) -> bool:
    """Tell whether this supplier's invitations are followed by a reminder; they are until it says no."""
    return not InvitationSettings.objects.filter(supplier=supplier, is_reminding=False).exists()


def lock_due_reminders(supplier_id: UUID, *, limit: int) -> list[Invitation]:
    """Lock invitations of which half the time is over and that nobody has answered; skips what others hold.

    One whose mail has come back, or never left, gets no second.
    """
    unanswered = Invitation.objects.filter(
        Q(email="") | Q(mail_state=MailState.SENT),
        supplier_id=supplier_id,
        status=InvitationStatus.PENDING,
        reminded_at=None,
        bounced_at=None,
        customer__relation=Relation.ASKED_BY_SUPPLIER,
        expires_at__gt=Now(),
        sent_at__lte=Now() - (F("expires_at") - F("sent_at")) / 2,
    )
    related = ("supplier", "customer__private", "customer__distributor", "retailer__directory_entry")
    locked = unanswered.select_for_update(of=("self",), skip_locked=True).select_related(*related)
    return list(locked.order_by("sent_at", "id")[:limit])

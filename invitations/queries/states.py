"""Where invitations stand, and which of a supplier's show in a list (SPEC.md N1)."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Case, CharField, Q, QuerySet, Value, When
from django.db.models.functions import Now

from invitations.enums import InvitationState, InvitationStatus
from invitations.models import Invitation
from invitations.models.invitations import GIVEN_UP
from retailers.models import Customer
from retailers.queries import all_customers_of, search_customers
from wholesale.mail.enums import MailState
from wholesale.organizations.access import Acting
from wholesale.organizations.models import Organization

_STATE = InvitationState
# As Invitation.state says it of one row: the first that is true.
SHOWN = Case(
    When(status=InvitationStatus.ACCEPTED, then=Value(_STATE.ACCEPTED)),
    When(status=InvitationStatus.REVOKED, then=Value(_STATE.REVOKED)),
    When(bounced_at__isnull=False, then=Value(_STATE.BOUNCED)),
    When(Q(mail_state__in=GIVEN_UP) & ~Q(email=""), then=Value(_STATE.FAILED)),
    When(expires_at__lt=Now(), then=Value(_STATE.EXPIRED)),
    When(opened_at__isnull=False, then=Value(_STATE.OPENED)),
    When(delivered_at__isnull=False, then=Value(_STATE.DELIVERED)),
    When(Q(mail_state=MailState.SENT) | Q(email=""), then=Value(_STATE.SENT)),
    default=Value(_STATE.QUEUED),
    output_field=CharField(),
)
NEWEST = ("-sent_at", "-id")


def invitations_for_member(acting: Acting) -> QuerySet[Invitation]:
    """Return the invitations of the customers that a supplier's person sees (SPEC.md P3)."""
    found = Invitation.objects.filter(supplier=acting.organization)
    if acting.represents:
        found = found.filter(customer__private__representative=acting.represents)
    return found


def in_states(invitations: QuerySet[Invitation], states: Iterable[str]) -> QuerySet[Invitation]:
    """Keep those that show as one of these states; all of them if none is named."""
    wanted = list(states)
    return invitations.alias(shown=SHOWN).filter(shown__in=wanted) if wanted else invitations


def search_invitations(invitations: QuerySet[Invitation], acting: Acting, words: str) -> QuerySet[Invitation]:
    """Keep those whose address begins with these words, or whose customer is found by them."""
    if not words:
        return invitations
    customers = search_customers(all_customers_of(acting.organization), words)
    return invitations.filter(
        Q(email__startswith=words.lower()) | Q(customer__in=customers.order_by().values("pk"))
    )


def still_invited(supplier: Organization, customers: Sequence[Customer]) -> set[UUID]:
    """Return the customers that have an invitation that somebody may still accept, and that has not gone astray."""
    waiting = Invitation.objects.filter(
        supplier=supplier, customer__in=customers, status=InvitationStatus.PENDING, expires_at__gte=Now()
    )
    lost = (InvitationState.BOUNCED, InvitationState.FAILED)
    arriving = waiting.alias(shown=SHOWN).exclude(shown__in=lost)
    return set(arriving.values_list("customer_id", flat=True))


def with_names(invitations: QuerySet[Invitation]) -> QuerySet[Invitation]:
    """Read with each what a list shows beside it."""
    return invitations.select_related("customer__private", "retailer")

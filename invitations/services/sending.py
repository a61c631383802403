"""The supplier's side: invitations are sent, sent again and withdrawn. All run in the supplier's context."""

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from invitations import emails, queries
from invitations.enums import InvitationStatus
from invitations.errors import AlreadyInvited, NoContactEmail
from invitations.models import Invitation
from retailers.enums import Relation
from retailers.models import Customer
from retailers.queries import lock_customer
from retailers.services import record_invited
from wholesale.accounts.models import User
from wholesale.audit.services import record_change
from wholesale.errors import InvalidTransition
from wholesale.organizations.tokens import hash_of, new_token


@transaction.atomic
def invite_customer(*, customer: Customer, by: User, email: str = "") -> Invitation | None:
    """Ask a customer to register: by its contact email; a company that is on the platform, by its own people.

    An address that the supplier knows always comes first: whoever else has claimed the entry learns nothing.

    An address that was invited already gets the same invitation again. Returns None for a retailer that had
    asked for access: inviting approves that, and there is nothing left to accept.

    Args:
        email: another address of the same customer.
    Locks:  the customer.
    Emails: the address, or the retailer's admins.
    Raises: InvalidTransition (registered already), NoContactEmail, AlreadyInvited (for another customer);
        then nothing is written.
    Source: N1, C3, DATA.md 5.1.
    """
    customer = lock_customer(customer)
    had_asked = customer.relation == Relation.ASKED_BY_RETAILER
    address = (email or customer.private.contact_email).lower()
    if not address and not had_asked and not queries.is_claimed(customer):
        raise NoContactEmail
    pending = queries.lock_pending(customer, address)
    if pending and customer.relation != Relation.ENDED:
        return resend_invitation(invitation=pending, by=by)
    customer = record_invited(customer=customer, by=by)
    if had_asked:
        return None
    if pending:
        return resend_invitation(invitation=pending, by=by)
    token = new_token()
    invitation = _insert(customer, address, token, by)
    _send(invitation, token)
    _audit(invitation, by, "invitation_sent")
    return invitation


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """Send a waiting or expired invitation again, with a new link; the old one stops working.

    Locks:  the invitation.
    Emails: as invite_customer.
    Raises: InvalidTransition if it was accepted or withdrawn; then nothing is written.
    Source: N1.
    """
    invitation = _lock_pending(invitation)
    token = new_token()
    invitation.token_hash = hash_of(token)
    invitation.sent_count += 1
    invitation.sent_at = timezone.now()
    invitation.expires_at = invitation.sent_at + timedelta(days=settings.INVITATION_TTL_DAYS)
    invitation.opened_at = None
    invitation.save(update_fields=["token_hash", "sent_count", "sent_at", "expires_at", "opened_at"])
    _send(invitation, token)
    _audit(invitation, by, "invitation_resent")
    return invitation


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """Withdraw a waiting invitation: its link then leads to a page that says so.

    Locks:  the invitation.
    Raises: InvalidTransition if it was accepted or withdrawn; then nothing is written.
    Source: N1.
    """
    invitation = _lock_pending(invitation)
    invitation.status = InvitationStatus.REVOKED
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["status", "revoked_at"])
    _audit(invitation, by, "invitation_revoked")
    return invitation


def _insert(customer: Customer, address: str, token: str, by: User) -> Invitation:
    now = timezone.now()
    invitation = Invitation(
        supplier=customer.supplier,
        retailer_id=customer.retailer_id,
        customer=customer,
        email=address,
        language=customer.private.language,
        token_hash=hash_of(token),
        created_at=now,
        sent_at=now,
        expires_at=now + timedelta(days=settings.INVITATION_TTL_DAYS),
        by=by,
        by_name=str(by)[:120],
    )
    try:
        with transaction.atomic():
            invitation.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyInvited(queries.name_invited(customer.supplier, address)) from error
    return invitation


def _lock_pending(invitation: Invitation) -> Invitation:
    locked = queries.lock_invitation(invitation)
    if locked.status != InvitationStatus.PENDING:
        raise InvalidTransition(
            _("This invitation is %(status)s.") % {"status": locked.get_status_display().lower()}
        )
    return locked


def _send(invitation: Invitation, token: str) -> None:
    if invitation.email:
        emails.queue_invitation(invitation, token)
    else:
        emails.queue_invitation_to_company(invitation, token)


def _audit(invitation: Invitation, by: User, verb: str) -> None:
    record_change(
        organization_id=invitation.supplier_id,
        by=by,
        verb=verb,
        subject=invitation,
        subject_name=invitation.customer.private.display_name,
        after={"email": invitation.email, "expires_at": invitation.expires_at.isoformat()},
    )

"""The supplier's side: invitations are sent, sent again and withdrawn. All run in the supplier's context."""

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from invitations import emails, queries
from invitations.enums import InvitationStatus
from invitations.errors import AddressRefused, AlreadyInvited, AnotherAsks, NoContactEmail
from invitations.models import Invitation
from invitations.services.deciding import approve_by_inviting
from retailers.enums import Relation
from retailers.models import Customer
from retailers.queries import lock_customer
from retailers.services import forget_bounce, record_invited
from wholesale.accounts.models import User
from wholesale.audit.models import AuditEntry
from wholesale.audit.services import change_of
from wholesale.errors import InvalidTransition
from wholesale.mail.enums import MailState
from wholesale.mail.queries import suppressed_among
from wholesale.organizations.tokens import hash_of, new_token


@transaction.atomic
def invite_customer(*, customer: Customer, by: User, email: str = "") -> Invitation | None:
    """Ask a customer to register: by its contact email; a company that is on the platform, by its own people.

    An address that the supplier knows always comes first: whoever else has claimed the entry learns nothing.

    A supplier has one invitation for each address: one that was sent before is renewed, with a new link. Returns
    None for a retailer that had asked for access: inviting approves that, and there is nothing left to accept.

    Args:
        email: another address of the same customer.
    Locks:  the customer, then the address's invitation.
    Emails: the address, or the retailer's admins; where it approves, as approve_request.
    Raises: InvalidTransition (registered already), AnotherAsks (for an entry that nobody has claimed),
        NoContactEmail, AlreadyInvited (it waits for another customer), AddressRefused (bounced for good); then
        nothing is written.
    Source: N1, C3, DATA.md 5.1; docs/decisions/0018.
    """
    customer = lock_customer(customer)
    had_asked = customer.relation == Relation.ASKED_BY_RETAILER
    address = (email or customer.private.contact_email).lower()
    if had_asked:
        _check_asker(customer, address)
    if not address and not had_asked and not queries.is_claimed(customer):
        raise NoContactEmail
    row = queries.lock_row(customer, address)
    is_open = row is not None and row.customer_id == customer.pk and row.status == InvitationStatus.PENDING
    if row and is_open and customer.relation == Relation.ASKED_BY_SUPPLIER:
        return resend_invitation(invitation=row, by=by)
    if not had_asked:
        _check_address(customer, address, row)
    customer = record_invited(customer=customer, by=by)
    if had_asked:
        approve_by_inviting(customer=customer, by=by)
        return None
    if row is None:
        row, token = _insert(customer, address, by)
    else:
        token = renew(row, customer, by)
        row.save()
    _send(row, token)
    audited(row, by, "invitation_sent").save(force_insert=True)
    return row


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """Send a waiting or expired invitation again, with a new link; the earlier ones stop working.

    Locks:  the invitation.
    Emails: as invite_customer.
    Raises: InvalidTransition if it was accepted or withdrawn, AddressRefused; then nothing is written.
    Source: N1.
    """
    invitation = _lock_pending(invitation)
    _check_reader(invitation.email)
    token = send_anew(invitation)
    invitation.save()
    _send(invitation, token)
    audited(invitation, by, "invitation_resent").save(force_insert=True)
    return invitation


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """Withdraw a waiting invitation: its links then lead to a page that says so.

    Locks:  the invitation.
    Raises: InvalidTransition if it was accepted or withdrawn; then nothing is written.
    Source: N1.
    """
    invitation = _lock_pending(invitation)
    invitation.status = InvitationStatus.REVOKED
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["status", "revoked_at"])
    forget_bounce(customer=invitation.customer, email=invitation.email)
    audited(invitation, by, "invitation_revoked").save(force_insert=True)
    return invitation


def new_row(customer: Customer, address: str, by: User) -> tuple[Invitation, str]:
    """Return a new invitation that is not stored yet, and the token of its link."""
    row = Invitation(supplier=customer.supplier, email=address, sent_count=0)
    return row, renew(row, customer, by)


def renew(row: Invitation, customer: Customer, by: User) -> str:
    """Begin a locked invitation anew, for this customer; return the token of its link. The caller saves.

    What the row said before stays in the log and in the history of the customer that it was of.
    """
    if row.customer_id not in (None, customer.pk):
        forget_bounce(customer=row.customer, email=row.email)
    row.customer, row.retailer_id = customer, customer.retailer_id
    row.language = customer.private.language
    row.status, row.accepted_at, row.revoked_at = InvitationStatus.PENDING, None, None
    row.by, row.by_name = by, str(by)[:120]
    return send_anew(row)


def send_anew(row: Invitation) -> str:
    """Give a locked invitation a new link and its whole time; return the link's token. The caller saves.

    The count goes on, for it names the mails: what becomes of earlier ones is no longer this one's.
    """
    token = new_token()
    row.token_hash, row.reminder_hash = hash_of(token), ""
    row.sent_count += 1
    row.sent_at = timezone.now()
    row.expires_at = row.sent_at + timedelta(days=settings.INVITATION_TTL_DAYS)
    row.mail_state = MailState.QUEUED
    row.delivered_at = row.opened_at = row.bounced_at = row.reminded_at = None
    return token


def audited(invitation: Invitation, by: User | None, verb: str) -> AuditEntry:
    """Return what the log says of an invitation."""
    return change_of(
        organization_id=invitation.supplier_id,
        by=by,
        verb=verb,
        subject=invitation,
        subject_name=invitation.customer.private.display_name,
        after={"email": invitation.email, "expires_at": invitation.expires_at.isoformat()},
    )


def _check_asker(customer: Customer, address: str) -> None:
    """Let nobody be let in unread: an invitation to one address approves no claim by another."""
    request = queries.lock_open_request(customer)
    if request and request.claims_entry and request.email != address:
        raise AnotherAsks


def _check_address(customer: Customer, address: str, row: Invitation | None) -> None:
    if row and row.customer_id != customer.pk and row.waits:
        raise AlreadyInvited(row.customer.private.display_name)
    _check_reader(address)


def _check_reader(address: str) -> None:
    if reason := suppressed_among([address]).get(address):
        raise AddressRefused(address, reason)


def _insert(customer: Customer, address: str, by: User) -> tuple[Invitation, str]:
    row, token = new_row(customer, address, by)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:  # invited in the same moment, for another customer
        raise AlreadyInvited(queries.name_invited(customer.supplier, address)) from error
    return row, token


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

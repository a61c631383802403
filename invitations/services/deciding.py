"""The supplier decides on a request for access. All run in the supplier's context."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from invitations import emails, queries
from invitations.enums import InvitationStatus, RequestState
from invitations.models import AccessRequest
from invitations.services.tours import begin_tour
from retailers.models import Customer
from retailers.queries import lock_customer
from retailers.services import (
    EntryDetails,
    approve_customer,
    claim_entry,
    forget_bounce,
    list_retailer,
    record_invited,
    record_withdrawn,
    reject_customer,
    write_contact,
)
from wholesale.accounts.models import User
from wholesale.audit.services import record_change
from wholesale.errors import InvalidTransition
from wholesale.tenancy.contexts import act_for_platform

NOTE_LENGTH = 200  # of a customer's history


@transaction.atomic
def approve_request(*, request: AccessRequest, by: User) -> AccessRequest:
    """Let a retailer in that asked: it is registered, and inactive until it is activated; its tour begins.

    Whoever asked for an entry that nobody has claimed becomes its admin, as they typed it; a company that the
    directory did not list yet is listed.

    Locks:  the customer, the request, the directory entry.
    Emails: the person who asked; the supplier's people who decide, with the steps that are left.
    Raises: InvalidTransition (decided meanwhile), NotAllowed (the entry was claimed by somebody else meanwhile); then
        nothing is written.
    Source: N8, P7, C11.
    """
    customer, request = _lock_open(request)
    approve_customer(customer=customer, by=by)
    _let_in(request)
    _decide(request, RequestState.APPROVED, by)
    begin_tour(customer=request.customer, by=by)
    emails.queue_approved(request)
    emails.queue_steps_left(request)
    return request


@transaction.atomic
def reject_request(*, request: AccessRequest, by: User, answer: str = "") -> AccessRequest:
    """Decline a retailer that asked; it may ask again.

    Invitations that wait for it are withdrawn, so that none is a way round the refusal. Of an entry that nobody has
    claimed anybody may say that it is theirs: there the invitations of other addresses stand, and so does Invited.

    Args:
        answer: what the person who asked is told.
    Locks:  the customer, the request, its invitations.
    Emails: the person who asked.
    Raises: InvalidTransition (decided meanwhile); then nothing is written.
    Source: N8, P7.
    """
    customer, request = _lock_open(request)
    customer = reject_customer(customer=customer, by=by, note=" ".join(answer.split())[:NOTE_LENGTH])
    _decide(request, RequestState.REJECTED, by, answer)
    _withdraw_invitations(request, customer, by)
    emails.queue_rejected(request)
    return request


@transaction.atomic
def approve_by_inviting(*, customer: Customer, by: User) -> None:
    """Approve what a retailer asked, whom the supplier invites instead of answering; the caller has moved the customer.

    Locks:  the request.
    Emails, Raises: as approve_request.
    Source: SPEC.md 8 (requested, and the supplier invites: that approves).
    """
    if request := queries.lock_open_request(customer):
        _let_in(request)
        _decide(request, RequestState.APPROVED, by)
        begin_tour(customer=request.customer, by=by)
        emails.queue_approved(request)
        emails.queue_steps_left(request)


@transaction.atomic
def settle_request(*, customer: Customer, by: User) -> None:
    """Close what a retailer asked, as the supplier had invited it and it is connected by that; nobody is told twice.

    Who asked for an entry that became somebody else's was let in nowhere: their request ends as if taken back, and the
    company does not see it.

    Locks:  the request.
    """
    if request := queries.lock_open_request(customer):
        is_anothers = request.claims_entry and request.person_id != by.pk
        _decide(request, RequestState.WITHDRAWN if is_anothers else RequestState.APPROVED, by)


@transaction.atomic
def set_aside(*, customer: Customer, asker: User, is_of_company: bool) -> bool:
    """End a stranger's request for an entry, as if taken back, when whose it is asks; tell whether it was ended.

    Whose it is: one of the company's people, who have claimed it since, or whoever's email the supplier wrote down.

    Locks:  the customer, the request.
    Source: P7.
    """
    request = queries.lock_open_request(customer)
    if request is None or not request.claims_entry or request.person_id == asker.pk:
        return False
    if not is_of_company and customer.private.contact_email != asker.email:
        return False
    with act_for_platform():
        if queries.belongs_to(request.retailer_id, request.email):
            return False
    record_withdrawn(customer=customer, by=asker)
    _decide(request, RequestState.WITHDRAWN, asker)
    return True


def _withdraw_invitations(request: AccessRequest, customer: Customer, by: User) -> None:
    waiting = queries.pending_invitations_of(customer)
    for refused in waiting.filter(email=request.email) if request.claims_entry else waiting:
        refused.status, refused.revoked_at = InvitationStatus.REVOKED, timezone.now()
        refused.save(update_fields=["status", "revoked_at"])
        forget_bounce(customer=customer, email=refused.email)
        record_change(
            organization_id=request.supplier_id,
            by=by,
            verb="invitation_revoked",
            subject=refused,
            subject_name=customer.private.display_name,
            after={"email": refused.email},
        )
    if waiting.exists():
        record_invited(customer=customer, by=by)


def _let_in(request: AccessRequest) -> None:
    """Give a person whose request is approved what they asked for: their company, and the supplier their contact."""
    person = _requester_of(request)
    if request.claims_entry:
        details = EntryDetails(**request.details)
        claim_entry(retailer=request.retailer, details=details, email=request.email, by=person)
    list_retailer(retailer=request.retailer, email=request.email)
    write_contact(
        customer=request.customer,
        name=request.person_name,
        email=request.email,
        language=request.language,
        time_zone=request.time_zone,
        phone=request.phone,
    )


def _requester_of(request: AccessRequest) -> User:
    with act_for_platform():
        return User.objects.get(pk=request.person_id)


def _lock_open(request: AccessRequest) -> tuple[Customer, AccessRequest]:
    customer = lock_customer(request.customer)
    locked = queries.lock_request(request)
    if not locked.is_open:
        raise InvalidTransition(_decided_already(locked))
    return customer, locked


def _decided_already(request: AccessRequest) -> str:
    words = {"state": request.standing.label.lower(), "name": request.decided_by_name}
    if request.decided_by_name:
        return _("This request is %(state)s already, by %(name)s.") % words
    return _("This request is %(state)s already.") % words


def _decide(request: AccessRequest, state: RequestState, by: User, answer: str = "") -> None:
    request.state, request.answer = state, answer
    request.decided_at, request.decided_by, request.decided_by_name = timezone.now(), by, str(by)[:120]
    request.save(update_fields=["state", "answer", "decided_at", "decided_by", "decided_by_name"])
    record_change(
        organization_id=request.supplier_id,
        by=by,
        verb=f"request_{state.value}",
        subject=request,
        subject_name=request.customer.private.display_name,
        after={"email": request.email},
    )

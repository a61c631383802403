"""The retailer's side: an invitation is opened and accepted, with or without an account.

The token, or the seat at the retailer, is the access check; then each side's rows are written in its own
context: people and the directory as the app role, the customer for the supplier.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from invitations import emails, queries
from invitations.details import NewPerson
from invitations.enums import DeadEnd, InvitationStatus
from invitations.errors import CompanyBuysAlready, InvitationUnusable
from invitations.models import Invitation
from invitations.services.deciding import settle_request
from retailers.errors import AlreadyCustomer
from retailers.models import Customer
from retailers.services import EntryDetails, claim_entry, move_customer, register_customer, write_contact
from wholesale.accounts.models import User
from wholesale.accounts.services import register_person
from wholesale.audit.services import record_change
from wholesale.errors import InvalidTransition, NotAllowed
from wholesale.organizations.models import Organization
from wholesale.tenancy.contexts import act_as, act_for


@transaction.atomic
def accept_as_new_person(*, invitation: Invitation, person: NewPerson, details: EntryDetails) -> User:
    """Register whoever holds the token, give them the company, and accept.

    The token proves the address: it was sent nowhere else.

    Locks:  as accept_invitation.
    Emails: as accept_invitation.
    Raises: InvitationUnusable, NotAllowed (merged away meanwhile), EmailTaken; then nothing is written.
    Source: N3, P7.
    """
    dead_end = queries.dead_end_for(invitation, None)
    if dead_end or not invitation.email:
        raise InvitationUnusable(dead_end or DeadEnd.NOT_A_MEMBER)
    user = register_person(
        email=invitation.email,
        name=person.name,
        password=person.password,
        language=person.language,
        time_zone=person.time_zone,
    )
    accept_invitation(invitation=invitation, by=user, details=details)
    return user


@transaction.atomic
def accept_invitation(*, invitation: Invitation, by: User, details: EntryDetails | None = None) -> Invitation:
    """Accept as the invited person, or as a buyer of the invited company.

    An unclaimed company is claimed by the invited address alone; a claimed one is entered by its members only.

    Args:
        details: the company's details as confirmed; None keeps the entry.
    Locks:  the directory entry where it is claimed, the invitation, the customer.
    Emails: whoever sent the invitation.
    Raises: InvitationUnusable, NotAllowed (merged away meanwhile); then nothing is written.
    Source: N1, N3, P7.
    """
    standing = queries.standing_of(invitation, by)
    if standing.dead_end:
        raise InvitationUnusable(standing.dead_end)
    if standing.claims:
        _claim(invitation, details, by)
    with act_for(invitation.supplier_id, by=by.pk):
        accepted = _take(invitation)
        phone = details.phone if details else invitation.retailer.directory_entry.phone
        return _register(accepted, by, phone=phone)


@transaction.atomic
def accept_for_company(*, invitation: Invitation, company: Organization, by: User) -> Invitation:
    """Accept as the invited person for a company of their own, instead of claiming the entry as one more.

    The supplier's customer becomes that company, with all that hangs on it. The entry stays as it was, unclaimed,
    for whoever else knows it; nothing of another supplier moves.

    Locks:  the invitation, the customer.
    Emails: whoever sent the invitation, with the name of the company.
    Raises: InvitationUnusable, NotAllowed (they may not order for the company), CompanyBuysAlready; then nothing is
        written.
    Source: N3, P7, 003-14.
    """
    standing = queries.standing_of(invitation, by)
    if standing.dead_end:
        raise InvitationUnusable(standing.dead_end)
    found = queries.companies_of(by).filter(pk=company.pk).first()
    if not standing.claims or found is None or invitation.customer.is_test:
        raise NotAllowed(_("Choose one of the companies that you may order for."))
    with act_for(invitation.supplier_id, by=by.pk):
        accepted = _take(invitation)
        former = accepted.retailer.name
        try:
            move_customer(customer=accepted.customer, to=found, by=by)
        except AlreadyCustomer as error:
            raise CompanyBuysAlready(found.name, accepted.supplier.name) from error
        accepted = queries.invitation_by_id(accepted.pk)
        phone = accepted.retailer.directory_entry.phone
        return _register(accepted, by, phone=phone, former=former)


def _take(invitation: Invitation) -> Invitation:
    """Use the invitation up, unless its customer needs it no more; in the supplier's context."""
    accepted = _use_up(invitation)
    if dead_end := queries.end_of_relation(accepted.customer):
        raise InvitationUnusable(dead_end)
    return accepted


def _register(accepted: Invitation, by: User, *, phone: str, former: str = "") -> Invitation:
    """Let the customer in whose invitation was used up, and tell the supplier; in its context."""
    customer = _registered(accepted, by)
    settle_request(customer=customer, by=by)
    write_contact(
        customer=customer,
        name=by.name,
        email=by.email,
        language=by.language,
        time_zone=by.time_zone,
        phone=phone,
    )
    record_change(
        organization_id=accepted.supplier_id,
        by=by,
        verb="invitation_accepted",
        subject=accepted,
        subject_name=customer.private.display_name,
    )
    emails.queue_accepted(accepted, by, former=former)
    return accepted


def _claim(invitation: Invitation, details: EntryDetails | None, by: User) -> None:
    """Claim the company; if somebody was quicker, say what the invitation is worth since."""
    try:
        claim_entry(retailer=invitation.retailer, details=details, email=invitation.email, by=by)
    except NotAllowed as error:
        with act_as(queries.supplier_context(invitation.supplier_id)):
            now = queries.invitation_by_id(invitation.pk)
        if dead_end := queries.dead_end_for(now, by):
            raise InvitationUnusable(dead_end) from error
        raise


def _registered(invitation: Invitation, by: User) -> Customer:
    try:
        return register_customer(customer=invitation.customer, by=by)
    except InvalidTransition as error:  # its words are the supplier's own, for the supplier
        raise InvitationUnusable(DeadEnd.NOT_NOW) from error


def _use_up(invitation: Invitation) -> Invitation:
    """Mark the invitation accepted, if nobody has used or replaced it since it was read."""
    now = timezone.now()
    used = Invitation.objects.filter(
        pk=invitation.pk,
        status=InvitationStatus.PENDING,
        token_hash=invitation.token_hash,
        expires_at__gt=now,
    ).update(status=InvitationStatus.ACCEPTED, accepted_at=now)
    if not used:
        raise InvitationUnusable(DeadEnd.USED)
    return queries.invitation_by_id(invitation.pk)

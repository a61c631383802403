"""The retailer's side: an invitation is opened and accepted, with or without an account.

The token, or the seat at the retailer, is the access check; then each side's rows are written in its own
context: people and the directory as the app role, the customer for the supplier.
"""

from django.db import transaction
from django.utils import timezone

from invitations import emails, queries
from invitations.details import NewPerson
from invitations.enums import DeadEnd, InvitationStatus
from invitations.errors import InvitationUnusable
from invitations.models import Invitation
from retailers.models import CustomerContact
from retailers.services import EntryDetails, claim_entry, register_customer
from wholesale.accounts.models import User
from wholesale.accounts.services import register_person
from wholesale.audit.services import record_change
from wholesale.tenancy.contexts import act_as, act_for


@transaction.atomic
def accept_as_new_person(*, invitation: Invitation, person: NewPerson, details: EntryDetails) -> User:
    """Register whoever holds the token, give them the company, and accept.

    The token proves the address: it was sent nowhere else.

    Locks:  as accept_invitation.
    Emails: as accept_invitation.
    Raises: InvitationUnusable, NotAllowed (the company has an account), EmailTaken; then nothing is written.
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
    Raises: InvitationUnusable, NotAllowed (claimed by somebody else meanwhile); then nothing is written.
    Source: N1, N3, P7.
    """
    standing = queries.standing_of(invitation, by)
    if standing.dead_end:
        raise InvitationUnusable(standing.dead_end)
    if standing.claims:
        claim_entry(retailer=invitation.retailer, details=details, email=invitation.email, by=by)
    with act_for(invitation.supplier_id, by=by.pk):
        accepted = _use_up(invitation)
        if dead_end := queries.end_of_relation(accepted.customer):
            raise InvitationUnusable(dead_end)
        customer = register_customer(customer=accepted.customer, by=by)
        _write_contact(accepted, by, details.phone if details else invitation.retailer.directory_entry.phone)
        record_change(
            organization_id=accepted.supplier_id,
            by=by,
            verb="invitation_accepted",
            subject=accepted,
            subject_name=customer.private.display_name,
        )
        emails.queue_accepted(accepted, by)
    return accepted


@transaction.atomic
def note_opened(*, invitation: Invitation) -> None:
    """Note that the link was opened, for the supplier's list; nothing is used up."""
    if invitation.opened_at:
        return
    with act_as(queries.supplier_context(invitation.supplier_id)):
        Invitation.objects.filter(pk=invitation.pk, opened_at=None, status=InvitationStatus.PENDING).update(
            opened_at=timezone.now()
        )


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


def _write_contact(invitation: Invitation, by: User, phone: str) -> None:
    CustomerContact.objects.get_or_create(
        supplier_id=invitation.supplier_id,
        customer=invitation.customer,
        defaults={
            "retailer_id": invitation.retailer_id,
            "name": by.name,
            "email": by.email,
            "language": by.language,
            "time_zone": by.time_zone,
            "office_phone": phone,
        },
    )

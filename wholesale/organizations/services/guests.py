"""A supplier lets its guest distributor's people in, limits and withdraws them (SPEC.md I1). In its context."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wholesale.accounts.models import User
from wholesale.errors import InvalidTransition, StaleVersion
from wholesale.organizations import emails, queries
from wholesale.organizations.details import GuestAccess, GuestDetails
from wholesale.organizations.enums import GuestLimit, GuestRequestState, MemberRole, Side
from wholesale.organizations.errors import AlreadyGuest, AlreadyInvited, InvitationClosed, RoleUnknownHere
from wholesale.organizations.models import Agreement, MemberInvitation, Membership
from wholesale.organizations.roles import roles_of
from wholesale.organizations.services.agreements import record_on_both
from wholesale.organizations.services.guest_links import lock_open_agreement
from wholesale.organizations.services.open_invitations import fresh_invitation, lock_waiting_invitation
from wholesale.organizations.tokens import new_token


@transaction.atomic
def invite_guest(*, agreement: Agreement, details: GuestDetails, by: User) -> MemberInvitation:
    """Give one of a distributor's people access by mail; it begins when they accept.

    Locks:  the agreement.
    Emails: the address, after commit.
    Raises: GuestDoorClosed, RoleUnknownHere, AlreadyGuest, AlreadyInvited; then nothing is written.
    Source: SPEC.md I1.
    """
    email, access = details.email.strip().lower(), details.access
    check_guest_role(access.role)
    locked = lock_open_agreement(agreement)
    if queries.guests_of(locked).filter(person__email=email).exists():
        raise AlreadyGuest(email)
    token = new_token()
    invitation = MemberInvitation(
        organization=locked.distributor,
        guest_of=locked.supplier,
        email=email,
        name=details.name,
        role=access.role,
        guest_limit=access.limit,
        language=details.language,
        by=by,
        by_name=str(by)[:120],
        **fresh_invitation(token),
    )
    try:
        with transaction.atomic():
            invitation.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyInvited(email) from error
    after = {"who": email, "role": access.role.value, "limit": access.limit.value}
    record_on_both(locked, by=by, verb="guest_invited", after=after)
    emails.queue_guest_invited(invitation, token=token, by=by)
    return invitation


@transaction.atomic
def resend_guest_invitation(*, invitation: MemberInvitation, agreement: Agreement, by: User) -> None:
    """Send an open invitation again, with a new link and a new term; the old link ends.

    Locks:  the agreement, the invitation.
    Emails: the address, after commit.
    Raises: GuestDoorClosed, InvitationClosed; then nothing is written.
    """
    locked = lock_open_agreement(agreement)
    waiting = lock_waiting_invitation(invitation)
    waiting.guest_of, token = locked.supplier, new_token()
    for name, value in fresh_invitation(token).items():
        setattr(waiting, name, value)
    waiting.save(update_fields=["token_hash", "sent_at", "expires_at"])
    record_on_both(locked, by=by, verb="guest_invitation_resent", after={"who": waiting.email})
    emails.queue_guest_invited(waiting, token=token, by=by)


@transaction.atomic
def revoke_guest_invitation(*, invitation: MemberInvitation, agreement: Agreement, by: User) -> None:
    """Take an invitation back; its link ends.

    Locks:  the agreement, the invitation.
    Raises: InvitationClosed; then nothing is written.
    """
    locked = queries.lock_agreement(agreement)
    waiting = lock_waiting_invitation(invitation)
    waiting.revoked_at = timezone.now()
    waiting.save(update_fields=["revoked_at"])
    record_on_both(locked, by=by, verb="guest_invitation_revoked", after={"who": waiting.email})


def join_as_guest(*, invitation: MemberInvitation, by: User) -> Membership:
    """Begin the access that an invitation gives; for accept_member_invitation, which has locked and checked it.

    Locks:  the agreement.
    Raises: InvitationClosed where the agreement lets nobody in any more; then nothing is written.
    """
    keys = {"supplier": invitation.guest_of_id, "distributor": invitation.organization_id}
    standing = Agreement.objects.filter(**keys).order_by("-proposed_at").first()
    locked = queries.lock_agreement(standing) if standing else None
    if locked is None or queries.closed_to_guests(locked):
        raise InvitationClosed
    access = GuestAccess(MemberRole(invitation.role), GuestLimit(invitation.guest_limit))
    membership = let_in(locked, user_id=by.pk, access=access)
    waiting = queries.waiting_guests(locked).filter(user=by)
    waiting.update(
        state=GuestRequestState.ACCEPTED,
        decided_at=timezone.now(),
        decided_by=invitation.by_id,
        decided_by_name=invitation.by_name,
    )
    record_on_both(locked, by=by, verb="guest_joined", after={"who": str(by), "role": membership.role})
    return membership


@transaction.atomic
def change_guest(
    *, membership: Membership, agreement: Agreement, access: GuestAccess, version: int, by: User
) -> Membership:
    """Change as what a guest works and what is kept back, effective with their next page.

    Args:
        version: the access's, as it was read (B4).
    Locks:  the agreement, the guest's access.
    Raises: RoleUnknownHere, StaleVersion, InvalidTransition once it is withdrawn; then nothing is written.
    Source: SPEC.md I1.
    """
    check_guest_role(access.role)
    standing, locked = queries.lock_agreement(agreement), _lock_guest(membership)
    if locked.version != version:
        raise StaleVersion(_("Somebody else has changed this person’s access meanwhile."))
    before = {"role": locked.role, "limit": locked.guest_limit}
    after = {"role": access.role.value, "limit": access.limit.value}
    if before == after:
        return locked
    locked.role, locked.guest_limit, locked.version = access.role, access.limit, locked.version + 1
    locked.save(update_fields=["role", "guest_limit", "version"])
    who = {"who": str(locked.person)}
    record_on_both(standing, by=by, verb="guest_changed", before=who | before, after=who | after)
    return locked


@transaction.atomic
def withdraw_guest(*, membership: Membership, agreement: Agreement, by: User) -> None:
    """End a guest's access, at once: their next click finds nothing here. What they did stays under their name.

    They stay signed in for whatever else they have; every request asks anew for this access, and it has no tokens.

    Locks:  the agreement, the guest's access.
    Emails: the person.
    Raises: InvalidTransition once it is withdrawn; then nothing is written.
    Source: SPEC.md I1, P8; docs/decisions/0036.
    """
    standing, locked = queries.lock_agreement(agreement), _lock_guest(membership)
    person = locked.person
    locked.delete()
    before = {"who": str(person), "role": locked.role, "limit": locked.guest_limit}
    record_on_both(standing, by=by, verb="guest_withdrawn", before=before, after={"who": str(person)})
    emails.queue_guest_withdrawn(standing, person, key=f"{membership.pk}", by=by)


def check_guest_role(role: MemberRole) -> None:
    """Refuse a role that no distributor's person has. Raises: RoleUnknownHere."""
    if role not in roles_of(Side.DELIVERING):
        raise RoleUnknownHere


def let_in(agreement: Agreement, *, user_id: UUID, access: GuestAccess) -> Membership:
    """Write a guest's access down under the agreement's lock; who has one keeps it as it is."""
    keys = {"organization": agreement.distributor, "guest_of": agreement.supplier, "user_id": user_id}
    membership, _is_new = Membership.objects.get_or_create(
        **keys, defaults={"role": access.role, "guest_limit": access.limit}
    )
    return membership


def _lock_guest(membership: Membership) -> Membership:
    locked = queries.lock_guest(membership)
    if locked is None:
        raise InvalidTransition(_("This person’s access is withdrawn already."))
    return locked

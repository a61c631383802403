"""A company runs its own people: invites, gives roles, lets go (SPEC.md P8). In the company's context."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from wholesale.accounts.models import User
from wholesale.accounts.services import end_sessions
from wholesale.audit.services import record_change
from wholesale.organizations import queries
from wholesale.organizations.emails import queue_member_invited
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.errors import (
    AlreadyInvited,
    AlreadyMember,
    InvitationClosed,
    InvitedSomebodyElse,
    LastAdmin,
    RoleUnknownHere,
)
from wholesale.organizations.models import MemberInvitation, Membership, Organization, Person
from wholesale.organizations.services.guests import join_as_guest
from wholesale.organizations.services.open_invitations import fresh_invitation, lock_waiting_invitation
from wholesale.organizations.tokens import new_token
from wholesale.tenancy.contexts import act_for_platform


@transaction.atomic
def invite_colleague(
    *, organization: Organization, email: str, role: MemberRole, language: str, by: User
) -> MemberInvitation:
    """Ask somebody by mail to join the company with a role.

    Emails: the address, after commit.
    Raises: RoleUnknownHere, AlreadyMember, AlreadyInvited; then nothing is written.
    """
    email = email.strip().lower()
    _check_role(organization, role)
    own = {"memberships__organization": organization, "memberships__guest_of": None}
    if Person.objects.filter(email=email, **own).exists():
        raise AlreadyMember(email)
    token = new_token()
    try:
        with transaction.atomic():
            invitation = MemberInvitation.objects.create(
                organization=organization,
                email=email,
                role=role,
                language=language,
                by=by,
                by_name=str(by)[:120],
                **fresh_invitation(token),
            )
    except IntegrityError as error:
        raise AlreadyInvited(email) from error
    _record(invitation, "member_invited", by=by, after={"role": role})
    queue_member_invited(invitation=invitation, organization=organization, token=token, by=by)
    return invitation


@transaction.atomic
def resend_member_invitation(*, invitation: MemberInvitation, by: User) -> MemberInvitation:
    """Send an open invitation again, with a new link and a new term; the old link ends.

    Locks:  the invitation.
    Emails: the address, after commit.
    Raises: InvitationClosed; then nothing is written.
    """
    invitation = lock_waiting_invitation(invitation)
    token = new_token()
    for name, value in fresh_invitation(token).items():
        setattr(invitation, name, value)
    invitation.save(update_fields=["token_hash", "sent_at", "expires_at"])
    _record(invitation, "member_invitation_resent", by=by)
    queue_member_invited(invitation=invitation, organization=invitation.organization, token=token, by=by)
    return invitation


@transaction.atomic
def revoke_member_invitation(*, invitation: MemberInvitation, by: User) -> None:
    """Take an invitation back; its link ends.

    Locks:  the invitation.
    Raises: InvitationClosed; then nothing is written.
    """
    invitation = lock_waiting_invitation(invitation)
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    _record(invitation, "member_invitation_revoked", by=by)


@transaction.atomic
def accept_member_invitation(*, token_hash: str, by: User) -> Membership:
    """Join the company that invited this person, or begin as a guest in the account of the supplier that did.

    Runs as the app role; the token, by its hash, gives the company's context, a guest's the supplier's.

    Locks:  the invitation; a guest's agreement.
    Raises: InvitationClosed, InvitedSomebodyElse; then nothing is written.
    """
    with queries.invitation_by_hash(token_hash, user_id=by.pk) as invitation:
        if invitation is None:
            raise InvitationClosed
        if invitation.email != by.email:
            raise InvitedSomebodyElse(invited=invitation.email, signed_in=by.email)
        organization = invitation.organization
        waiting = lock_waiting_invitation(invitation)
        if not waiting.is_open:
            raise InvitationClosed
        waiting.accepted_at = timezone.now()
        waiting.save(update_fields=["accepted_at"])
        membership = join_as_guest(invitation=waiting, by=by) if waiting.guest_of_id else _join(waiting, by)
    membership.organization = organization
    return membership


@transaction.atomic
def change_role(*, membership: Membership, role: MemberRole, by: User) -> Membership:
    """Give a colleague another role, effective with their next page.

    Locks:  the company's admins.
    Raises: RoleUnknownHere, LastAdmin; then nothing is written.
    """
    if membership.role == role:
        return membership
    _check_role(membership.organization, role)
    membership = _lock_member(membership)
    before, membership.role = membership.role, role
    membership.save(update_fields=["role"])
    _record(membership, "role_changed", by=by, before={"role": before}, after={"role": role})
    return membership


@transaction.atomic
def remove_member(*, membership: Membership, by: User) -> None:
    """Let a colleague go: they are signed out everywhere, and their tokens end, at once.

    What they did stays on record under their name.

    Locks:  the company's admins.
    Raises: LastAdmin; then nothing is written.
    Source: P8.
    """
    membership = _lock_member(membership)
    _record(membership, "member_removed", by=by, before={"role": membership.role})
    membership.delete()
    with act_for_platform():
        end_sessions(person_id=membership.user_id)


@transaction.atomic
def withdraw_membership(*, membership: Membership, by: User) -> None:
    """Let platform staff end a membership, as for a company that has lost its admin. In the staff's context.

    Source: DATA.md 00, Contexts.
    """
    name = str(membership)
    before = {"user": membership.user_id, "role": membership.role}
    record_change(
        organization_id=membership.organization_id,
        by=by,
        verb="staff_removed",
        subject=membership,
        subject_name=name,
        before=before,
    )
    with act_for_platform():
        membership.delete()
        end_sessions(person_id=membership.user_id)


def _check_role(organization: Organization, role: MemberRole) -> None:
    if role not in queries.roles_at(organization):
        raise RoleUnknownHere


def _join(invitation: MemberInvitation, by: User) -> Membership:
    membership, is_new = Membership.objects.get_or_create(
        organization=invitation.organization, user=by, guest_of=None, defaults={"role": invitation.role}
    )
    if is_new:
        _record(membership, "member_joined", by=by, after={"role": membership.role})
    return membership


def _lock_member(membership: Membership) -> Membership:
    """Return the membership as it stands under the lock, unless the company would lose its last admin."""
    admins = queries.lock_admins(membership.organization)
    if [admin.pk for admin in admins] == [membership.pk]:
        raise LastAdmin
    return queries.member_for(membership.organization, membership.pk)


def _record(
    subject: Membership | MemberInvitation,
    verb: str,
    *,
    by: User,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    name = subject.email if isinstance(subject, MemberInvitation) else str(subject.person)
    record_change(
        organization_id=subject.organization_id,
        by=by,
        verb=verb,
        subject=subject,
        subject_name=name,
        before=before,
        after=after,
    )

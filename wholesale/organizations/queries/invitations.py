"""An invitation as whoever holds its token finds it, before they are a member of anything."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection

from wholesale.organizations.acting import context_at
from wholesale.organizations.models import MemberInvitation, Organization
from wholesale.tenancy.contexts import act_as


@contextmanager
def invitation_by_hash(token_hash: str, *, user_id: UUID | None) -> Iterator[MemberInvitation | None]:
    """Find an invitation by its token's hash and act for the company that sent it until the end of the block.

    A guest's was sent by the supplier whose account it is.

    Starts as the app role, by the pinned look-up; the token gives the context and nothing else does.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT organization_id, invitation_id FROM app.member_invitation_by_token(%s)", [token_hash]
        )
        found = cursor.fetchone()
    if not found:
        yield None
        return
    organization = Organization.objects.get(pk=found[0])
    with act_as(context_at(organization.pk, organization.sides[0], user_id=user_id)):
        invitation = MemberInvitation.objects.get(pk=found[1])
        if invitation.guest_of_id:
            invitation.guest_of = organization
        else:
            invitation.organization = organization
        yield invitation

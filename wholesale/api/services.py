"""Making and revoking tokens, and forgetting answers that nobody will ask for again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from wholesale.accounts.models import User
from wholesale.api.errors import ScopeTooWide
from wholesale.api.models import ApiToken, IdempotentRequest
from wholesale.audit.services import record_change
from wholesale.organizations.acting import Acting
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.roles import Permission, permissions_of
from wholesale.organizations.tokens import hash_of, new_token

PREFIX = "cb_"
SHOWN = 10
ANSWERS_KEPT = timedelta(days=7)


@transaction.atomic
def make_member_token(
    *, acting: Acting, name: str, permissions: set[Permission], expires_at: datetime | None, by: User
) -> tuple[ApiToken, str]:
    """Make a token that acts as the member who makes it, and ends with the membership.

    Args:
        permissions: what it is limited to; empty for everything that the member may do.
    Returns: the token, and its secret, which is shown once and kept nowhere.
    Raises: ScopeTooWide; then nothing is written.
    """
    if not permissions <= acting.permissions:
        raise ScopeTooWide
    scope = {"membership": acting.membership, "permissions": sorted(permissions), "expires_at": expires_at}
    return _make(acting, name, by=by, **scope)


@transaction.atomic
def make_integration_token(
    *, acting: Acting, name: str, role: MemberRole, expires_at: datetime | None, by: User
) -> tuple[ApiToken, str]:
    """Make a token with a role of its own, that outlives whoever makes it.

    Returns: the token, and its secret, which is shown once and kept nowhere.
    Raises: ScopeTooWide; then nothing is written.
    """
    if not permissions_of(acting.side, role) <= acting.permissions:
        raise ScopeTooWide
    return _make(acting, name, by=by, role=role, expires_at=expires_at)


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User) -> None:
    """End a token at once."""
    ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())
    _record(token, "token_revoked", by=by)


def forget_answers() -> int:
    """Delete the kept answers of a week ago; return how many. Runs as the app role."""
    old = IdempotentRequest.objects.filter(created_at__lt=timezone.now() - ANSWERS_KEPT)
    return old.delete()[0]


def _make(acting: Acting, name: str, *, by: User, **scope: object) -> tuple[ApiToken, str]:
    secret = PREFIX + new_token()
    token = ApiToken.objects.create(
        organization=acting.organization,
        side=acting.side,
        name=name,
        made_by=by,
        made_by_name=str(by)[:120],
        prefix=secret[:SHOWN],
        token_hash=hash_of(secret),
        **scope,
    )
    _record(token, "token_made", by=by)
    return token, secret


def _record(token: ApiToken, verb: str, *, by: User) -> None:
    after = {"side": token.side, "role": token.role, "permissions": token.permissions}
    record_change(
        organization_id=token.organization_id,
        by=by,
        verb=verb,
        subject=token,
        subject_name=token.name,
        after=after,
    )

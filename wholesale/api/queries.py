"""Reads of tokens: by what a machine shows, and those of a company."""

from datetime import timedelta
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from wholesale.accounts.queries import with_second_factor
from wholesale.api.models import ApiToken
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization
from wholesale.organizations.tokens import hash_of

NOTED_EVERY = timedelta(minutes=5)


def token_by_secret(secret: str) -> ApiToken | None:
    """Return the usable token that this secret belongs to, with `has_second_factor` of who is behind it.

    That is the member, or who made an integration's token. Runs as the app role.
    """
    related = ("organization", "made_by", "membership__user")
    behind = Coalesce(OuterRef("membership__user"), OuterRef("made_by"))
    tokens = ApiToken.objects.select_related(*related).annotate(has_second_factor=with_second_factor(behind))
    token = tokens.filter(token_hash=hash_of(secret)).first()
    if token is None or not token.is_usable:
        return None
    person = token.membership.user if token.membership else None
    return None if person and not person.is_active else token


def note_use(token_id: UUID) -> None:
    """Remember that a token was used, every few minutes. Runs as the app role, after the request."""
    now = timezone.now()
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - NOTED_EVERY)
    ApiToken.objects.filter(stale, pk=token_id).update(last_used_at=now)


def tokens_of(organization: Organization, side: Side) -> QuerySet[ApiToken]:
    """Return a company's tokens under a hat, the usable first, newest first."""
    return ApiToken.objects.filter(organization=organization, side=side).order_by("revoked_at", "-created_at")


def token_for(organization: Organization, side: Side, token_id: UUID) -> ApiToken:
    """Return a token of this company and hat; 404 for anyone else's."""
    try:
        return ApiToken.objects.get(organization=organization, side=side, pk=token_id)
    except ApiToken.DoesNotExist as error:
        raise Http404 from error

"""Reads of cases in which a company was claimed by others than its own people; as the app role or the staff's."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from retailers.models import DirectoryEntry
from wholesale.accounts.models import User
from wholesale.organizations.models import Membership


def claimed_retailer(retailer_id: UUID) -> DirectoryEntry:
    """Return the entry of a company that somebody has claimed; 404 for any other, as if it did not exist."""
    found = DirectoryEntry.objects.filter(claimed_at__isnull=False, is_listed=True)
    try:
        return found.select_related("retailer").get(pk=retailer_id)
    except DirectoryEntry.DoesNotExist as error:
        raise Http404 from error


def belongs_to(retailer_id: UUID, email: str) -> bool:
    """Tell whether whoever has this address works at this company."""
    at_home = Membership.objects.filter(organization=retailer_id, user__email=email.lower(), guest_of=None)
    return at_home.exists()


def platform_staff() -> QuerySet[User]:
    """Return the platform's people who are told that something waits for them; as the app role."""
    return User.objects.filter(is_staff=True, is_active=True).order_by("email")

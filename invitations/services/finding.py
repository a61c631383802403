"""A supplier lets retailers find it, or not (SPEC.md N10). In its own context."""

from django.db import transaction
from django.utils import timezone

from invitations.models import Findability
from invitations.queries.finding import is_findable
from wholesale.accounts.models import User
from wholesale.audit.services import record_change
from wholesale.organizations.models import Organization


@transaction.atomic
def let_be_found(*, supplier: Organization, by: User) -> None:
    """Let every retailer with an account find this supplier and ask for access."""
    _set(supplier, value=True, by=by)


@transaction.atomic
def hide_from_search(*, supplier: Organization, by: User) -> None:
    """Leave this supplier out of what retailers find; its link and its invitations work as before."""
    _set(supplier, value=False, by=by)


def _set(supplier: Organization, *, value: bool, by: User) -> None:
    before = is_findable(supplier.pk)
    if before == value:
        return
    changes = {"is_findable": value, "changed_at": timezone.now()}
    kept, _is_new = Findability.objects.update_or_create(supplier=supplier, defaults=changes)
    record_change(
        organization_id=supplier.pk,
        by=by,
        verb="findability_changed",
        subject=kept,
        subject_name=supplier.name,
        before={"is_findable": before},
        after={"is_findable": value},
    )

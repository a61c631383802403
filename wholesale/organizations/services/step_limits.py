"""A supplier says within how many hours its steps are due, and when its admins are told (SPEC.md O12)."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from wholesale.accounts.models import User
from wholesale.audit.services import difference, record_change
from wholesale.errors import StaleVersion
from wholesale.organizations.models import Organization, StepLimits


@transaction.atomic
def change_step_limits(
    *, supplier: Organization, hours: Mapping[str, int], version: int, by: User
) -> StepLimits:
    """Set the limits of steps that no agreement has; orders take them with their next step.

    Args:
        hours: by column of StepLimits; the caller has checked how many they may be.
        version: what the person looked at.
    Locks:  the supplier's limits.
    Raises: StaleVersion; then nothing is written.
    Source: SPEC.md B4, O12.
    """
    StepLimits.objects.get_or_create(supplier=supplier)
    found = StepLimits.objects.select_for_update().get(supplier=supplier)
    if found.version != version:
        raise StaleVersion(_("Somebody else changed these limits meanwhile. Nothing of yours is lost."))
    before, after = difference({name: getattr(found, name) for name in hours}, dict(hours))
    if not after:
        return found
    for name, value in after.items():
        setattr(found, name, value)
    found.version += 1
    found.save()
    record_change(
        organization_id=supplier.pk,
        by=by,
        verb="step_limits_changed",
        subject=found,
        subject_name=supplier.name,
        before=before,
        after=after,
    )
    return found

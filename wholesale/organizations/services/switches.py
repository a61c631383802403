"""What one side of an agreement grants the other, from a day on: granted, withdrawn, asked for (SPEC.md I2, I6, I9).

Each verb runs in the context of the side that acts, as the database also asks; the other one hears of it by mail and
in its own log.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wholesale.accounts.models import User
from wholesale.errors import InvalidTransition, NotAllowed
from wholesale.organizations import emails
from wholesale.organizations.enums import AgreementMode, AgreementStatus, Party, Switch
from wholesale.organizations.limits import count_change
from wholesale.organizations.models import Agreement
from wholesale.organizations.queries import lock_agreement
from wholesale.organizations.services.agreements import record_on_both
from wholesale.tenancy.contexts import acting
from wholesale.tenancy.roles import Role


@transaction.atomic
def grant_switch(*, agreement: Agreement, switch: Switch, by: User) -> Agreement:
    """Grant the other side something from now on; granted already, it keeps its day.

    Locks:  the agreement.
    Emails: the other side.
    Raises: NotAllowed (for the other side to grant), InvalidTransition unless in force, TooManyRequests; then nothing
        is written.
    Source: SPEC.md I2, I6, I9.
    """
    locked = _lock_for(agreement, switch)
    if locked.granted_since(switch) is None:
        _write(locked, switch, granted=True, by=by)
    return locked


@transaction.atomic
def withdraw_switch(*, agreement: Agreement, switch: Switch, by: User) -> Agreement:
    """Take back what was granted, from now on; what was done by it stays.

    Locks:  the agreement.
    Emails: the other side.
    Raises: NotAllowed (for the other side to withdraw), InvalidTransition unless in force, TooManyRequests; then
        nothing is written.
    Source: SPEC.md I2, I6, I9.
    """
    locked = _lock_for(agreement, switch)
    if locked.granted_since(switch) is not None:
        _write(locked, switch, granted=False, by=by)
    return locked


@transaction.atomic
def ask_for_switch(*, agreement: Agreement, switch: Switch, by: User) -> None:
    """Ask the other side to grant something; asked again on the same day, no second mail goes out.

    Locks:  the agreement.
    Emails: the side that grants it, once a day.
    Raises: NotAllowed (one's own to grant), InvalidTransition unless in force or where it is granted; then nothing is
        written.
    Source: SPEC.md I2.
    """
    locked = lock_agreement(agreement)
    _check_in_force(locked)
    if locked.grantor_of(switch) == acting_party():
        raise NotAllowed(_("This is yours to grant."))
    if locked.granted_since(switch) is not None:
        raise InvalidTransition(_("This is granted already."))
    emails.queue_switch_asked(locked, switch, party=acting_party(), by=by)


def acting_party() -> Party:
    """Return for which side of an agreement the context acts."""
    context = acting()
    return Party.SUPPLIER if context and context.role == Role.SUPPLIER else Party.DISTRIBUTOR


def _lock_for(agreement: Agreement, switch: Switch) -> Agreement:
    locked = lock_agreement(agreement)
    _check_in_force(locked)
    if locked.grantor_of(switch) != acting_party():
        raise NotAllowed(_("This is for the other side to decide."))
    if locked.mode == AgreementMode.EXTERNAL and switch == Switch.INVENTORY_EDITABLE:
        raise NotAllowed(_("You keep the stock of an external distributor yourself."))
    return locked


def _check_in_force(agreement: Agreement) -> None:
    if agreement.status != AgreementStatus.ACTIVE:
        raise InvalidTransition(_("The agreement is not in force."))


def _write(agreement: Agreement, switch: Switch, *, granted: bool, by: User) -> None:
    count_change(agreement.pk)
    since, name = f"{switch.value}_since", f"{switch.value}_by"
    setattr(agreement, since, timezone.now() if granted else None)
    setattr(agreement, name, str(by)[:120] if granted else "")
    agreement.version += 1
    agreement.save(update_fields=[since, name, "version"])
    record_on_both(
        agreement,
        by=by,
        verb="switch_granted" if granted else "switch_withdrawn",
        before={switch.value: not granted},
        after={switch.value: granted},
    )
    emails.queue_switch_changed(agreement, switch, party=acting_party(), by=by)

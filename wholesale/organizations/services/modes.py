"""How a supplier works with a distributor changes, and nothing is lost by it (SPEC.md I1). In the supplier's context.

To an account of its own leads what takes two: services/accounts.py and services/connections.py.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from wholesale.accounts.models import User
from wholesale.errors import InvalidTransition, NotAllowed, StaleVersion
from wholesale.organizations import emails
from wholesale.organizations.enums import AgreementMode, AgreementStatus, Party
from wholesale.organizations.errors import NowhereToSend
from wholesale.organizations.limits import count_change
from wholesale.organizations.models import Agreement
from wholesale.organizations.queries import lock_agreement
from wholesale.organizations.services.agreements import record_on_both
from wholesale.organizations.services.switches import acting_party


@transaction.atomic
def change_mode(
    *, agreement: Agreement, mode: AgreementMode, version: int, by: User, orders_email: str = ""
) -> Agreement:
    """Work with a distributor as a guest or as an external one from now on; the supplier's to say.

    Orders on their way stay with it; whose turn they are follows. Stock, customers, steps and what is granted stay.

    Args:
        version: the agreement's, as it was read (B4); it does not matter where they work so already.
        orders_email: where an external one's orders are mailed to; without it whom the agreement names.
    Locks:  the agreement.
    Emails: the distributor.
    Raises: NotAllowed (the distributor; a mode that is not the supplier's to choose), InvalidTransition unless in
        force, StaleVersion, NowhereToSend (an external one without address), TooManyRequests; then nothing is written.
    Source: SPEC.md I1.
    """
    locked = lock_agreement(agreement)
    if acting_party() != Party.SUPPLIER:
        raise NotAllowed(_("This is for the other side to decide."))
    if locked.status != AgreementStatus.ACTIVE:
        raise InvalidTransition(_("The agreement is not in force."))
    if locked.mode == mode:
        return locked
    if locked.version != version:
        raise StaleVersion(_("Somebody else changed this agreement meanwhile."))
    _check_takes(locked, mode)
    email = orders_email.lower() or locked.distributor_email
    if mode == AgreementMode.EXTERNAL and not email:
        raise NowhereToSend
    count_change(locked.pk)
    before, after = {"mode": locked.mode}, {"mode": mode.value}
    if mode == AgreementMode.EXTERNAL and email != locked.distributor_email:
        before, after = before | {"email": locked.distributor_email}, after | {"email": email}
    locked.mode, locked.version = mode, locked.version + 1
    # Told is whoever has answered for it so far, not the address that its orders go to from now on.
    emails.queue_mode_changed(locked, party=Party.SUPPLIER, by=by)
    locked.distributor_email = after.get("email", locked.distributor_email)
    locked.save(update_fields=["mode", "version", "distributor_email"])
    record_on_both(locked, by=by, verb="mode_changed", before=before, after=after)
    return locked


def _check_takes(agreement: Agreement, mode: AgreementMode) -> None:
    """Refuse what its people must say yes to, and guests of a company whose people have their own way in."""
    if mode == AgreementMode.CONNECTED:
        raise NotAllowed(_("An account of its own is the distributor’s to take: invite it, or connect it."))
    if mode == AgreementMode.GUEST and agreement.distributor.private_to_id != agreement.supplier_id:
        raise NotAllowed(_("It has an account of its own: its people work from there, not from yours."))

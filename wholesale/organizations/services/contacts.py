"""Where the orders of a distributor without an account are mailed to (SPEC.md I1)."""

from django.db import transaction
from django.utils.translation import gettext as _

from wholesale.accounts.models import User
from wholesale.errors import InvalidTransition, StaleVersion
from wholesale.organizations.enums import AgreementMode, AgreementStatus
from wholesale.organizations.models import Agreement
from wholesale.organizations.queries import lock_agreement
from wholesale.organizations.services.agreements import record_on_both


@transaction.atomic
def change_orders_address(
    *, agreement: Agreement, email: str, language: str, version: int, by: User
) -> Agreement:
    """Say anew where orders are mailed to, and in which language; the supplier's to say, as it keeps the other side.

    Mails that wait to be sent go where they were meant to; links that were sent go on opening their order.

    Locks:  the agreement.
    Raises: StaleVersion, InvalidTransition unless it is an external one in force; then nothing is written.
    Source: SPEC.md I1, B4.
    """
    locked = lock_agreement(agreement)
    if locked.version != version:
        raise StaleVersion(_("Somebody else changed this agreement meanwhile."))
    if locked.status != AgreementStatus.ACTIVE or locked.mode != AgreementMode.EXTERNAL:
        raise InvalidTransition(_("Orders are mailed to external distributors alone."))
    before = {"email": locked.distributor_email, "language": locked.distributor_language}
    after = {"email": email.lower(), "language": language}
    if before == after:
        return locked
    locked.distributor_email, locked.distributor_language = after["email"], language
    locked.version += 1
    locked.save(update_fields=["distributor_email", "distributor_language", "version"])
    record_on_both(locked, by=by, verb="agreement_changed", before=before, after=after)
    return locked

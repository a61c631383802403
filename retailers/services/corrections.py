"""A correction of an entry is proposed, and its keeper takes it, in part or whole, or declines (SPEC.md C6).

Both sides write one row, so it is written as the app role, after each one's own check.
"""

from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from retailers import queries
from retailers.details import EntryDetails
from retailers.enums import CorrectionState
from retailers.errors import CorrectionRefused
from retailers.limits import count_correction
from retailers.models import CorrectionProposer, Customer, DirectoryEntry, EntryCorrection
from retailers.services.claiming import details_of, keep_own_entry
from retailers.services.directory import correct_entry
from wholesale.accounts.models import User
from wholesale.audit.services import difference, record_change
from wholesale.errors import InvalidTransition
from wholesale.organizations.models import Organization
from wholesale.tenancy.contexts import act_for_platform


@transaction.atomic
def propose_correction(
    *, customer: Customer, details: EntryDetails, note: str = "", by: User
) -> EntryCorrection:
    """Tell whoever keeps a customer's entry how it should read; nothing of it changes before they agree.

    Raises: CorrectionRefused (the supplier keeps it itself, nothing differs, one is open already), TooManySearches;
        then nothing is written.
    Source: C6.
    """
    count_correction(customer.supplier_id)
    entry = customer.retailer.directory_entry
    keeper = entry.retailer_id if entry.is_claimed else entry.created_by_supplier_id
    if keeper is None or keeper == customer.supplier_id:
        raise CorrectionRefused(_("You keep this entry yourself: correct it at once."))
    before, after = difference(details_of(entry).public(), details.public())
    if not after:
        raise CorrectionRefused(_("Nothing differs from the entry as it stands."))
    correction = EntryCorrection(
        retailer_id=entry.retailer_id, keeper_id=keeper, before=before, after=after, note=note
    )
    proposer = CorrectionProposer(
        supplier_id=customer.supplier_id,
        retailer_id=entry.retailer_id,
        correction=correction,
        supplier_name=customer.supplier.name,
        by=by,
        by_name=str(by)[:120],
    )
    try:
        with transaction.atomic(), act_for_platform():
            correction.save(force_insert=True)
            proposer.save(force_insert=True)
    except IntegrityError as error:
        raise CorrectionRefused(_("Your last proposal is still open. Take it back first.")) from error
    record_change(
        organization_id=customer.supplier_id,
        by=by,
        verb="correction_proposed",
        subject=customer,
        subject_name=customer.private.display_name,
        before=before,
        after=after,
    )
    return correction


@transaction.atomic
def withdraw_correction(*, correction: EntryCorrection, customer: Customer, by: User) -> EntryCorrection:
    """Take one's own open proposal back.

    Locks:  the correction.
    Raises: InvalidTransition if it was decided.
    """
    correction = _close(correction, CorrectionState.WITHDRAWN, by)
    record_change(
        organization_id=customer.supplier_id,
        by=by,
        verb="correction_withdrawn",
        subject=customer,
        subject_name=customer.private.display_name,
    )
    return correction


@transaction.atomic
def accept_correction(
    *, correction: EntryCorrection, fields: Collection[str], keeper: Organization, by: User
) -> EntryCorrection:
    """Write some or all proposed fields into the entry that this company keeps; suppliers see it at once.

    Locks:  the correction, the entry.
    Raises: CorrectionRefused (no field of it was chosen), InvalidTransition (decided meanwhile),
        EntryBelongsToRetailer (the retailer has registered meanwhile); then nothing is written.
    Source: C6.
    """
    taken = [name for name in correction.after if name in fields]
    if not taken:
        raise CorrectionRefused(_("Choose what to take over, or decline."))
    correction = _close(correction, CorrectionState.ACCEPTED, by, taken)
    with act_for_platform():
        entry = DirectoryEntry.objects.select_for_update().get(pk=correction.retailer_id)
    details = EntryDetails(
        **{**details_of(entry).public(), **{name: correction.after[name] for name in taken}}
    )
    if keeper.pk == correction.retailer_id:
        keep_own_entry(retailer=keeper, details=details, by=by)
    else:
        correct_entry(entry=entry, details=details, supplier=keeper, by=by)
    _record(correction, keeper, "correction_accepted", by)
    return correction


@transaction.atomic
def decline_correction(*, correction: EntryCorrection, keeper: Organization, by: User) -> EntryCorrection:
    """Leave the entry as it is; the supplier that proposed sees that.

    Locks:  the correction.
    Raises: InvalidTransition if it was decided meanwhile.
    """
    correction = _close(correction, CorrectionState.DECLINED, by)
    _record(correction, keeper, "correction_declined", by)
    return correction


def _close(
    correction: EntryCorrection, state: CorrectionState, by: User, taken: Collection[str] = ()
) -> EntryCorrection:
    with act_for_platform():
        locked = EntryCorrection.objects.select_for_update().get(pk=correction.pk)
        if not locked.is_open or locked.keeper_id != correction.keeper_id:
            raise InvalidTransition(
                _("This proposal is %(state)s.") % {"state": locked.get_state_display().lower()}
            )
        locked.state, locked.taken = state, list(taken)
        locked.decided_at = timezone.now()
        if locked.keeper_id == locked.retailer_id:  # a supplier's people are unknown to another supplier
            locked.decided_by_name = str(by)[:120]
        locked.save(update_fields=["state", "taken", "decided_at", "decided_by_name"])
        CorrectionProposer.objects.filter(correction=locked).update(is_open=False)
    return locked


def _record(correction: EntryCorrection, keeper: Organization, verb: str, by: User) -> None:
    entry = (
        queries.entry_for_supplier(correction.retailer_id) if keeper.pk != correction.retailer_id else None
    )
    record_change(
        organization_id=keeper.pk,
        by=by,
        verb=verb,
        subject=correction,
        subject_name=entry.name if entry else keeper.name,
        before={name: correction.before[name] for name in correction.taken},
        after={name: correction.after[name] for name in correction.taken},
    )

"""A distributor proposes who owes a step and within how many hours; its supplier answers (SPEC.md I2)."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wholesale.accounts.models import User
from wholesale.errors import InvalidTransition, NotAllowed
from wholesale.organizations import emails
from wholesale.organizations.enums import AgreementStatus, Party, ProposalState, Step
from wholesale.organizations.errors import NothingProposed, ProposalStands
from wholesale.organizations.models import Agreement, StepProposal
from wholesale.organizations.queries import lock_agreement
from wholesale.organizations.services.agreements import record_on_both, write_steps
from wholesale.organizations.services.switches import acting_party


@transaction.atomic
def propose_step(
    *, agreement: Agreement, step: Step, owed_by: Party, limit_hours: int, by: User
) -> StepProposal:
    """Ask the supplier to change who owes a step, or within how many hours, in the distributor's context.

    Locks:  the agreement.
    Emails: the supplier.
    Raises: NotAllowed (the supplier changes steps itself), InvalidTransition unless in force, NothingProposed,
        ProposalStands; then nothing is written.
    Source: SPEC.md I2.
    """
    locked = lock_agreement(agreement)
    if acting_party() == Party.SUPPLIER:
        raise NotAllowed(_("You change the steps yourself."))
    _check_in_force(locked)
    if locked.steps.filter(step=step, owed_by=owed_by, limit_hours=limit_hours).exists():
        raise NothingProposed
    proposal = StepProposal(
        supplier_id=locked.supplier_id,
        distributor_id=locked.distributor_id,
        agreement=locked,
        step=step,
        owed_by=owed_by,
        limit_hours=limit_hours,
        by_name=str(by)[:120],
    )
    try:
        with transaction.atomic():
            proposal.save(force_insert=True)
    except IntegrityError as error:
        raise ProposalStands(str(step.label)) from error
    _record(locked, proposal, "step_proposed", by)
    emails.queue_step_proposed(locked, proposal, by=by)
    return proposal


@transaction.atomic
def accept_step_proposal(*, proposal: StepProposal, by: User) -> StepProposal:
    """Take a proposed step over, in the supplier's context; orders on their way follow.

    Locks:  the agreement, then the proposal.
    Emails: the distributor.
    Raises: NotAllowed, InvalidTransition once it is answered; then nothing is written.
    Source: SPEC.md I2.
    """
    agreement, locked = _lock(proposal, Party.SUPPLIER)
    step = {Step(locked.step): (Party(locked.owed_by), locked.limit_hours)}
    write_steps(agreement, step, by=by)
    return _close(agreement, locked, ProposalState.ACCEPTED, by)


@transaction.atomic
def decline_step_proposal(*, proposal: StepProposal, by: User) -> StepProposal:
    """Leave a step as it is, in the supplier's context.

    Locks:  the agreement, then the proposal.
    Emails: the distributor.
    Raises: NotAllowed, InvalidTransition once it is answered; then nothing is written.
    """
    agreement, locked = _lock(proposal, Party.SUPPLIER)
    return _close(agreement, locked, ProposalState.DECLINED, by)


@transaction.atomic
def withdraw_step_proposal(*, proposal: StepProposal, by: User) -> StepProposal:
    """Take a proposed step back, in the distributor's context.

    Locks:  the agreement, then the proposal.
    Emails: the supplier.
    Raises: NotAllowed, InvalidTransition once it is answered; then nothing is written.
    """
    agreement, locked = _lock(proposal, Party.DISTRIBUTOR)
    return _close(agreement, locked, ProposalState.WITHDRAWN, by)


def _lock(proposal: StepProposal, decider: Party) -> tuple[Agreement, StepProposal]:
    agreement = lock_agreement(proposal.agreement)
    locked = StepProposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    if acting_party() != decider:
        raise NotAllowed(_("This is for the other side to decide."))
    if locked.state != ProposalState.OPEN:
        raise InvalidTransition(_("This proposal has been answered."))
    _check_in_force(agreement)
    return agreement, locked


def _check_in_force(agreement: Agreement) -> None:
    if agreement.status != AgreementStatus.ACTIVE:
        raise InvalidTransition(_("The agreement is not in force."))


def _close(agreement: Agreement, proposal: StepProposal, state: ProposalState, by: User) -> StepProposal:
    proposal.state, proposal.decided_at = state, timezone.now()
    proposal.decided_by_name = str(by)[:120]
    proposal.save(update_fields=["state", "decided_at", "decided_by_name"])
    if state != ProposalState.ACCEPTED:  # an accepted one is on record as the change of the agreement
        _record(agreement, proposal, f"step_proposal_{state.value}", by)
    emails.queue_step_answered(agreement, proposal, party=acting_party(), by=by)
    return proposal


def _record(agreement: Agreement, proposal: StepProposal, verb: str, by: User) -> None:
    after = {proposal.step: f"{proposal.owed_by}, {proposal.limit_hours} h"}
    record_on_both(agreement, by=by, verb=verb, after=after)

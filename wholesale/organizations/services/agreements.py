"""A supplier and a distributor come to an agreement, change it and end it (SPEC.md I1, I2, section 8).

Each verb runs in the context of the party that acts; the other one hears of it by mail and in its own log.
"""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wholesale.accounts.models import User
from wholesale.audit.services import record_change
from wholesale.errors import InvalidTransition, NotAllowed, StaleVersion
from wholesale.organizations import emails
from wholesale.organizations.details import CompanyDetails, DistributorDetails
from wholesale.organizations.enums import (
    AGREEMENT_MOVES,
    DEFAULT_STEPS,
    AgreementEvent,
    AgreementMode,
    AgreementStatus,
    Decider,
    Party,
    ProposalState,
    Side,
    Step,
)
from wholesale.organizations.errors import AgreementStands, NotAParty
from wholesale.organizations.limits import count_change
from wholesale.organizations.models import (
    Agreement,
    AgreementStep,
    ConnectionProposal,
    Organization,
    StepProposal,
)
from wholesale.organizations.queries import lock_agreement
from wholesale.organizations.services.companies import write_down_company
from wholesale.organizations.services.open_invitations import close_guest_door
from wholesale.tenancy.contexts import act_for_platform

Steps = Mapping[Step, tuple[Party, int]]


@transaction.atomic
def propose_agreement(
    *, supplier: Organization, distributor: Organization, proposed_by: Party, by: User
) -> Agreement:
    """Ask a company with an account to work together; the other side accepts or declines.

    Emails: the other side.
    Raises: NotAParty, AgreementStands; then nothing is written.
    Source: SPEC.md I2.
    """
    asked = distributor if proposed_by == Party.SUPPLIER else supplier
    if not (supplier.sells and distributor.delivers) or asked.private_to_id or supplier == distributor:
        raise NotAParty(asked.name)
    agreement = Agreement(
        supplier=supplier, distributor=distributor, mode=AgreementMode.CONNECTED, proposed_by=proposed_by
    )
    _note_contact(agreement, proposed_by, by)
    _insert(agreement, asked.name)
    record_on_both(agreement, by=by, verb="agreement_proposed", after={"mode": agreement.mode})
    emails.queue_agreement_proposed(agreement, by=by)
    return agreement


@transaction.atomic
def add_distributor(*, supplier: Organization, details: DistributorDetails, by: User) -> Agreement:
    """Work with a distributor that has no account: it is written down for this supplier alone, at once in force.

    Raises: ValueError for the connected mode, which is proposed.
    Source: SPEC.md I1.
    """
    if details.mode == AgreementMode.CONNECTED:
        raise ValueError("a connected distributor is asked, not added")
    agreement = Agreement(
        supplier=supplier,
        distributor=write_down_private(supplier, details),
        mode=details.mode,
        status=AgreementStatus.ACTIVE,
        proposed_by=Party.SUPPLIER,
        accepted_at=timezone.now(),
        distributor_email=details.email.lower(),
        distributor_language=details.language,
    )
    _note_contact(agreement, Party.SUPPLIER, by)
    _insert(agreement, details.name)
    record_on_both(agreement, by=by, verb="distributor_added", after={"mode": agreement.mode})
    return agreement


@transaction.atomic
def accept_agreement(*, agreement: Agreement, party: Party, by: User) -> Agreement:
    """Put a proposed agreement into force, as the side that was asked.

    Locks:  the agreement.
    Emails: the side that proposed it.
    Raises: InvalidTransition, NotAllowed; then nothing is written.
    """
    return _move(agreement, AgreementEvent.ACCEPT, party, by)


@transaction.atomic
def decline_agreement(*, agreement: Agreement, party: Party, by: User) -> Agreement:
    """Refuse a proposed agreement, as the side that was asked.

    Locks:  the agreement.
    Emails: the side that proposed it.
    Raises: InvalidTransition, NotAllowed; then nothing is written.
    """
    return _move(agreement, AgreementEvent.DECLINE, party, by)


@transaction.atomic
def withdraw_agreement(*, agreement: Agreement, party: Party, by: User) -> Agreement:
    """Take a proposal back, as the side that made it.

    Locks:  the agreement.
    Emails: the side that was asked.
    Raises: InvalidTransition, NotAllowed; then nothing is written.
    """
    return _move(agreement, AgreementEvent.WITHDRAW, party, by)


@transaction.atomic
def end_agreement(*, agreement: Agreement, party: Party, by: User) -> Agreement:
    """End an agreement in force, as either side. Orders on their way stay; new steps are the supplier's.

    Locks:  the agreement.
    Emails: the other side.
    Raises: InvalidTransition; then nothing is written.
    """
    return _move(agreement, AgreementEvent.END, party, by)


@transaction.atomic
def change_steps(*, agreement: Agreement, steps: Steps, version: int, by: User) -> Agreement:
    """Say anew who owes each step and within how many hours; the supplier's to say, the orders are its own.

    Locks:  the agreement.
    Emails: the distributor, if anything changed.
    Raises: StaleVersion, InvalidTransition once it has ended, TooManyRequests; then nothing is written.
    Source: SPEC.md I2, B4.
    """
    locked = lock_agreement(agreement)
    if locked.version != version:
        raise StaleVersion(_("Somebody else changed this agreement meanwhile."))
    if locked.status == AgreementStatus.ENDED:
        raise InvalidTransition(_("The agreement has ended."))
    if write_steps(locked, steps, by=by):
        count_change(locked.pk)
        emails.queue_agreement_changed(locked, party=Party.SUPPLIER, by=by)
    return locked


def write_steps(locked: Agreement, steps: Steps, *, by: User) -> bool:
    """Write down who owes steps from now on, and note it in both logs; tell whether anything changed.

    The caller holds the agreement's lock and says who hears of it.
    """
    rows = {Step(row.step): row for row in locked.steps.all()}
    now = {step: (Party(row.owed_by), row.limit_hours) for step, row in rows.items()}
    changed = {step: value for step, value in steps.items() if now[step] != value}
    if not changed:
        return False
    for step, (party, hours) in changed.items():
        rows[step].owed_by, rows[step].limit_hours = party, hours
    AgreementStep.objects.bulk_update([rows[step] for step in changed], ["owed_by", "limit_hours"])
    locked.version += 1
    locked.save(update_fields=["version"])
    before, after = _readable(now, changed), _readable(changed, changed)
    record_on_both(locked, by=by, verb="agreement_changed", before=before, after=after)
    return True


def _insert(agreement: Agreement, name: str) -> None:
    try:
        with transaction.atomic():
            agreement.save()
    except IntegrityError as error:
        if "agreement_once" not in str(error):
            raise
        raise AgreementStands(name) from error
    keys: dict[str, Any] = {
        "supplier_id": agreement.supplier_id,
        "distributor_id": agreement.distributor_id,
    }
    if agreement.mode == AgreementMode.EXTERNAL:  # without an account it can say nothing, the supplier does
        keys["owed_by"] = Party.SUPPLIER
    rows = [
        {"step": step, "owed_by": party, "limit_hours": hours} | keys
        for step, (party, hours) in DEFAULT_STEPS.items()
    ]
    AgreementStep.objects.bulk_create(AgreementStep(agreement=agreement, **row) for row in rows)


def _move(agreement: Agreement, event: AgreementEvent, party: Party, by: User) -> Agreement:
    locked = lock_agreement(agreement)
    before = AgreementStatus(locked.status)
    move = AGREEMENT_MOVES.get((before, event))
    if move is None:
        word = locked.get_status_display().lower()
        raise InvalidTransition(_("This agreement is %(status)s.") % {"status": word})
    after, decider = move
    proposes = locked.proposed_by == party
    if decider == (Decider.ASKED if proposes else Decider.PROPOSER):
        raise NotAllowed(_("This is for the other side to decide."))
    locked.status, locked.version = after, locked.version + 1
    if after == AgreementStatus.ACTIVE:
        locked.accepted_at = timezone.now()
        _note_contact(locked, party, by)
    else:
        locked.ended_at = timezone.now()
    locked.save()
    record_on_both(
        locked, by=by, verb=_PAST[event], before={"status": before.value}, after={"status": after.value}
    )
    if event == AgreementEvent.END:
        _close_what_waits(locked)
    emails.queue_agreement_moved(locked, event, party=party, by=by)
    return locked


def _close_what_waits(agreement: Agreement) -> None:
    """Take back what was proposed between the two and nobody has answered: there is nothing left to change."""
    gone = {"state": ProposalState.WITHDRAWN, "decided_at": timezone.now()}
    for model in (StepProposal, ConnectionProposal):
        model.objects.filter(agreement=agreement, state=ProposalState.OPEN).update(**gone)
    if agreement.distributor.private_to_id:  # only its supplier ends it
        close_guest_door(agreement)


_PAST = {
    AgreementEvent.ACCEPT: "agreement_accepted",
    AgreementEvent.DECLINE: "agreement_declined",
    AgreementEvent.WITHDRAW: "agreement_withdrawn",
    AgreementEvent.END: "agreement_ended",
}


def _note_contact(agreement: Agreement, party: Party, by: User) -> None:
    """Keep to whom mails of this agreement go on this side: whoever proposed or accepted it."""
    setattr(agreement, f"{party.value}_email", by.email)
    setattr(agreement, f"{party.value}_language", by.language)


def _readable(steps: Steps, only: Steps) -> dict[str, str]:
    return {step.value: f"{steps[step][0].value}, {steps[step][1]} h" for step in only}


def record_on_both(
    agreement: Agreement,
    *,
    by: User,
    verb: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Note a change in the logs of both sides, each naming the other."""
    sides = (agreement.supplier_id, agreement.distributor), (agreement.distributor_id, agreement.supplier)
    with act_for_platform():
        for organization_id, other in sides:
            record_change(
                organization_id=organization_id,
                by=by,
                verb=verb,
                subject=agreement,
                subject_name=other.name,
                before=before,
                after=after,
            )


def write_down_private(supplier: Organization, details: DistributorDetails) -> Organization:
    """Insert a distributor that this supplier alone knows; place and money are the supplier's."""
    company = CompanyDetails(
        name=details.name,
        country=supplier.country,
        time_zone=supplier.time_zone,
        currency=supplier.currency,
        language=details.language,
    )
    with act_for_platform():
        return write_down_company(company, Side.DELIVERING, private_to=supplier)

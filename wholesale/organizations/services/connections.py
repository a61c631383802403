"""A distributor that its supplier kept turns out to be a company with an account: its rows become that one's (I1).

The supplier proposes, the company with the account says yes, and its yes is what does it: in one statement of the
database (app.connect_distributor), every column that wholesale/organizations/connecting.py names.
"""

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wholesale.accounts.models import User
from wholesale.errors import InvalidTransition, NotAllowed
from wholesale.organizations import emails
from wholesale.organizations.connecting import moving_keys
from wholesale.organizations.enums import AgreementMode, AgreementStatus, ProposalState
from wholesale.organizations.errors import AgreementStands, ConnectionRefused, NotAParty, ProposalStands
from wholesale.organizations.models import Agreement, ConnectionProposal, Organization
from wholesale.organizations.queries import lock_agreement
from wholesale.organizations.queries.connections import Moving, what_would_move
from wholesale.organizations.services.agreements import record_on_both
from wholesale.tenancy.contexts import act_for


@transaction.atomic
def propose_connection(*, agreement: Agreement, to: Organization, by: User) -> ConnectionProposal:
    """Ask a company with an account to take an agreement over, in the supplier's context.

    A distributor with an account that works as a guest or an external one is asked to work from it again.

    Locks:  the agreement.
    Emails: the company asked.
    Raises: InvalidTransition unless in force, NotAParty, AgreementStands (the two have one that nobody has answered),
        ProposalStands; then nothing is written.
    Source: SPEC.md I1.
    """
    locked = lock_agreement(agreement)
    _check_askable(locked, to)
    proposal = ConnectionProposal(
        supplier_id=locked.supplier_id,
        agreement=locked,
        former=locked.distributor,
        former_name=locked.distributor.name,
        distributor=to,
        by_name=str(by)[:120],
    )
    try:
        with transaction.atomic():
            proposal.save(force_insert=True)
    except IntegrityError as error:
        raise ProposalStands(locked.distributor.name) from error
    record_on_both(locked, by=by, verb="connection_proposed", after={"to": to.name})
    emails.queue_connection_proposed(locked, proposal, by=by)
    return proposal


@transaction.atomic
def withdraw_connection(*, proposal: ConnectionProposal, by: User) -> ConnectionProposal:
    """Take the question back, in the supplier's context.

    Locks:  the proposal.
    Raises: InvalidTransition once it is answered; then nothing is written.
    """
    locked = _lock_open(proposal)
    record_on_both(
        locked.agreement, by=by, verb="connection_withdrawn", after={"to": locked.distributor.name}
    )
    return _close(locked, ProposalState.WITHDRAWN, by)


@transaction.atomic
def decline_connection(*, proposal: ConnectionProposal, by: User) -> ConnectionProposal:
    """Say that this is not oneself, in the context of the company asked; nothing moves.

    Locks:  the proposal.
    Emails: the supplier.
    Raises: InvalidTransition once it is answered; then nothing is written.
    """
    locked = _close(_lock_open(proposal), ProposalState.DECLINED, by)
    with act_for(locked.supplier_id, by=by.pk):
        agreement = Agreement.objects.select_related("supplier", "distributor").get(pk=locked.agreement_id)
        record_on_both(agreement, by=by, verb="connection_declined", after={"to": locked.distributor.name})
    emails.queue_connection_answered(agreement, locked, by=by)
    return locked


@transaction.atomic
def accept_connection(*, proposal: ConnectionProposal, by: User) -> ConnectionProposal:
    """Take an agreement over with all that hangs on it, in the context of the company asked.

    Orders, customers, delivery days, stock with its ledger, transfers and the agreement become this company's; a
    warehouse whose name it has already gets a number. Mails and the audit log stay as they were. Where the two have an
    agreement in force already, that one goes on and the supplier's own ends. A fixed number of statements.

    Locks:  the proposal, the agreement, then whatever moves.
    Emails: the supplier.
    Raises: InvalidTransition once it is answered, ConnectionRefused; then nothing is written.
    Source: SPEC.md I1; DATA.md 2 (the ledger still adds up).
    """
    locked = _lock_open(proposal)
    _move_all(locked)
    _close(locked, ProposalState.ACCEPTED, by)
    agreement = _now_of(locked)
    agreement.distributor_email, agreement.distributor_language = by.email, by.language
    agreement.save(update_fields=["distributor_email", "distributor_language"])
    after = {"mode": AgreementMode.CONNECTED.value, "distributor": locked.distributor.name}
    record_on_both(
        agreement,
        by=by,
        verb="distributor_connected",
        before={"distributor": locked.former_name},
        after=after,
    )
    emails.queue_connection_answered(agreement, locked, by=by)
    return locked


def preview_connection(*, proposal: ConnectionProposal, by: User) -> Moving:
    """Return what would become this company's by its yes; what its supplier kept, it cannot read itself.

    The caller has the proposal from an access function of the company asked.
    """
    with transaction.atomic(), act_for(proposal.supplier_id, by=by.pk):
        return what_would_move(proposal.supplier_id, proposal.former_id, proposal.agreement_id)


def _check_askable(agreement: Agreement, to: Organization) -> None:
    if agreement.status != AgreementStatus.ACTIVE:
        raise InvalidTransition(_("The agreement is not in force."))
    if agreement.mode == AgreementMode.CONNECTED:
        raise NotAllowed(_("It has an account of its own."))
    is_kept = agreement.distributor.private_to_id == agreement.supplier_id
    if not to.delivers or to.private_to_id or to.pk == agreement.supplier_id:
        raise NotAParty(to.name)
    if not is_kept and to.pk != agreement.distributor_id:
        raise NotAParty(to.name)
    waiting = Agreement.objects.filter(
        supplier_id=agreement.supplier_id, distributor=to, status=AgreementStatus.PROPOSED
    )
    if waiting.exists():
        raise AgreementStands(to.name)


def _lock_open(proposal: ConnectionProposal) -> ConnectionProposal:
    rows = ConnectionProposal.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.select_related("supplier", "distributor").get(pk=proposal.pk)
    if locked.state != ProposalState.OPEN:
        raise InvalidTransition(_("This proposal has been answered."))
    return locked


def _close(proposal: ConnectionProposal, state: ProposalState, by: User) -> ConnectionProposal:
    proposal.state, proposal.decided_at = state, timezone.now()
    proposal.decided_by_name = str(by)[:120]
    proposal.save(update_fields=["state", "decided_at", "decided_by_name"])
    return proposal


def _move_all(proposal: ConnectionProposal) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT app.connect_distributor(%s, %s)", [proposal.pk, moving_keys()])
    except IntegrityError as error:
        message = _("What the two companies have cannot be put together. Ask %(name)s to look into it.")
        raise ConnectionRefused(message % {"name": proposal.supplier.name}) from error


def _now_of(proposal: ConnectionProposal) -> Agreement:
    """Return the agreement of the two that is in force now, of which there is one."""
    return Agreement.objects.select_related("supplier", "distributor").get(
        supplier_id=proposal.supplier_id,
        distributor_id=proposal.distributor_id,
        status=AgreementStatus.ACTIVE,
    )

"""Changes of an agreement that took two: each declined, or taken back, so that nothing stands in a test's way."""

from hashlib import sha256

from django.utils import timezone

from tests.seeding.gathering import Seeding, new
from wholesale.organizations.enums import Party, ProposalState, Step
from wholesale.organizations.models import AccountInvitation, ConnectionProposal, StepProposal


def changes(world: Seeding, supplier: str, distributor: str) -> None:
    """Write what was proposed between the two."""
    now = timezone.now()
    keys = {"supplier": world.orgs[supplier], "agreement": world.agreements[supplier, distributor]}
    declined = {"state": ProposalState.DECLINED, "decided_at": now}
    world.step_proposals[supplier, distributor] = new(
        StepProposal,
        distributor=world.orgs[distributor],
        step=Step.PREPARE,
        owed_by=Party.SUPPLIER,
        limit_hours=12,
        by_name=f"Second {distributor}",
        **declined,
        **keys,
    )
    token = sha256(f"account of {distributor} from {supplier}".encode()).hexdigest()
    email = f"{distributor}@example.com"
    new(AccountInvitation, email=email, token_hash=token, expires_at=now, revoked_at=now, **keys)
    world.connections[supplier, distributor] = new(
        ConnectionProposal,
        distributor=world.orgs[distributor],
        former=world.orgs[distributor],
        former_name=distributor.title(),
        **declined,
        **keys,
    )

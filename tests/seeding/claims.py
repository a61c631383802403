"""Cases of companies that somebody else says are theirs."""

from django.utils import timezone

from invitations.enums import ApartState
from invitations.models import ApartCustomer, ClaimCase
from retailers.enums import Relation
from tests.seeding.gathering import Seeding, new
from tests.world import TRADE


def cases(world: Seeding) -> None:
    """Write of each retailer that somebody else says it is theirs."""
    for supplier, retailer in TRADE:
        of = {"retailer": world.orgs[retailer], "through": world.orgs[supplier]}
        case = new(ClaimCase, email=f"owner.of.{retailer}.{supplier}@example.com", person_name="O", **of)
        new(
            ApartCustomer,
            supplier=world.orgs[supplier],
            customer=world.customers[supplier, retailer],
            case=case,
            company=world.orgs[retailer],
            holder=world.orgs[retailer],
            was_relation=Relation.ACCEPTED,
            was_active=True,
            state=ApartState.RETURNED,
            decided_at=timezone.now(),
        )

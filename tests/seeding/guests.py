"""How a distributor's people come into a supplier's account: its link, and who has asked by it."""

from hashlib import sha256

from django.utils import timezone

from tests.seeding.gathering import Seeding, new
from wholesale.organizations.enums import GuestRequestState
from wholesale.organizations.models import GuestLink, GuestRequest


def guests(world: Seeding, supplier: str, distributor: str) -> None:
    """Write a link of each pair, and a request that was refused."""
    keys = {"supplier": world.orgs[supplier], "distributor": world.orgs[distributor]}
    token = sha256(f"guests of {supplier} for {distributor}".encode()).hexdigest()
    new(GuestLink, token_hash=token, sealed_token="", **keys)
    world.guest_requests[supplier, distributor] = new(
        GuestRequest,
        user=world.users[distributor],
        name=f"Second {distributor}",
        email=f"second.{distributor}@example.com",
        state=GuestRequestState.REFUSED,
        decided_at=timezone.now(),
        **keys,
    )

"""A supplier connects a distributor it kept to a company with an account, for the tests of it."""

from tests.world import World
from wholesale.organizations.models import ConnectionProposal
from wholesale.organizations.services import accept_connection, propose_connection
from wholesale.tenancy.testing import acting_as


def proposed(world: World, supplier: str, distributor: str, to: str) -> ConnectionProposal:
    """Let the supplier ask a company with an account to be the distributor it kept."""
    with acting_as(world.context(supplier)):
        return propose_connection(
            agreement=world.agreements[supplier, distributor], to=world.orgs[to], by=world.users[supplier]
        )


def accepted(world: World, supplier: str, distributor: str, to: str) -> ConnectionProposal:
    """Let it say yes, too."""
    connection = proposed(world, supplier, distributor, to)
    with acting_as(world.context(to)):
        return accept_connection(proposal=connection, by=world.users[to])

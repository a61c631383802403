"""Which suppliers retailers find: cedar; alder and birch are asked by their links and invitations alone."""

from invitations.models import Findability
from tests.seeding.gathering import Seeding, new
from tests.world import SUPPLIERS


def findability(world: Seeding) -> None:
    for name in SUPPLIERS:
        new(Findability, supplier=world.orgs[name], is_findable=name == "cedar")

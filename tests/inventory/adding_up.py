"""Whether stock adds up where no orders are: what tests hold of it, they hold for nobody."""

from inventory.queries import reconciliation
from tests.world import World
from wholesale.tenancy.testing import acting_as


def adds_up(world: World) -> bool:
    """Tell whether alder's balances and transfers are what its ledger says, and nobody holds less than nothing."""
    alder = world.org_id("alder")
    with acting_as(world.context("alder")):
        held = reconciliation.held_by_holder(alder)
        off = [*reconciliation.balances_off(alder), *reconciliation.transfers_off(alder)]
    return not off and all(units > 0 and holder for (holder, *_where), units in held.items())


def lots_add_up(world: World) -> bool:
    """Tell whether alder's stock adds up, and its lots to what lies there at most."""
    with acting_as(world.context("alder")):
        off = reconciliation.lots_off(world.org_id("alder"))
    return not off and adds_up(world)

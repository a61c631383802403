"""Whatever two retailers have, merged and undone they have it again (SPEC.md C7)."""

import random

import pytest

from orders.models import CartLine
from retailers.enums import CustomerStatus
from retailers.models import Customer, CustomerPrivate, DirectoryEntry, GroupMember
from tests.retailers.staff import all_rows, merged, sam, undone
from tests.world import World
from wholesale.tenancy.testing import as_owner

RETAILERS = ("rita", "rosa", "remy", "rex")


def scramble(world: World, chance: random.Random) -> None:
    """Give every customer other words, standing, groups and quantities, as they could have come about."""
    for (supplier, retailer), customer in world.customers.items():
        CustomerPrivate.objects.filter(customer=customer).update(
            nickname=chance.choice(["", f"Nick {retailer}"]),
            number=chance.choice(["", f"{supplier}-{retailer}"]),
            note=chance.choice(["", "Back door", "Ring twice"]),
            labels=chance.sample(["Patio", "patio", "Late", "Snow"], chance.randint(0, 3)),
        )
        if customer.registered_at and chance.random() < 0.5:
            Customer.objects.filter(pk=customer.pk).update(
                status=CustomerStatus.REGISTERED,
                first_ordered_at=None,
                last_ordered_at=None,
                is_active=chance.random() < 0.5,
                is_on_hold=chance.random() < 0.3,
                version=chance.randint(1, 9),
            )
        if chance.random() < 0.4:
            GroupMember.objects.filter(customer=customer).delete()
    CartLine.objects.filter(retailer=world.orgs[chance.choice(RETAILERS)]).update(quantity_units=7)
    DirectoryEntry.objects.filter(pk=world.org_id(chance.choice(RETAILERS))).update(phone="", industry="bar")


@pytest.mark.parametrize("seed", range(5))
def test_merged_and_undone_every_row_is_as_it_was(world: World, seed: int) -> None:
    chance = random.Random(seed)
    with as_owner():
        scramble(world, chance)
    sam()
    before = all_rows()
    kept, gone = chance.sample(RETAILERS, 2)
    fields = {name: chance.choice(["kept", "gone"]) for name in ("name", "phone", "industry")}

    undone(merged(world, kept, gone, **fields))

    assert all_rows() == before

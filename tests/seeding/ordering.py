"""What retailers order again and again."""

from orders.models import Favourite, StandingList, StandingListLine
from tests.seeding.gathering import Seeding, new


def again(world: Seeding, supplier: str, retailer: str) -> None:
    """Write what a retailer orders again and again: a favourite, and a list of its own with one line."""
    pale, stout = world.products[supplier]
    of = {"supplier": world.orgs[supplier], "retailer": world.orgs[retailer]}
    new(Favourite, product=stout, seen_name=stout.name, **of)
    name = f"Usual of {retailer}"
    made = new(StandingList, name=name, name_key=name.casefold(), **of)
    new(
        StandingListLine,
        standing_list=made,
        position=1,
        product=pale,
        seen_name=pale.name,
        quantity_units=2,
        **of,
    )
    world.standing_lists[supplier, retailer] = made

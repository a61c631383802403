"""Writing the cast down, as the tables' owner: what services do is tested elsewhere."""

from tests.seeding.claims import cases
from tests.seeding.companies import calls, companies, mails, sheets
from tests.seeding.finding import findability
from tests.seeding.gathering import Seeding, gathered
from tests.seeding.goods import (
    agreement,
    assortment,
    catalogs,
    keep_to_chosen,
    special_price,
    stock,
)
from tests.seeding.schedules import delivery_days
from tests.seeding.trade import corrections, customer, groups, merges, order, prospect, tag
from tests.seeding.visits import visits
from tests.world import AGREEMENTS, COURTED, SUPPLIERS, TRADE, World
from wholesale.tenancy.testing import as_owner


def seed() -> World:
    """Write the cast down; also used where a test needs its data really committed."""
    world = Seeding()
    with as_owner(), gathered():
        companies(world)
        for supplier in SUPPLIERS:
            assortment(world, supplier)
        for (supplier, distributor), mode in AGREEMENTS.items():
            agreement(world, supplier, distributor, mode)
        for supplier in SUPPLIERS:
            stock(world, supplier)
            groups(world, supplier)
            tag(world, supplier)
            catalogs(world, supplier)
        for supplier, retailer in COURTED:
            prospect(world, supplier, retailer)
        for (supplier, retailer), deliverer in TRADE.items():
            customer(world, supplier, retailer, deliverer)
            special_price(world, supplier, retailer)
            order(world, supplier, retailer, deliverer)
        for supplier in SUPPLIERS:
            delivery_days(world, supplier)
        findability(world)
        corrections(world)
        merges(world)
        cases(world)
        mails(world)
        calls(world)
        sheets(world)
    with as_owner():
        keep_to_chosen(world, "cedar", "rita")
        visits(world)
    return world

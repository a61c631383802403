"""Several warehouses of a company: opened, renamed, closed when empty, one of them the main one."""

import pytest

from inventory.errors import NameTaken, TooMuchStock, WarehouseClosed, WarehouseInUse
from inventory.models import StockBalance, StockMovement, Warehouse
from inventory.queries import own_places_of, places_of
from inventory.services import (
    close_warehouse,
    create_warehouse,
    default_warehouse,
    make_main,
    receive_stock,
    rename_warehouse,
    reopen_warehouse,
)
from tests.world import World
from wholesale.errors import NotAllowed
from wholesale.tenancy.testing import acting_as, as_owner


def opened(world: World, name: str = "Cold store", who: str = "alder") -> Warehouse:
    with acting_as(world.context(who)):
        return create_warehouse(organization=world.orgs[who], name=name, by=world.users[who])


@pytest.mark.parametrize("who", ["alder", "dawn"])
def test_a_company_has_several_and_each_name_once(world, who):
    cold = opened(world, who=who)

    with pytest.raises(NameTaken):
        opened(world, name="COLD STORE", who=who)
    with acting_as(world.context(who)):
        rename_warehouse(warehouse=cold, name="Cold room", by=world.users[who])
        make_main(warehouse=cold, by=world.users[who])
        assert default_warehouse(world.orgs[who]) == cold
        assert own_places_of(world.orgs[who])[0].name == "Cold room"
    with as_owner():
        assert Warehouse.objects.filter(organization=world.orgs[who], is_default=True).count() == 1


def test_each_has_a_column_at_the_supplier(world):
    opened(world)
    opened(world, who="dawn")
    with acting_as(world.context("alder")):
        names = [place.name for place in places_of(world.orgs["alder"])]
    assert names == ["Main warehouse", "Cold store", "Dawn · Main warehouse", "Dawn · Cold store", "Dusk"]


def test_it_is_closed_only_when_empty_and_takes_nothing_in_then(world):
    cold, pale = opened(world), world.products["alder"][0]
    came = {"supplier": world.orgs["alder"], "warehouse": cold, "by": world.users["alder"]}
    with acting_as(world.context("alder")):
        receive_stock(units_by_product={pale.pk: 1}, **came)
        with pytest.raises(WarehouseInUse, match="still stock"):
            close_warehouse(warehouse=cold, by=world.users["alder"])
        with pytest.raises(WarehouseInUse, match="main"):
            close_warehouse(warehouse=world.warehouses["alder"], by=world.users["alder"])
    with as_owner():
        StockBalance.objects.filter(warehouse=cold).update(on_hand_units=0)
    with acting_as(world.context("alder")):
        closed = close_warehouse(warehouse=cold, by=world.users["alder"])
        assert "Cold store" not in [place.name for place in places_of(world.orgs["alder"])]
        with pytest.raises(WarehouseClosed):
            receive_stock(units_by_product={pale.pk: 1}, **came | {"warehouse": closed})
        receive_stock(
            units_by_product={pale.pk: 1},
            **came | {"warehouse": reopen_warehouse(warehouse=cold, by=world.users["alder"])},
        )


def test_nobody_changes_another_companys(world):
    with acting_as(world.context("alder")), pytest.raises(NotAllowed):
        rename_warehouse(warehouse=world.warehouses["dawn"], name="Ours", by=world.users["alder"])


def test_more_than_a_balance_can_hold_is_refused_in_plain_words(world):
    pale, stout = world.products["alder"]
    with as_owner():
        StockBalance.objects.filter(product=pale, keeper=world.orgs["alder"]).update(on_hand_units=2**31 - 2)
        before = StockMovement.objects.count()

    with acting_as(world.context("alder")), pytest.raises(TooMuchStock):
        receive_stock(
            supplier=world.orgs["alder"],
            warehouse=world.warehouses["alder"],
            units_by_product={stout.pk: 1, pale.pk: 2},
            by=world.users["alder"],
        )

    with as_owner():
        assert StockMovement.objects.count() == before  # not the stout either

"""Counts by sheets: of two rows about one product in one warehouse the second is refused, however they name it."""

from inventory.models import StockBalance
from tests.world import World
from wholesale.organizations.enums import Side
from wholesale.sheets.direct import import_file
from wholesale.sheets.enums import ImportMode
from wholesale.tenancy.testing import acting_as, as_owner


def test_a_row_without_a_warehouse_and_one_that_names_the_main_one_are_about_one_count(world: World) -> None:
    pale, main = world.products["alder"][0], world.warehouses["alder"]
    file = f"Warehouse,SKU,Counted\n,PALE,7\n{main.name},PALE,9\n{main.name},STOUT,5\n"
    with acting_as(world.context("alder")):
        done = import_file(
            organization=world.orgs["alder"], side=Side.SELLING, kind="counts", name="counts.csv",
            content=file.encode(), columns={}, mode=ImportMode.GOOD_ROWS,
        )  # fmt: skip

    assert [row["verdict"] for row in done["rows"]] == ["update", "refused", "update"], done
    assert "Row 2 has the same" in done["rows"][1]["reasons"][0]
    with as_owner():
        assert StockBalance.objects.get(warehouse=main, product=pale).on_hand_units == 7

"""Retailers come in by somebody else's spreadsheet: mapped, previewed, imported, the refused handed back."""

from pathlib import Path

from django.db import connection
from playwright.sync_api import Page, expect

from retailers.models import CustomerPrivate
from tests.browser.conftest import LOOKS, check_axe, take_look, take_screenshot
from tests.retailers.importing import work
from tests.world import World
from wholesale.sheets.models import SheetImport
from wholesale.tenancy.testing import as_owner

PAGE = "/alder/selling/import/customers/"
# As an office keeps it: a title above the header, cp1252, semicolons, a heading nobody knows, a row without email.
MESSY = (
    "Clients au 22 novembre;;;;\r\n"
    ";;;;\r\n"
    "No client;Nom du client;Boîte aux lettres;Ville;Téléphone\r\n"
    "2001;Café Crème & Fils;creme@example.com;Québec;418 555-0101\r\n"
    "2002;Épicerie du Coin;coin@example.com;Lévis;418 555-0102\r\n"
    "2003;Sans Courriel;;Lévis;\r\n"
)


def looked_at(page: Page, name: str) -> None:
    for look in LOOKS:
        take_look(page, look)
        take_screenshot(page, name, look)
        check_axe(page)
    take_look(page, LOOKS[0])


def let_a_worker_work(world: World) -> None:
    with as_owner():
        made = SheetImport.objects.get(file_name="clients.csv")
    work(world, made)
    connection.close()


def test_a_messy_sheet_is_mapped_previewed_and_imported_and_its_refused_row_comes_back(
    open_page, committed_world: World, tmp_path: Path
):
    sheet = tmp_path / "clients.csv"
    sheet.write_bytes(MESSY.encode("cp1252"))
    page = open_page(user=committed_world.users["alder"])
    page.goto("/alder/selling/retailers/")

    choose(page, committed_world, sheet)
    say_what_the_unknown_column_means(page, committed_world)
    confirm(page, committed_world)

    with page.expect_download() as download:
        page.get_by_role("link", name="Refused rows, with reasons").click()
    refused = Path(download.value.path()).read_bytes().decode("utf-8-sig", errors="replace")
    assert "Sans Courriel" in refused
    with as_owner():
        kept = CustomerPrivate.objects.filter(number__in=["2001", "2002", "2003"])
        assert sorted(kept.values_list("number", flat=True)) == ["2001", "2002"]


def choose(page: Page, world: World, sheet: Path) -> None:
    page.get_by_role("link", name="Import").click()
    looked_at(page, "import-choose")
    page.get_by_label("File").set_input_files(sheet)
    page.get_by_role("button", name="Read the file").click()
    let_a_worker_work(world)


def say_what_the_unknown_column_means(page: Page, world: World) -> None:
    expect(page.get_by_label("Boîte aux lettres")).to_be_visible(timeout=15_000)
    looked_at(page, "import-columns")
    page.get_by_label("Boîte aux lettres").select_option("email")
    page.get_by_role("button", name="Check the rows").click()
    let_a_worker_work(world)


def confirm(page: Page, world: World) -> None:
    expect(page.get_by_text("Café Crème & Fils")).to_be_visible(timeout=15_000)
    expect(page.get_by_text("Email is missing.")).to_be_visible()
    looked_at(page, "import-preview")
    page.get_by_role("button", name="Import", exact=True).click()
    let_a_worker_work(world)
    expect(page.get_by_text("2 rows were imported.")).to_be_visible(timeout=15_000)
    looked_at(page, "import-done")

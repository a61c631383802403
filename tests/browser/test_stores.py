"""Stores and Price & availability in a browser: what each group sees, its preview, columns by price list."""

from decimal import Decimal

from catalogs.models import Catalog, CatalogShare, Price, PriceList, TermsLevel
from tests.browser.conftest import in_every_look
from tests.world import World
from wholesale.tenancy.testing import as_owner


def bars_pay_less(world: World) -> None:
    """Give alder's group a catalog of its own and a list with quantity breaks, one product still without a price."""
    supplier, (pale, stout) = world.orgs["alder"], world.products["alder"]
    with as_owner():
        listed = PriceList.objects.create(supplier=supplier, name="Bars 2026", currency="USD")
        for product, price in ((pale, "28.50"), (stout, None)):
            Price.objects.create(
                supplier=supplier,
                price_list=listed,
                product=product,
                unit_price=price and Decimal(price),
                break_units=[10, 50] if price else [],
                break_prices=[Decimal(27), Decimal(25)] if price else [],
            )
        level, _ = TermsLevel.objects.get_or_create(supplier=supplier, group=world.groups["alder"])
        TermsLevel.objects.filter(pk=level.pk).update(price_list=listed, price_change_percent=Decimal("-2.5"))
        catalog = Catalog.objects.create(supplier=supplier, name="Winter list")
        CatalogShare.objects.create(supplier=supplier, catalog=catalog, group=world.groups["alder"])


def test_a_store_is_previewed(open_page, committed_world: World):
    bars_pay_less(committed_world)
    page = open_page(user=committed_world.users["alder"])
    page.goto("/alder/selling/stores/")
    page.get_by_role("link", name="Preview of " + committed_world.groups["alder"].name).click()
    page.get_by_text("from 10: $26.33").wait_for()
    page.wait_for_load_state()  # with its scripts, which send what is chosen
    page.get_by_label("Available when distributed by").select_option("Dawn")
    page.wait_for_url("**by=dawn**")
    page.get_by_text("Pale Ale").first.wait_for()
    in_every_look(page, "store-preview")
    page.get_by_role("link", name="Stores").click()
    page.get_by_text("1 without a price").wait_for()
    in_every_look(page, "stores")


def test_price_lists_are_chosen_as_columns(open_page, committed_world: World):
    bars_pay_less(committed_world)
    page = open_page(user=committed_world.users["alder"])
    page.goto("/alder/selling/availability/")
    page.get_by_role("columnheader", name="Bars 2026").wait_for()
    page.locator("summary", has_text="Price lists").click()
    page.get_by_label("Standard").uncheck()
    page.get_by_role("button", name="Show these").click()
    page.get_by_role("columnheader", name="Standard").wait_for(state="detached")
    page.get_by_label("Available when distributed by").select_option("Dawn")
    page.wait_for_url("**by=dawn**")
    page.get_by_role("link", name="Transfer to Dawn").wait_for()
    assert page.get_by_role("columnheader", name="Standard").count() == 0
    page.locator("summary", has_text="Price lists").click()
    in_every_look(page, "availability-lists")

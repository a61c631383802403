"""Catalogs in a browser: made, filled, shared, and seen on a customer's tab; each page in every look."""

from catalogs.models import Catalog, CatalogShare
from tests.browser.conftest import in_every_look
from tests.world import World
from wholesale.tenancy.testing import as_owner


def test_a_catalog_is_made_filled_and_shared(open_page, committed_world: World):
    world = committed_world
    page = open_page(user=world.users["alder"])
    page.goto("/alder/selling/catalogs/")
    in_every_look(page, "catalog-list")
    page.get_by_role("link", name="Make a catalog").click()
    page.get_by_label("Name").fill("Winter list")
    in_every_look(page, "catalog-form")
    page.get_by_role("button", name="Make catalog").click()
    page.get_by_role("link", name="Add products").click()
    page.get_by_label("Choose Pale Ale").check()
    in_every_look(page, "catalog-choice")
    page.get_by_role("button", name="Add to the catalog").click()
    page.get_by_text("1 product added.").wait_for()
    page.get_by_role("button", name="Share with the group").click()
    page.get_by_label("Label").fill("vip")
    page.get_by_role("button", name="Share with the label").click()
    page.get_by_role("button", name="Stop sharing with vip").wait_for()
    in_every_look(page, "catalog-detail")

    with as_owner():
        made = Catalog.objects.get(name="Winter list")
        assert CatalogShare.objects.filter(catalog=made).count() == 2


def test_a_catalog_is_shared_on_the_tabs_of_a_retailer_and_a_group(open_page, committed_world: World):
    world = committed_world
    page = open_page(user=world.users["alder"])
    page.goto(f"/alder/selling/retailers/{world.customers['alder', 'rita'].pk}/catalogs/")
    page.get_by_label("Catalog", exact=True).select_option("Pale beers")
    page.get_by_role("button", name="Share a catalog").click()
    page.get_by_role("button", name="Stop sharing Pale beers").wait_for()
    in_every_look(page, "customer-catalogs")
    page.goto(f"/alder/selling/retailers/groups/{world.groups['alder'].pk}/catalogs/")
    in_every_look(page, "group-catalogs")

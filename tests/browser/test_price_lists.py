"""Price lists in a browser: made to follow another, typed in a grid, changed by a rule; each page in every look."""

from decimal import Decimal

from catalogs.models import Price, PriceChangeLine, PriceList
from tests.browser.conftest import in_every_look
from tests.browser.test_grid import paste
from tests.world import World
from wholesale.tenancy.testing import as_owner


def test_a_list_that_follows_another_is_made(open_page, committed_world: World):
    page = open_page(user=committed_world.users["alder"])
    page.goto("/alder/selling/price-lists/")
    in_every_look(page, "price-list-list")
    page.get_by_role("link", name="Make a price list").click()
    page.get_by_label("Name").fill("Taprooms")
    page.get_by_label("Prices", exact=True).select_option(label="Follow “Standard” (USD)")
    page.get_by_label("More or less in %").fill("-6")
    in_every_look(page, "price-list-form")
    page.get_by_role("button", name="Make price list").click()
    page.get_by_text("Taprooms is made.").wait_for()
    assert page.get_by_text("$28.20").count() == 2


def test_prices_are_typed_in_the_grid_and_changed_by_a_rule(open_page, committed_world: World):
    with as_owner():
        base = PriceList.objects.get(supplier=committed_world.orgs["alder"])
    page = open_page(user=committed_world.users["alder"])
    page.goto(f"/alder/selling/price-lists/{base.pk}/prices/")
    paste(page.get_by_label("Price of Oatmeal Stout", exact=True), "26.00\t10: 25.00\n27.50\t")
    in_every_look(page, "price-grid")
    page.get_by_role("button", name="Save to the draft").click()
    page.get_by_text("2 prices are drafted.", exact=True).wait_for()
    page.get_by_role("link", name="Standard").click()
    in_every_look(page, "price-list-detail")

    page.get_by_label("Choose Pale Ale").check()
    page.get_by_role("button", name="Change prices", exact=True).click()
    page.get_by_label("More or less in %").fill("10")
    in_every_look(page, "price-adjust")
    page.get_by_role("button", name="Put into the draft").click()
    page.get_by_text("1 price is drafted.", exact=True).wait_for()
    page.get_by_role("link", name="Pale Ale").click()
    in_every_look(page, "price-history")

    with as_owner():
        lines = PriceChangeLine.objects.filter(change__price_list=base)
        assert dict(lines.values_list("product__sku", "unit_price")) == {
            "STOUT": Decimal(26),
            "PALE": Decimal("30.25"),
        }


def test_a_draft_is_looked_at_and_published(open_page, committed_world: World):
    page = open_page(user=committed_world.users["alder"])
    page.goto("/alder/selling/price-lists/")
    page.get_by_role("link", name="Standard").first.click()
    page.get_by_role("link", name="Review and publish").first.click()
    in_every_look(page, "price-change-review")
    page.get_by_label("Note to them").fill("Malt is dearer.")  # never saved by its own button
    page.get_by_role("button", name="Publish now").click()
    page.get_by_text("Published. The new prices count from now on.").wait_for()
    page.get_by_text("Malt is dearer.").wait_for()
    in_every_look(page, "price-change-published")
    with as_owner():
        product = committed_world.products["alder"][0]
        assert Price.objects.filter(product=product, unit_price=31, change__isnull=False).exists()

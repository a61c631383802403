"""Products in a browser: edited in the grid by keyboard, changed many at once; each page in every look."""

from decimal import Decimal

from catalogs.models import Price, Product
from tests.browser.conftest import in_every_look
from tests.world import World
from wholesale.tenancy.testing import as_owner


def test_products_are_edited_in_a_grid(open_page, committed_world: World):
    world = committed_world
    page = open_page(user=world.users["alder"])
    page.goto("/alder/selling/products/")
    in_every_look(page, "product-list")
    page.get_by_role("link", name="Edit in a grid").click()
    price = page.get_by_label("Price of Pale Ale", exact=True)
    price.fill("cheap")
    in_every_look(page, "product-grid")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Nothing is saved yet").wait_for()
    open_page.complaints.clear()  # the browser notes the refusal
    in_every_look(page, "product-grid-refused")
    price.fill("31.50")
    price.press("Enter")
    page.get_by_role("button", name="Save products").click()
    page.get_by_text("1 product was saved.").wait_for()

    with as_owner():
        prices = Price.objects.filter(product__sku="PALE", supplier=world.orgs["alder"]).order_by(
            "valid_from"
        )
        assert prices.values_list("unit_price", flat=True).last() == Decimal("31.50")


def test_many_products_are_changed_at_once(open_page, committed_world: World):
    page = open_page(user=committed_world.users["alder"])
    page.goto("/alder/selling/products/")
    page.get_by_label("Choose Pale Ale").check()
    page.get_by_role("button", name="Set category").first.click()
    page.get_by_label("Category").fill("Pale ales")
    in_every_look(page, "product-many")
    page.get_by_role("button", name="Set category: 1 product").click()
    page.get_by_text("Set category: 1 product is done.").wait_for()
    for name in ("words", "new"):
        page.goto(f"/alder/selling/products/{name}/")
        in_every_look(page, f"product-{name}")

    with as_owner():
        pale = Product.objects.get(supplier=committed_world.orgs["alder"], sku="PALE")
    assert pale.category == "Pale ales"

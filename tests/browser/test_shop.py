"""The shop and the frame around it, with more and longer words than the cast has."""

import pytest

from catalogs.models import Product
from tests.browser.conftest import LOOKS, Look, check_axe, take_look
from tests.world import World
from wholesale.tenancy.testing import as_owner


@pytest.fixture
def world(committed_world: World) -> World:
    """Return the cast; alder's categories have long names."""
    with as_owner():
        for product in committed_world.products["alder"]:
            Product.objects.filter(pk=product.pk).update(
                category=f"{product.name}, aged in barrels that held sherry before"
            )
    return committed_world


def test_many_categories_stay_on_the_page(open_page, world):
    page = open_page(user=world.users["rita"])
    page.goto("/rita/buying/alder/")
    for look in (*LOOKS, Look(1024, "light")):
        take_look(page, look)
        check_axe(page)


def test_a_persons_menu_begins_its_lines_at_one_edge(open_page, world):
    page = open_page(user=world.users["rita"])
    page.goto("/rita/buying/")
    page.locator("header summary").last.click()
    icons = page.locator("header .cb-menu--end .cb-panel ul .icon")

    assert {round(box["x"]) for icon in icons.all() if (box := icon.bounding_box())} == {
        round(page.get_by_role("button", name="Sign out").locator(".icon").bounding_box()["x"])
    }


def test_a_filter_with_one_choice_is_chosen_at_once(open_page, world):
    page = open_page(user=world.users["alder"])
    page.goto("/alder/selling/orders/")
    page.get_by_role("link", name="Overdue").click()

    page.wait_for_url("**turn=overdue**")

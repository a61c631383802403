"""A correction is proposed by a supplier and taken over by the retailer, in a real browser and every look."""

import pytest
from playwright.sync_api import expect

from retailers.models import CorrectionProposer, EntryCorrection
from tests.browser.conftest import LOOKS
from tests.browser.test_retailers import looked_at
from tests.world import World
from wholesale.tenancy.testing import as_owner


@pytest.fixture
def world(committed_world: World) -> World:
    """Return the cast before anything was proposed."""
    with as_owner():
        CorrectionProposer.objects.all().delete()
        EntryCorrection.objects.all().delete()
    return committed_world


def test_proposed_seen_at_home_and_taken_over_in_part(world: World, open_page) -> None:
    supplier = open_page(LOOKS[0], user=world.users["alder"])
    supplier.goto(f"/alder/selling/retailers/{world.customers['alder', 'rita'].pk}/")
    supplier.get_by_role("link", name="Propose a correction").click()
    supplier.get_by_label("Street and number").fill("52 Elm Street")
    supplier.get_by_label("City").fill("Salem")
    supplier.get_by_label("Why").fill("They moved in May.")
    looked_at(supplier, "correction-propose")
    supplier.get_by_role("button", name="Propose").click()
    expect(supplier.get_by_text("Your proposal")).to_be_visible()
    looked_at(supplier, "correction-proposed")

    retailer = open_page(LOOKS[0], user=world.users["rita"])
    retailer.goto("/rita/buying/")
    retailer.locator("#corrections-card").get_by_role("link", name="Look at it").click()
    expect(retailer.get_by_role("heading", name="Alder proposes a correction")).to_be_visible()
    looked_at(retailer, "correction-decide")
    retailer.get_by_label("City").first.uncheck()
    retailer.get_by_role("button", name="Take over what is ticked").click()
    expect(retailer.get_by_label("Street and number")).to_have_value("52 Elm Street")
    expect(retailer.get_by_label("City")).to_have_value("Portland")

    supplier.reload()
    expect(supplier.get_by_text("Taken over", exact=True)).to_be_visible()

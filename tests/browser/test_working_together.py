"""A supplier and its distributor: what was sent and came, what is granted, who owes a step, why nothing can be had."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from inventory.models import StockBalance
from tests.browser.conftest import in_every_look
from tests.world import World
from wholesale.tenancy.testing import as_owner


@pytest.fixture
def world(committed_world: World) -> World:
    return committed_world


@pytest.fixture
def alder(open_page: Any, world: World) -> Page:
    page: Page = open_page(user=world.users["alder"])
    return page


@pytest.fixture
def dawn(open_page: Any, world: World) -> Page:
    page: Page = open_page(user=world.users["dawn"])
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()


def path_of(address: str) -> str:
    return urlsplit(address).path


def free_at(world: World, keeper: str) -> int:
    with as_owner():
        balance = StockBalance.objects.get(product=world.products["alder"][0], keeper=world.orgs[keeper])
    return balance.on_hand_units - balance.reserved_units


def test_twenty_were_sent_nineteen_came_whole_and_one_broken(
    open_page: Any, alder: Page, dawn: Page, world: World
) -> None:
    here, there = free_at(world, "alder"), free_at(world, "dawn")
    alder.goto(reverse("inventory:transfer_create", args=["alder"]) + "?to=dawn")
    alder.get_by_label("Pale Ale").fill("9999")
    press(alder, "Send transfer")
    expect(alder.locator("td", has=alder.get_by_label("Pale Ale"))).to_contain_text("are left")
    assert free_at(world, "alder") == here
    alder.get_by_label("Pale Ale").fill("20")
    press(alder, "Send transfer")
    expect(alder.get_by_text("On its way", exact=True)).to_be_visible()
    sent = alder.url
    assert (free_at(world, "alder"), free_at(world, "dawn")) == (here - 20, there)
    alder.go_back()
    press(alder, "Send transfer")
    expect(alder.get_by_text("saved already")).to_be_visible()
    assert free_at(world, "alder") == here - 20
    open_page.complaints.clear()  # the browser notes both refusals

    dawn.goto(path_of(sent).replace("alder/selling", "dawn/delivering"))
    dawn.get_by_label("Pale Ale, arrived whole").fill("19")
    dawn.get_by_label("Pale Ale, broken").fill("1")
    press(dawn, "Receive transfer")
    expect(dawn.get_by_text("The transfer is received.")).to_be_visible()
    assert free_at(world, "dawn") == there + 19
    alder.goto(sent)
    for page, name in ((dawn, "transfer-differences"), (alder, "transfer-differences-selling")):
        expect(page.get_by_text("sent 20, received 19, broken 1")).to_be_visible()
        in_every_look(page, name)


def switch(page: Page, words: str, verb: str) -> None:
    """Press Grant, Ask or Withdraw beside a switch of the agreement's page."""
    page.locator(".cb-switchrow", has_text=words).get_by_text(verb, exact=True).click()


def test_the_pencil_is_granted_by_who_keeps_the_stock_and_taken_back(
    open_page: Any, alder: Page, dawn: Page, world: World
) -> None:
    stock, held = reverse("inventory:stock_list", args=["alder"]), free_at(world, "dawn")
    pencil = alder.get_by_role("link", name="edit Pale Ale in Dawn")
    alder.goto(stock)
    expect(pencil).to_have_count(0)
    alder.get_by_role("link", name="Read only: ask Dawn").click()
    switch(alder, "Edit your stock in its warehouse", "Ask")
    expect(alder.get_by_text("Asked. The mail goes out once a day at most.")).to_be_visible()

    dawn.goto(
        reverse(
            "organizations:delivering_agreement_detail", args=["dawn", world.agreements["alder", "dawn"].pk]
        )
    )
    switch(dawn, "Edit its stock in your warehouse", "Grant")
    expect(dawn.get_by_text("Done. Alder is told.")).to_be_visible()
    alder.goto(stock)
    expect(pencil).to_be_visible()
    is_taken_back(dawn)

    is_refused_in_place_and_by_hand(alder, pencil)
    assert free_at(world, "dawn") == held
    open_page.complaints.clear()  # the browser notes that it was refused


def is_taken_back(page: Page) -> None:
    switch(page, "Edit its stock in your warehouse", "Withdraw")
    expect(page.get_by_text("Past orders stay readable for both of you.")).to_be_visible()
    in_every_look(page, "switch-withdrawal")
    press(page, "Withdraw")
    expect(page.get_by_text("Done. Alder is told.")).to_be_visible()


def is_refused_in_place_and_by_hand(page: Page, pencil: Any) -> None:
    """Press the pencil of a page that was open before, then send what its form would have sent."""
    form = pencil.get_attribute("href")
    pencil.click()
    expect(page.get_by_text("has not granted").first).to_be_visible()
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    fields: dict[str, str | float | bool] = {
        "counted_units": "99",
        "seen_units": "24",
        "reason": "forged",
        "csrfmiddlewaretoken": token,
    }
    answer = page.request.post(form, form=fields)
    assert answer.status == 403
    assert "has not granted" in answer.text()


def test_a_step_is_proposed_declined_proposed_again_and_accepted(
    alder: Page, dawn: Page, world: World
) -> None:
    key = world.agreements["alder", "dawn"].pk
    for hours, answer in (("30", "Decline"), ("16", "Accept")):
        dawn.goto(reverse("organizations:delivering_agreement_detail", args=["dawn", key]))
        dawn.get_by_role("link", name="Propose a change").click()
        dawn.get_by_label("Step", exact=True).select_option("prepare")
        dawn.get_by_label("Owed by").select_option("distributor")
        dawn.get_by_label("Within hours").fill(hours)
        press(dawn, "Propose change")
        expect(dawn.get_by_text("Alder is asked.")).to_be_visible()
        alder.goto(reverse("organizations:agreement_list", args=["alder"]))
        expect(alder.get_by_role("row", name="Dawn")).to_contain_text("Proposes a change")
        alder.get_by_role("link", name="Dawn").click()
        expect(alder.get_by_text(f"within {hours} hours; now by")).to_be_visible()
        in_every_look(alder, "agreement-step-proposed")
        press(alder, answer)
        expect(alder.get_by_text("Done. Dawn is told.")).to_be_visible()
    dawn.reload()
    expect(dawn.get_by_role("row", name="Prepare")).to_contain_text("within 16 hours")


def test_why_a_customer_cannot_order_from_both_ends_and_what_mends_it(alder: Page, world: World) -> None:
    with as_owner():
        balance = StockBalance.objects.get(product=world.products["alder"][0], keeper=world.orgs["dawn"])
        StockBalance.objects.filter(pk=balance.pk).update(on_hand_units=balance.reserved_units)
    customer = world.customers["alder", "rita"].pk
    alder.goto(reverse("catalogs:customer_catalogs", args=["alder", customer]))
    alder.locator(f"a[href='{reverse('orders:customer_obstacles', args=['alder', customer])}']").click()
    expect(alder.get_by_role("heading", name="What it cannot order now")).to_be_visible()
    in_every_look(alder, "obstacles-customer")
    alder.get_by_role("link", name="Why not? Pale Ale").click()
    expect(alder.get_by_role("heading", name="Why can it not order this?")).to_be_visible()
    by_customer = path_of(alder.url)

    asked_from_the_product(alder, world)
    assert path_of(alder.url) == by_customer
    in_every_look(alder, "obstacles")
    for link in alder.locator("main .cb-list a").all():
        assert alder.request.get(str(link.get_attribute("href"))).status == 200
    alder.get_by_role("link", name="Send a transfer").click()
    expect(alder.get_by_role("heading", name="New transfer")).to_be_visible()
    alder.get_by_label("Pale Ale").fill("2")
    press(alder, "Send transfer")
    expect(alder.get_by_text("On its way", exact=True)).to_be_visible()


def asked_from_the_product(page: Page, world: World) -> None:
    page.goto(reverse("catalogs:product_detail", args=["alder", world.products["alder"][0].pk]))
    page.get_by_label("Its name, town or number with you").fill("rita")
    page.get_by_label("Its name, town or number with you").press("Enter")
    expect(page.get_by_role("link", name="Why not?")).to_be_visible()
    in_every_look(page, "obstacles-product")
    page.get_by_role("link", name="Why not?").click()
    row = page.get_by_role("listitem").filter(has_text="0 left, 1 wanted.")
    expect(row).to_contain_text("Stands in the way")

"""A retailer changes its order and adds to it; its supplier shortens it with a reason; the retailer reads why."""

from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Page, expect

from orders.models import Order
from tests.browser.conftest import PHONE, check_axe
from tests.browser.test_supply import looked_at, press
from tests.orders.changing import counts
from tests.orders.conftest import Buyer
from tests.world import World
from wholesale.mail.models import OutboundEmail
from wholesale.tenancy.testing import as_owner

OpenPage = Callable[..., Page]


def test_changed_added_to_shortened_and_read(open_page: OpenPage, committed_world: World) -> None:
    world, buyer = committed_world, Buyer(committed_world)
    buyer.put(3, 2)
    order = buyer.submit()
    rita = open_page(user=world.users["rita"])
    alder = open_page(user=world.users["alder"])
    address = reverse("orders:buying_detail", args=["rita", "alder", order.number])

    retailer_changes(rita, address)
    assert counts(order) == {"PALE": (5, 5), "STOUT": (2, 2)}
    buyer.put(4)
    retailer_adds(rita, order)
    assert counts(order)["PALE"] == (9, 9)
    supplier_shortens(alder, order)
    open_page.complaints.clear()  # type: ignore[attr-defined] # the browser says of a 422 that it is one
    assert counts(order)["PALE"] == (9, 2)
    retailer_reads(open_page(PHONE, user=world.users["rita"]), address)
    with as_owner():
        mail = OutboundEmail.objects.get(template="orders/edited", to="rita@example.com")
    assert "Pale Ale: 9 → 2 (Out of stock: The tank leaks)" in mail.text


def retailer_changes(rita: Page, address: str) -> None:
    rita.goto(address)
    rita.get_by_role("link", name="Change this order").click()
    looked_at(rita, "order-change")
    rita.get_by_label("Pale Ale", exact=True).fill("5")
    press(rita, "See what it comes to")
    looked_at(rita, "order-review")
    press(rita, "Go back and change it")
    expect(rita.get_by_label("Pale Ale", exact=True)).to_have_value("5")
    press(rita, "See what it comes to")
    press(rita, "Change the order")
    expect(rita.get_by_text("is changed. The supplier is told.")).to_be_visible()


def retailer_adds(rita: Page, order: Order) -> None:
    rita.goto(reverse("orders:cart", args=["rita", "alder"]))
    looked_at(rita, "cart-additions")
    rita.get_by_role("link", name=f"Add to order {order.number}").click()
    check_axe(rita)
    press(rita, f"Add to order {order.number}")
    expect(rita.get_by_text(f"The cart was added to order {order.number}.")).to_be_visible()


def supplier_shortens(alder: Page, order: Order) -> None:
    alder.goto(reverse("orders:selling_detail", args=["alder", order.number]))
    alder.get_by_role("link", name="Change quantities").click()
    alder.get_by_label("Pale Ale, units").fill("2")
    press(alder, "Change quantities")
    expect(alder.get_by_text("Say why.").first).to_be_visible()
    expect(alder.get_by_label("Pale Ale, units")).to_have_value("2")
    alder.get_by_label("Pale Ale, why").select_option("out_of_stock")
    alder.get_by_label("Pale Ale, note").fill("The tank leaks")
    looked_at(alder, "order-quantities")
    press(alder, "Change quantities")
    expect(alder.get_by_text("Out of stock: The tank leaks").first).to_be_visible()


def retailer_reads(rita: Page, address: str) -> None:
    rita.goto(address)
    expect(rita.get_by_text("Out of stock: The tank leaks").first).to_be_visible()
    looked_at(rita, "order-shortened")

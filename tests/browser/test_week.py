"""A week of orders for a supplier, its distributor and three retailers: placed, cut off, picked, driven, left alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from orders.models import Order
from orders.tasks import remind_of_late_orders
from tests.browser.week import (
    Week,
    at_the_door,
    fill_cart,
    looked_at,
    mails_of,
    papers_of,
    press,
    rows_of,
    submit_for,
)
from tests.orders.test_link_page import photo
from tests.world import World
from wholesale.tenancy.testing import as_owner

LEAK = "Out of stock: The tank leaks"


@pytest.fixture
def week(
    open_page: Callable[..., Page],
    committed_world: World,
    mails_arrive: None,
    monkeypatch: pytest.MonkeyPatch,
) -> Week:
    monkeypatch.setattr("orders.services.digests.FIRST_HOUR", 0)  # whatever the hour of the test
    return Week(committed_world, open_page)


def test_a_week_from_the_orders_to_what_was_left_alone(week: Week) -> None:
    retailers_order(week)
    one_changes_its_order_and_one_adds_to_it(week)
    the_office_enters_one(week)
    the_cut_off_passes(week)
    the_office_confirms_all_and_shortens_one(week)
    the_parties_talk(week)
    the_dispatcher_plans_and_prints(week)
    the_dispatcher_ships(week)
    the_driver_delivers_one_whole(week)
    one_short_with_a_reason(week)
    and_one_not_at_all(week)
    one_is_left_alone(week)
    each_side_reads_what_came_of_it(week)
    call_command("check_stock", verbosity=0)


def retailers_order(week: Week) -> None:
    """Rita orders for her bar and for the pier, Remy for his own."""
    fill_cart(week, week.rita, "rita", 3, 1)
    expect(week.rita.get_by_text("132.00").first).to_be_visible()
    submit_for(week, week.rita, "bar")
    fill_cart(week, week.rita, "rita", 2, ship_to=week.pier.pk)
    expect(week.rita.locator("#ship-to")).to_contain_text("9 Quay")
    submit_for(week, week.rita, "pier")
    fill_cart(week, week.remy, "remy", 0, 2)
    submit_for(week, week.remy, "remy")
    week.reads("oona", f"Order {week.numbers['bar']}")


def one_changes_its_order_and_one_adds_to_it(week: Week) -> None:
    rita, remy, number = week.rita, week.remy, week.numbers["remy"]
    rita.goto(week.address("rita", "bar"))
    rita.get_by_role("link", name="Change this order").click()
    rita.get_by_label("Pale Ale", exact=True).fill("4")
    press(rita, "See what it comes to")
    expect(rita.get_by_text("165.00").first).to_be_visible()
    press(rita, "Change the order")
    expect(rita.get_by_text("is changed. The supplier is told.")).to_be_visible()

    fill_cart(week, remy, "remy", 2)
    remy.get_by_role("link", name=f"Add to order {number}").click()
    press(remy, f"Add to order {number}")
    expect(remy.get_by_text(f"The cart was added to order {number}.")).to_be_visible()
    week.reads("oona", f"Rita changed order {week.numbers['bar']}", "Pale Ale: 3 → 4")
    week.reads("oona", f"Remy changed order {number}", "Pale Ale: 0 → 2")


def the_office_enters_one(week: Week) -> None:
    office = week.office
    office.goto(f"/alder/selling/retailers/{week.world.customers['alder', 'rosa'].pk}/order/")
    office.get_by_text("Type or paste SKUs and quantities").click()
    office.get_by_label("SKU and quantity, one line each").fill("PALE 2")
    press(office, "Put into the order")
    expect(office.locator("#cart-lines")).to_contain_text("2 units")
    submit_for(week, office, "rosa")
    expect(office.get_by_text("Entered by the supplier for the retailer")).to_be_visible()
    week.reads("rosa", f"entered order {week.numbers['rosa']} for you", "Pale Ale")


def the_cut_off_passes(week: Week) -> None:
    """What was open in Rita's hand is refused in plain words, and is no longer offered to her."""
    rita = week.rita
    rita.goto(week.address("rita", "bar") + "change/")
    rita.get_by_label("Pale Ale", exact=True).fill("9")
    week.pass_cut_off()
    press(rita, "See what it comes to")
    week.refused(rita, "could be changed or cancelled until")
    rita.goto(week.address("rita", "bar"))
    expect(rita.get_by_role("link", name="Change this order")).to_have_count(0)
    expect(rita.get_by_role("button", name="Cancel order")).to_have_count(0)
    looked_at(rita, "after-the-cut-off")
    assert week.order("bar").total.total == 165


def the_office_confirms_all_and_shortens_one(week: Week) -> None:
    office = week.office
    office.goto("/alder/selling/orders/")
    for number in week.numbers.values():
        office.get_by_label(f"Choose order {number}", exact=True).check()
    press(office, "Confirm order")
    press(office, "Confirm order: 4 orders")
    expect(office.get_by_text("4 orders are done")).to_be_visible()
    looked_at(office, "confirmed-together")

    office.goto(week.address("selling", "bar"))
    office.get_by_role("link", name="Change quantities").click()
    office.get_by_label("Pale Ale, units").fill("3")
    office.get_by_label("Pale Ale, why").select_option("out_of_stock")
    office.get_by_label("Pale Ale, note").fill("The tank leaks")
    press(office, "Change quantities")
    expect(office.get_by_text(LEAK).first).to_be_visible()
    number = week.numbers["bar"]
    for retailer, name in (("rita", "bar"), ("rita", "pier"), ("remy", "remy"), ("rosa", "rosa")):
        week.reads(retailer, f"confirmed your order {week.numbers[name]}")
    week.reads("rita", f"changed quantities of order {number}", f"Pale Ale: 4 → 3 ({LEAK})", "$132.00")


def the_parties_talk(week: Week) -> None:
    """What is said to all is read by all; what a company keeps to itself by nobody else."""
    said = {"office": "The crates are on the left.", "rita": "Please ring at the back."}
    kept = {"office": "Ask for the empties.", "rita": "Count them this time."}
    pages = {"office": (week.office, "selling"), "rita": (week.rita, "rita")}
    for who, (page, side) in pages.items():
        page.goto(week.address(side, "bar"))
        for text, button in ((said[who], "Send to everyone"), (kept[who], "Keep internal")):
            page.get_by_label("Comment").fill(text)
            press(page, button)
            expect(page.get_by_text(text)).to_be_visible()
    week.dispatcher.goto(week.address("delivering", "bar"))
    pages["dora"] = (week.dispatcher, "delivering")
    for who, (page, side) in pages.items():
        page.goto(week.address(side, "bar"))
        for text in said.values():
            expect(page.get_by_text(text)).to_be_visible()
        for writer, text in kept.items():
            expect(page.get_by_text(text)).to_have_count(1 if who == writer else 0)
    week.reads("rita", "wrote a comment", said["office"])
    week.reads("oona", "wrote a comment", said["rita"])


def the_dispatcher_plans_and_prints(week: Week) -> None:
    dora, today = week.dispatcher, f"/dawn/delivering/?day={week.day}"
    dora.goto("/dawn/delivering/routes/")
    dora.get_by_label("Name").fill("Harbour")
    press(dora, "Make the route")
    dora.goto(today)
    for name in ("pier", "remy", "bar"):
        dora.get_by_label(f"order {week.numbers[name]}", exact=False).check()
    dora.get_by_label("Put the ticked stops on").select_option(label="Harbour")
    press(dora, "Put on the route")
    harbour = dora.get_by_role("region", name="Harbour")
    expect(harbour.locator(".cb-stop")).to_have_count(3)
    expect(dora.get_by_role("region", name="No route").locator(".cb-stop")).to_have_count(1)
    assert "$" not in dora.locator("main").inner_text()
    looked_at(dora, "day-by-route")

    route_sheet = papers_of(week, today, "Route sheet")
    assert {row[0] for row in route_sheet} == {"Harbour", "No route"}
    assert len(route_sheet) == 4
    pale, stout = sorted(papers_of(week, today, "Pick list"), key=lambda row: str(row[1]))
    # The bar's three, the pier's, Remy's and Rosa's two; the bar's one stout and Remy's two.
    assert (pale[1], pale[4], stout[1], stout[4]) == ("PALE", 9, "STOUT", 3)


def the_dispatcher_ships(week: Week) -> None:
    """All but Rosa's are picked and shipped together."""
    dora = week.dispatcher
    for verb in ("Start preparing", "Mark as shipped"):
        dora.goto("/dawn/delivering/orders/")
        for name in ("bar", "pier", "remy"):
            dora.get_by_label(f"Choose order {week.numbers[name]}", exact=True).check()
        press(dora, verb)
        press(dora, f"{verb}: 3 orders")
        expect(dora.get_by_text("3 orders are done")).to_be_visible()
    week.reads("remy", f"Your order {week.numbers['remy']} from Alder is on its way")


def the_driver_delivers_one_whole(week: Week) -> None:
    dirk = at_the_door(week, "bar")
    looked_at(dirk, "door")
    dirk.get_by_label("Who received it").fill("Rita H.")
    dirk.locator("input[type=file]").first.set_input_files(
        {"name": "door.jpg", "mimeType": "image/jpeg", "buffer": photo().read()}
    )
    dirk.get_by_role("button", name="Delivered", exact=True).click()
    expect(dirk.get_by_text("1 of 4 stops done")).to_be_visible()
    week.reads("rita", f"Your order {week.numbers['bar']} from Alder was delivered")


def one_short_with_a_reason(week: Week) -> None:
    dirk = at_the_door(week, "remy")
    dirk.get_by_label("Who received it").fill("Remy")
    dirk.get_by_text("Less than was on the way").click()
    dirk.get_by_label("Pale Ale", exact=True).fill("1")
    dirk.get_by_role("button", name="Delivered", exact=True).click()
    week.refused(dirk, "Say why less was handed over.")
    dirk.get_by_label("Pale Ale, why less was handed over").select_option("damaged")
    looked_at(dirk, "door-short")
    dirk.get_by_role("button", name="Delivered", exact=True).click()
    expect(dirk.get_by_text("2 of 4 stops done")).to_be_visible()
    week.reads("remy", f"Your order {week.numbers['remy']} from Alder was delivered", "1 of 2")


def and_one_not_at_all(week: Week) -> None:
    dirk = at_the_door(week, "pier")
    dirk.get_by_text("Problem", exact=True).click()
    dirk.get_by_label("What went wrong").select_option("closed")
    dirk.get_by_label("Try again on").select_option(index=2)
    looked_at(dirk, "door-failed")
    dirk.get_by_role("button", name="Not delivered").click()
    expect(dirk.get_by_text("2 of 3 stops done")).to_be_visible()
    looked_at(dirk, "after-the-run")
    again = week.order("pier").delivery_date
    assert again != week.day
    week.reads("rita", "could not be delivered", "Nobody was there", again.strftime("%A, ") + str(again.day))


def one_is_left_alone(week: Week) -> None:
    """Rosa's order waits for the distributor, who is told alone; after the second delay the supplier's admin too."""
    mine = Order.objects.filter(pk=week.order("rosa").pk)
    with as_owner():
        mine.update(due_at=timezone.now() - timedelta(hours=3))
    remind_of_late_orders()
    assert mails_of("orders/overdue") == {"dawn@example.com", "dora@example.com", "dirk@example.com"}
    assert mails_of("orders/escalated") == set()
    week.reads("dora", "1 order waits for you", f"Order {week.numbers['rosa']}")
    for page, start in ((week.dispatcher, "/dawn/delivering/"), (week.office, "/alder/selling/")):
        page.goto(f"{start}orders/?turn=overdue")
        expect(page.locator("tbody tr")).to_have_count(1)
        expect(page.locator("tbody .cb-bad").first).to_be_visible()
        badges = {text[:1] for text in page.locator("nav .cb-count--bad").all_inner_texts()}
        assert badges == ({"1"} if page == week.dispatcher else set())
        looked_at(page, f"overdue-{start.split('/')[2]}")
    week.office.goto("/alder/selling/")
    expect(week.office.get_by_role("region", name="Needs you now")).to_contain_text("Dawn")

    with as_owner():
        mine.update(due_at=timezone.now() - timedelta(days=30))
    remind_of_late_orders()
    assert mails_of("orders/escalated") == {"alder@example.com"}
    assert "oona@example.com" not in mails_of("orders/overdue")
    week.reads("alder", "1 order has been waiting too long", f"Order {week.numbers['rosa']}", "Dawn")


def each_side_reads_what_came_of_it(week: Week) -> None:
    """Ordered, to come, shipped, delivered; with the reasons, the same for each side."""
    readers = {"rita": week.rita, "remy": week.remy, "selling": week.office, "delivering": week.dispatcher}
    came = {
        "bar": ({"Pale Ale": ["4", "3", "3", "3"], "Oatmeal Stout": ["1", "1", "1", "1"]}, LEAK, "rita"),
        "remy": ({"Oatmeal Stout": ["2", "2", "2"], "Pale Ale": ["2", "2", "1"]}, "Damaged", "remy"),
        "pier": ({"Pale Ale": ["2", "2", "–"]}, "Nobody was there", "rita"),
    }
    for name, (rows, reason, retailer) in came.items():
        for side in (retailer, "selling", "delivering"):
            page = readers[side]
            page.goto(week.address(side, name))
            assert rows_of(page) == rows, (name, side)
            expect(page.get_by_text(reason).first).to_be_visible()
            if name == "bar":
                looked_at(page, f"order-{side}")
    sums = {name: week.order(name).total for name in week.numbers}
    assert {name: (int(each.goods), int(each.tax), int(each.total)) for name, each in sums.items()} == {
        "bar": (120, 12, 132),
        "pier": (60, 6, 66),
        "remy": (120, 12, 132),
        "rosa": (60, 6, 66),
    }
    assert {name: week.order(name).status for name in week.numbers} == {
        "bar": "delivered",
        "pier": "shipped",
        "remy": "delivered",
        "rosa": "confirmed",
    }

"""Who takes part in a week of orders, on which day they deliver, and what they do again and again on their pages."""

from collections.abc import Callable
from datetime import date, time, timedelta
from io import BytesIO
from typing import Any

from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from catalogs.models import TaxClass
from orders.models import CartLine, Order, Route, RouteStop
from retailers.models import Customer, Schedule, ScheduleLine, ShipToAddress
from tests.browser.conftest import (
    DESK,
    LOOKS,
    PHONE,
    SCREENSHOTS,
    Look,
    check_axe,
    take_look,
    take_screenshot,
)
from tests.browser.mailbox import Mailbox
from tests.catalogs.rates import kept as charge
from tests.world import World
from wholesale.accounts.models import User
from wholesale.accounts.services import register_person
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Agreement, Membership
from wholesale.tenancy.testing import as_owner

RETAILERS = ("rita", "remy", "rosa")
A_MONDAY = date(2024, 1, 1)


class Week(Mailbox):
    """An office and a dispatcher at their desks, three retailers and a driver on phones, and the Mailbox."""

    def __init__(self, world: World, open_page: Callable[..., Page]) -> None:
        super().__init__(open_page(DESK))
        self.world, self.day = world, timezone.now().date() + timedelta(days=3)
        self.pier = _write(world)
        office = _hire(world, "alder", "oona", MemberRole.PROCUREMENT)
        dispatcher = _hire(world, "dawn", "dora", MemberRole.DISPATCHER)
        driver = _hire(world, "dawn", "dirk", MemberRole.DRIVER)
        self.office, self.dispatcher = open_page(DESK, user=office), open_page(DESK, user=dispatcher)
        self.driver = open_page(PHONE, user=driver)
        self.rita, self.remy, self.rosa = (open_page(PHONE, user=world.users[name]) for name in RETAILERS)
        self.complaints: list[str] = open_page.complaints  # type: ignore[attr-defined]
        self.numbers: dict[str, int] = {}

    def address(self, side: str, name: str) -> str:
        """Return where a side reads an order of the week, by the order's name in the story."""
        number = self.numbers[name]
        return {
            "selling": f"/alder/selling/orders/{number}/",
            "delivering": f"/dawn/delivering/orders/alder/{number}/",
        }.get(side, f"/{side}/buying/orders/alder/{number}/")

    def order(self, name: str) -> Order:
        with as_owner():
            return Order.objects.select_related("total").get(
                supplier=self.world.orgs["alder"], number=self.numbers[name]
            )

    def note_newest(self, name: str) -> None:
        """Remember the order that was placed last by its name in the story."""
        with as_owner():
            mine = Order.objects.filter(supplier=self.world.orgs["alder"])
            self.numbers[name] = mine.latest("number").number

    def reads(self, to: str, subject: str, *words: str) -> None:
        """Open somebody's newest mail with this subject and find these words in it."""
        mail = self.mail(f"{to}@example.com", subject)
        for each in words:
            expect(mail.locator(".cb-mailtext")).to_contain_text(each)

    def refused(self, page: Page, words: str) -> None:
        """Read a refusal; the browser notes of it that its status was none of success."""
        expect(page.get_by_text(words).first).to_be_visible()
        assert [said for said in self.complaints if "status of 4" not in said] == []
        self.complaints.clear()

    def pass_cut_off(self) -> None:
        """Let the deadline of the week's delivery day be over, whatever the hour and the zone of the test."""
        with as_owner():
            first = A_MONDAY + timedelta(days=self.day.weekday())
            lines = ScheduleLine.objects.filter(supplier=self.world.orgs["alder"], starts_on=first)
            lines.update(deadline_weekday=(self.day - timedelta(days=5)).weekday())


def _hire(world: World, company: str, name: str, role: MemberRole) -> User:
    person = register_person(email=f"{name}@example.com", name=name.title())
    with as_owner():
        Membership.objects.create(organization=world.orgs[company], user=person, role=role)
    return person


def _write(world: World) -> ShipToAddress:
    """Let dawn deliver to all of alder's retailers, on every day until the day before; return rita's second address."""
    alder, dawn = world.orgs["alder"], world.orgs["dawn"]
    with as_owner():
        Customer.objects.filter(supplier=alder, retailer__slug__in=RETAILERS).update(distributor=dawn)
        Agreement.objects.filter(pk=world.agreements["alder", "dawn"].pk).update(
            door_quantities_since=timezone.now()
        )
        TaxClass.objects.create(
            supplier=alder, name="Sales tax", rates=[charge("Sales tax", "10")], is_default=True
        )
        schedule = Schedule.objects.create(supplier=alder, version=1)
        for weekday in range(7):
            ScheduleLine.objects.create(
                supplier=alder,
                schedule=schedule,
                starts_on=A_MONDAY + timedelta(days=weekday),
                deadline_weekday=(weekday - 1) % 7,
                deadline_time=time(23, 59, 59),
            )
        CartLine.objects.filter(supplier=alder).delete()
        RouteStop.objects.filter(organization=dawn).delete()
        Route.objects.filter(organization=dawn).delete()
        return ShipToAddress.objects.create(
            retailer=world.orgs["rita"], name="Pier Bar", street="9 Quay", city="Portland", country="US"
        )


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()


def fill_cart(week: Week, page: Page, retailer: str, *units: int, ship_to: Any = "") -> None:
    """Put so many units of alder's products into a retailer's cart and go to the checkout."""
    page.goto(f"/{retailer}/buying/alder/" + (f"?ship_to={ship_to}" if ship_to else ""))
    for product, number in zip(week.world.products["alder"], units, strict=False):
        if number:
            box = page.locator(f"#p-{product.pk} input[name=quantity_units]")
            box.fill(str(number))
            box.press("Tab")
            expect(page.locator(f"#p-{product.pk} input[name=seen_units]")).to_have_value(str(number))
    page.get_by_role("link", name="Review order").click()
    expect(page.get_by_role("heading", name="Review your order")).to_be_visible()


def submit_for(week: Week, page: Page, name: str) -> None:
    """Choose the week's delivery day at the checkout, and submit."""
    page.locator(f"input[name=delivery_date][value='{week.day}']").check()
    press(page, "Submit order")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Order")
    expect(page.get_by_text("Submitted").first).to_be_visible()
    week.note_newest(name)


def papers_of(week: Week, today: str, name: str) -> list[tuple[object, ...]]:
    """Open a paper of the day, download it as PDF and XLSX; return the rows of the latter."""
    dora = week.dispatcher
    dora.goto(today)
    dora.get_by_role("link", name=name).click()
    expect(dora.get_by_role("heading", name=name)).to_be_visible()
    looked_at(dora, name.lower().replace(" ", "-"))
    content = {}
    for kind in ("PDF", "XLSX"):
        with dora.expect_download() as download:
            dora.get_by_role("link", name=kind).click()
        content[kind] = download.value.path().read_bytes()
    assert content["PDF"].startswith(b"%PDF")
    sheet = load_workbook(BytesIO(content["XLSX"])).active
    assert sheet
    return list(sheet.iter_rows(min_row=2, values_only=True))


def at_the_door(week: Week, name: str) -> Page:
    dirk = week.driver
    dirk.goto(f"/dawn/delivering/?day={week.day}")
    stop = dirk.locator(".cb-stop").filter(has_text=f"Alder {week.numbers[name]}")
    stop.get_by_role("link", name="At the door").click()
    return dirk


def looked_at(page: Page, name: str) -> None:
    """Let axe read the page at a desk and in the dark on a phone, for pictures in every look; go on as it was."""
    size = page.viewport_size
    for look in LOOKS if SCREENSHOTS else (DESK, Look(390, "dark")):
        take_look(page, look)
        check_axe(page)
        take_screenshot(page, f"week-{name}", look)
    page.emulate_media(color_scheme="light")
    assert size
    page.set_viewport_size(size)


def mails_of(template: str) -> set[str]:
    """Return to whom mails of a kind were written."""
    with as_owner():
        return set(OutboundEmail.objects.filter(template=template).values_list("to", flat=True))


def rows_of(page: Page) -> dict[str, list[str]]:
    """Return of each line of an open order its counts, as its page shows them."""
    rows = page.locator(".cb-table--lines tbody tr")
    return {
        rows.nth(at).locator("th").inner_text().splitlines()[0]: rows.nth(at)
        .locator("td.num:not(.m-gone)")
        .all_inner_texts()
        for at in range(rows.count())
    }

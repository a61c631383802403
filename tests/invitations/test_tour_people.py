"""Whose the steps of a customer's tour are, and where each finds what is left (N9, P3)."""

import pytest
from django.test import Client
from django.urls import reverse

from catalogs.models import Price
from invitations import services
from invitations.enums import TourState
from invitations.models import CustomerTour
from retailers.models import Customer
from retailers.services import activate_customer
from tests.invitations.touring import colleague, let_in, pages, url
from tests.world import World
from wholesale.organizations.enums import MemberRole
from wholesale.tenancy.testing import acting_as, as_owner

CARD, LIST = (reverse(f"invitations:tour_{name}", args=["alder"]) for name in ("card", "list"))


@pytest.fixture
def approved(world: World) -> Customer:
    return let_in(world)


@pytest.mark.parametrize(
    ("role", "mine"),
    [
        (MemberRole.PROCUREMENT, {"activation", "terms", "days"}),
        (MemberRole.ACCOUNTING, {"terms"}),
        (MemberRole.VIEWER, set()),
    ],
)
def test_steps_that_are_not_ones_own_are_shown_as_a_colleagues(
    world: World, approved: Customer, role: MemberRole, mine: set[str]
) -> None:
    client = colleague(world, role)
    with acting_as(world.context("alder")):
        services.leave_tour(customer=approved, by=world.users["alder"])

    seen = client.get(url("tour", approved))

    assert {stage.step.key for stage in seen.context["tour"].stages if stage.is_mine} == mine
    said = seen.content.decode().count("This step is a colleague’s. Who may take it:")
    assert said == 3 - len(mine)
    for key in ("terms", "days"):
        answer = client.post(url("tour_confirmation", approved), {"step": key})
        assert answer.status_code == (302 if key in mine else 403), key
    for name in ("tour_start", "tour_leaving", "tour_finish"):
        assert client.post(url(name, approved)).status_code == (302 if mine else 403), name


def test_who_sees_no_retailers_sees_no_tours(world: World, approved: Customer) -> None:
    stock = colleague(world, MemberRole.WAREHOUSE)

    assert [stock.get(path).status_code for path in (url("tour", approved), LIST, CARD)] == [403] * 3


def test_accounting_is_led_to_its_own_step_and_told_who_activates(world: World, approved: Customer) -> None:
    books = colleague(world, MemberRole.ACCOUNTING)

    assert books.get(url("tour", approved))["Location"] == pages(approved)["terms"]
    books.post(url("tour_confirmation", approved), {"step": "terms"})
    page = " ".join(books.get(pages(approved)["activation"]).content.decode().split())

    assert (
        "This step is a colleague’s. Who may take it: Admin, Procurement manager, Sales representative."
        in page
    )
    assert 'data-tour="activate"' not in page


def test_procurement_is_told_that_payment_terms_are_set_by_colleagues(
    world: World, approved: Customer
) -> None:
    with acting_as(world.context("alder")):
        activate_customer(customer=approved, by=world.users["alder"])
    said = "Payment terms, credit and tax are set by colleagues."

    assert said in colleague(world, MemberRole.PROCUREMENT).get(pages(approved)["terms"]).content.decode()
    assert said not in world.client("alder").get(pages(approved)["terms"]).content.decode()


def test_another_customers_tour_is_not_a_representatives(world: World, sally: Client) -> None:
    remy = world.customers["alder", "remy"]

    assert sally.get(url("tour", remy)).status_code == 404
    assert sally.post(url("tour_start", remy)).status_code == 404
    assert sally.get(url("tour", world.customers["alder", "rita"])).status_code == 200


def test_a_representative_finds_its_own_on_the_list_and_no_others(world: World, sally: Client) -> None:
    with as_owner():
        CustomerTour.objects.update(state=TourState.RUNNING)

    page = sally.get(LIST).content.decode()

    assert "Rita of alder" in page
    assert "Remy of alder" not in page
    assert "Remy of alder" in world.client("alder").get(LIST).content.decode()


def test_home_names_who_is_to_be_set_up_until_nothing_is_left(world: World, approved: Customer) -> None:
    admin, fragment = world.client("alder"), {"HX-Request": "true"}

    shown = " ".join(admin.get(CARD, headers=fragment).content.decode().split())
    assert "Rita of alder" in shown
    assert "Step 1 of 3 – Activate" in shown
    assert admin.get(CARD)["Location"] == LIST
    assert "Rita of alder" in admin.get(LIST).content.decode()
    assert (
        "Rita of alder"
        not in colleague(world, MemberRole.VIEWER).get(CARD, headers=fragment).content.decode()
    )

    with acting_as(world.context("alder")):
        activate_customer(customer=approved, by=world.users["alder"])
        for key in ("terms", "days"):
            services.confirm_step(customer=approved, key=key, by=world.users["alder"])
    assert "Rita of alder" not in admin.get(CARD, headers=fragment).content.decode()
    assert "Nobody to set up" in admin.get(LIST).content.decode()


def test_without_a_price_the_page_says_that_it_sees_none(world: World, approved: Customer) -> None:
    admin = world.client("alder")
    with as_owner():
        Price.objects.filter(supplier=world.orgs["alder"]).delete()
    with acting_as(world.context("alder")):
        services.leave_tour(customer=approved, by=world.users["alder"])

    for path in (url("tour", approved), pages(approved)["terms"]):
        page = " ".join(admin.get(path).content.decode().split())
        assert "it sees no prices." in page, path
        assert reverse("catalogs:product_list", args=["alder"]) in page, path

"""The tour through the steps of a customer that was let in: begun, left, gone on with by a colleague (N9)."""

from datetime import date, time

import pytest
from django.urls import reverse

from catalogs.models import TermsLevel
from catalogs.services import change_terms
from invitations import services
from invitations.enums import TourState
from invitations.models import CustomerTour
from retailers.delivery_days import LineDetails
from retailers.enums import Carrier
from retailers.models import Customer
from retailers.queries import Level
from retailers.services import activate_customer, end_relation, set_schedule
from tests.invitations.touring import colleague, let_in, pages, row, statements, url
from tests.orders.test_races import at_once
from tests.world import World
from wholesale.organizations.enums import MemberRole
from wholesale.tenancy.testing import acting_as, as_owner


@pytest.fixture
def approved(world: World) -> Customer:
    return let_in(world)


def test_the_button_of_the_mail_lands_on_the_customer_and_nothing_is_written(
    world: World, approved: Customer
) -> None:
    before = row(approved).changed_at
    admin = world.client("alder")

    answer = admin.get(url("tour", approved))

    assert (answer.status_code, answer["Location"]) == (302, pages(approved)["activation"])
    page = admin.get(answer["Location"]).content.decode()
    assert "Set-up of Rita of alder: step 1 of 3 – Activate" in " ".join(page.split())
    assert 'data-tour="activate"' in page
    assert row(approved).changed_at == before


def test_step_by_step_to_the_end(world: World, approved: Customer) -> None:
    """Activated, given terms and days: each step is done as soon as the customer says so."""
    admin, at, by = world.client("alder"), pages(approved), world.users["alder"]
    level = Level(approved.supplier, approved)

    admin.post(reverse("retailers:activation_create", args=["alder", approved.pk]))
    assert admin.get(url("tour", approved))["Location"] == at["terms"]
    assert "step 2 of 3 – Price type and terms" in admin.get(at["terms"]).content.decode()
    with acting_as(world.context("alder")):
        change_terms(holder=level, changes={"price_change_percent": 3}, version=0, by=by)
    assert admin.get(url("tour", approved))["Location"] == at["days"]
    assert "step 3 of 3 – Days of service" in admin.get(at["days"]).content.decode()
    monday = LineDetails(
        starts_on=date(2026, 11, 23),
        deadline_weekday=6,
        deadline_time=time(12),
        carrier=Carrier.DISTRIBUTOR,
        distributor=world.orgs["dawn"],
    )
    with acting_as(world.context("alder")):
        set_schedule(level=level, lines=[monday], version=0, by=by)
    assert "all 3 steps are done" in " ".join(admin.get(at["days"]).content.decode().split())

    admin.post(url("tour_finish", approved))

    assert row(approved).state == TourState.FINISHED
    assert "Set-up of" not in admin.get(at["activation"]).content.decode()


def test_what_a_group_or_a_default_gives_is_taken_with_next(world: World, approved: Customer) -> None:
    admin, at = world.client("alder"), pages(approved)
    with acting_as(world.context("alder")):
        activate_customer(customer=approved, by=world.users["alder"])

    for key, following in (("terms", at["days"]), ("days", "")):
        assert 'data-tour="next"' in admin.get(at[key]).content.decode()
        answer = admin.post(url("tour_confirmation", approved), {"step": key})
        leads = admin.get(answer["Location"])
        assert leads["Location"] == following if following else answer["Location"] == at["activation"]

    kept = row(approved)
    assert (kept.terms_confirmed, kept.days_confirmed, kept.state) == (True, True, TourState.RUNNING)
    with as_owner():
        assert not TermsLevel.objects.filter(customer=approved).exists()


def test_left_by_one_and_gone_on_with_by_another_where_it_was(world: World, approved: Customer) -> None:
    admin, other, at = world.client("alder"), colleague(world, MemberRole.PROCUREMENT), pages(approved)
    with acting_as(world.context("alder")):
        activate_customer(customer=approved, by=world.users["alder"])

    admin.post(url("tour_leaving", approved))

    assert "It was left here." in other.get(at["activation"]).content.decode()
    assert other.get(url("tour", approved)).status_code == 200
    assert row(approved).state == TourState.LEFT, "looking resumes nothing"
    started = other.post(url("tour_start", approved), follow=True)
    assert started.redirect_chain[-1][0] == at["terms"]
    assert (row(approved).state, row(approved).by_name) == (TourState.RUNNING, "Procurement")


def test_nobody_finishes_before_the_last_step(world: World, approved: Customer) -> None:
    answer = world.client("alder").post(url("tour_finish", approved), follow=True)

    assert "A step is left." in answer.content.decode()
    assert row(approved).state == TourState.RUNNING


def test_a_new_approval_begins_anew(world: World, approved: Customer) -> None:
    with acting_as(world.context("alder")):
        for key in ("terms", "days"):
            services.confirm_step(customer=approved, key=key, by=world.users["alder"])
        again = services.begin_tour(customer=approved, by=world.users["alder"])

    assert (again.terms_confirmed, again.days_confirmed) == (False, False)


def test_a_retailer_that_is_not_connected_has_no_tour(world: World, approved: Customer) -> None:
    admin = world.client("alder")
    with acting_as(world.context("alder")):
        end_relation(customer=approved, by=world.users["alder"])
        services.leave_tour(customer=approved, by=world.users["alder"])

    page = admin.get(url("tour", approved)).content.decode()
    answer = admin.post(url("tour_start", approved), follow=True)

    assert "Approve or invite it first." in page
    assert url("tour_start", approved) not in page
    assert "Approve or invite it first." in answer.content.decode()
    assert row(approved).state == TourState.LEFT
    assert "Set-up of" not in admin.get(pages(approved)["activation"]).content.decode()


def test_bad_steps_are_refused(world: World, approved: Customer) -> None:
    admin = world.client("alder")

    for key in ("activation", "", "price", "terms_confirmed"):
        assert admin.post(url("tour_confirmation", approved), {"step": key}).status_code == 400, key
    assert not row(approved).terms_confirmed


def test_the_statements_of_bar_page_and_list(world: World, approved: Customer) -> None:
    """The bar costs a customer's pages one, whether there is a tour or not; the list as many at 1 as at 3."""
    admin, listed = world.client("alder"), reverse("invitations:tour_list", args=["alder"])

    with_tour = statements(admin, pages(approved)["activation"])
    assert len([sql for sql in with_tour if "customertour" in sql]) == 1
    with as_owner():
        CustomerTour.objects.update(state=TourState.LEFT)
        CustomerTour.objects.exclude(customer=approved).update(state=TourState.FINISHED)
    assert (
        len(statements(admin, url("tour", approved))) == 13
    )  # one of them: what is agreed with its distributor
    few = len(statements(admin, listed))
    with as_owner():
        CustomerTour.objects.update(state=TourState.RUNNING)
    assert (few, len(statements(admin, listed))) == (7, 7)
    with as_owner():
        CustomerTour.objects.update(state=TourState.FINISHED)
    assert len(statements(admin, pages(approved)["activation"])) == len(with_tour)


@pytest.mark.server
def test_two_who_start_at_the_same_moment_start_one_tour(committed_world: World) -> None:
    world = committed_world
    with as_owner():
        CustomerTour.objects.all().delete()
    with acting_as(world.context("alder")):
        customer = Customer.objects.select_related("supplier").get(pk=world.customers["alder", "rita"].pk)

    def start() -> object:
        with acting_as(world.context("alder")):
            return services.resume_tour(customer=customer, by=world.users["alder"]).pk

    assert len(set(at_once(start, start))) == 1
    assert row(customer).state == TourState.RUNNING

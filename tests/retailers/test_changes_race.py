"""Two people, or two clicks of one, at the same moment: real threads, nothing lost and nothing done twice (B4, C1)."""

import time
from threading import Event

import pytest
from django.db import transaction
from django.http import Http404

from retailers import queries, services
from retailers.models import BulkJob, CalendarFeed, CustomerEvent, CustomerGroup, CustomerPrivate
from tests.orders.test_races import at_once
from tests.world import World
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner

pytestmark = pytest.mark.server


@pytest.fixture
def everyone(committed_world: World) -> World:
    return committed_world


def test_labels_of_two_people_at_once_are_both_there(everyone: World) -> None:
    """The second waits for the first's lock, and adds to what the first has written."""
    world, has_written = everyone, Event()
    rita = world.customers["alder", "rita"]

    def label(word: str) -> None:
        with acting_as(world.context("alder")), transaction.atomic():
            if word == "terrace":
                has_written.wait(10)
            services.label_customers(
                supplier=world.orgs["alder"], customer_ids=[rita.pk], labels=[word], by=world.users["alder"]
            )
            has_written.set()
            time.sleep(0.5)

    at_once(lambda: label("patio"), lambda: label("terrace"))

    with as_owner():
        assert CustomerPrivate.objects.get(customer=rita).labels == ["patio", "terrace"]


def test_a_double_click_is_one_bulk_job(everyone: World) -> None:
    world, key = everyone, uuid7()

    def start() -> BulkJob:
        with acting_as(world.context("alder")):
            acting = world.acting("alder")
            return services.start_bulk(
                acting=acting,
                asked=services.Asked(verb="label", choice={"labels": ["patio"]}),
                customers=queries.customers_of(acting),
                key=key,
            )

    one, other = at_once(start, start)

    assert one == other
    assert one.done == other.done == 3
    with as_owner():
        assert CustomerEvent.objects.filter(kind="labels_changed").count() == 3


def test_a_group_deleted_twice_is_gone_for_the_second(everyone: World) -> None:
    world, both_have_it = everyone, Event()
    group = world.groups["alder"]

    def delete() -> object:
        with acting_as(world.context("alder")):
            found = CustomerGroup.objects.select_related("supplier").get(pk=group.pk)
            both_have_it.wait(0.5)
            try:
                return services.delete_group(group=found, by=world.users["alder"])
            except Http404:
                return None

    assert set(at_once(delete, delete)) == {3, None}


def test_two_calendar_addresses_made_at_once_are_one(everyone: World) -> None:
    world = everyone
    rita = world.orgs["rita"]

    def make() -> CalendarFeed:
        with acting_as(world.context("rita")), transaction.atomic():
            return services.make_feed(retailer=rita, by=world.users["rita"])

    for _ in range(5):
        made = {feed.pk for feed in at_once(make, make)}
        with as_owner():
            [kept] = CalendarFeed.objects.filter(retailer=rita)
        assert kept.pk in made
        with acting_as(world.context("rita")):
            services.revoke_feed(retailer=rita, by=world.users["rita"])

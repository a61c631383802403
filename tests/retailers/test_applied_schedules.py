"""Which schedule applies: kept by the database, whoever changes what, and all that a retailer may read of it."""

from datetime import date, time
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from retailers.models import (
    AppliedSchedule,
    Customer,
    CustomerGroup,
    GroupMember,
    Schedule,
    ScheduleLine,
)
from retailers.queries import plans_of
from tests.world import World
from wholesale.organizations.models import Organization
from wholesale.tenancy.testing import acting_as, as_owner

RANKS = count(10)
TUESDAY = date(2026, 11, 24)


def line_at(world: World, *, customer: Customer | None = None, group: Any = None, **more: Any) -> Schedule:
    """Set a schedule of one line at a level of alder's."""
    alder = world.orgs["alder"]
    schedule, _ = Schedule.objects.get_or_create(supplier=alder, customer=customer, group=group)
    values = {"starts_on": TUESDAY, "deadline_weekday": 0, "deadline_time": time(12), **more}
    ScheduleLine.objects.create(supplier=alder, schedule=schedule, **values)
    return schedule


def group_of(world: World, *customers: Customer, rank: int | None = None) -> CustomerGroup:
    number = next(RANKS)
    alder = world.orgs["alder"]
    group = CustomerGroup.objects.create(supplier=alder, name=f"Group {number}", rank=rank or number)
    for customer in customers:
        GroupMember.objects.create(supplier=alder, customer=customer, group=group)
    return group


def applied(customer: Customer) -> Any:
    return AppliedSchedule.objects.filter(customer=customer).values_list("schedule", flat=True).first()


@pytest.fixture
def rita(world: World) -> Customer:
    """Return alder's customer rita, who has no schedule of her own."""
    return world.customers["alder", "rita"]


def test_the_nearest_level_with_lines_wins(world, rita):
    remy = world.customers["alder", "remy"]
    with as_owner():
        assert applied(rita) is None
        default = line_at(world)
        assert (applied(rita), applied(remy)) == (default.pk, default.pk)

        group = group_of(world, rita)
        assert applied(rita) == default.pk
        of_group = line_at(world, group=group)
        assert (applied(rita), applied(remy)) == (of_group.pk, default.pk)

        own = line_at(world, customer=rita)
        assert applied(rita) == own.pk

        ScheduleLine.objects.filter(schedule=own).delete()
        assert applied(rita) == of_group.pk
        ScheduleLine.objects.filter(schedule=of_group).delete()
        assert applied(rita) == default.pk
        ScheduleLine.objects.filter(schedule=default).delete()
        assert applied(rita) is None


def test_of_two_groups_the_lower_rank_wins_also_when_ranks_are_swapped(world, rita):
    with as_owner():
        first, second = group_of(world, rita, rank=900), group_of(world, rita, rank=901)
        by_group = {group.pk: line_at(world, group=group).pk for group in (first, second)}
        assert applied(rita) == by_group[first.pk]

        CustomerGroup.objects.filter(pk=first.pk).update(rank=902)
        assert applied(rita) == by_group[second.pk]


def test_joining_leaving_and_deleting_a_group(world, rita):
    with as_owner():
        default, group = line_at(world), group_of(world)
        of_group = line_at(world, group=group)
        assert applied(rita) == default.pk

        GroupMember.objects.create(supplier=world.orgs["alder"], customer=rita, group=group)
        assert applied(rita) == of_group.pk
        GroupMember.objects.filter(group=group, customer=rita).delete()
        assert applied(rita) == default.pk

        GroupMember.objects.create(supplier=world.orgs["alder"], customer=rita, group=group)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM retailers_customergroup WHERE id = %s", [group.pk])
        assert applied(rita) == default.pk
        assert not Schedule.objects.filter(pk=of_group.pk).exists()


def test_a_new_customer_has_the_default_at_once(world):
    with as_owner():
        default = line_at(world)
        new = Customer.objects.create(supplier=world.orgs["alder"], retailer=world.orgs["rex"])

        assert applied(new) == default.pk


def test_a_retailer_reads_its_own_lines_and_nothing_of_levels(world, rita):
    with as_owner():
        line_at(world, carrier="named", carrier_name="The default")
        group = group_of(world, rita)
        line_at(world, group=group, carrier="named", carrier_name="Of the group")

    with acting_as(world.context("rita")):
        carriers = set(
            ScheduleLine.objects.filter(supplier__slug="alder").values_list("carrier_name", flat=True)
        )
        plan = plans_of([rita.pk])[rita.pk]

    assert carriers == {"Of the group"}
    assert [line.carrier for line in plan.lines] == ["Of the group"]


def test_both_sides_read_the_same_plan_in_one_statement(world, rita):
    with as_owner():
        line_at(world)
        Organization.objects.filter(slug="alder").update(time_zone="America/Montreal")
    plans = []
    for side in ("rita", "alder"):
        with acting_as(world.context(side)), CaptureQueriesContext(connection) as captured:
            plans.append(plans_of([rita.pk])[rita.pk])
        assert len([1 for query in captured if "retailers_customer" in query["sql"]]) == 1

    assert plans[0] == plans[1]
    assert plans[0].time_zone == "America/Montreal"
    assert [line.carrier for line in plans[0].lines] == ["Dawn"]

"""A change of many by a worker: in pieces, each customer once, and not at all once it is no longer allowed (B5)."""

import pytest

from retailers import queries, services, tasks
from retailers.enums import BulkState
from retailers.models import CustomerEvent, CustomerPrivate
from retailers.services import bulk_jobs
from tests.retailers.conftest import url
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner

RITA, REMY, ROSA = "rita", "remy", "rosa"


def ids(world, *names):
    return [world.customers["alder", name].pk for name in names]


def private(world, name):
    with as_owner():
        return CustomerPrivate.objects.get(customer=world.customers["alder", name])


def start(world, verb="label", **choice):
    """Ask for more than is done while somebody waits."""
    with acting_as(world.context("alder")):
        acting = world.acting("alder")
        return services.start_bulk(
            acting=acting,
            asked=services.Asked(verb=verb, choice=choice or {"labels": ["patio"]}),
            customers=queries.customers_of(acting),
            key=uuid7(),
        )


def test_a_worker_does_the_rest_piece_by_piece_each_customer_once(world, alder, monkeypatch):
    monkeypatch.setattr(bulk_jobs, "AT_ONCE", 0)
    monkeypatch.setattr(bulk_jobs, "PIECE", 1)
    job = start(world)
    assert (job.state, job.done, job.total) == (BulkState.RUNNING, 0, 3)
    assert "You can leave this page" in alder.get(url("bulk_job", bulk_job=job.pk)).content.decode()

    with acting_as(world.context("alder")):
        services.work_on(job.pk, seconds=0)  # a worker that ends in the middle
        job.refresh_from_db()
        assert job.done == 1
    tasks.bulk()

    with as_owner():
        job.refresh_from_db()
        assert (job.state, job.done) == (BulkState.DONE, 3)
        events = CustomerEvent.objects.filter(kind="labels_changed")
        assert sorted(events.values_list("customer", flat=True)) == sorted(ids(world, RITA, REMY, ROSA))


@pytest.mark.parametrize("role", [MemberRole.VIEWER, MemberRole.SALES])
def test_what_is_no_longer_seen_or_allowed_is_not_done(world, monkeypatch, role):
    monkeypatch.setattr(bulk_jobs, "AT_ONCE", 0)
    job = start(world)
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=role)

    tasks.bulk()

    with as_owner():
        job.refresh_from_db()
    assert (job.state, job.message) == (BulkState.FAILED, "Whoever asked for this no longer may.")
    assert private(world, RITA).labels == []


def test_a_group_that_is_deleted_meanwhile_stops_its_job(world, monkeypatch):
    monkeypatch.setattr(bulk_jobs, "AT_ONCE", 0)
    job = start(world, "ungroup", group=str(world.groups["alder"].pk))
    with acting_as(world.context("alder")):
        services.delete_group(group=world.groups["alder"], by=world.users["alder"])

    tasks.bulk()

    with as_owner():
        job.refresh_from_db()
    assert (job.state, job.message) == (BulkState.FAILED, "This group is deleted.")


@pytest.mark.parametrize("verb", ["label", "distributor"])
def test_the_statements_of_a_piece_do_not_grow_with_its_customers(world, verb, django_assert_max_num_queries):
    counts = []
    for chosen in (ids(world, RITA), ids(world, REMY, ROSA)):
        with acting_as(world.context("alder")), django_assert_max_num_queries(60) as heard:
            acting = world.acting("alder")
            choice = {"labels": [f"of {len(chosen)}"]} if verb == "label" else {"distributor": ""}
            services.start_bulk(
                acting=acting,
                asked=services.Asked(verb=verb, choice=choice),
                customers=queries.customers_of(acting).filter(pk__in=chosen),
                key=uuid7(),
            )
        counts.append(len(heard))
    assert abs(counts[0] - counts[1]) <= 1  # one more where somebody is skipped

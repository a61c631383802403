"""A worker killed in the middle of a change of many: the next goes on, each customer has it done once (B5, C1)."""

import pytest
from django.db import connection

from retailers import queries, services
from retailers.models import BulkJob, CustomerEvent, CustomerPrivate
from tests.retailers.test_proof_many_customers import ROWS
from tests.wholesale.workers import kill, wait_until, worker
from tests.world import World
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner

CUSTOMERS = 3_000


def fill(world: World) -> None:
    values = {"customer": world.customers["alder", "rita"].pk, "group": world.groups["alder"].pk}
    with as_owner(), connection.cursor() as cursor:
        for statement in filter(str.strip, ROWS.replace("50000", str(CUSTOMERS)).split(";\n")):
            cursor.execute(statement, values)


def start(world: World) -> BulkJob:
    with acting_as(world.context("alder")):
        acting = world.acting("alder")
        return services.start_bulk(
            acting=acting,
            asked=services.Asked(verb="label", choice={"labels": ["killed"]}),
            customers=queries.customers_of(acting),
            key=uuid7(),
        )


def state(job: BulkJob) -> BulkJob:
    with as_owner():
        return BulkJob.objects.get(pk=job.pk)


def is_locked(job: BulkJob) -> bool:
    with as_owner():
        return not BulkJob.objects.select_for_update(skip_locked=True).filter(pk=job.pk).exists()


def labelled() -> tuple[int, int]:
    """Return how many customers have the label, and how many events say so."""
    with as_owner():
        return (
            CustomerPrivate.objects.filter(labels__contains=["killed"]).count(),
            CustomerEvent.objects.filter(kind="labels_changed").count(),
        )


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_no_half_piece_and_the_next_goes_on(committed_world, tmp_path):
    fill(committed_world)
    job = start(committed_world)
    assert job.total > CUSTOMERS

    with worker(tmp_path, mail_url="smtp://127.0.0.1:1") as first:
        wait_until(lambda: state(job).done >= 400, "the first pieces")
        kill(first)
    wait_until(lambda: not is_locked(job), "the server to notice")
    left = state(job)
    assert left.state == "running"
    assert left.done < job.total
    assert labelled() == (left.done, left.done)

    with worker(tmp_path, mail_url="smtp://127.0.0.1:1"):
        wait_until(lambda: state(job).state == "done", "the rest")

    assert labelled() == (job.total, job.total)

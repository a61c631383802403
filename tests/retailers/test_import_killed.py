"""A worker killed in the middle of an import: whoever comes next goes on, nothing is written twice (SPEC.md B5)."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from retailers.models import Customer, CustomerEvent, CustomerPrivate, DirectoryEntry
from tests.retailers.importing import csv_of, start, work
from tests.wholesale.workers import kill, wait_until, worker
from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.organizations.models import Organization
from wholesale.sheets import services, tasks
from wholesale.sheets.enums import ImportMode
from wholesale.sheets.models import SheetImport, SheetRow
from wholesale.tenancy.contexts import act_as
from wholesale.tenancy.testing import acting_as, as_owner

ROWS = 3000
FILE = csv_of(*([str(10_000 + n), f"Bar {n:05}", f"bar{n}@example.com"] for n in range(ROWS)))


def state(made: SheetImport) -> SheetImport:
    with as_owner():
        return SheetImport.objects.get(pk=made.pk)


def confirmed(world: World, mode: ImportMode) -> SheetImport:
    made = work(world, start(world, FILE))
    with acting_as(world.context("alder")):
        services.confirm_import(sheet_import=made, mode=mode, by=world.users["alder"])
    return made


def imported() -> tuple[int, ...]:
    """Return how many customers, entries, events and log entries the file has made."""
    with as_owner():
        private = CustomerPrivate.objects.filter(
            contact_email__startswith="bar", contact_email__endswith="@example.com"
        )
        customers = set(private.values_list("customer", flat=True))
        return (
            len(customers),
            DirectoryEntry.objects.filter(name__startswith="Bar 0").count(),
            CustomerEvent.objects.filter(customer__in=customers).count(),
            AuditEntry.objects.filter(verb="customer_added", subject_name__startswith="Bar 0").count(),
        )


@pytest.mark.proof
@pytest.mark.parametrize("mode", ImportMode)
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_no_half_piece_and_the_next_goes_on(committed_world, tmp_path, mode):
    made = confirmed(committed_world, mode)
    with worker(tmp_path, mail_url="smtp://127.0.0.1:1") as first:
        if mode == ImportMode.GOOD_ROWS:
            wait_until(lambda: state(made).done_rows >= 1000, "the first piece")
        else:
            wait_until(lambda: is_writing(made), "the first rows of all")
        kill(first)
    wait_until(lambda: not is_locked(made), "the server to notice")
    left = state(made)
    assert left.state == "running"
    assert imported() == (left.done_rows,) * 4
    assert left.done_rows < ROWS

    with worker(tmp_path, mail_url="smtp://127.0.0.1:1"):
        wait_until(lambda: state(made).state == "done", "the rest")

    assert imported() == (ROWS,) * 4
    with as_owner():
        assert not SheetRow.objects.filter(sheet_import=made).exclude(verdict="create").exists()


def is_locked(made: SheetImport) -> bool:
    with as_owner():
        return not SheetImport.objects.select_for_update(skip_locked=True).filter(pk=made.pk).exists()


def is_writing(made: SheetImport) -> bool:
    """Tell whether a worker has the import; it writes everything in one transaction."""
    return is_locked(made) and state(made).state == "running"


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_an_import_and_write_each_row_once(committed_world):
    rows = [[str(n), f"Bar {n:05}", f"bar{n}@example.com"] for n in range(40)]
    made = work(committed_world, start(committed_world, csv_of(*rows)))
    with acting_as(committed_world.context("alder")):
        services.confirm_import(
            sheet_import=made, mode=ImportMode.GOOD_ROWS, by=committed_world.users["alder"]
        )

    def go() -> None:
        with act_as(committed_world.context("alder")):
            services.work_on(made.pk)
        connection.close()

    threads = [threading.Thread(target=go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert state(made).state == "done"
    assert imported() == (40,) * 4


@pytest.mark.django_db
def test_whoever_sweeps_works_for_each_company_as_that_company(world):
    made = {
        name: start(world, csv_of(["1", "A Bar", "a@example.com"]), supplier=name)
        for name in ("alder", "birch")
    }
    tasks.work()
    assert {state(each).state for each in made.values()} == {"previewed"}
    for name, each in made.items():
        with acting_as(world.context(name)):
            services.confirm_import(sheet_import=each, mode=ImportMode.GOOD_ROWS, by=world.users[name])

    tasks.work()

    with as_owner():
        found = Customer.objects.filter(private__contact_email="a@example.com")
        assert {customer.supplier.slug for customer in found} == {"alder", "birch"}
        assert Organization.objects.filter(name="A Bar").count() == 1  # the second found the first's entry


@pytest.mark.django_db
def test_what_keeps_failing_is_given_up_in_words(world):
    made = start(world, csv_of(["1", "A Bar", "a@example.com"]))
    with as_owner():
        SheetImport.objects.filter(pk=made.pk).update(kind="nothing")

    for _ in range(5):
        work(world, made)

    assert made.state == "failed"
    assert "Something went wrong on our side" in made.message


@pytest.mark.django_db
def test_old_imports_are_forgotten(world):
    old, new = start(world, FILE), start(world, FILE, name="new.csv")
    with as_owner():
        SheetImport.objects.filter(pk=old.pk).update(created_at=old.created_at - timedelta(days=31))

    tasks.tidy()

    with as_owner():
        left = set(SheetImport.objects.values_list("file_name", flat=True))
        assert new.file_name in left
        assert old.file_name not in left

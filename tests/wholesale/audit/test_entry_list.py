"""The log: written with the change, read by its company alone, searched, filtered, paged."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from wholesale.audit.models import AuditEntry
from wholesale.audit.services import difference, record_change
from wholesale.tenancy.testing import acting_as, as_owner


def url(org):
    side = {"alder": "selling", "dawn": "delivering", "rita": "buying"}[org]
    return reverse("audit:entry_list", args=[org, side])


def write(world, org, count, verb="role_changed", **values):
    with as_owner():
        AuditEntry.objects.bulk_create(
            AuditEntry(
                organization=world.orgs[org],
                by=world.users[org],
                by_name=world.users[org].name,
                at=timezone.now() - timedelta(minutes=number),
                verb=verb,
                subject_type="organizations.membership",
                subject_name=f"Person {number}",
                before={"role": "viewer"},
                after={"role": "admin"},
                **values,
            )
            for number in range(count)
        )


def test_a_change_is_written_in_the_context_that_acts(world):
    with acting_as(world.context("alder")):
        record_change(
            organization_id=world.org_id("alder"),
            by=world.users["alder"],
            verb="role_changed",
            subject=world.orgs["alder"],
            subject_name="Alder",
            before={"role": "viewer"},
            after={"role": "admin"},
        )
        entry = AuditEntry.objects.get(verb="role_changed")
    assert (entry.by_name, entry.subject_type) == ("Alder Admin", "organizations.organization")


def test_only_what_differs_is_kept():
    before, after = difference({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": 4})

    assert (before, after) == ({"b": 2, "c": None}, {"b": 3, "c": 4})


@pytest.mark.parametrize("org", ["alder", "dawn", "rita"])
def test_each_side_reads_its_own_log(world, org):
    write(world, org, 1)
    write(world, "cedar", 1, verb="hat_added")

    page = world.client(org).get(url(org)).content.decode()

    assert "Role changed" in page
    assert "Viewer → " in page.replace("\n", "")
    assert "Company does something new" not in page.split("<tbody>")[1]


def test_search_filter_and_pages(world):
    write(world, "alder", 60)
    write(world, "alder", 1, verb="hat_added")
    client = world.client("alder")

    first = client.get(url("alder"))
    second = client.get(url("alder"), {"cursor": first.context["page"].next})
    names = [line.entry.pk for line in first.context["lines"] + second.context["lines"]]
    assert len(names) == len(set(names)) == 62  # the world's own entry is one
    assert len(client.get(url("alder"), {"q": "person 59"}).context["lines"]) == 1
    assert len(client.get(url("alder"), {"kind": "hat_added"}).context["lines"]) == 1
    assert b"Nothing matches" in client.get(url("alder"), {"q": "nobody"}).content


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_asks_the_same_for_1_and_30_rows(world, rows, django_assert_num_queries):
    write(world, "alder", rows)
    client = world.client("alder")

    # session, person, begin, memberships, people, entries, count, end
    with django_assert_num_queries(9):
        client.get(url("alder"))


def test_who_lacks_the_right_and_who_is_a_stranger(world):
    with as_owner():
        membership = world.membership("alder")
        membership.role = "viewer"
        membership.save()

    assert world.client("alder").get(url("alder")).status_code == 403
    assert world.client("cedar").get(url("alder")).status_code == 404

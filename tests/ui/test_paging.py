"""Keyset pages: every row once, both ways, on a real PostgreSQL, by one row comparison."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wholesale.organizations.models import Organization
from wholesale.tenancy.testing import as_owner
from wholesale.ui.paging import COUNT_LIMIT, Page, keyset_page

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def owner(db):
    with as_owner():
        yield


@pytest.fixture
def companies(owner):
    """Twenty-five companies; groups of three share their moment, so that only the id tells them apart."""
    return Organization.objects.bulk_create(
        Organization(
            name=f"Paged {number:02}",
            slug=f"paged-{number}",
            buys=True,
            created_at=START + timedelta(minutes=number // 3),
        )
        for number in range(25)
    )


def rows():
    return Organization.objects.filter(slug__startswith="paged-")


def first_cursor(order: list[str]) -> str:
    cursor = keyset_page(rows(), order=order, size=4).next
    assert cursor
    return cursor


def walk(order, *, size=4, queryset=None, step="next", cursor=""):
    pages: list[Page] = []
    while True:
        page = keyset_page(
            queryset if queryset is not None else rows(), order=order, cursor=cursor, size=size
        )
        pages.append(page)
        if getattr(page, step) is None:
            return pages
        cursor = getattr(page, step)


@pytest.mark.parametrize(
    "order",
    [["created_at", "id"], ["-created_at", "-id"], ["name"], ["-name"], ["buys", "created_at", "id"]],
)
def test_every_row_once_in_order(companies, order):
    pages = walk(order)

    assert [row.pk for page in pages for row in page.rows] == list(
        rows().order_by(*order).values_list("pk", flat=True)
    )
    assert [len(page.rows) for page in pages] == [4, 4, 4, 4, 4, 4, 1]


def test_back_from_the_end_to_the_beginning(companies):
    forward = walk(["-created_at", "-id"])
    back = walk(["-created_at", "-id"], step="previous", cursor=forward[-1].previous)

    assert [page.rows for page in reversed(back)] == [page.rows for page in forward[:-1]]
    assert forward[0].previous is None
    assert back[-1].previous is None
    assert all(page.next for page in back)


def test_values_and_annotated_columns(companies):
    pages = walk(["created_at", "id"], queryset=rows().values("id", "created_at"))

    assert len({row["id"] for page in pages for row in page.rows}) == 25


def test_one_statement_with_a_row_comparison(companies):
    cursor = first_cursor(["-created_at", "-id"])

    with CaptureQueriesContext(connection) as captured:
        keyset_page(rows(), order=["-created_at", "-id"], cursor=cursor, size=4)

    (query,) = captured.captured_queries
    assert (
        '("organizations_organization"."created_at", "organizations_organization"."id") < (' in query["sql"]
    )
    assert "OFFSET" not in query["sql"]


@pytest.mark.parametrize("cursor", ["rubbish", "a:b:c", "\x00", "x" * 5000])
def test_a_foreign_cursor_shows_the_first_page(companies, cursor):
    page = keyset_page(rows(), order=["name"], cursor=cursor, size=4)

    assert [row.name for row in page.rows] == ["Paged 00", "Paged 01", "Paged 02", "Paged 03"]
    assert page.previous is None


def test_a_cursor_of_another_order_is_foreign(companies):
    cursor = first_cursor(["name"])

    assert keyset_page(rows(), order=["-created_at", "-id"], cursor=cursor, size=4).previous is None


def test_a_changed_cursor_is_foreign(companies):
    cursor = first_cursor(["name"])
    changed = ("a" if cursor[0] != "a" else "b") + cursor[1:]

    assert keyset_page(rows(), order=["name"], cursor=changed, size=4).previous is None


def test_rows_that_came_or_went_neither_repeat_nor_skip_others(companies):
    cursor = first_cursor(["name"])
    rows().filter(name="Paged 03").delete()
    Organization.objects.create(name="Paged 00a", slug="paged-new", buys=True)

    second = keyset_page(rows(), order=["name"], cursor=cursor, size=4)

    assert [row.name for row in second.rows] == ["Paged 04", "Paged 05", "Paged 06", "Paged 07"]


def test_mixed_directions_are_a_mistake_of_the_caller(companies):
    with pytest.raises(ValueError, match="one direction"):
        keyset_page(rows(), order=["-created_at", "id"])


def test_an_empty_list_is_its_only_page(owner):
    page = keyset_page(rows(), order=["name"], counted=True)

    assert (page.rows, page.is_only_page, page.count, page.count_text) == ([], True, 0, "0 in all")


def test_counting_stops_at_the_limit(owner, settings):
    Organization.objects.bulk_create(
        Organization(name=f"Paged {number}", slug=f"paged-{number}", sells=True)
        for number in range(COUNT_LIMIT + 5)
    )

    page = keyset_page(rows(), order=["name", "id"], size=10, counted=True)

    assert page.count == COUNT_LIMIT + 1
    assert page.count_text == "more than 1,000"

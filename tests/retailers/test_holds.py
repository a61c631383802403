"""Customers on hold: marked and found on the Retailers page, and by the API."""

from typing import Any

import pytest
from django.urls import reverse

from tests.catalogs.test_terms_pages import become
from tests.retailers.conftest import customer_url, url
from tests.world import World
from wholesale.organizations.enums import MemberRole


def names(client: Any, hold: str) -> list[str]:
    page = client.get(url("customer_list"), {"hold": hold}).context["page"]
    return [str(row.private) for row in page.rows]


def test_no_reason_or_one_that_is_none_holds_nobody(world: World) -> None:
    client = world.client("alder")
    for reason in ("", "a\x00b", "x" * 201):
        client.post(customer_url(world, "hold_create"), {"reason": reason})
    assert names(client, "yes") == []


def test_a_customer_on_hold_is_marked_found_and_released(world: World) -> None:
    client = world.client("alder")

    answer = client.post(customer_url(world, "hold_create"), {"reason": "Two invoices are past due."})

    assert answer.status_code == 302
    page = client.get(customer_url(world, "customer_detail")).content.decode()
    assert "Two invoices are past due." in page
    assert names(client, "yes") == ["Rita of alder"]
    assert "Rita of alder" not in names(client, "no")
    rows = client.get(reverse("retailers-api:customers", args=["alder"]), {"is_on_hold": "true"}).json()[
        "results"
    ]
    assert [(row["display_name"], row["is_on_hold"]) for row in rows] == [("Rita of alder", True)]

    assert client.post(customer_url(world, "release_create")).status_code == 302
    assert names(client, "yes") == []


def test_a_hold_without_a_reason_is_asked_for_one(world: World) -> None:
    client = world.client("alder")

    page = client.post(customer_url(world, "hold_create"), {"reason": " "}, follow=True)

    assert "Say why, for your colleagues." in page.content.decode()
    assert names(client, "yes") == []


@pytest.mark.parametrize("role", [MemberRole.PROCUREMENT, MemberRole.SALES, MemberRole.VIEWER])
def test_only_who_manages_credit_puts_on_hold(world: World, role: MemberRole) -> None:
    client = become(world, role)

    assert client.post(customer_url(world, "hold_create"), {"reason": "Because."}).status_code == 403

"""The orders of one customer, as a tab of its page (SPEC.md C16)."""

import pytest
from django.urls import reverse

from tests.orders.conftest import copy_order
from tests.world import World


def orders_of(world: World, retailer: str, **filters: str):
    url = reverse("orders:customer_orders", args=["alder", world.customers["alder", retailer].id])
    return world.client("alder").get(url, filters)


@pytest.mark.parametrize("rows", [1, 30])
def test_the_tab_costs_the_same_for_one_order_and_thirty(world: World, statements, rows: int) -> None:
    copy_order(world.orders["alder", "rita"], times=rows - 1)
    client = world.client("alder")
    url = reverse("orders:customer_orders", args=["alder", world.customers["alder", "rita"].id])
    answers = []

    seen = statements(lambda: answers.append(client.get(url)))

    assert len(answers[0].context["page"].rows) == rows
    assert len(seen) == 8, seen


def test_each_customer_s_tab_shows_its_own_orders(world: World) -> None:
    for retailer in ("rita", "remy"):
        found = [order.number for order in orders_of(world, retailer).context["page"].rows]
        assert found == [world.orders["alder", retailer].number]


def test_the_tab_is_narrowed_and_says_when_nothing_fits(world: World) -> None:
    assert len(orders_of(world, "rita", status="submitted").context["page"].rows) == 1
    assert b"Nothing matches" in orders_of(world, "rita", status="delivered").content


def test_the_page_of_a_stranger_s_customer_does_not_exist(world: World) -> None:
    url = reverse("orders:customer_orders", args=["alder", world.customers["birch", "rita"].id])

    assert world.client("alder").get(url).status_code == 404


def test_the_api_lists_a_customer_s_orders_and_none_for_a_stranger_s(world: World) -> None:
    def numbers(customer):
        answer = world.client("alder").get("/api/v1/alder/selling/orders/", {"customer": customer.id})
        return [row["number"] for row in answer.json()["results"]]

    assert numbers(world.customers["alder", "rita"]) == [world.orders["alder", "rita"].number]
    assert numbers(world.customers["birch", "rita"]) == []

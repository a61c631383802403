"""Prices that are scheduled: no retailer reads them before their moment, and at it they count, by time alone."""

import time
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from catalogs.models import Product
from catalogs.queries import unit_price
from tests.catalogs.dealer import Dealer
from tests.catalogs.prices import DAY, derived, passed, price, published, soon, standard
from tests.world import World
from wholesale.tenancy.testing import acting_as


def readable(world: World, table: str, by: str = "rita") -> list[Any]:
    """Return what somebody's role reads of the pale ale in a table of prices, whatever its application asks."""
    with acting_as(world.context(by)), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT unit_price FROM {table} WHERE product_id = %s ORDER BY valid_from",
            [world.products["alder"][0].pk],
        )
        return [int(amount) for (amount,) in cursor.fetchall()]


def paid(world: World) -> int:
    with acting_as(world.context("rita")):
        at = unit_price(customer_id=world.customers["alder", "rita"].pk)
        found: Any = Product.objects.annotate(pays=at).get(pk=world.products["alder"][0].pk)
        return int(found.pays)


def test_a_price_of_its_list_is_read_from_its_moment_on(world: World) -> None:
    base, pale = standard(world), world.products["alder"][0]
    derived(world, base)
    Dealer(world)  # no special price
    published(world, base, {pale.pk: price("40")}, effective_at=soon())

    assert readable(world, "catalogs_price") == [30]
    assert set(readable(world, "catalogs_price", "alder")) == {27, 30, 36, 40}
    assert paid(world) == 30
    passed(world, 2 * DAY)
    assert readable(world, "catalogs_price") == [30, 40]
    assert paid(world) == 40


def test_a_special_price_is_read_from_its_moment_on(world: World) -> None:
    dealer = Dealer(world)
    dealer.set("25")
    dealer.set("20", valid_from=soon())

    assert readable(world, "catalogs_customerprice") == [25]
    assert {25, 20} <= set(readable(world, "catalogs_customerprice", "alder"))
    assert paid(world) == 25


def test_what_is_scheduled_counts_at_its_moment_though_nothing_runs(world: World) -> None:
    dealer, pale = Dealer(world), world.products["alder"][0]
    at = timezone.now() + timedelta(seconds=2)
    published(world, standard(world), {pale.pk: price("40")}, effective_at=at)
    dealer.set("25", valid_from=at + timedelta(seconds=1))
    seen = [paid(world)]
    for moment in (at, at + timedelta(seconds=1)):
        time.sleep(max((moment - timezone.now()).total_seconds(), 0) + 0.05)
        seen.append(paid(world))

    assert seen == [30, 40, 25]

"""One list begins to follow another while a third begins to follow it: following stays one step deep (SPEC.md K2)."""

import time
from dataclasses import replace
from decimal import Decimal
from threading import Event

import pytest
from django.db import transaction

from catalogs.errors import PriceListRefused
from catalogs.models import PriceList
from catalogs.services import PriceListDetails, create_price_list, edit_price_list
from tests.catalogs.prices import standard
from tests.orders.test_races import at_once
from tests.world import World
from wholesale.tenancy.testing import acting_as, as_owner

pytestmark = pytest.mark.server
PLAIN = PriceListDetails(name="Bars", currency="USD")


def make(world: World, details: PriceListDetails) -> PriceList:
    with acting_as(world.context("alder")), transaction.atomic():
        return create_price_list(supplier=world.orgs["alder"], details=details, by=world.users["alder"])


def edit(world: World, price_list: PriceList, details: PriceListDetails) -> None:
    edit_price_list(price_list=price_list, details=details, version=1, by=world.users["alder"])


@pytest.mark.parametrize("is_new", [True, False])
def test_a_base_that_began_to_follow_meanwhile_is_none(committed_world: World, is_new: bool) -> None:
    world, is_locked = committed_world, Event()
    bars, pubs = make(world, PLAIN), make(world, replace(PLAIN, name="Pubs"))
    follows = replace(PLAIN, base_list=standard(world), derived_percent=Decimal(-5))
    late = replace(follows, name="Clubs", base_list=bars)

    def first() -> None:
        with acting_as(world.context("alder")), transaction.atomic():
            edit(world, bars, follows)
            is_locked.set()
            time.sleep(0.5)

    def second() -> None:
        is_locked.wait(10)
        if is_new:
            make(world, late)
            return
        with acting_as(world.context("alder")), transaction.atomic():
            edit(world, pubs, late)

    done, refused = at_once(first, second)

    assert (done, type(refused)) == (None, PriceListRefused)
    with as_owner():
        assert set(PriceList.objects.exclude(base_list=None).values_list("name", flat=True)) == {"Bars"}

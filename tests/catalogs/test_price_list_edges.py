"""Where price lists meet: one that was followed once, two changes of one moment, moments that no calendar has."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from catalogs.checks import faults_of
from catalogs.details import ProductDetails
from catalogs.errors import PlanRefused, SpecialPricesRefused
from catalogs.models import CustomerPrice, CustomerTerms, Price, PriceList
from catalogs.queries import store_rows, why_price
from catalogs.services import (
    ChangePlan,
    PriceListDetails,
    create_price_list,
    delete_price_list,
    draft_of,
    edit_price_list,
    plan_draft,
)
from catalogs.services.price_lists import details_of
from tests.catalogs.dealer import Dealer
from tests.catalogs.prices import derived, price, published, soon, standard
from tests.world import World
from wholesale.tenancy.testing import acting_as, as_owner

FAR = datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)


def _made(world: World, name: str, base: PriceList | None = None) -> PriceList:
    details = PriceListDetails(
        name=name, currency="USD", base_list=base, derived_percent=Decimal(-10) if base else None
    )
    with acting_as(world.context("alder")):
        return create_price_list(supplier=world.orgs["alder"], details=details, by=world.users["alder"])


def _follow(world: World, price_list: PriceList, base: PriceList | None) -> None:
    with acting_as(world.context("alder")):
        said = replace(
            details_of(price_list),
            base_list=base,
            derived_percent=Decimal(-10) if base else None,
            derived_amount=None,
        )
        edit_price_list(
            price_list=price_list, details=said, version=price_list.version, by=world.users["alder"]
        )
        price_list.refresh_from_db()


def test_a_list_that_another_followed_once_goes_and_that_one_keeps_its_prices(world: World) -> None:
    pale = world.products["alder"][0]
    base = _made(world, "Old")
    follower = _made(world, "Bars", base)
    published(world, base, {pale.pk: price("40")})
    _follow(world, follower, None)

    with acting_as(world.context("alder")):
        delete_price_list(price_list=base, by=world.users["alder"])

        kept = Price.objects.get(price_list=follower, product=pale)
        assert (kept.unit_price, kept.change_id) == (Decimal(36), None)
        assert not PriceList.objects.filter(pk=base.pk).exists()


def test_a_list_comes_to_follow_another_with_a_change_of_the_same_moment(world: World) -> None:
    pale = world.products["alder"][0]
    at, base, own = soon(), standard(world), _made(world, "Bars")
    published(world, base, {pale.pk: price("40")}, effective_at=at)
    published(world, own, {pale.pk: price("35")}, effective_at=at)

    _follow(world, own, base)

    with acting_as(world.context("alder")):
        rows = Price.objects.filter(price_list=own, product=pale, valid_from__gte=at).order_by("valid_from")
        assert [(row.unit_price, row.is_derived) for row in rows] == [
            (Decimal(35), False),
            (Decimal(36), True),
        ]


def test_moments_that_no_calendar_has_are_refused_whoever_sends_them(world: World) -> None:
    with acting_as(world.context("alder")):
        change = draft_of(price_list=standard(world))
        with pytest.raises(PlanRefused):
            plan_draft(change=change, plan=ChangePlan(effective_at=FAR), version=None)
    product = ProductDetails(sku="A", name="A", sold_until=FAR)
    assert set(faults_of(product, currency="USD", price_currency="USD")) == {"sold_until"}
    with pytest.raises(SpecialPricesRefused, match="valid date"):
        Dealer(world).set("9", valid_until=FAR)


def test_a_price_of_its_own_counts_in_why_and_in_stores_after_its_base_has_moved(world: World) -> None:
    pale, customer = world.products["alder"][0], world.customers["alder", "rita"]
    base = standard(world)
    bars = derived(world, base)
    published(world, bars, {pale.pk: price("25")})
    published(world, base, {pale.pk: None})
    with as_owner():
        CustomerPrice.objects.filter(customer=customer).delete()
        CustomerTerms.objects.filter(customer=customer).update(price_list=bars)
        PriceList.objects.filter(pk=base.pk).update(is_default=False)
        PriceList.objects.filter(pk=bars.pk).update(is_default=True)

    with acting_as(world.context("alder")):
        why = why_price(customer, pale, 1)
        assert (why.listed and why.listed.unit_price, why.pays) == (Decimal(25), Decimal(25))
        (row,) = store_rows(world.orgs["alder"], [None])
        assert (row.store.price_list, row.products, row.priced) == (bars, 2, 2)

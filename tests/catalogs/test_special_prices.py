"""Special prices: over the list, from now or a day on, ended and taken back; whatever it stood in place of."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from catalogs.errors import SpecialPricesRefused
from catalogs.models import CustomerPrice, Price, Product
from catalogs.prices import ListPrice
from catalogs.queries import unit_price
from catalogs.services import SpecialPrice, set_special_prices
from tests.catalogs.dealer import Dealer
from tests.catalogs.terms import Terms
from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner

D = Decimal


@pytest.fixture
def dealer(world: World) -> Dealer:
    return Dealer(world)


@pytest.fixture
def terms(world: World) -> Terms:
    return Terms(world)


def test_it_stands_in_place_of_the_list_and_its_end_brings_the_list_back(dealer: Dealer) -> None:
    assert dealer.pays() == "30.000"

    dealer.set("25", (10, "24"), (50, "20.50"))
    assert [dealer.pays(units) for units in (1, 9, 10, 49, 50)] == [
        "25.000", "25.000", "24.000", "24.000", "20.500",
    ]  # fmt: skip

    dealer.end()
    assert dealer.pays(50) == "30.000"


def test_a_promotion_falls_back_to_the_special_price_before(dealer: Dealer) -> None:
    dealer.set("25")
    dealer.set("19", valid_until=timezone.now() + timedelta(days=3))
    assert dealer.pays() == "19.000"

    with as_owner():
        CustomerPrice.objects.filter(unit_price=19).update(
            valid_from=timezone.now() - timedelta(days=2), valid_until=timezone.now()
        )
        CustomerPrice.objects.filter(unit_price=25).update(valid_from=timezone.now() - timedelta(days=9))
    assert dealer.pays() == "25.000"


def test_ending_ends_those_too_that_it_stood_in_place_of(dealer: Dealer) -> None:
    for price in ("25", "24", "23"):
        dealer.set(price)
    later = dealer.set("9", valid_from=timezone.now() + timedelta(days=3))

    dealer.end()  # the one to come is taken back
    assert (dealer.pays(), len(dealer.rows())) == ("23.000", 3)
    dealer.end()
    assert dealer.pays() == "30.000"
    assert later.pk not in {each.pk for each in dealer.rows()}
    with as_owner():
        verbs = AuditEntry.objects.filter(verb__startswith="special_price").order_by("at", "pk")
        assert list(verbs.values_list("verb", flat=True))[-2:] == [
            "special_price_taken_back",
            "special_price_ended",
        ]


def test_markup_applies_only_to_one_that_is_not_net(dealer: Dealer, terms: Terms) -> None:
    terms.set("customer", price_change_percent=D("-10"))
    assert dealer.pays() == "27.000"
    dealer.set("25")
    assert dealer.pays() == "25.000"
    dealer.set("25", (10, "20.15"), is_net=False)
    assert (dealer.pays(), dealer.pays(10)) == ("22.500", "18.140")


def test_it_counts_only_while_the_customer_buys_in_its_currency(dealer: Dealer, terms: Terms) -> None:
    dealer.set("25")
    terms.set("customer", price_list_id=terms.list("Euro", "40", "EUR").pk)
    assert dealer.pays() == "40.000"
    page = dealer.client.get(dealer.at("customer_price_update", dealer.pale.pk)).content.decode()
    assert "In another currency" in page


def test_ending_one_leaves_those_of_another_currency(dealer: Dealer, terms: Terms) -> None:
    dealer.set("25")
    dollars = terms.applied.price_list_id
    terms.set("customer", price_list_id=terms.list("Euro", "40", "EUR").pk)
    dealer.set("35")
    dealer.end()
    assert dealer.pays() == "40.000"
    terms.set("customer", price_list_id=dollars)
    assert dealer.pays() == "25.000"


def test_without_a_list_price_the_special_price_alone_makes_it_buyable(dealer: Dealer) -> None:
    with as_owner():
        Price.objects.filter(product=dealer.pale).delete()
    assert dealer.pays() is None
    dealer.set("25")
    assert dealer.pays() == "25.000"


def test_nobody_else_pays_it_or_sees_it(world: World, dealer: Dealer) -> None:
    dealer.set("25")

    for name in ("remy", "birch"):
        with acting_as(world.context(name)):
            assert not CustomerPrice.objects.filter(unit_price=25).exists()
    remy = world.customers["alder", "remy"]
    with acting_as(world.context("alder")):
        priced = Product.objects.annotate(pays=unit_price(customer_id=remy.pk))
        assert priced.get(pk=dealer.pale.pk).pays == 30


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"valid_until": timezone.now() - timedelta(days=1)}, "end before it begins"),
        (
            {
                "valid_from": timezone.now() + timedelta(days=3),
                "valid_until": timezone.now() + timedelta(days=2),
            },
            "end before it begins",
        ),
        ({"price": ListPrice(D(-1))}, "below zero"),
        ({"price": ListPrice(D("1.005"))}, "decimals"),
        ({"price": ListPrice(D(1), ((1, D(1)),))}, "two units or more"),
        ({"product_id": uuid7()}, "no such product"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    world: World, dealer: Dealer, details: dict[str, Any], words: str
) -> None:
    good = SpecialPrice(product_id=dealer.stout.pk, price=ListPrice(D(9)))
    wrong: Any = {"product_id": dealer.pale.pk, "price": ListPrice(D(9))} | details

    with acting_as(world.context("alder")), pytest.raises(SpecialPricesRefused, match=words):
        set_special_prices(
            customer=dealer.customer, prices=[good, SpecialPrice(**wrong)], by=world.users["alder"]
        )

    assert dealer.rows() == []

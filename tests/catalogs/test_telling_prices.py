"""Customers told of new prices, each once and of its own, whatever happens to the worker; and of a withdrawal."""

from decimal import Decimal

import pytest
from django.utils import timezone

from catalogs.models import PriceChange, Product
from catalogs.queries.effects import Concerned, ProductsConcerned, customers_concerned, repriced
from catalogs.services import publish_now, tell_of_change, telling, withdraw
from catalogs.tasks import tell_of_prices
from inventory.models import StockBalance
from retailers.models import Customer
from tests.catalogs.prices import DAY, price, published, soon, standard
from tests.catalogs.test_price_effects import give_special_price, set_terms
from wholesale.mail.models import OutboundEmail
from wholesale.tenancy.testing import acting_as, as_owner

TOLD, WITHDRAWN = "catalogs/new_prices", "catalogs/prices_withdrawn"


@pytest.fixture
def pale(world):
    return world.products["alder"][0]


def mails(template=TOLD):
    with as_owner():
        return {each.to: each for each in OutboundEmail.objects.filter(template=template)}


def tell(world, change):
    with acting_as(world.context("alder")):
        return tell_of_change(supplier_id=change.supplier_id, change_id=change.pk)


def test_each_is_told_once_of_its_own_prices_before_and_after(world, pale):
    set_terms(world, "remy", price_change_percent=Decimal(10))
    give_special_price(world, "rosa", pale)
    change = published(
        world,
        standard(world),
        {pale.pk: price("40")},
        effective_at=soon(),
        tells_customers=True,
        note="Malt.",
    )
    assert not mails()

    assert tell(world, change) is False
    found = mails()
    assert set(found) == {"rita@example.com", "remy@example.com"}
    assert "$33.00 → $44.00" in found["remy@example.com"].text
    assert "$30.00 → $40.00" in found["rita@example.com"].text
    assert "$44.00" not in found["rita@example.com"].text
    assert "Malt." in found["rita@example.com"].html
    assert "New prices from Alder on" in found["rita@example.com"].subject

    tell_of_prices()
    assert len(mails()) == 2
    with as_owner():
        assert PriceChange.objects.get(pk=change.pk).told_at


def test_it_goes_piece_by_piece_and_goes_on_where_it_was_left(world, pale, monkeypatch):
    monkeypatch.setattr(telling, "PIECE", 1)
    change = published(world, standard(world), {pale.pk: price("40")}, tells_customers=True)
    seen = []
    while tell(world, change):
        seen.append(len(mails()))
    assert seen == [1, 2, 3]
    assert "pays from now on" in mails()["rita@example.com"].text


def test_nobody_is_told_unless_asked_for(world, pale):
    change = published(world, standard(world), {pale.pk: price("40")})
    with acting_as(world.context("alder")):
        publish_now(price_list=standard(world), prices={pale.pk: price("41")}, by=None)
    tell(world, change)
    tell_of_prices()
    assert not mails()


def test_who_was_told_is_told_of_the_withdrawal_and_nobody_else(world, pale, monkeypatch):
    monkeypatch.setattr(telling, "PIECE", 1)
    change = published(
        world, standard(world), {pale.pk: price("40")}, effective_at=soon(), tells_customers=True
    )
    tell(world, change)
    (told,) = mails()
    with acting_as(world.context("alder")):
        withdraw(change=change, version=None, by=None)
    while tell(world, change):
        pass
    tell_of_prices()
    assert set(mails()) == {told}
    assert set(mails(WITHDRAWN)) == {told}
    assert "Nothing changes." in mails(WITHDRAWN)[told].text


@pytest.mark.parametrize("days", [{"sold_from": 2}, {"sold_until": -2}])
def test_nobody_is_told_of_a_product_out_of_its_days(world, pale, days):
    with as_owner():
        Product.objects.filter(pk=pale.pk).update(
            **{name: timezone.now() + DAY * n for name, n in days.items()}
        )
    change = published(world, standard(world), {pale.pk: price("40")}, tells_customers=True)
    tell(world, change)
    assert not mails()


def test_a_product_that_its_stock_never_had_is_named_to_no_customer(world, pale):
    stout = world.products["alder"][1]
    with as_owner():
        StockBalance.objects.filter(keeper=world.orgs["dawn"], product=stout).delete()
        StockBalance.objects.filter(keeper=world.orgs["dusk"], supplier=world.orgs["alder"]).delete()
    change = published(
        world, standard(world), {pale.pk: price("40"), stout.pk: price("41")}, tells_customers=True
    )
    tell(world, change)
    found = mails()
    assert set(found) == {"rita@example.com", "remy@example.com"}
    assert "Pale Ale" in found["rita@example.com"].text
    assert not any(
        "Stout" in each for each in (found["rita@example.com"].text, found["rita@example.com"].html)
    )
    assert "Oatmeal Stout" in found["remy@example.com"].text
    rita, rosa = world.customers["alder", "rita"].pk, world.customers["alder", "rosa"].pk
    with acting_as(world.context("alder")):
        assert set(repriced(change, [(rita, each.pk, 1) for each in (pale, stout)])) == {(rita, pale.pk)}
        assert not Customer.objects.filter(pk__in=Concerned(change), id=rosa).exists()
        assert customers_concerned(change)[0] == 2
        assert set(Product.objects.filter(pk__in=ProductsConcerned(change, rita))) == {pale}


def test_what_the_suppliers_own_stock_has_is_named_to_whom_it_serves_besides(world, pale):
    stout = world.products["alder"][1]
    with as_owner():
        StockBalance.objects.filter(keeper=world.orgs["dawn"], product=stout).delete()
    set_terms(world, "rita", adds_own_stock=True)
    change = published(world, standard(world), {stout.pk: price("41")}, tells_customers=True)
    tell(world, change)
    assert "Oatmeal Stout" in mails()["rita@example.com"].text


def test_a_piece_takes_the_same_statements_for_one_customer_as_for_more(
    world, pale, django_assert_num_queries
):
    change = published(world, standard(world), {pale.pk: price("40")}, tells_customers=True)
    with acting_as(world.context("alder")), django_assert_num_queries(9):
        tell_of_change(supplier_id=change.supplier_id, change_id=change.pk)

"""What a change of prices would do, before it is published: compared with what it does once it is."""

from decimal import Decimal

import pytest

from catalogs.enums import Effect
from catalogs.models import Catalog, CustomerPrice, Product
from catalogs.queries import IsShown, unit_price
from catalogs.queries.effects import (
    Concerned,
    customers_concerned,
    effects_by_list,
    effects_on,
    lines_for,
    repriced,
)
from catalogs.services import change_terms, keep_from_everyone, publish
from retailers.models import Customer
from retailers.queries import Level
from tests.catalogs.prices import derived, drafted, price, published, soon, standard
from wholesale.tenancy.testing import acting_as, as_owner


@pytest.fixture
def pale(world):
    return world.products["alder"][0]


@pytest.fixture
def stout(world):
    return world.products["alder"][1]


def customer(world, name):
    return world.customers["alder", name]


def set_terms(world, name, **changes):
    with acting_as(world.context("alder")):
        holder = Level(world.orgs["alder"], customer(world, name))
        change_terms(holder=holder, changes=changes, version=None, by=world.users["alder"])


def give_special_price(world, name, product):
    keys = {"supplier": world.orgs["alder"], "customer": customer(world, name), "product": product}
    with acting_as(world.context("alder")):
        CustomerPrice.objects.filter(customer=customer(world, name)).delete()
        retailer = customer(world, name).retailer_id
        CustomerPrice.objects.create(retailer_id=retailer, currency="USD", unit_price=Decimal(9), **keys)


def paid(world, units=1):
    """Return what each of alder's active customers pays for each product."""
    with acting_as(world.context("alder")):
        return {
            (each.pk, product.pk): product.paid
            for each in Customer.objects.filter(is_active=True)
            for product in Product.objects.annotate(paid=unit_price(customer_id=each.pk, units=units))
        }


def everyone(world):
    with acting_as(world.context("alder")):
        return list(Customer.objects.filter(is_active=True).values_list("pk", flat=True))


def test_what_it_says_is_what_happens_for_each_customer_and_product(world, pale, stout):
    base = standard(world)
    bars = derived(world, base, derived_percent=Decimal("-12.5"), rounding="0.05")
    set_terms(world, "rita", price_list_id=bars.pk)
    set_terms(world, "remy", price_change_percent=Decimal("7.3"))
    give_special_price(world, "rosa", pale)
    before = {units: paid(world, units) for units in (1, 12)}
    change = drafted(world, base, {pale.pk: price("33.35", (12, "31.15")), stout.pk: None})
    with acting_as(world.context("alder")):
        wanted = [
            (each, product.pk, units)
            for each in everyone(world)
            for product in (pale, stout)
            for units in (1,)
        ]
        said = {units: repriced(change, [(a, b, units) for a, b, _ in wanted]) for units in (1, 12)}
        lines = lines_for(change, everyone(world), most=10)
        effects = effects_on(change, everyone(world))
        total, counts = customers_concerned(change)
        by_list = effects_by_list(change)
        concerned = set(Customer.objects.filter(pk__in=Concerned(change)).values_list("pk", flat=True))
        publish(change=change, version=None, by=None)

    for units in (1, 12):
        after = paid(world, units)
        really = {key: (before[units][key], after[key]) for key in after if before[units][key] != after[key]}
        assert really == said[units]
    assert {(each, line.product_id) for each, found in lines.items() for line in found.lines} == set(said[1])
    assert concerned == set(effects) == set(lines) == {each for each, _product in said[1]}
    assert (total, counts[Effect.DEARER], counts[Effect.OFF]) == (3, 2, 3)
    assert effects[customer(world, "rosa").pk].counts == {Effect.OFF: 1}
    assert [(each.name, each.counts) for each in by_list] == [
        ("Standard", {Effect.DEARER: 1, Effect.OFF: 1}),
        ("Bars", {Effect.DEARER: 1, Effect.OFF: 1}),
    ]


def test_what_a_customer_is_not_shown_does_not_concern_it(world, pale, stout):
    base = standard(world)
    with acting_as(world.context("alder")):
        keep_from_everyone(catalog=Catalog.objects.get(includes_all_products=True), by=world.users["alder"])
        change = drafted(world, base, {pale.pk: price("31"), stout.pk: price("32")})
        seen = {
            each.pk: {
                product.pk
                for product in (pale, stout)
                if (each.pk, product.pk) in repriced(change, [(each.pk, product.pk, 1)])
            }
            for each in Customer.objects.filter(is_active=True)
        }
        assert {key: found.products for key, found in lines_for(change, list(seen), most=5).items()} == {
            key: len(products) for key, products in seen.items() if products
        }
        assert customers_concerned(change)[0] == sum(1 for products in seen.values() if products)
    with as_owner():
        assert seen == {
            key: set(
                Product.objects.filter(IsShown(base.supplier_id, key), supplier=base.supplier).values_list(
                    "pk", flat=True
                )
            )
            for key in seen
        }


def test_a_scheduled_change_is_compared_with_what_counts_by_then(world, pale):
    base = standard(world)
    published(world, base, {pale.pk: price("35")}, effective_at=soon())
    later = drafted(world, base, {pale.pk: price("36")}, effective_at=soon())
    at_once = lines_of(world, later, base)
    assert (at_once.was, at_once.becomes) == (35, 36)


def lines_of(world, change, base):
    with acting_as(world.context("alder")):
        found = lines_for(change, [customer(world, "remy").pk], most=1)
        return found[customer(world, "remy").pk].lines[0]


def test_own_prices_of_a_list_that_follows_are_not_moved(world, pale, stout):
    base = standard(world)
    bars = derived(world, base)
    set_terms(world, "rita", price_list_id=bars.pk)
    published(world, bars, {pale.pk: price("20")})
    change = drafted(world, base, {pale.pk: price("40"), stout.pk: price("30")})
    with acting_as(world.context("alder")):
        assert customer(world, "rita").pk not in effects_on(change, everyone(world))
        back = drafted(world, bars, {pale.pk: None})
        assert lines_for(back, everyone(world), most=5)[customer(world, "rita").pk].lines[0].becomes == 27


def test_it_takes_one_statement_each(world, pale, stout, django_assert_num_queries):
    change = drafted(world, standard(world), {pale.pk: price("40"), stout.pk: price("50")})
    with acting_as(world.context("alder")):
        ids = everyone(world)
        with django_assert_num_queries(5):
            effects_by_list(change), customers_concerned(change), effects_on(change, ids)
            lines_for(change, ids, most=1), list(Customer.objects.filter(pk__in=Concerned(change)))

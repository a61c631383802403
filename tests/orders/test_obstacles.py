"""Why can this customer not order this? Each reason by itself, with the page that mends it; and none for an offer."""

import random
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from catalogs.models import Catalog, CatalogShare, Price, Product, TermsLevel
from inventory.models import StockBalance
from orders.obstacles import Check, Verdict
from orders.queries.assortment import offered_products
from orders.queries.obstacles import chain_of, customer_to_explain, not_orderable
from retailers.enums import CustomerStatus, Relation
from retailers.models import Customer, DeliveryCalendar, ScheduleLine
from tests.world import World
from wholesale.tenancy.testing import acting_as, as_owner


def asked(world: World, retailer: str = "rita", *, units: int = 1, product: int = 0):
    """Return the chain between alder's customer and one of its products."""
    customer = world.customers["alder", retailer].pk
    with acting_as(world.context("alder")):
        found = customer_to_explain(world.acting("alder"), customer)
        return chain_of(found, world.products["alder"][product], units)


def blocking(chain) -> set[Check]:
    return {link.check for link in chain.links if link.verdict == Verdict.BLOCKS}


def change(model, pk, **values):
    with as_owner():
        model.objects.filter(pk=pk).update(**values)


def of_rita(world: World) -> dict[str, Any]:
    return {"pk": world.customers["alder", "rita"].pk}


def sold_out(world: World, keeper: str) -> None:
    with as_owner():
        rows = StockBalance.objects.filter(
            supplier=world.orgs["alder"],
            keeper=world.orgs[keeper],
            product=world.products["alder"][0],
        )
        rows.update(on_hand_units=2, reserved_units=2)


def test_nothing_stands_between_a_customer_and_what_it_is_offered(world):
    chain = asked(world)

    assert blocking(chain) == set()
    assert chain.verdict != Verdict.BLOCKS


BREAKS = {
    Check.REGISTERED: lambda w: change(Customer, **of_rita(w), relation=Relation.ENDED),
    Check.ACTIVE: lambda w: change(Customer, **of_rita(w), is_active=False),
    Check.HOLD: lambda w: change(Customer, **of_rita(w), is_on_hold=True),
    Check.PRODUCT: lambda w: change(Product, w.products["alder"][0].pk, is_active=False),
    Check.STOCK: lambda w: sold_out(w, "dawn"),
}


@pytest.mark.parametrize("check", BREAKS)
def test_each_reason_is_named_by_itself_and_leads_where_it_is_mended(world, check):
    BREAKS[check](world)

    chain = asked(world)

    assert blocking(chain) == {check}
    link = next(link for link in chain.links if link.check == check)
    assert world.client("alder").get(link.address).status_code == 200


def test_a_product_whose_days_are_over_cannot_be_ordered(world):
    change(Product, world.products["alder"][0].pk, sold_until=timezone.now() - timedelta(days=1))
    assert blocking(asked(world)) == {Check.PRODUCT}


def test_a_product_in_no_catalog_of_the_customer_is_not_shown(world):
    with as_owner():
        Catalog.objects.filter(supplier=world.orgs["alder"]).update(shared_with_everyone=False)
        CatalogShare.objects.filter(supplier=world.orgs["alder"]).delete()
    assert blocking(asked(world)) == {Check.CATALOG}


def test_a_product_without_a_price_is_not_shown(world):
    with as_owner():
        Price.objects.filter(product=world.products["alder"][0]).update(
            valid_from=timezone.now() + timedelta(days=1)
        )
    assert blocking(asked(world)) == {Check.PRICE}


def test_what_the_distributor_never_had_is_said_with_what_the_supplier_has(world):
    with as_owner():
        rows = StockBalance.objects.filter(keeper=world.orgs["dawn"], product=world.products["alder"][0])
        rows.update(product=new_product(world))
    chain = asked(world)

    assert blocking(chain) == {Check.DISTRIBUTOR}
    link = next(link for link in chain.links if link.check == Check.DISTRIBUTOR)
    assert link.address == reverse("inventory:transfer_create", args=["alder"])


def new_product(world: World) -> Product:
    return Product.objects.create(supplier=world.orgs["alder"], sku="NEW", name="New")


def test_what_is_missing_may_wait_where_the_product_allows_it(world):
    change(Product, world.products["alder"][0].pk, allows_backorder=True)

    chain = asked(world, units=500)

    assert blocking(chain) == set()
    assert {link.check for link in chain.links if link.verdict == Verdict.WARNS} >= {Check.STOCK}


def test_more_than_is_left_is_refused_with_what_is_left(world):
    link = next(link for link in asked(world, units=500).links if link.check == Check.STOCK)

    assert link.verdict == Verdict.BLOCKS
    assert "22 left, 500 wanted." in link.text
    assert "You have 22 yourself." in link.text


def test_a_customer_without_delivery_days_cannot_order(world):
    with as_owner():
        ScheduleLine.objects.filter(supplier=world.orgs["alder"]).update(is_on=False)
        DeliveryCalendar.objects.update_or_create(
            supplier=world.orgs["alder"], defaults={"closed_weekdays": list(range(7))}
        )
    assert blocking(asked(world)) == {Check.SCHEDULE}


def test_the_minimum_is_said_and_does_not_stand_in_the_way(world):
    with as_owner():
        TermsLevel.objects.update_or_create(
            supplier=world.orgs["alder"],
            customer=world.customers["alder", "rita"],
            defaults={"minimum_order": Decimal(900), "minimum_is_hard": True},
        )
    link = next(link for link in asked(world).links if link.check == Check.MINIMUM)
    assert link.verdict == Verdict.WARNS


def test_one_that_has_not_registered_is_told_first(world):
    change(Customer, **of_rita(world), status=CustomerStatus.INVITED, is_active=False, relation=Relation.NONE)
    assert next(link.check for link in asked(world).links) == Check.REGISTERED


def test_the_chain_and_the_shop_never_say_different_things(world):
    """Whatever is broken together, a chain without obstacles is an offer with enough left, and the other way round."""
    rng = random.Random(7)
    for check in rng.sample(sorted(BREAKS), len(BREAKS)):
        chain = asked(world, units=1)
        with acting_as(world.context("alder")):
            found = customer_to_explain(world.acting("alder"), world.customers["alder", "rita"].pk)
            offer: Any = offered_products(found).filter(pk=world.products["alder"][0].pk).first()
            listed = not_orderable(found).filter(pk=world.products["alder"][0].pk).exists()
        is_offered = offer is not None and offer.available_units >= 1
        in_the_way = blocking(chain) - {Check.HOLD, Check.SCHEDULE, Check.REGISTERED}
        assert is_offered == (not in_the_way)
        if Check.PRODUCT not in in_the_way:
            assert listed == (not is_offered)
        BREAKS[check](world)


def test_the_pages_show_it(world):
    sold_out(world, "dawn")
    client, customer = world.client("alder"), world.customers["alder", "rita"].pk
    pale = world.products["alder"][0]

    listed = client.get(reverse("orders:customer_obstacles", args=["alder", customer])).content.decode()
    assert "Pale Ale" in listed
    assert "Stout" not in listed

    page = client.get(reverse("orders:product_obstacles", args=["alder", customer, pale.pk]))
    text = page.content.decode()
    assert "Why can it not order this?" in text
    assert "0 left, 1 wanted." in text
    assert "Send a transfer" in text


def test_from_a_product_its_customer_is_found(world):
    client, pale = world.client("alder"), world.products["alder"][0]
    address = reverse("orders:product_customers", args=["alder", pale.pk])
    chain = reverse("orders:product_obstacles", args=["alder", world.customers["alder", "rita"].pk, pale.pk])

    assert (
        "Why can a customer not order it?"
        in client.get(reverse("catalogs:product_detail", args=["alder", pale.pk])).content.decode()
    )
    assert chain not in client.get(address).content.decode()
    assert chain in client.get(address, {"q": "rita"}).content.decode()
    assert "No customer of yours" in client.get(address, {"q": "zz\x00z"}).content.decode()
    assert world.client("birch").get(address).status_code == 404


def test_the_api_says_the_same(world):
    client, customer = world.client("alder"), world.customers["alder", "rita"].pk
    url = reverse("orders-api:obstacles", args=["alder", customer, world.products["alder"][0].pk])

    answer = client.get(url, {"units": 500}).json()

    assert answer["verdict"] == "blocks"
    assert [link["check"] for link in answer["links"] if link["verdict"] == "blocks"] == ["stock"]
    assert client.get(url, {"units": 0}).status_code == 400


@pytest.mark.parametrize("page", ["orders:product_obstacles", "orders-api:obstacles"])
def test_anothers_customer_and_anothers_product_do_not_exist(world, page):
    client, pale = world.client("alder"), world.products["alder"][0].pk
    theirs = world.customers["birch", "rita"].pk
    assert client.get(reverse(page, args=["alder", theirs, pale])).status_code == 404
    own = world.customers["alder", "rita"].pk
    foreign = world.products["birch"][0].pk
    assert client.get(reverse(page, args=["alder", own, foreign])).status_code == 404


def test_the_chain_takes_as_many_statements_for_any_product(world, django_assert_num_queries):
    with acting_as(world.context("alder")):
        found = customer_to_explain(world.acting("alder"), world.customers["alder", "rita"].pk)
        with django_assert_num_queries(2):
            chain_of(found, world.products["alder"][0], 1)

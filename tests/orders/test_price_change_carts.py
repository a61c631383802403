"""Open carts that a change of prices touches: how many, by how much, what is gone from them."""

from decimal import Decimal

import pytest

from catalogs.models import Product
from orders.models import CartLine
from orders.queries.carts import customer_for_buyer, priced_cart
from orders.queries.repricing import carts_touched
from orders.services.cart import set_cart_lines
from retailers.queries import customers_of
from tests.catalogs.prices import drafted, price, standard
from wholesale.organizations.enums import Side
from wholesale.tenancy.testing import acting_as, as_owner


@pytest.fixture
def cart(world):
    """Put twelve pale ales and two stouts into remy's cart, in place of what lies there."""
    pale, stout = world.products["alder"]
    with as_owner():
        CartLine.objects.filter(supplier=world.orgs["alder"]).delete()
    with acting_as(world.context("remy")):
        customer = customer_for_buyer(world.orgs["remy"], "alder")
        wanted = {pale.pk: 12, stout.pk: 2}
        set_cart_lines(customer=customer, units_by_product=wanted, by=world.users["remy"])
        return priced_cart(customer)


def test_a_cart_comes_to_what_the_new_prices_make_of_its_quantities(world, cart):
    pale, stout = world.products["alder"]
    change = drafted(world, standard(world), {pale.pk: price("40", (12, "35")), stout.pk: None})
    with acting_as(world.context("alder")):
        found = carts_touched(change, customers_of(world.acting("alder", Side.SELLING)))
    (one,) = found.carts
    assert (one.customer.pk, one.lines, one.difference) == (cart.customer.pk, 2, Decimal(60))
    assert one.gone == [stout.name]
    assert (found.count, found.totals, found.is_all) == (1, {"USD": Decimal(60)}, True)


def test_what_is_not_in_a_cart_touches_none_and_the_page_says_so(world, cart):
    with as_owner():
        CartLine.objects.all().delete()
        assert Product.objects.exists()
    change = drafted(world, standard(world), {world.products["alder"][0].pk: price("40")})
    page = world.client("alder").get(f"/alder/selling/price-changes/{change.pk}/carts/")
    assert "No open cart comes to something else." in page.content.decode()


def test_machines_are_told_of_the_carts_too(world, cart):
    pale, stout = world.products["alder"]
    change = drafted(world, standard(world), {pale.pk: price("40", (12, "35")), stout.pk: None})
    path = f"/api/v1/alder/selling/price-changes/{change.pk}/carts/"
    answer = world.client("alder").get(path)
    found = answer.json()
    assert (answer.status_code, found["count"], found["totals"]) == (200, 1, {"USD": "60.000"})
    assert [(row["customer"], row["difference"], row["gone"]) for row in found["carts"]] == [
        (str(cart.customer.pk), "60.000", [stout.name])
    ]
    assert world.client("birch").get(path.replace("alder", "birch")).status_code == 404
    assert world.client("rita").get(path).status_code == 404

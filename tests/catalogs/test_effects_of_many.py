"""What a change does to five thousand customers, by hundreds of products: the same statements, in seconds."""

import time
from decimal import Decimal

import pytest
from django.db import connection

from catalogs.models import CustomerTerms, Price, Product
from catalogs.prices import ListPrice
from catalogs.queries.effects import customers_concerned, effects_by_list, effects_on
from catalogs.services import publish
from inventory.models import StockBalance, Warehouse
from retailers.models import Customer
from tests.catalogs.prices import derived, drafted, standard
from tests.proof import FIGURES
from wholesale.organizations.models import Organization
from wholesale.tenancy.testing import acting_as, as_owner

CUSTOMERS, PRODUCTS, LISTS = 5_000, 400, 10


@pytest.mark.proof
def test_five_thousand_customers_by_four_hundred_prices(world, django_assert_num_queries):
    base = standard(world)
    with as_owner():
        _fill(world, base)
    lists = [derived(world, base, name=f"L{n}", derived_percent=-n) for n in range(LISTS)]
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE catalogs_customerterms SET price_change_percent = (random() * 8)::int - 4,"
            " price_list_id = (%s::uuid[])[1 + (random() * 10)::int %% 10] WHERE supplier_id = %s",
            [[each.pk for each in lists], base.supplier_id],
        )
        cursor.execute("ANALYZE")
        products = list(Product.objects.filter(supplier=base.supplier).values_list("pk", flat=True))
    change = drafted(
        world, base, {pk: ListPrice(Decimal(28 + n % 5)) for n, pk in enumerate(products) if n % 5 != 2}
    )
    with acting_as(world.context("alder")):
        begun = time.monotonic()
        with django_assert_num_queries(2):
            total, _counts = customers_concerned(change)
            effects_by_list(change)
        summed = time.monotonic() - begun
        page = list(Customer.objects.filter(is_active=True).values_list("pk", flat=True)[:50])
        with django_assert_num_queries(1):
            effects_on(change, page)
        paged = time.monotonic() - begun - summed
        prices = change.lines.count()
        publish(change=change, version=None, by=None)
        done = time.monotonic() - begun - summed - paged
    assert total >= CUSTOMERS
    FIGURES.append(
        f"dry run: {total} customers, {prices} prices, {LISTS} lists that follow:"
        f" all {summed:.2f} s, a page {paged:.2f} s, published {done:.2f} s"
    )
    assert summed < 5


def _fill(world, base):
    keys = {"supplier": base.supplier}
    companies = Organization.objects.bulk_create(
        Organization(name=f"Bar {n}", slug=f"bar-{n}", buys=True) for n in range(CUSTOMERS)
    )
    Customer.objects.bulk_create(
        (
            Customer(
                retailer=each, is_active=True, registered_at=base.created_at, status="registered", **keys
            )
            for each in companies
        ),
        batch_size=1_000,
    )
    products = Product.objects.bulk_create(
        Product(sku=f"P-{n}", name=f"Beer {n}", search_text=f"p-{n} beer", **keys) for n in range(PRODUCTS)
    )
    Price.objects.bulk_create(
        Price(price_list=base, product=each, unit_price=30, **keys) for each in products
    )
    own = Warehouse.objects.get(organization=base.supplier)
    StockBalance.objects.bulk_create(
        StockBalance(warehouse=own, keeper=base.supplier, product=each, **keys) for each in products
    )
    assert CustomerTerms.objects.filter(**keys).count() >= CUSTOMERS

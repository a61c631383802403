"""View as this customer: the same store, only to look at (SPEC.md C16)."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.http import Http404
from django.test import Client
from django.urls import reverse

from catalogs.models import Price, PriceList
from inventory.models import StockBalance
from orders.models import Cart
from orders.queries.viewing import customer_to_view
from retailers.enums import CustomerStatus, Relation
from retailers.models import Customer, CustomerPrivate
from tests.orders.conftest import assort
from tests.world import TRADE, World
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.reading import only_reads
from wholesale.tenancy.testing import acting_as, as_owner


def store(world: World, supplier: str = "alder", retailer: str = "rita") -> str:
    customer = world.customers[supplier, retailer].pk
    return reverse("orders:customer_store", kwargs={"organization": supplier, "customer": customer})


def rows(page: Any) -> list[dict[str, Any]]:
    return [
        {k: v for k, v in row.items() if k not in ("cart_units", "is_starred")}
        for row in page.context["page"].rows
    ]


def labels(page: Any) -> list[tuple[str, bool]]:
    return [(choice.label, choice.is_pressed) for choice in page.context["choices"].chips]


def change(world: World, supplier: str, retailer: str, **values: object) -> None:
    with as_owner():
        Customer.objects.filter(pk=world.customers[supplier, retailer].pk).update(**values)


@pytest.mark.parametrize("query", ["", "?q=pale", "?sold_out=yes", "?category=Beer"])
def test_a_supplier_sees_what_each_customer_sees(world: World, query: str) -> None:
    with as_owner():
        for number, balance in enumerate(StockBalance.objects.order_by("pk")):
            balance.on_hand_units = balance.reserved_units + number % 4
            balance.save()
        for number, price in enumerate(Price.objects.order_by("pk")):
            price.unit_price = Decimal(10 + number)
            price.save()
    for supplier, retailer in TRADE:
        own = world.client(retailer).get(reverse("orders:shop", args=[retailer, supplier]) + query)
        seen = world.client(supplier).get(store(world, supplier, retailer) + query)

        assert (seen.status_code, rows(seen)) == (200, rows(own)), (supplier, retailer)
        assert labels(seen) == labels(own)
        assert seen.context["delivery"].day == own.context["delivery"].day
        assert b"sees it" in seen.content


def test_the_bar_says_so_and_nothing_leads_to_an_order(world: World) -> None:
    page = world.client("alder").get(store(world)).content.decode()

    assert "You see the store as Rita of alder sees it." in page
    assert "Nothing can be ordered here." in page
    assert "cart/" not in page
    assert "hx-post" not in page
    assert page.count("<fieldset disabled>") == 2


def test_the_customers_cart_stays_its_own(world: World) -> None:
    with as_owner():
        assert Cart.objects.filter(customer=world.customers["alder", "rita"]).exists()

    page = world.client("alder").get(store(world))

    assert {row["cart_units"] for row in page.context["page"].rows} == {0}
    assert "Review order" not in page.content.decode()


def test_only_reading_is_answered(world: World) -> None:
    client = world.client("alder")
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(store(world)).status_code == 405


def test_the_database_refuses_whatever_a_reading_view_would_write(world: World) -> None:
    @only_reads
    def rename() -> None:
        CustomerPrivate.objects.filter(customer=world.customers["alder", "rita"]).update(note="written")

    with (
        pytest.raises(DatabaseError, match="read-only transaction"),
        acting_as(world.context("alder")),
        transaction.atomic(),
    ):
        rename()
    with as_owner():
        assert not CustomerPrivate.objects.filter(note="written").exists()


def test_the_store_is_asked_in_a_reading_transaction(
    world: World, django_assert_max_num_queries: Any
) -> None:
    client = world.client("alder")
    with django_assert_max_num_queries(20) as heard:
        client.get(store(world))

    asked = [each["sql"] for each in heard]
    first = asked.index("SET TRANSACTION READ ONLY")
    assert any("catalogs_product" in sql for sql in asked[first:])
    assert not any(sql.startswith(("INSERT", "UPDATE", "DELETE")) for sql in asked)


def test_an_inactive_customer_sees_activation_pending(world: World) -> None:
    change(world, "alder", "rita", is_active=False)

    page = world.client("alder").get(store(world)).content.decode()

    assert "Activation pending" in page
    assert "You see the store as Rita of alder sees it." in page
    assert "Pale Ale" not in page
    assert "30.00" not in page


def test_an_invited_customer_is_shown_what_it_will_find(world: World) -> None:
    page = world.client("cedar").get(store(world, "cedar", "rita")).content.decode()

    assert "It has not registered yet: this is what it will find." in page
    assert "Pale Ale" in page
    with as_owner():
        assert not Customer.objects.get(pk=world.customers["cedar", "rita"].pk).is_active


@pytest.mark.parametrize("status", [CustomerStatus.REQUESTED, CustomerStatus.REJECTED])
def test_whoever_asked_for_access_is_shown_nothing_yet(world: World, status: CustomerStatus) -> None:
    change(world, "cedar", "rita", status=status, relation=Relation.ASKED_BY_RETAILER)

    page = world.client("cedar").get(store(world, "cedar", "rita")).content.decode()

    assert "Activation pending" in page
    assert "Pale Ale" not in page


def test_a_representative_views_its_own_customers_alone(world: World) -> None:
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.SALES)
        own = CustomerPrivate.objects.filter(customer=world.customers["alder", "rita"])
        own.update(representative=world.users["alder"])
    client = world.client("alder")

    assert client.get(store(world)).status_code == 200
    assert client.get(store(world, retailer="remy")).status_code == 404
    assert client.get(products(world, retailer="remy")).status_code == 404


def test_a_member_who_sees_no_customers_is_refused(world: World) -> None:
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.WAREHOUSE)

    assert world.client("alder").get(store(world)).status_code == 403


def test_another_suppliers_terms_show_nowhere(world: World) -> None:
    """Rita buys from alder and birch: nothing of birch answers where alder looks."""
    with as_owner():
        birch = PriceList.objects.get(supplier=world.orgs["birch"])
        Price.objects.filter(price_list=birch).update(unit_price=Decimal("77.77"))

    page = world.client("alder").get(store(world)).content.decode()

    assert "77.77" not in page
    assert "Birch" not in page
    with acting_as(world.context("alder")), pytest.raises(Http404):
        customer_to_view(world.acting("alder"), world.customers["birch", "rita"].pk)


@pytest.mark.parametrize("number", [1, 30])
def test_it_takes_the_same_few_statements(world: World, number: int, django_assert_num_queries: Any) -> None:
    assort(world, number)
    client = world.client("alder")

    with django_assert_num_queries(9):
        client.get(store(world))


def products(world: World, supplier: str = "alder", retailer: str = "rita") -> str:
    customer = world.customers[supplier, retailer].pk
    return f"/api/v1/{supplier}/selling/customers/{customer}/products/"


def test_the_api_answers_what_the_customers_own_shop_says(world: World) -> None:
    cache.clear()
    own = Client()
    own.force_login(world.users["rita"])

    theirs = own.get("/api/v1/rita/buying/suppliers/alder/products/").json()["results"]

    assert theirs
    assert world.client("alder").get(products(world)).json()["results"] == theirs

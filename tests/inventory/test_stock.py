"""Receive, adjust and write off: what is on hand changes with its reason, never below what is reserved."""

import pytest
from django.core.management import CommandError, call_command

from catalogs.models import Product
from inventory.errors import InsufficientStock
from inventory.models import StockBalance, StockMovement, Warehouse
from inventory.queries import available_units, keepers_of
from inventory.services import adjust_stock, default_warehouse, receive_stock, write_off
from retailers.models import Customer
from tests.catalogs.terms import Terms
from tests.world import ORDERED
from wholesale.audit.models import AuditEntry
from wholesale.organizations.models import Organization
from wholesale.tenancy.testing import acting_as, as_owner


def stocked(world, product, keeper="alder"):
    with as_owner():
        return StockBalance.objects.values_list("on_hand_units", "reserved_units").get(
            product=product, keeper=world.orgs[keeper]
        )


@pytest.fixture
def porter(world):
    with as_owner():
        return Product.objects.create(supplier=world.orgs["alder"], sku="PORTER", name="Porter")


def test_received_units_are_on_hand(world, porter):
    pale = world.products["alder"][0]

    with acting_as(world.context("alder")):
        receive_stock(
            supplier=world.orgs["alder"],
            warehouse=default_warehouse(world.orgs["alder"]),
            units_by_product={pale.pk: 6, porter.pk: 40},
            reason="Brew 812",
            by=world.users["alder"],
        )

    assert stocked(world, pale) == (30, ORDERED)
    assert stocked(world, porter) == (40, 0)
    with as_owner():
        movement = StockMovement.objects.get(product=porter)
    assert (movement.kind, movement.on_hand_units, movement.by_name) == ("receipt", 40, "Alder Admin")
    assert movement.reason == "Brew 812"
    call_command("check_stock")


def test_an_adjustment_is_a_difference_with_a_reason_in_the_audit_log(world):
    pale = world.products["alder"][0]
    change = {"supplier": world.orgs["alder"], "warehouse": world.warehouses["alder"], "product": pale}

    with acting_as(world.context("alder")):
        adjust_stock(change_units=-4, reason="counted", by=world.users["alder"], **change)
        write_off(units=1, reason="broken", by=world.users["alder"], **change)

    assert stocked(world, pale) == (19, ORDERED)
    with as_owner():
        assert set(AuditEntry.objects.filter(subject_id=pale.pk).values_list("verb", "by_name")) == {
            ("stock_adjusted", "Alder Admin"),
            ("stock_written_off", "Alder Admin"),
        }
    call_command("check_stock")


def test_what_is_reserved_cannot_be_adjusted_away(world):
    pale = world.products["alder"][0]

    with pytest.raises(InsufficientStock) as caught, acting_as(world.context("alder")):
        adjust_stock(
            supplier=world.orgs["alder"],
            warehouse=world.warehouses["alder"],
            product=pale,
            change_units=-23,
            reason="counted",
            by=world.users["alder"],
        )

    assert [(s.wanted_units, s.available_units) for s in caught.value.shortages] == [(23, 22)]
    assert stocked(world, pale) == (24, ORDERED)
    with as_owner():
        assert not AuditEntry.objects.filter(subject_id=pale.pk).exists()


def test_a_company_gets_its_warehouse_at_the_first_need_and_keeps_it(world):
    with as_owner():
        new = Organization.objects.create(name="Fir", slug="fir", delivers=True, language="fr")

    with acting_as(world.context("alder")):
        first, second = default_warehouse(new), default_warehouse(new)

    assert first == second
    with as_owner():
        assert Warehouse.objects.filter(organization=new).count() == 1


@pytest.mark.parametrize(("retailer", "keeper"), [("rita", "dawn"), ("remy", "alder"), ("rosa", "dusk")])
def test_a_customer_sees_only_the_stock_it_is_served_from(world, retailer, keeper):
    with as_owner():
        StockBalance.objects.filter(supplier=world.orgs["alder"], keeper=world.orgs[keeper]).update(
            on_hand_units=7
        )

    with acting_as(world.context(retailer)):
        customer = Customer.objects.get(supplier=world.orgs["alder"])
        assert keepers_of(customer) == (world.org_id(keeper),)
        products = Product.objects.filter(supplier=world.orgs["alder"]).annotate(
            left=available_units(keepers=keepers_of(customer)),
            elsewhere=available_units(keepers=(world.org_id("gale"),)),
        )
        left = {sku: units for sku, *units in products.values_list("sku", "left", "elsewhere")}

    assert left == {"PALE": [5, 0], "STOUT": [7, 0]}


@pytest.mark.parametrize("adds", [True, False])
def test_a_retailer_reads_the_own_stock_only_where_its_terms_add_it(world, adds):
    Terms(world).set("customer", adds_own_stock=adds)
    Terms(world, "rosa").set("customer", adds_own_stock=not adds)

    with acting_as(world.context("rita")):
        customer = Customer.objects.get(supplier=world.orgs["alder"])
        rows = StockBalance.objects.filter(supplier=world.orgs["alder"]).values_list(
            "keeper__slug", flat=True
        )
        products = Product.objects.filter(supplier=world.orgs["alder"]).annotate(
            left=available_units(keepers=keepers_of(customer))
        )
        left = dict(products.values_list("sku", "left"))
        seen = set(rows)

    assert seen == ({"dawn", "alder"} if adds else {"dawn"})
    assert left == ({"PALE": 44, "STOUT": 48} if adds else {"PALE": 22, "STOUT": 24})
    assert keepers_of(customer) == tuple(
        world.org_id(name) for name in (["dawn", "alder"] if adds else ["dawn"])
    )


def test_the_own_stock_is_closed_again_once_a_customer_is_not_active(world):
    Terms(world).set("customer", adds_own_stock=True)
    with as_owner():
        Customer.objects.filter(pk=world.customers["alder", "rita"].pk).update(is_active=False)

    with acting_as(world.context("rita")):
        assert not StockBalance.objects.filter(supplier=world.orgs["alder"]).exists()


def test_the_check_finds_a_balance_that_is_not_its_ledger(world):
    with as_owner():
        StockBalance.objects.filter(product=world.products["birch"][1], keeper=world.orgs["dawn"]).update(
            on_hand_units=23
        )

    call_command("check_stock", supplier="alder")
    with pytest.raises(CommandError, match="1 faults"):
        call_command("check_stock")

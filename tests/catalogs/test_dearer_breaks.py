"""Whoever orders more pays no more for one: a dearer quantity break is refused beside its field, by every door (K2)."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from catalogs.deriving import Rule
from catalogs.models import PriceChangeLine
from catalogs.services import adjust_prices
from tests.catalogs.dealer import Dealer
from tests.catalogs.prices import costs, price, published, standard
from tests.catalogs.test_catalog_api import Machine
from tests.catalogs.test_import_prices import imported
from tests.catalogs.test_price_grid import lines, typed
from tests.world import World
from wholesale.tenancy.testing import acting_as, as_owner

WORDS = "a unit would cost more than when fewer are ordered"


@pytest.fixture
def base(world: World) -> Any:
    """Alder's standard list: the pale ale at 30.00, from ten on 28.00; nothing drafted."""
    with as_owner():
        PriceChangeLine.objects.filter(supplier=world.orgs["alder"]).delete()
    found = standard(world)
    published(world, found, {world.products["alder"][0].pk: price("30", (10, "28"))})
    return found


def test_the_grid_says_it_beside_the_breaks_and_keeps_what_was_typed(world: World, base: Any) -> None:
    client, pale = world.client("alder"), world.products["alder"][0].pk
    page = reverse("catalogs:price_grid", args=["alder", base.pk])

    answer = client.post(page, typed(client.get(page), breaks={pale: "10: 28; 50: 29"}))

    row = next(row for row, _now in answer.context["rows"] if row.product["id"] == pale)
    assert (answer.status_code, row.price.error, row.breaks.value) == (422, "", "10: 28; 50: 29")
    assert row.breaks.error == "From 50 on, a unit would cost more than when fewer are ordered."
    assert lines(world, base) == {}


def test_the_form_of_a_special_price_says_it_beside_the_breaks(world: World) -> None:
    dealer = Dealer(world)
    page = dealer.at("customer_price_update", dealer.pale.pk)
    shown = dealer.client.get(page).context["form"]
    sent = {"form_key": shown["form_key"].value(), "version": shown["version"].value()}

    answer = dealer.client.post(page, sent | {"unit_price": "25", "breaks": "10: 25.50"})

    assert answer.status_code == 422
    assert WORDS in str(answer.context["form"].errors["breaks"])
    assert dealer.rows() == []


def test_machines_are_refused_too_also_where_the_breaks_stay(world: World, base: Any) -> None:
    machine = Machine(world)
    calls = [
        {"sku": "PALE", "unit_price": "30", "breaks": [{"from_units": 10, "unit_price": "30.50"}]},
        {"sku": "PALE", "unit_price": "27.50"},
    ]

    for body in calls:
        answer = machine.call("post", f"price-lists/{base.pk}/draft/", {"prices": [body]})
        assert answer.status_code == 400
        assert WORDS in answer.content.decode()
    assert lines(world, base) == {}


def test_a_row_of_a_file_is_refused(world: World, base: Any) -> None:
    done = imported(world, "SKU;Price\nPALE;27.00\n")

    assert (done["refused"], done["update"], done["create"]) == (1, 0, 0)
    assert lines(world, base) == {}


def test_the_price_of_a_product_does_not_fall_below_its_breaks(world: World, base: Any) -> None:
    client, pale = world.client("alder"), world.products["alder"][0]
    page = reverse("catalogs:product_update", args=["alder", pale.pk])
    form = client.get(page).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}

    answer = client.post(page, sent | {"unit_price": "27.00"})

    assert answer.status_code == 422
    assert "From 10 on it costs 28.00." in str(answer.context["form"].errors["unit_price"])
    assert costs(world, base, pale) == Decimal(30)
    assert client.post(page, sent | {"unit_price": "28.00"}).status_code == 302
    assert costs(world, base, pale) == Decimal(28)


def test_a_rule_leaves_one_that_was_dearer_before_as_it_is(world: World, base: Any) -> None:
    pale, stout = world.products["alder"]
    with as_owner():
        base.prices.filter(product=stout).update(break_units=[10], break_prices=[Decimal(99)])

    with acting_as(world.context("alder")):
        done = adjust_prices(price_list=base, product_ids=[pale.pk, stout.pk], rule=Rule(percent=Decimal(10)))

    assert (done.changed, done.misfits, set(lines(world, base))) == (1, 1, {"PALE"})

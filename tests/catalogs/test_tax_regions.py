"""Rates by region: nearest first, regions under any spelling, one number for a tax; SQL and Python say the same."""

import json
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogs.models import PriceList, Product, TaxClass
from catalogs.queries import TaxPlace, charged_taxes
from catalogs.services import TaxDetails, TaxRate, create_tax_class, edit_tax_class
from catalogs.taxing import rates_at, tax_rates_from
from retailers.queries import region_key
from tests.catalogs.rates import kept
from tests.world import World
from wholesale.tenancy.testing import acting_as, as_owner

PLACES = st.tuples(st.sampled_from(["", "CA", "US"]), st.sampled_from(["", "QC", "ON", "ny"]))
RATES = st.lists(st.tuples(st.sampled_from(["GST", "QST", "HST"]), st.integers(0, 20), PLACES), max_size=6)


def url(name: str, *args: object) -> str:
    return reverse(f"catalogs:tax_class_{name}", args=["alder", *args])


@pytest.fixture(autouse=True)
def _none_yet(world: World) -> None:
    with as_owner():
        Product.objects.update(tax_class=None)
        TaxClass.objects.filter(supplier=world.orgs["alder"]).delete()


@pytest.mark.parametrize("text", ["QC", "qc", "Quebec", "QUÉBEC", " québec "])
def test_a_region_is_known_by_code_and_name(text: str) -> None:
    assert region_key("CA", text) == "QC"


def test_what_is_no_region_is_compared_by_its_letters() -> None:
    assert region_key("MX", "Jalísco ") == region_key("MX", "jalisco") == "jalisco"
    assert region_key("US", "QC") != region_key("CA", "QC")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rates=RATES, place=PLACES)
def test_sql_and_python_choose_the_same_rates(
    world: World, rates: list[tuple[str, int, tuple[str, str]]], place: tuple[str, str]
) -> None:
    rows = [kept(name, percent, *where) for name, percent, where in rates if where[0] or not where[1]]
    at = TaxPlace.of(*place)
    with as_owner():
        TaxClass.objects.update_or_create(
            supplier=world.orgs["alder"], name="Beer", defaults={"rates": rows, "is_default": True}
        )
        products = Product.objects.filter(supplier=world.orgs["alder"])
        found = products.annotate(taxes=charged_taxes(world.orgs["alder"].pk, at)).values_list(
            "taxes", flat=True
        )
        sql = [(each["name"], each["rate_percent"]) for each in found[0]]

    twin = rates_at(tax_rates_from(rows), at.country, at.region_key)
    assert sql == [(each.name, f"{each.rate_percent:.3f}") for each in twin]


def rate(name: str, percent: Any, country: str = "", region: str = "", number: str = "") -> TaxRate:
    return TaxRate(name=name, rate_percent=percent, country=country, region=region, number=number)


def test_a_number_belongs_to_a_tax_in_all_classes(world: World) -> None:
    with acting_as(world.context("alder")):
        who: dict[str, Any] = {"by": world.users["alder"]}
        supplier = world.orgs["alder"]
        beer = create_tax_class(
            supplier=supplier, details=TaxDetails(name="Beer", rates=[rate("GST", 5, number="111")]), **who
        )
        food = create_tax_class(
            supplier=supplier, details=TaxDetails(name="Food", rates=[rate("gst", 5)]), **who
        )
        assert food.rates[0]["number"] == "111"
        edit_tax_class(
            tax_class=food, details=TaxDetails(name="Food", rates=[rate("gst", 5, number="222")]),
            version=food.version, **who,
        )  # fmt: skip
        beer.refresh_from_db()
        assert (beer.rates[0]["number"], beer.version) == ("222", 2)


def test_rows_that_cannot_be_are_said_beside_them_and_nothing_is_written(world: World) -> None:
    client = world.client("alder")
    typed = {
        "name": "Beer",
        "rate-0-name": "GST", "rate-0-rate_percent": "5", "rate-0-country": "CA",
        "rate-2-name": "GST", "rate-2-rate_percent": "6", "rate-2-country": "CA",
    }  # fmt: skip

    twice = client.post(url("create"), typed)
    nowhere = client.post(url("create"), typed | {"rate-2-country": "", "rate-2-region": "QC"})
    nameless = client.post(url("create"), typed | {"rate-2-name": ""})
    too_much = client.post(url("create"), typed | {"rate-2-rate_percent": "101"})

    for answer, words in (
        (twice, "named twice"),
        (nowhere, "Choose the country"),
        (nameless, "required"),
        (too_much, "less than or equal to 100"),
    ):
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert 'value="GST"' in answer.content.decode()
    with as_owner():
        assert not TaxClass.objects.filter(supplier=world.orgs["alder"]).exists()


def test_a_machine_writes_rates_and_reads_them_back(world: World) -> None:
    client = world.client("alder")
    path = reverse("catalogs-api:tax_class_list", args=["alder"])
    rates = [
        {"name": "GST", "rate_percent": "5.000", "country": "CA", "region": "", "number": "111"},
        {"name": "QST", "rate_percent": "9.975", "country": "CA", "region": "Québec", "number": ""},
    ]
    wrong = json.dumps({"name": "Wine", "rates": [{**rates[0], "country": "", "region": "QC"}]})
    call: dict[str, Any] = {"content_type": "application/json"}

    made = client.post(
        path, json.dumps({"name": "Beer", "rates": rates}), headers={"Idempotency-Key": "a"}, **call
    )
    refused = client.post(path, wrong, headers={"Idempotency-Key": "b"}, **call)

    assert (made.status_code, made.json()["rates"]) == (201, rates)
    assert refused.status_code == 422
    assert "Choose the country" in refused.content.decode()
    page = " ".join(client.get(url("list")).content.decode().split())
    assert "QST 9.975%" in page
    assert "111" in page


def test_a_list_that_follows_another_includes_tax_as_that_one_does(world: World) -> None:
    client = world.client("alder")
    with as_owner():
        base = PriceList.objects.get(supplier=world.orgs["alder"], is_default=True)
    create = reverse("catalogs:price_list_create", args=["alder"])
    rule = {"currency": base.currency, "derived_percent": "3", "rounding": "coins"}
    client.post(create, {"name": "Dearer", "base_list": str(base.pk), "includes_tax": "on", **rule})
    with as_owner():
        assert not PriceList.objects.get(name="Dearer").includes_tax

    client.post(
        reverse("catalogs:price_list_update", args=["alder", base.pk]),
        {
            "name": base.name, "currency": base.currency, "rounding": "coins", "includes_tax": "on",
            "version": base.version,
        },
    )  # fmt: skip

    with as_owner():
        assert PriceList.objects.get(name="Dearer").includes_tax
        assert PriceList.objects.get(pk=base.pk).includes_tax

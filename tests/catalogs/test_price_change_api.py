"""Changes of prices for machines: looked at, timed, published, withdrawn."""

import pytest

from catalogs.api import price_changes as api
from catalogs.api.price_effects import PriceChangeCustomersApi
from tests.catalogs.prices import costs, drafted, price, soon, standard
from tests.catalogs.test_catalog_api import Machine


@pytest.fixture
def pale(world):
    return world.products["alder"][0]


@pytest.fixture
def change(world, pale):
    return drafted(world, standard(world), {pale.pk: price("40", (10, "38"))})


@pytest.fixture
def machine(world):
    return Machine(world)


def get(machine, path):
    answer = machine.call("get", path)
    assert answer.status_code == 200
    return answer.json()


def test_a_machine_looks_before_it_publishes(machine, world, change, pale):
    path = f"price-changes/{change.pk}/"
    preview = get(machine, f"{path}preview/")
    assert (preview["customers"], preview["effects"]) == (3, {"dearer": 3})
    assert preview["lists"][0]["effects"] == {"dearer": 1}
    (line,) = get(machine, f"{path}lines/")["results"]
    assert (line["before"], line["unit_price"], line["breaks"]) == (
        "30.000",
        "40.000",
        [{"from_units": 10, "unit_price": "38.000"}],
    )
    concerned = get(machine, f"{path}customers/?effect=dearer")["results"]
    assert [each["percent"] for each in concerned] == ["33.3"] * 3
    assert get(machine, f"{path}customers/?effect=off")["results"] == []

    done = machine.call("post", f"{path}publication/", {}, version=change.version)
    assert (done.status_code, done.json()["state"]) == (201, "published")
    assert costs(world, standard(world), pale) == 40
    assert machine.call("post", f"{path}publication/", {}, version=99).status_code == 409


def test_a_machine_schedules_and_withdraws(machine, world, change, pale):
    path = f"price-changes/{change.pk}/"
    plan = {"effective_at": soon().isoformat(), "tells_customers": True}
    timed = machine.call("patch", path, plan, version=change.version)
    assert (timed.status_code, timed.json()["tells_customers"]) == (200, True)
    assert machine.call("patch", path, plan, version=change.version).status_code == 412
    refused = machine.call(
        "patch", path, {"effective_at": "2020-01-01T00:00:00Z"}, version=change.version + 1
    )
    assert refused.status_code == 422

    assert machine.call("post", f"{path}publication/", {}, version=change.version + 1).status_code == 201
    listed = get(machine, "price-changes/?state=published")["results"]
    assert [each["id"] for each in listed] == [str(change.pk)]
    assert machine.call("post", f"{path}withdrawal/", {}).json()["state"] == "withdrawn"
    assert costs(world, standard(world), pale) == 30


def test_a_machine_throws_a_draft_away(machine, world, change):
    path = f"price-changes/{change.pk}/"
    assert machine.call("delete", path, version=change.version).status_code == 204
    assert machine.call("get", path).status_code == 404


def test_the_described_shapes_are_those_that_are_answered(machine, change):
    path = f"price-changes/{change.pk}/"
    assert set(get(machine, path)) == set(api.ChangeOutput().fields)
    for tail, view in (("lines/", api.PriceChangeLinesApi), ("customers/", PriceChangeCustomersApi)):
        assert set(get(machine, path + tail)["results"][0]) == set(view.Output().fields)
    assert set(get(machine, f"{path}preview/")) == set(api.PriceChangePreviewApi.Output().fields)

"""What no product may hold, and filters that are no ids: refused in words beside the field, nothing written."""

import json

import pytest
from django.urls import reverse

from catalogs.models import Product
from tests.world import World
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner

API = "/api/v1/alder/selling/"


@pytest.mark.parametrize(
    "attributes",
    [{"a\x00b": "c"}, {"a" * 41: "c"}, {"": "c"}, {"a": "x" * 121}, {str(n): "c" for n in range(31)}],
    ids=["NUL", "long name", "no name", "long text", "too many"],
)
def test_properties_that_do_not_fit_are_refused(world: World, attributes: dict[str, str]) -> None:
    client, before = world.client("alder"), products(world)
    body = json.dumps({"sku": "NEW", "name": "New", "attributes": attributes})

    headers = {"Idempotency-Key": str(uuid7())}
    answer = client.post(f"{API}products/", body, content_type="application/json", headers=headers)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"].startswith("#/attributes")
    assert products(world) == before


def test_a_form_cuts_nothing_off_silently(world: World) -> None:
    path, before = reverse("catalogs:product_create", args=["alder"]), products(world)
    typed = {"sku": "NEW", "name": "New", "order_multiple": 1, "minimum_units": 1, "low_stock_units": 1}
    typed |= {"attributes": f"{'a' * 41}: c", "description": "x" * 10_001}

    answer = world.client("alder").post(path, typed)

    assert answer.status_code == 422
    assert {"attributes", "description"} <= answer.context["form"].errors.keys()
    assert products(world) == before


def test_what_looks_like_an_id_and_is_none_is_refused(world: World) -> None:
    client = world.client("alder")

    answers = [
        client.get(f"{API}customers/", {"distributor": text}) for text in ("-" * 36, "0" * 36, "own\n")
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 200]


def products(world: World) -> int:
    with as_owner():
        return Product.objects.filter(supplier=world.orgs["alder"]).count()

"""Warehouses, stock takes, losses and a distributor's own transfers, for machines."""

import json
from typing import Any

import pytest
from django.urls import reverse

from tests.inventory.pages import on_hand
from tests.world import World
from wholesale.tenancy.models import uuid7


def call(world: World, who: str, page: str, /, *args: object, **body: Any) -> Any:
    address = reverse(f"inventory-api:{page}", args=[who, *args])
    headers = {"Idempotency-Key": str(uuid7())}
    method = str(body.pop("method", "post"))
    if version := body.pop("version", None):
        headers["If-Match"] = f'"v{version}"'
    send = getattr(world.client(who), method)
    if method == "get":
        return send(address)
    return send(address, json.dumps(body), content_type="application/json", headers=headers)


@pytest.mark.parametrize(("who", "prefix"), [("alder", ""), ("dawn", "delivering_")])
def test_own_warehouses(world, who, prefix):
    made = call(world, who, f"{prefix}own_warehouses", name="Cold store")
    assert made.status_code == 201
    again = call(world, who, f"{prefix}own_warehouses", name="cold store")
    assert (again.status_code, again.json()["code"]) == (409, "name_taken")
    one = made.json()["id"]
    assert call(world, who, f"{prefix}warehouse_name", one, name="Cold room").json()["name"] == "Cold room"
    assert call(world, who, f"{prefix}warehouse_closing", one).json()["is_closed"]
    assert not call(world, who, f"{prefix}warehouse_opening", one).json()["is_closed"]
    assert call(world, who, f"{prefix}warehouse_main", one).json()["is_main"]
    assert call(world, who, f"{prefix}warehouse_closing", one).status_code == 409
    listed = call(world, who, f"{prefix}own_warehouses", method="get").json()["results"]
    assert [each["name"] for each in listed] == ["Cold room", "Main warehouse"]
    strange = world.warehouses["cedar"].pk
    assert call(world, who, f"{prefix}warehouse_name", strange, name="Ours").status_code == 404


def test_a_guest_changes_no_warehouse(world):
    assert call(world, "gale", "delivering_own_warehouses", name="Cold").status_code == 403


@pytest.mark.parametrize(
    ("who", "prefix", "named"), [("alder", "", {}), ("dawn", "delivering_", {"supplier": "alder"})]
)
def test_stock_takes(world, who, prefix, named):
    opened = call(world, who, f"{prefix}takes", warehouse_id=str(world.warehouses[who].pk), **named)
    assert opened.status_code == 201
    take = opened.json()["id"]
    assert call(world, who, f"{prefix}take_lines", take, sku="PALE", units=20).json()["expected_units"] == 24
    assert (
        call(world, who, f"{prefix}take_lines", take, sku="PALE", units=9).json()["code"] == "counted_already"
    )
    lines = call(world, who, f"{prefix}take_lines", take, method="get").json()["results"]
    assert [(line["sku"], line["counted_units"]) for line in lines] == [("STOUT", 24), ("PALE", 20)]
    assert call(world, who, f"{prefix}take_applying", take, reason="count").json()["status"] == "applied"
    assert call(world, who, f"{prefix}take_discarding", take).status_code == 409
    assert on_hand(world, who, world.products["alder"][0]) == 20
    assert call(world, who, f"{prefix}takes", method="get").status_code == 200


def test_losses(world):
    at = {"sku": "PALE", "reason": "fell", "units": 2}
    own, dawn = (str(world.warehouses[name].pk) for name in ("alder", "dawn"))
    assert call(world, "alder", "write_offs", warehouse_id=own, **at).json()["on_hand_units"] == 22
    refused = call(world, "alder", "write_offs", warehouse_id=dawn, **at)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_editable")
    kept = call(world, "dawn", "delivering_write_offs", warehouse_id=dawn, supplier="alder", **at)
    assert kept.json()["on_hand_units"] == 22


def test_a_distributor_writes_changes_and_sends_its_own(world):
    ends = {
        "source_id": str(world.warehouses["dawn"].pk),
        "destination_id": str(world.warehouses["alder"].pk),
        "note": "",
    }
    pale = {"lines": [{"sku": "PALE", "units": 2}]}
    made = call(world, "dawn", "delivering_transfers", supplier="alder", **ends, **pale)
    assert made.status_code == 201
    one = made.json()["id"]
    more = {"lines": [{"sku": "PALE", "units": 3}]}
    assert call(world, "dawn", "delivering_transfer", one, method="put", **ends, **more).status_code == 428
    changed = call(world, "dawn", "delivering_transfer", one, method="put", version=1, **ends, **more)
    assert changed.json()["lines"][0]["sent_units"] == 3
    late = call(world, "dawn", "delivering_transfer", one, method="put", version=1, **ends, **more)
    assert late.status_code == 412
    assert call(world, "alder", "transfer_sending", one).status_code == 404  # it is not alder's draft
    assert call(world, "dawn", "delivering_transfer_sending", one).json()["status"] == "sent"
    assert call(world, "dawn", "delivering_transfer_cancellation", one).json()["status"] == "cancelled"
    other = call(world, "dawn", "delivering_transfers", supplier="alder", **ends, **pale).json()["id"]
    assert call(world, "dawn", "delivering_transfer", other, method="delete").status_code == 204


def test_stock_comes_into_the_warehouse_that_is_named(world):
    cold = call(world, "alder", "own_warehouses", name="Cold store").json()["id"]
    lines = [{"sku": "PALE", "units": 5}]
    assert call(world, "alder", "receipts", lines=lines, warehouse_id=cold).status_code == 201
    dawn = str(world.warehouses["dawn"].pk)
    assert call(world, "alder", "receipts", lines=lines, warehouse_id=dawn).status_code == 404

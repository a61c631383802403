"""What a customer's orders take: a PO number, a licence; said before, and refused without (SPEC.md O4, O18)."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from catalogs.models import Product
from orders.edits import OrderEdit
from orders.errors import LicenceNotGood, PoNumberMissing
from orders.models import Order
from orders.obstacles import Check, Verdict
from orders.queries.obstacles import chain_of, customer_to_explain
from orders.services.editing import edit_order
from retailers.models import Customer, CustomerEvent
from tests.orders.conftest import Buyer, next_day
from tests.orders.shopping import api, at, checkout, held
from tests.world import World
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner

JSON: Any = {"content_type": "application/json"}
TODAY = timezone.localdate()


def change(world: World, **values: object) -> None:
    with as_owner():
        Customer.objects.filter(pk=world.customers["alder", "rita"].pk).update(**values)


def mark(world: World, rule: str) -> None:
    with as_owner():
        Product.objects.filter(pk=world.products["alder"][0].pk).update(licence=rule)


def orders_of(world: World) -> int:
    with as_owner():
        return Order.objects.filter(supplier=world.orgs["alder"], retailer=world.orgs["rita"]).count()


def submit_by_machine(world: World, **body: object) -> Any:
    sent = {"delivery_date": next_day().isoformat()} | body
    return world.client("rita").post(
        api("submission"), sent, headers={"Idempotency-Key": str(uuid7())}, **JSON
    )


def test_a_po_number_is_asked_for_beside_its_field(world: World, buyer: Buyer) -> None:
    change(world, requires_po_number=True)
    buyer.put(2)
    before, client = orders_of(world), world.client("rita")

    page = client.get(at("cart")).content.decode()
    blank = client.post(at("submission_create"), checkout(world, po_number="  ", note="Back door"))
    machine = submit_by_machine(world)

    assert 'name="po_number"' in page
    assert page.split('name="po_number"')[1].split(">")[0].count("required") == 1
    assert (blank.status_code, machine.status_code) == (422, 400)
    assert "A PO number is needed for this order." in blank.content.decode()
    assert "Back door" in blank.content.decode()
    assert "A PO number is needed for this order." in str(machine.json()["errors"])
    assert client.get(api("cart")).json()["needs_po_number"] is True
    assert (orders_of(world), held(world)["PALE"]) == (before, 2)
    assert client.post(at("submission_create"), checkout(world, po_number="2211")).status_code == 302


@pytest.mark.parametrize(
    ("licence", "words"),
    [
        ({}, "has no licence of yours on record"),
        (
            {"licence_number": "L-1", "licence_expires_on": TODAY - timedelta(days=3)},
            "Your licence L-1 ended on",
        ),
    ],
)
def test_without_a_good_licence_the_order_is_refused_and_said_to_be_before(
    world: World, buyer: Buyer, licence: dict[str, Any], words: str
) -> None:
    change(world, **licence)
    mark(world, "blocks")
    buyer.put(2)
    before, client = orders_of(world), world.client("rita")

    page = " ".join(client.get(at("cart")).content.decode().split())
    cart = client.get(api("cart")).json()
    refused = client.post(at("submission_create"), checkout(world))
    machine = submit_by_machine(world)

    assert words in page
    assert "Needs a valid licence" in page
    assert "Licence needed" in client.get(at("shop")).content.decode()
    assert (cart["licence"], cart["can_be_submitted"]) == ("expired" if licence else "missing", False)
    assert (refused.status_code, machine.status_code) == (422, 422)
    assert machine.json()["code"] == LicenceNotGood.code
    assert "Pale Ale" in refused.content.decode()
    assert (orders_of(world), held(world)["PALE"]) == (before, 2)


def test_where_it_warns_the_order_is_taken(world: World, buyer: Buyer) -> None:
    mark(world, "warns")
    buyer.put(2)

    cart = world.client("rita").get(api("cart")).json()

    assert (cart["licence"], cart["can_be_submitted"]) == ("missing", True)
    assert buyer.submit().status == "submitted"


@pytest.mark.parametrize("days", [0, 40, None])
def test_a_licence_is_good_on_its_last_day_and_without_one(
    world: World, buyer: Buyer, days: int | None
) -> None:
    ends = None if days is None else timezone.localdate() + timedelta(days=days + 1)
    change(world, licence_number="L-1", licence_expires_on=ends)
    mark(world, "blocks")
    buyer.put(2)

    assert world.client("rita").get(api("cart")).json()["licence"] is None
    assert buyer.submit().status == "submitted"


def test_why_it_cannot_order_names_the_licence(world: World) -> None:
    mark(world, "blocks")
    with acting_as(world.context("alder")):
        found = customer_to_explain(world.acting("alder"), world.customers["alder", "rita"].pk)
        links = chain_of(found, Product.objects.get(pk=world.products["alder"][0].pk), 1).links

    link = next(link for link in links if link.check == Check.LICENCE)
    assert link.verdict == Verdict.BLOCKS
    assert link.address.endswith("/conditions/")


def page_of(world: World, name: str = "conditions_update") -> str:
    return reverse(f"retailers:{name}", args=["alder", world.customers["alder", "rita"].pk])


def test_the_supplier_enters_it_and_finds_what_ends_soon(world: World) -> None:
    client, soon = world.client("alder"), (timezone.localdate() + timedelta(days=20)).isoformat()
    typed = {
        "licence_number": " OLCC  1 ",
        "licence_expires_on": soon,
        "requires_po_number": "on",
        "version": 1,
    }

    saved = client.post(page_of(world), typed)
    stale = client.post(page_of(world), typed | {"licence_number": "OLCC 2"})
    nameless = client.post(page_of(world), {"licence_number": "", "licence_expires_on": soon, "version": 2})

    assert (saved.status_code, stale.status_code, nameless.status_code) == (302, 412, 422)
    assert "Enter the number of the licence that ends on this day." in nameless.content.decode()
    assert "OLCC 2" in stale.content.decode()
    with as_owner():
        customer = Customer.objects.get(pk=world.customers["alder", "rita"].pk)
        assert (customer.licence_number, customer.requires_po_number, customer.version) == ("OLCC 1", True, 2)
        assert CustomerEvent.objects.filter(customer=customer, kind="edited").count() == 1
    rows = reverse("retailers:customer_list", args=["alder"])
    for licence, found in (("ends_soon", ["Rita of alder"]), ("expired", []), ("valid", [])):
        assert [
            str(row.private) for row in client.get(rows, {"licence": licence}).context["page"].rows
        ] == found
    listed = client.get(reverse("retailers-api:customers", args=["alder"]), {"licence": "ends_soon"}).json()
    assert [row["licence_number"] for row in listed["results"]] == ["OLCC 1"]
    assert "OLCC 1" in client.get(page_of(world, "customer_detail")).content.decode()


def test_machines_change_some_of_it_and_strangers_find_nothing(world: World) -> None:
    address = reverse("retailers-api:conditions", args=["alder", world.customers["alder", "rita"].pk])
    client, match = world.client("alder"), {"If-Match": '"v1"'}

    changed = client.patch(address, {"licence_number": "L-9"}, headers=match, **JSON)
    late = client.patch(address, {"licence_number": "L-8"}, headers=match, **JSON)

    assert (changed.status_code, changed.json()["licence"], late.status_code) == (200, "valid", 412)
    assert client.get(address).json()["licence_number"] == "L-9"
    assert world.client("birch").get(address).status_code == 404
    foreign = reverse("retailers:conditions_update", args=["birch", world.customers["alder", "rita"].pk])
    assert world.client("birch").post(foreign, {"licence_number": "X"}).status_code == 404


def test_an_order_is_not_changed_into_what_it_could_not_have_been(world: World, buyer: Buyer) -> None:
    buyer.put(0, 2)
    order = buyer.submit(po_number="2211")
    change(world, requires_po_number=True)
    mark(world, "blocks")
    pale = world.products["alder"][0].pk

    for wish, refused in (
        (OrderEdit({pale: 3}), LicenceNotGood),
        (OrderEdit({}, po_number=""), PoNumberMissing),
    ):
        with acting_as(buyer.context), pytest.raises(refused):
            edit_order(order=order, wish=wish, by=buyer.user, version=order.version)
    with as_owner():
        kept = Order.objects.get(pk=order.pk)
        assert (kept.version, kept.po_number, kept.line_count) == (1, "2211", 1)

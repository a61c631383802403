"""Quick order: what is right goes in, what is not is named line by line (SPEC.md O1)."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from catalogs.models import Product
from inventory.models import StockBalance
from orders.models import Cart
from orders.services.filling import add_to_cart
from retailers.models import Customer
from tests.orders.conftest import Buyer, assort
from tests.orders.shopping import at, held
from tests.world import World
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.sheets.writing import xlsx_file
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner


def send(world: World, text: str = "", **more: Any) -> Any:
    sent = {"form_key": str(uuid7()), "text": text} | more
    return world.client("rita").post(at("quick_order"), sent)


def refused(answer: Any) -> dict[str, str]:
    return {line.line.text: line.reason for line in answer.context["done"].refused}


def test_lines_go_in_on_top_of_what_is_in_the_cart(world: World) -> None:
    answer = send(world, "pale 2\nSTOUT, 3")

    assert (answer.status_code, answer.headers["Location"]) == (302, at("quick_order"))
    assert held(world) == {"PALE": 2, "STOUT": 4}


def test_what_cannot_be_ordered_is_named_and_all_else_goes_in(world: World) -> None:
    pale = world.products["alder"][0]
    with as_owner():
        Product.objects.filter(pk=pale.pk).update(order_multiple=6)
        foreign = Product.objects.create(supplier=world.orgs["birch"], sku="BIRCH", name="Not alder's")

    answer = send(world, f"PALE 7\nSTOUT 2\nNOPE 1\n{foreign.sku} 1\nSTOUT\nPALE 0\nSTOUT 9999999")

    assert answer.status_code == 200
    assert refused(answer) == {
        "PALE 7": "Pale Ale: comes in multiples of 6",
        "NOPE 1": "not offered to you",
        "BIRCH 1": "not offered to you",
        "STOUT": "write how many, as a whole number behind the SKU",
        "PALE 0": "at least 1 at a time",
        "STOUT 9999999": "at most 1,000,000 at a time",
    }
    assert held(world) == {"STOUT": 3}
    left = answer.context["form"]["text"].value()
    assert left == "PALE 7\nNOPE 1\nBIRCH 1\nSTOUT\nPALE 0\nSTOUT 9999999"
    assert b"Line 1, <b>PALE 7</b>" in answer.content


def test_too_many_are_refused_with_what_is_left(world: World, buyer: Buyer) -> None:
    buyer.put(20)

    answer = send(world, "PALE 3\nSTOUT 200")

    assert answer.status_code == 422
    assert refused(answer) == {
        "PALE 3": "Pale Ale: only 22 left, 20 of them are in the cart",
        "STOUT 200": "Oatmeal Stout: only 24 left, 1 of them are in the cart",
    }
    assert held(world) == {"PALE": 20, "STOUT": 1}


def test_one_sku_in_two_lines_adds_up_and_is_judged_as_one(world: World) -> None:
    assert send(world, "PALE 2\npale 3").status_code == 302
    assert held(world)["PALE"] == 5

    answer = send(world, "PALE 10\nPALE 10")
    assert set(refused(answer)) == {"PALE 10"}
    assert len(answer.context["done"].refused) == 2
    assert held(world)["PALE"] == 5


def test_a_barcode_names_a_product_and_a_sku_in_its_own_case_comes_first(world: World) -> None:
    pale, stout = world.products["alder"]
    with as_owner():
        Product.objects.filter(pk=pale.pk).update(gtin="04006381333931")
        Product.objects.filter(pk=stout.pk).update(sku="pale")

    answer = send(world, "04006381333931 1\npale 2\nPale 5")

    assert refused(answer) == {"Pale 5": "not offered to you"}
    assert held(world) == {"PALE": 1, "pale": 3}


def test_nothing_taken_leaves_the_cart_as_it_was(world: World) -> None:
    with as_owner():
        before = Cart.objects.get(supplier=world.orgs["alder"], retailer=world.orgs["rita"]).version

    assert send(world, "PALE 9999").status_code == 422

    with as_owner():
        after = Cart.objects.get(supplier=world.orgs["alder"], retailer=world.orgs["rita"]).version
    assert after == before


def test_a_form_sent_twice_fills_once(world: World) -> None:
    key = str(uuid7())

    for _ in range(2):
        assert send(world, "PALE 2", form_key=key).status_code == 302

    assert held(world)["PALE"] == 2


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_is_read_as_what_is_typed(world: World, form: str) -> None:
    content = b"Quantity;SKU\n2;PALE\n3;STOUT\n1;NOPE\n"
    if form == "xlsx":
        with xlsx_file([["PALE", 2], ["STOUT", 3], ["NOPE", 1]], headings=["SKU", "Quantity"]) as file:
            content = file.read()

    answer = send(world, file=SimpleUploadedFile(f"order.{form}", content))

    assert answer.status_code == 200
    assert [(x.line.number, x.reason) for x in answer.context["done"].refused] == [(4, "not offered to you")]
    assert held(world) == {"PALE": 2, "STOUT": 4}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("order.xlsx", b"PK\x03\x04 cut off", "damaged or incomplete"),
        ("order.csv", b"<html><body>no</body></html>", "web page"),
        ("order.csv", b"SKU,Quantity\n", "no row below it"),
        ("order.pdf", b"%PDF-1.7", "neither an Excel workbook"),
        ("order.csv", b"SKU,Quantity\n" + b"PALE,1\n" * 501, "502 lines"),
    ],
)
def test_a_bad_file_is_refused_beside_its_field(world: World, name: str, content: bytes, words: str) -> None:
    answer = send(world, "STOUT 1", file=SimpleUploadedFile(name, content))

    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors["file"])
    assert answer.context["form"]["text"].value() == "STOUT 1"
    assert held(world) == {"STOUT": 1}


def test_nothing_typed_is_said_and_a_page_shows_the_way(world: World) -> None:
    client = world.client("rita")

    page = client.get(at("quick_order"))
    empty = send(world)

    assert b"PALE-24 3" in page.content
    assert b'aria-current="page"' in page.content
    assert (empty.status_code, "at least one line" in str(empty.context["form"].errors)) == (422, True)


def test_who_may_not_order_or_is_not_active_does_not(world: World) -> None:
    with as_owner():
        Customer.objects.update(is_active=False)
    assert send(world, "PALE 2").status_code == 403
    with as_owner():
        Customer.objects.filter(registered_at__isnull=False).update(is_active=True)
        Membership.objects.filter(user=world.users["rita"]).update(role=MemberRole.BOOKKEEPER)
    assert send(world, "PALE 2").status_code == 403
    assert world.client("rita").get(at("quick_order")).status_code == 403
    assert held(world) == {"STOUT": 1}


@pytest.mark.parametrize("lines", [1, 10, 100])
def test_a_quick_order_costs_the_same_whatever_its_length(world: World, statements, lines: int) -> None:
    """Sign-in 3, customer, key 2, SKUs, cart, what is in it, offers, lines."""
    assort(world, lines)
    text = "\n".join(f"n{lines}-{n} 1" for n in range(lines))
    client = world.client("rita")
    client.get(at("quick_order"))

    seen = statements(lambda: client.post(at("quick_order"), {"form_key": str(uuid7()), "text": text}))

    assert len(held(world)) == lines + 1
    assert len(seen) == 11, seen


@pytest.mark.parametrize("lines", [1, 10, 100])
def test_a_page_that_names_refusals_costs_the_same(world: World, statements, lines: int) -> None:
    assort(world, lines)
    text = "\n".join(f"n{lines}-{n} {n + 51}" for n in range(lines))
    client = world.client("rita")
    client.get(at("quick_order"))

    seen = statements(lambda: client.post(at("quick_order"), {"form_key": str(uuid7()), "text": text}))

    assert len(seen) == 14, seen


def test_the_service_puts_a_hundred_in_by_four_statements(world: World, buyer: Buyer, statements) -> None:
    wanted, customer = assort(world, 100), buyer.customer
    with acting_as(buyer.context):
        seen = statements(lambda: add_to_cart(customer=customer, units_by_product=wanted, by=buyer.user))

    assert len(seen) == 4, seen


def test_a_product_without_stock_is_sold_out(world: World) -> None:
    with as_owner():
        StockBalance.objects.filter(product=world.products["alder"][0]).update(
            on_hand_units=0, reserved_units=0
        )

    assert refused(send(world, "PALE 1")) == {"PALE 1": "Pale Ale: sold out"}

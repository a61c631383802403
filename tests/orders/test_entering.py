"""A supplier enters orders for its customers, registered or not, at their price and stock (SPEC.md O17)."""

from typing import Any

import pytest
from django.urls import reverse

from inventory.models import StockBalance
from orders.models import Cart, CartLine, Order, OrderEvent, OrderLineAmount
from orders.queries.carts import priced_cart
from orders.queries.entering import customer_to_enter_for
from orders.services.cart import set_cart_lines
from retailers.models import Customer, CustomerPrivate, ShipToAddress
from tests.catalogs.test_terms_pages import become
from tests.orders.conftest import Buyer, next_day
from tests.world import World
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.enums import MemberRole
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner

JSON: Any = {"content_type": "application/json"}


def at(world: World, name: str, supplier: str = "alder", retailer: str = "rita") -> str:
    return reverse(f"orders:{name}", args=[supplier, world.customers[supplier, retailer].pk])


def put(world: World, units: int, supplier: str = "alder", retailer: str = "rita", **more: str) -> Any:
    product = str(world.products[supplier][0].pk)
    body = {"product": product, "quantity_units": units, "seen_units": 0} | more
    return world.client(supplier).post(at(world, "entering_line_create", supplier, retailer), body)


def sent(world: World, supplier: str = "alder", retailer: str = "rita", **more: object) -> dict[str, Any]:
    """Return what the page would send, as far as it must."""
    with acting_as(world.context(supplier)):
        customer = customer_to_enter_for(world.acting(supplier), world.customers[supplier, retailer].pk)
        cart = priced_cart(customer)
    page = world.client(supplier).get(at(world, "order_entering", supplier, retailer))
    address = page.context["form"]["address_key"].field.choices[0][0]
    return {
        "delivery_date": next_day().isoformat(),
        "address_key": address,
        "submission_key": str(uuid7()),
        "cart_version": cart.version,
        "goods": f"{cart.goods}",
    } | more


def own_cart(world: World, supplier: str = "alder", retailer: str = "rita") -> dict[str, int]:
    with as_owner():
        lines = CartLine.objects.filter(
            supplier=world.orgs[supplier], retailer=world.orgs[retailer], is_suppliers=True
        )
        return dict(lines.values_list("product__sku", "quantity_units"))


def newest(world: World, supplier: str = "alder") -> Order:
    with as_owner():
        return Order.objects.filter(supplier=world.orgs[supplier]).latest("submitted_at")


def mails(template: str) -> list[str]:
    with as_owner():
        return sorted(OutboundEmail.objects.filter(template=template).values_list("to", flat=True))


def test_an_order_is_entered_for_a_registered_customer_and_it_is_told(world: World, buyer: Buyer) -> None:
    before = newest(world)
    with as_owner():
        retailers = list(
            CartLine.objects.filter(retailer=world.orgs["rita"]).values_list("pk", "quantity_units")
        )
    put(world, 3)
    found = world.client("alder").get(at(world, "order_entering"), {"q": "pale"}).content.decode()

    answer = world.client("alder").post(
        at(world, "entering_submission_create"), sent(world, po_number="By phone", note="Side door")
    )

    assert answer.status_code == 302, answer.content.decode()
    order = newest(world)
    assert "PALE" in found
    assert (order.number, order.status, order.po_number) == (before.number + 1, "submitted", "By phone")
    assert order.retailer_id == world.org_id("rita")
    assert order.contact_email != "alder@example.com"
    with as_owner():
        event = OrderEvent.objects.get(order=order)
        assert (event.by_side, event.by_id) == ("supplier", world.users["alder"].pk)
        assert list(
            OrderLineAmount.objects.filter(line__order=order).values_list("unit_price", flat=True)
        ) == [30]
        assert list(CartLine.objects.filter(retailer=world.orgs["rita"], is_suppliers=False).values_list(
            "pk", "quantity_units")) == retailers  # fmt: skip
    assert own_cart(world) == {}
    assert mails("orders/entered") == [order.contact_email]
    ours = world.client("alder").get(reverse("orders:selling_detail", args=["alder", order.number]))
    theirs = world.client("rita").get(reverse("orders:buying_detail", args=["rita", "alder", order.number]))
    for page in (ours, theirs):
        assert "Entered by the supplier for the retailer" in page.content.decode()


def test_the_customer_sees_nothing_of_what_is_about_to_be_entered(world: World, buyer: Buyer) -> None:
    put(world, 3)

    assert own_cart(world) == {"PALE": 3}
    with acting_as(world.context("rita")):
        assert not Cart.objects.filter(is_suppliers=True).exists()
        assert not CartLine.objects.filter(is_suppliers=True).exists()
    carts = world.client("rita").get("/api/v1/rita/buying/carts/").json()["results"]
    assert len([each for each in carts if each["supplier"] == "alder"]) == 1


def test_for_a_prospect_stock_is_held_and_the_status_waits(world: World) -> None:
    product = world.products["birch"][0]
    with as_owner():
        customer = world.customers["birch", "remy"]
        CustomerPrivate.objects.filter(customer=customer).update(contact_email="bar@example.com")
    assert put(world, 1, "birch", "remy").status_code == 302
    page = world.client("birch").get(at(world, "order_entering", "birch", "remy")).content.decode()

    answer = world.client("birch").post(
        at(world, "entering_submission_create", "birch", "remy"), sent(world, "birch", "remy")
    )

    assert answer.status_code == 302, answer.content.decode()
    assert "has not registered" in page
    order = newest(world, "birch")
    with as_owner():
        fresh = Customer.objects.get(pk=customer.pk)
        assert (fresh.status, fresh.is_active, fresh.last_ordered_at) == (
            "invited",
            False,
            order.submitted_at,
        )
        held = StockBalance.objects.filter(product=product, supplier=world.orgs["birch"])
        assert 1 in held.values_list("reserved_units", flat=True)
        assert order.contact_email == "bar@example.com"
    assert mails("orders/entered") == []
    ours = (
        world.client("birch")
        .get(reverse("orders:selling_detail", args=["birch", order.number]))
        .content.decode()
    )
    assert "This order waits until" in ours
    assert "confirmation/" not in ours
    with acting_as(world.context("remy")):
        assert not Order.objects.filter(pk=order.pk).exists()


@pytest.mark.parametrize("noun", ["confirmation", "cancellation", "refusal"])
def test_no_step_is_taken_before_it_has_registered(world: World, noun: str) -> None:
    put(world, 1, "birch", "remy")
    body = sent(world, "birch", "remy")
    world.client("birch").post(at(world, "entering_submission_create", "birch", "remy"), body)
    order, client = newest(world, "birch"), world.client("birch")

    page = client.post(reverse("orders:selling_move", args=["birch", order.number, noun]), {"version": 1})
    machine = client.post(
        f"/api/v1/birch/selling/orders/{order.number}/{noun}/",
        {"version": 1},
        headers={"Idempotency-Key": str(uuid7()), "If-Match": '"v1"'},
        **JSON,
    )

    assert (page.status_code, machine.status_code) == (409, 409), machine.content
    assert "has not registered yet" in page.content.decode()
    assert machine.json()["code"] == "customer_not_registered"
    assert newest(world, "birch").status == "submitted"


def test_sent_twice_it_is_one_order_and_stale_it_is_none(world: World) -> None:
    put(world, 2)
    client, body = world.client("alder"), sent(world)
    first = newest(world).number

    stale = client.post(at(world, "entering_submission_create"), body | {"cart_version": 99})
    once = client.post(at(world, "entering_submission_create"), body)
    again = client.post(at(world, "entering_submission_create"), body)
    nothing = client.post(at(world, "entering_submission_create"), body | {"submission_key": str(uuid7())})

    assert (stale.status_code, once.status_code, again.status_code, nothing.status_code) == (
        409,
        302,
        302,
        409,
    )
    assert newest(world).number == first + 1


def test_machines_enter_it_too(world: World) -> None:
    base = f"/api/v1/alder/selling/customers/{world.customers['alder', 'rita'].pk}/cart/"
    client = world.client("alder")

    lines = client.put(f"{base}lines/", {"lines": [{"sku": "PALE", "quantity_units": 2}]}, **JSON)
    cart = client.get(base).json()
    key = {"Idempotency-Key": str(uuid7())}
    body = {"delivery_date": next_day().isoformat(), "goods": cart["goods"], "cart_version": cart["version"]}
    placed = client.post(f"{base}submission/", body, headers=key, **JSON)
    again = client.post(f"{base}submission/", body, headers=key, **JSON)

    assert (lines.status_code, placed.status_code) == (200, 201), placed.content
    assert (placed.json()["number"], placed.json()) == (newest(world).number, again.json())
    assert own_cart(world) == {}
    nowhere = client.post(
        f"{base}submission/", body | {"address_key": str(uuid7())}, headers={"Idempotency-Key": "n"}, **JSON
    )
    assert nowhere.status_code in (409, 422)


def test_it_goes_to_the_address_that_is_chosen(world: World) -> None:
    with as_owner():
        pier = ShipToAddress.objects.create(retailer=world.orgs["rita"], name="Pier", street="9 Quay")
    put(world, 1)

    answer = world.client("alder").post(
        at(world, "entering_submission_create"), sent(world, address_key=str(pier.pk))
    )

    assert answer.status_code == 302
    assert newest(world).ship_to["street"] == "9 Quay"


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (MemberRole.PROCUREMENT, 200),
        (MemberRole.VIEWER, 403),
        (MemberRole.WAREHOUSE, 403),
        (MemberRole.SALES, 404),
    ],
)
def test_who_may_enter_orders(world: World, role: MemberRole, status: int) -> None:
    client = become(world, role)

    assert client.get(at(world, "order_entering")).status_code == status
    assert client.get(reverse("orders:order_new", args=["alder"])).status_code == (
        200 if status == 404 else status
    )


def test_a_representative_enters_for_her_own_only(world: World, sally: Any) -> None:
    new = sally.get(reverse("orders:order_new", args=["alder"])).content.decode()

    assert sally.get(at(world, "order_entering")).status_code == 200
    assert sally.get(at(world, "order_entering", "alder", "remy")).status_code == 404
    assert ("Rita of alder" in new, "Remy of alder" in new) == (True, False)


def test_strangers_find_nothing(world: World) -> None:
    foreign = world.customers["alder", "rita"].pk
    for name in ("entering_line_create", "entering_submission_create", "entering_quick_create"):
        address = reverse(f"orders:{name}", args=["birch", foreign])
        assert world.client("birch").post(address, {}).status_code == 404
    assert world.client("rita").get(at(world, "order_entering")).status_code == 404


def test_typed_lines_go_in_and_what_is_wrong_stays(world: World) -> None:
    empty = world.client("alder").get(at(world, "order_entering")).content.decode()
    assert ("Nothing is in the order yet" in empty, "Your cart" in empty) == (True, False)
    body = {"text": "PALE 2\nNOSUCH 1", "form_key": str(uuid7())}
    page = world.client("alder").post(at(world, "entering_quick_create"), body)

    assert page.status_code == 200
    assert "NOSUCH 1" in page.content.decode()
    assert own_cart(world) == {"PALE": 2}
    new = world.client("alder").get(reverse("orders:order_new", args=["alder"])).content.decode()
    assert "Begun" in new


@pytest.mark.parametrize("lines", [1, 10])
def test_statements_do_not_grow_with_lines(world: World, statements: Any, lines: int) -> None:
    from tests.orders.conftest import assort

    wanted = assort(world, lines)
    with acting_as(world.context("alder")):
        customer = customer_to_enter_for(world.acting("alder"), world.customers["alder", "rita"].pk)
        set_cart_lines(customer=customer, units_by_product=wanted, by=world.users["alder"])
    client, body = world.client("alder"), sent(world)

    seen = statements(lambda: client.post(at(world, "entering_submission_create"), body))

    assert newest(world).line_count == lines
    assert len(seen) == 27, "\n".join(seen)

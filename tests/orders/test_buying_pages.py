"""The shop, the cart and the checkout as a buyer's browser meets them."""

import pytest
from django.urls import reverse

from catalogs.models import Price, Product
from inventory.models import StockBalance
from retailers.models import Customer
from tests.orders.conftest import Buyer, assort, copy_order
from tests.orders.shopping import HTMX, at, held
from tests.world import World
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner


def test_a_shop_shows_price_pack_stock_and_cart(world: World) -> None:
    page = world.client("rita").get(at("shop")).content.decode()

    assert "Pale Ale" in page
    assert "$30.00" in page
    assert "24 × 355 ml" in page
    assert "Review order" in page
    assert "brand" in page


def test_only_what_its_distributor_has_in_stock_exists_for_a_customer(world: World) -> None:
    """SPEC.md I7: rita is served by dawn; alder's own stock and dusk's are nothing to her."""
    pale, stout = world.products["alder"]
    with as_owner():
        StockBalance.objects.filter(product=pale, keeper=world.orgs["dawn"]).delete()
        StockBalance.objects.filter(product=stout, keeper=world.orgs["dawn"]).update(on_hand_units=0)

    shop, everything = (world.client("rita").get(at("shop") + query) for query in ("", "?sold_out=yes"))

    assert shop.context["page"].rows == []
    assert [row["sku"] for row in everything.context["page"].rows] == ["STOUT"]
    assert b"Sold out" in everything.content


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=pale", ["PALE"]),
        ("?q=nothing", []),
        ("?category=Beer", ["STOUT", "PALE"]),
        ("?category=Wine", []),
    ],
)
def test_a_shop_is_searched_and_narrowed(world: World, query: str, found: list[str]) -> None:
    with as_owner():
        for product in Product.objects.all():
            product.search_text = product.name.lower()
            product.save()

    page = world.client("rita").get(at("shop") + query)

    assert [row["sku"] for row in page.context["page"].rows] == found


def test_an_inactive_customer_sees_the_brand_and_no_products(world: World) -> None:
    with as_owner():
        Customer.objects.update(is_active=False)

    page = world.client("rita").get(at("shop"))

    assert b"Activation pending" in page.content
    assert b"Alder" in page.content
    assert b"Pale Ale" not in page.content
    assert b"30.00" not in page.content


def test_a_shop_of_a_supplier_one_does_not_know_is_not_there(world: World) -> None:
    rita = world.client("rita")
    for name in ("shop", "cart"):
        assert rita.get(reverse(f"orders:{name}", args=["rita", "cedar"])).status_code == 404
    for name in ("cart_line_create", "submission_create"):
        assert rita.post(reverse(f"orders:{name}", args=["rita", "cedar"])).status_code == 404


@pytest.mark.parametrize("products", [10, 50, 100])
def test_a_shop_costs_the_same_whatever_it_holds(world: World, statements, products: int) -> None:
    """P-8: six for the page's own content, at most four for sign-in and membership."""
    assort(world, products)
    client = world.client("rita")
    client.get(at("shop"))

    seen = statements(lambda: client.get(at("shop")))

    assert len(seen) == 7, seen


def test_pages_of_a_shop_follow_each_other(world: World) -> None:
    assort(world, 60)
    client = world.client("rita")

    first = client.get(at("shop")).context["page"]
    second = client.get(at("shop"), {"cursor": first.next}).context["page"]

    assert (len(first.rows), len(second.rows)) == (50, 12)
    assert not {row["id"] for row in first.rows} & {row["id"] for row in second.rows}


def test_a_quantity_box_fills_the_cart_with_and_without_a_script(world: World) -> None:
    pale = world.products["alder"][0]
    client = world.client("rita")
    box = {"product": str(pale.pk), "quantity_units": 1, "seen_units": 0}

    plain = client.post(at("cart_line_create"), box)
    scripted = client.post(at("cart_line_create"), box | {"quantity_units": 2, "seen_units": 1}, **HTMX)

    assert (plain.status_code, plain.headers["Location"]) == (302, at("shop") + f"#p-{pale.pk}")
    assert scripted.status_code == 200
    assert f'id="p-{pale.pk}"'.encode() in scripted.content
    assert b'hx-swap-oob="true"' in scripted.content
    assert b"<html" not in scripted.content
    assert held(world) == {"PALE": 2, "STOUT": 1}


def test_one_step_goes_on_top_of_what_another_tab_did(world: World, buyer: Buyer) -> None:
    pale = world.products["alder"][0]
    buyer.put(5)
    client = world.client("rita")

    client.post(at("cart_line_create"), {"product": str(pale.pk), "quantity_units": 3, "seen_units": 2})
    assert held(world)["PALE"] == 6
    client.post(at("cart_line_create"), {"product": str(pale.pk), "quantity_units": 12, "seen_units": 2})
    assert held(world)["PALE"] == 12


@pytest.mark.parametrize(
    ("quantity", "words"),
    [("25", "only 22 left"), ("x", "whole number"), ("-1", "whole number"), ("9" * 30, "whole")],
)
def test_a_quantity_that_cannot_be_is_refused_and_changes_nothing(
    world: World, quantity: str, words: str
) -> None:
    pale = world.products["alder"][0]
    box = {"product": str(pale.pk), "quantity_units": quantity, "seen_units": 0}

    answer = world.client("rita").post(at("cart_line_create"), box, **HTMX)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert held(world) == {"STOUT": 1}


def test_a_product_that_is_not_offered_cannot_be_put_in(world: World) -> None:
    foreign = world.products["birch"][0]
    client = world.client("rita")
    for product in (str(foreign.pk), str(uuid7()), "nonsense"):
        box = {"product": product, "quantity_units": 1, "seen_units": 0}
        assert client.post(at("cart_line_create"), box, **HTMX).status_code == 422
    assert held(world) == {"STOUT": 1}


def test_multiple_and_minimum_shape_a_step(world: World) -> None:
    pale = world.products["alder"][0]
    with as_owner():
        Product.objects.filter(pk=pale.pk).update(order_multiple=2, minimum_units=6)
    client = world.client("rita")

    def step(quantity: int, seen: int) -> int:
        box = {"product": str(pale.pk), "quantity_units": quantity, "seen_units": seen}
        client.post(at("cart_line_create"), box)
        return held(world).get("PALE", 0)

    assert [step(2, 0), step(8, 6), step(6, 8), step(4, 6), step(7, 0)] == [6, 8, 6, 0, 0]


def test_a_cart_says_what_changed_since(world: World, buyer: Buyer) -> None:
    buyer.put(6, 2)
    pale, stout = world.products["alder"]
    with as_owner():
        Price.objects.filter(product=pale).update(unit_price="31.00")
        StockBalance.objects.filter(product=stout, keeper=world.orgs["dawn"]).update(on_hand_units=1)

    page = world.client("rita").get(at("cart")).content.decode()

    assert "One price changed" in page
    assert "Was $30.00" in page
    assert "Only 1 left" in page


def test_a_bookkeeper_reads_orders_but_does_not_buy(world: World) -> None:
    with as_owner():
        Membership.objects.filter(user=world.users["rita"]).update(role=MemberRole.BOOKKEEPER)
    client = world.client("rita")

    for name in ("shop", "cart"):
        assert client.get(at(name)).status_code == 403
    assert client.post(at("submission_create"), {}).status_code == 403
    assert client.get(reverse("orders:buying_list", args=["rita"])).status_code == 200


def test_a_retailer_cancels_until_it_is_confirmed(world: World) -> None:
    number = world.orders["alder", "rita"].number
    client = world.client("rita")
    cancel = reverse("orders:buying_move", args=["rita", "alder", number, "cancellation"])

    assert (
        b"Cancel order" in client.get(reverse("orders:buying_detail", args=["rita", "alder", number])).content
    )
    confirm = reverse("orders:selling_move", args=["alder", number, "confirmation"])
    assert world.client("alder").post(confirm).status_code == 302
    assert client.post(cancel).status_code == 403
    page = client.get(reverse("orders:buying_detail", args=["rita", "alder", number])).content
    assert b"Cancel order" not in page


@pytest.mark.parametrize(
    ("name", "own"), [("buying_home", 3), ("supplier_list", 2), ("cart_list", 1), ("buying_list", 2)]
)
@pytest.mark.parametrize("rows", [1, 30])
def test_lists_cost_the_same_for_one_row_and_thirty(
    world: World, statements, name: str, own: int, rows: int
) -> None:
    copy_order(world.orders["alder", "rita"], times=rows - 1)
    client, url = world.client("rita"), reverse(f"orders:{name}", args=["rita"])
    client.get(url)

    seen = statements(lambda: client.get(url))

    assert len(seen) == own + 3, seen

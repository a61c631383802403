"""Inventory, Price & availability, on pages."""

import pytest
from django.utils import timezone

from catalogs.models import Product
from inventory.models import StockBalance, Transfer
from tests.inventory.pages import filled, on_hand, url
from tests.world import ORDERED, World
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Agreement, Membership
from wholesale.tenancy.testing import as_owner


def grant(world: World) -> None:
    with as_owner():
        Agreement.objects.filter(pk=world.agreements["alder", "dawn"].pk).update(
            inventory_editable_since=timezone.now()
        )


def test_inventory_has_a_column_per_warehouse_with_what_is_coming(world):
    page = world.client("alder").get(url("stock_list"))

    assert [place.name for place in page.context["places"]] == ["Main warehouse", "Dawn", "Dusk"]
    rows = {row.product["sku"]: row for row in page.context["rows"]}
    cells = [
        (c.on_hand_units, c.reserved_units, c.available_units, c.incoming_units)
        for _, c in rows["PALE"].cells
    ]
    assert cells == [(24, ORDERED, 22, 0), (24, ORDERED, 22, 3), (24, ORDERED, 22, 3)]


def test_low_and_sold_out_products_are_marked_and_found(world):
    pale, stout = world.products["alder"]
    with as_owner():
        StockBalance.objects.filter(product=stout).update(on_hand_units=0)
        Product.objects.filter(pk=pale.pk).update(low_stock_units=66)
    client = world.client("alder")

    def found(state: str) -> list[tuple[str, str]]:
        rows = client.get(url("stock_list") + f"?state={state}").context["rows"]
        return [(row.product["sku"], row.state) for row in rows]

    assert found("low") == [("PALE", "low")]
    assert found("out") == [("STOUT", "out")]
    assert found("inactive") == []


@pytest.mark.parametrize(
    ("name", "who", "statements"),
    [("stock_list", "alder", 15), ("availability_list", "alder", 12), ("delivering_stock_list", "dawn", 15)],
)
@pytest.mark.parametrize("count", [1, 30])
def test_lists_take_the_same_statements_for_any_number_of_rows(
    world, name, who, statements, count, django_assert_num_queries
):
    with as_owner():
        made = Product.objects.bulk_create(
            Product(supplier=world.orgs["alder"], sku=f"P{n}", name=f"P{n}") for n in range(count)
        )
        StockBalance.objects.bulk_create(
            StockBalance(
                supplier=world.orgs["alder"],
                warehouse=world.warehouses["dawn"],
                keeper=world.orgs["dawn"],
                product=product,
            )
            for product in made
        )
    client = world.client(who)
    client.get(url(name, slug=who))

    with django_assert_num_queries(statements):
        client.get(url(name, slug=who))


@pytest.mark.parametrize(("by", "free"), [("alder", [24, 22]), ("dawn", [24, 22]), ("nobody", [24, 22])])
def test_price_and_availability_follows_who_delivers(world, by, free):
    with as_owner():
        StockBalance.objects.filter(keeper=world.orgs["dawn"], product=world.products["alder"][1]).update(
            on_hand_units=5
        )
    page = world.client("alder").get(url("availability_list") + f"?by={by}")

    expected = [5, 22] if by == "dawn" else free
    assert [row["available_units"] for row in page.context["page"].rows] == expected
    alone = [each.place.keeper.slug for each in page.context["servings"] if not each.own]
    assert alone == ["alder", "dawn", "dusk"]
    assert b"30.00" in page.content


def test_stock_is_received(world):
    pale = world.products["alder"][0]
    client = world.client("alder")

    empty = client.post(url("receipt_create"), filled(reason=""))
    wrong = client.post(url("receipt_create"), filled(**{f"units-{pale.pk}": "-1"}))
    right = client.post(url("receipt_create"), filled(**{f"units-{pale.pk}": "6", "reason": "Brew 812"}))

    assert (empty.status_code, wrong.status_code, right.status_code) == (422, 422, 302)
    assert on_hand(world, "alder", pale) == 30


def test_the_same_form_sent_again_moves_nothing_again(world):
    """A reload, the back button, or a second click where no script runs."""
    pale = world.products["alder"][0]
    client = world.client("alder")
    came = filled(**{f"units-{pale.pk}": "6", "reason": "Brew 812"})
    counted = filled(counted_units=20, seen_units=30, reason="ten broken")
    kept = filled(**{f"units-{pale.pk}": "5", "reason": "delivery note 7"})
    places = {"source": world.warehouses["alder"].pk, "destination": world.warehouses["dawn"].pk, "note": ""}
    sent = filled(**places, **{f"units-{pale.pk}": "3", "send": ""})
    with as_owner():
        before = Transfer.objects.count()

    for _ in range(2):
        client.post(url("receipt_create"), came)
        client.post(url("adjustment_create", world.warehouses["alder"].pk, pale.pk), counted)
        world.client("dawn").post(url("delivering_receipt_create", "alder", slug="dawn"), kept)
        assert client.post(url("transfer_create"), sent).status_code == 302

    assert on_hand(world, "alder", pale) == 17
    assert on_hand(world, "dawn", pale) == 29
    with as_owner():
        assert Transfer.objects.count() == before + 1


def test_a_refused_form_may_be_sent_again(world):
    pale = world.products["alder"][0]
    client = world.client("alder")
    address = url("adjustment_create", world.warehouses["alder"].pk, pale.pk)
    typed = filled(counted_units=1, seen_units=24, reason="gone")

    assert client.post(address, typed).status_code == 409
    assert client.post(address, typed | {"counted_units": 20}).status_code == 302
    assert on_hand(world, "alder", pale) == 20


def test_a_count_is_saved_as_a_difference(world):
    pale = world.products["alder"][0]
    address = url("adjustment_create", world.warehouses["alder"].pk, pale.pk)
    client = world.client("alder")

    unexplained = client.post(address, filled(counted_units=20, seen_units=24, reason=""))
    client.post(address, filled(counted_units=20, seen_units=24, reason="two broken"))
    below = client.post(address, filled(counted_units=1, seen_units=20, reason="gone"))

    absurd = [
        client.post(address, filled(counted_units=20, seen_units=seen, reason="x")).status_code
        for seen in (-99_999_999_999, 99_999_999_999)
    ]

    assert (unexplained.status_code, below.status_code, absurd) == (422, 409, [422, 422])
    assert on_hand(world, "alder", pale) == 20


def test_the_pencil_is_there_only_where_it_is_granted(world):
    pale = world.products["alder"][0]
    address = url("adjustment_create", world.warehouses["dawn"].pk, pale.pk)
    client = world.client("alder")
    typed = filled(counted_units=20, seen_units=24, reason="counted")

    assert address.encode() not in client.get(url("stock_list")).content
    assert client.post(address, typed).status_code == 403
    assert on_hand(world, "dawn", pale) == 24
    grant(world)
    assert address.encode() in client.get(url("stock_list")).content
    assert client.post(address, typed).status_code == 302
    assert on_hand(world, "dawn", pale) == 20


def test_what_is_low_in_one_warehouse_alone_is_found(world):
    pale, stout = world.products["alder"]
    with as_owner():
        Product.objects.filter(pk__in=[pale.pk, stout.pk]).update(low_stock_units=5)
        StockBalance.objects.filter(product=stout, keeper=world.orgs["dawn"]).update(
            on_hand_units=7, reserved_units=0, low_stock_units=8
        )

    def found(who: str, address: str) -> list[str]:
        return [row.product["sku"] for row in world.client(who).get(address).context["rows"]]

    assert found("alder", url("stock_list") + "?state=low") == []
    assert found("alder", url("stock_list") + "?state=short") == ["STOUT"]
    assert found("alder", url("stock_list") + "?state=short&distributor=dusk") == []
    assert found("dawn", url("delivering_stock_list", slug="dawn") + "?state=low") == ["STOUT"]


def test_a_distributor_counts_what_it_keeps(world):
    pale = world.products["alder"][0]
    client = world.client("dawn")
    address = url("delivering_adjustment_create", "alder", world.warehouses["dawn"].pk, pale.pk, slug="dawn")

    page = client.get(url("delivering_stock_list", slug="dawn") + "?of=alder")
    client.post(address, filled(counted_units=30, seen_units=24, reason="found"))

    assert page.context["supplier"] == world.orgs["alder"]
    assert on_hand(world, "dawn", pale) == 30
    strange = url("delivering_adjustment_create", "alder", world.warehouses["alder"].pk, pale.pk, slug="dawn")
    assert client.get(strange).status_code == 404


def test_a_distributor_receives_what_came_without_a_transfer(world):
    pale = world.products["alder"][0]
    client = world.client("dawn")
    address = url("delivering_receipt_create", "alder", slug="dawn")

    assert address.encode() in client.get(url("delivering_stock_list", slug="dawn") + "?of=alder").content
    assert client.get(address).status_code == 200
    empty = client.post(address, filled(reason=""))
    right = client.post(address, filled(**{f"units-{pale.pk}": "6", "reason": "delivery note 7"}))

    assert (empty.status_code, right.status_code) == (422, 302)
    assert right.url.endswith("?of=alder")
    assert on_hand(world, "dawn", pale) == 30
    assert client.get(url("delivering_receipt_create", "cedar", slug="dawn")).status_code == 404


def test_product_cards_show_stock_and_movements(world):
    pale = world.products["alder"][0]
    client = world.client("alder")

    card = client.get(url("product_stock", pale.pk), headers={"HX-Request": "true"})
    assert b"Dawn" in card.content
    assert b"<html" not in card.content
    whole = client.get(url("product_movements", pale.pk)).content  # without a script
    assert b"<html" in whole
    assert b"Receipt" in whole


def test_strangers_find_nothing_and_viewers_change_nothing(world):
    transfer = world.transfers["alder", "dawn"][1]
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.VIEWER)
    viewer = world.client("alder")

    assert viewer.get(url("transfer_detail", transfer.pk)).status_code == 200
    assert viewer.post(url("transfer_cancellation", transfer.pk)).status_code == 403
    assert viewer.get(url("receipt_create")).status_code == 403
    assert world.client("birch").get(url("transfer_detail", transfer.pk, slug="birch")).status_code == 404
    address = url("delivering_transfer_detail", transfer.pk, slug="ember")
    assert world.client("ember").get(address).status_code == 404
    drafted = world.transfers["alder", "dawn"][0]
    address = url("delivering_transfer_detail", drafted.pk, slug="dawn")
    assert world.client("dawn").get(address).status_code == 404

"""Standing lists: a retailer's own, shared by its buyers, put into the cart whole or in part (SPEC.md O1)."""

from typing import Any

import pytest

from catalogs.models import Price, Product
from inventory.models import StockBalance
from orders.models import StandingList, StandingListLine
from orders.queries.filling import Wanted
from orders.services.standing import create_standing_list
from tests.orders.conftest import Buyer, assort
from tests.orders.shopping import at, held
from tests.orders.test_showing import keep_all_products_from_everyone
from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner


def of_rita(world: World, name: str) -> str:
    return at(name, world.standing_lists["alder", "rita"].pk)


def on_list(world: World, name: str = "Usual of rita") -> dict[str, int]:
    with as_owner():
        lines = StandingListLine.objects.filter(
            standing_list__name=name, supplier=world.orgs["alder"], retailer=world.orgs["rita"]
        )
        return dict(lines.order_by("position").values_list("product__sku", "quantity_units"))


def take(world: World, **units: int) -> dict[str, Any]:
    """Return what the page sends with these SKUs ticked."""
    by_sku = {product.sku: product.pk for product in world.products["alder"]}
    sent: dict[str, Any] = {"form_key": str(uuid7())}
    for sku, count in units.items():
        sent |= {f"take-{by_sku[sku]}": "on", f"units-{by_sku[sku]}": count}
    return sent


def typed(name: str, **more: Any) -> dict[str, Any]:
    return {"form_key": str(uuid7()), "name": name, "more": ""} | more


def put_on_list(world: World) -> None:
    """Put the stout on rita's list as well."""
    keys = {"supplier": world.orgs["alder"], "retailer": world.orgs["rita"]}
    with as_owner():
        StandingListLine.objects.create(
            standing_list=world.standing_lists["alder", "rita"],
            position=2,
            product=world.products["alder"][1],
            seen_name="Oatmeal Stout",
            quantity_units=4,
            **keys,
        )


def test_a_list_goes_into_the_cart_whole_or_in_part(world: World) -> None:
    put_on_list(world)
    client = world.client("rita")

    part = client.post(of_rita(world, "standing_filling_create"), take(world, STOUT=4))
    assert (part.status_code, part.headers["Location"]) == (302, at("cart"))
    assert held(world) == {"STOUT": 5}

    client.post(of_rita(world, "standing_filling_create"), take(world, PALE=2, STOUT=1))
    assert held(world) == {"PALE": 2, "STOUT": 6}


def test_its_page_says_what_is_gone_short_or_does_not_fit(world: World) -> None:
    put_on_list(world)
    pale = world.products["alder"][0]
    with as_owner():
        Product.objects.filter(pk=pale.pk).update(order_multiple=3)
        StockBalance.objects.filter(product=world.products["alder"][1]).update(on_hand_units=3)

    page = world.client("rita").get(of_rita(world, "standing_list"))

    assert {line.name: line.units for line in page.context["form"].lines} == {
        "Pale Ale": 3,
        "Oatmeal Stout": 2,  # one of the three is in the cart already
    }
    assert page.context["counts"] == {"gone": 0, "short": 1, "dearer": 0, "cheaper": 0}
    assert b"4\n                        wanted" in page.content or b"wanted, 3 left" in page.content


def test_what_is_no_longer_shown_is_told_by_its_name_and_nothing_more(world: World) -> None:
    put_on_list(world)
    pale = world.products["alder"][0]
    keep_all_products_from_everyone(world)  # the dark beers stay shared with rita's group
    with as_owner():
        Product.objects.filter(pk=pale.pk).update(name="Pale Ale 2027", sku="SECRET")
        Price.objects.filter(product=pale).update(unit_price="77.00")
    client = world.client("rita")

    page = client.get(of_rita(world, "standing_list")).content.decode()
    edit = client.get(of_rita(world, "standing_list_update")).content.decode()

    assert "Pale Ale" in page
    assert "No longer available to you" in page
    for told in (page, edit):
        assert not [word for word in ("2027", "SECRET", "77.00") if word in told]
    assert f"take-{pale.pk}" not in page

    late = client.post(of_rita(world, "standing_filling_create"), take(world, PALE=2, STOUT=1))
    assert late.status_code == 200
    assert [(x.name, x.reason) for x in late.context["filled"].refused] == [
        ("Pale Ale", "not offered to you")
    ]
    assert held(world) == {"STOUT": 2}


def test_what_is_refused_stays_ticked_and_sent_again_does_not_double_the_rest(world: World) -> None:
    put_on_list(world)
    client = world.client("rita")
    sent = take(world, PALE=30, STOUT=1)

    answer = client.post(of_rita(world, "standing_filling_create"), sent)
    again = client.post(of_rita(world, "standing_filling_create"), sent)

    assert answer.status_code == 200
    assert b"only 22 left" in answer.content
    ticked = {line.name: take.value() for line, take, _ in answer.context["rows"]}
    assert ticked == {"Pale Ale": True, "Oatmeal Stout": False}
    assert again.status_code == 302
    assert held(world) == {"STOUT": 2}


@pytest.mark.parametrize(
    ("sent", "words"),
    [({}, "at least one product"), ({"PALE": "x"}, "whole number"), ({"PALE": 0}, "at least one")],
)
def test_nothing_chosen_or_no_number_is_said(world: World, sent: dict[str, Any], words: str) -> None:
    answer = world.client("rita").post(of_rita(world, "standing_filling_create"), take(world, **sent))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert held(world) == {"STOUT": 1}


def test_a_list_is_made_of_typed_lines_the_cart_or_an_order(world: World, buyer: Buyer) -> None:
    buyer.put(5, 2)
    client, number = world.client("rita"), world.orders["alder", "rita"].number
    create = at("standing_list_create")

    for query, sent in (
        ("", typed("Typed", more="pale 1\nPALE 2\nSTOUT 4")),
        ("?from=cart", typed("Of the cart", more="pale 1")),
        (f"?from={number}", typed("Of an order")),
    ):
        assert client.post(create + query, sent).status_code == 302

    assert on_list(world, "Typed") == {"PALE": 3, "STOUT": 4}
    assert on_list(world, "Of the cart") == {"PALE": 6, "STOUT": 2}
    assert on_list(world, "Of an order") == {"PALE": 2}
    with as_owner():
        said = AuditEntry.objects.filter(verb="standing_list_made")
        assert set(said.values_list("organization__slug", "after__products")) == {("rita", 2), ("rita", 1)}


def test_another_retailers_order_is_no_beginning(world: World) -> None:
    number = world.orders["alder", "remy"].number
    answer = world.client("rita").get(at("standing_list_create") + f"?from={number}")
    assert answer.status_code == 404


def test_lines_that_cannot_be_read_are_named_and_nothing_is_lost(world: World) -> None:
    sent = typed("New", more="PALE 1\nNOPE 2\nSTOUT")

    answer = world.client("rita").post(at("standing_list_create"), sent)

    assert answer.status_code == 422
    errors = answer.context["form"].errors["more"]
    assert errors == [
        "Line 2, NOPE 2: not offered to you",
        "Line 3, STOUT: write how many, as a whole number behind the SKU",
    ]
    assert answer.context["form"]["more"].value() == sent["more"]
    assert on_list(world, "New") == {}


def test_a_name_is_there_once_in_any_case(world: World) -> None:
    answer = world.client("rita").post(at("standing_list_create"), typed("USUAL of Rita"))

    assert answer.status_code == 422
    assert "of this name" in str(answer.context["form"].errors["name"])


def test_quantities_names_and_products_are_edited_in_one_form(world: World) -> None:
    put_on_list(world)
    pale, stout = world.products["alder"]
    sent = typed("Friday", version=1, more="STOUT 2") | {f"units-{pale.pk}": 0, f"units-{stout.pk}": 7}

    answer = world.client("rita").post(of_rita(world, "standing_list_update"), sent)

    assert answer.status_code == 302
    assert on_list(world, "Friday") == {"STOUT": 9}
    with as_owner():
        (entry,) = AuditEntry.objects.filter(verb="standing_list_changed")
        assert (entry.before["name"], entry.after) == ("Usual of rita", {"name": "Friday", "products": 1})


def test_of_two_who_edit_the_second_is_told_and_keeps_what_it_typed(world: World) -> None:
    client, pale = world.client("rita"), world.products["alder"][0]
    url = of_rita(world, "standing_list_update")
    assert client.post(url, typed("First", version=1, more="STOUT 1")).status_code == 302

    late = client.post(url, typed("Second", version=1) | {f"units-{pale.pk}": 9})

    assert late.status_code == 409
    assert late.context["form"]["name"].value() == "Second"
    assert b"Somebody else changed this list" in late.content
    assert on_list(world, "First") == {"PALE": 2, "STOUT": 1}
    told = typed("Second", version=late.context["form"]["version"].value()) | {f"units-{pale.pk}": 9}
    assert client.post(url, told).status_code == 302
    assert on_list(world, "Second") == {"PALE": 9, "STOUT": 1}


def test_a_list_is_deleted_and_leaves_the_cart_alone(world: World) -> None:
    client = world.client("rita")

    assert client.post(of_rita(world, "standing_deletion_create")).status_code == 302

    assert on_list(world) == {}
    assert held(world) == {"STOUT": 1}
    assert client.get(of_rita(world, "standing_list")).status_code == 404


def test_a_list_of_another_supplier_or_retailer_is_not_there(world: World) -> None:
    client = world.client("rita")
    for key in (("birch", "rita"), ("alder", "remy")):
        pk = world.standing_lists[key].pk
        for name in ("standing_list", "standing_list_update"):
            assert client.get(at(name, pk)).status_code == 404
        for name in ("standing_filling_create", "standing_deletion_create"):
            assert client.post(at(name, pk)).status_code == 404


def test_lists_are_shown_with_favourites_and_a_colleague_sees_the_same(world: World) -> None:
    page = world.client("rita").get(at("standing_lists")).content.decode()

    assert "Usual of rita" in page
    assert "Usual of remy" not in page
    assert "Favourites" in page


@pytest.mark.parametrize("lines", [1, 10, 100])
def test_the_page_of_a_list_costs_the_same_whatever_its_length(
    world: World, buyer: Buyer, statements, lines: int
) -> None:
    """Sign-in 3; customer, list, its lines, cart 2, offers."""
    made = long_list(world, buyer, lines)
    client, url = world.client("rita"), at("standing_list", made.pk)
    client.get(url)

    seen = statements(lambda: client.get(url))

    assert len(seen) == 9, seen


@pytest.mark.parametrize("lines", [1, 10, 100])
def test_filling_and_saving_cost_the_same_whatever_the_length(
    world: World, buyer: Buyer, statements, lines: int
) -> None:
    made = long_list(world, buyer, lines)
    client = world.client("rita")
    sent: dict[str, Any] = {"form_key": str(uuid7()), "name": "Long", "version": 1}
    for product in lines_of(made):
        sent |= {f"take-{product}": "on", f"units-{product}": 2}

    filled = statements(lambda: client.post(at("standing_filling_create", made.pk), sent))
    saved = statements(lambda: client.post(at("standing_list_update", made.pk), sent))

    assert len(held(world)) == lines + 1
    assert set(on_list(world, "Long").values()) == {2}
    assert (len(filled), len(saved)) == (15, 12), (filled, saved)


def long_list(world: World, buyer: Buyer, lines: int) -> StandingList:
    wanted = [Wanted(product, f"Number {product}", 1) for product in assort(world, lines)]
    customer = buyer.customer
    with acting_as(buyer.context):
        return create_standing_list(customer=customer, name="Long", lines=wanted, by=buyer.user)


def lines_of(made: StandingList) -> list[Any]:
    with as_owner():
        return list(StandingListLine.objects.filter(standing_list=made).values_list("product_id", flat=True))

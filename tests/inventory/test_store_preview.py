"""The preview of a store: exactly what a customer of the group is offered, without one."""

from decimal import Decimal

import pytest
from django.urls import reverse

from catalogs.models import Catalog, CatalogProduct, CatalogShare, Product, TermsLevel
from inventory.models import StockBalance
from retailers.models import Customer, CustomerGroup, GroupMember
from tests.world import World
from wholesale.tenancy.testing import as_owner


@pytest.fixture
def group(world: World) -> CustomerGroup:
    """Return a group of rita's alone, with a markup and a catalog of the pale ale."""
    supplier = world.orgs["alder"]
    with as_owner():
        Catalog.objects.filter(supplier=supplier).update(shared_with_everyone=False)
        made = CustomerGroup.objects.create(supplier=supplier, name="Previewed", rank=90)
        catalog = Catalog.objects.create(supplier=supplier, name="Pale ones")
        CatalogProduct.objects.create(supplier=supplier, catalog=catalog, product=world.products["alder"][0])
        CatalogShare.objects.create(supplier=supplier, catalog=catalog, group=made)
        GroupMember.objects.filter(supplier=supplier, customer=world.customers["alder", "rita"]).delete()
        GroupMember.objects.create(supplier=supplier, group=made, customer=world.customers["alder", "rita"])
        TermsLevel.objects.filter(supplier=supplier, customer=world.customers["alder", "rita"]).delete()
        TermsLevel.objects.create(supplier=supplier, group=made, price_change_percent=Decimal(10))
    return made


def preview(world: World, group: CustomerGroup, **query: str) -> dict[str, tuple[Decimal, int]]:
    page = world.client("alder").get(reverse("inventory:group_store", args=["alder", group.pk]), query)
    assert page.status_code == 200
    assert b"Previewed" in page.content
    return {row["sku"]: (row["unit_price"], row["available_units"]) for row in page.context["page"].rows}


def test_the_preview_is_the_shop_of_a_customer_in_the_group(world: World, group: CustomerGroup) -> None:
    buyer = world.client("rita").get("/api/v1/rita/buying/suppliers/alder/products/").json()["results"]

    assert preview(world, group, by="dawn") == {"PALE": (Decimal("33.000"), 22)}
    assert [(row["sku"], row["unit_price"], row["available_units"]) for row in buyer] == [
        ("PALE", "33.000", 22)
    ]


def test_the_preview_follows_who_delivers_and_hides_what_is_sold_out(
    world: World, group: CustomerGroup
) -> None:
    with as_owner():
        StockBalance.objects.filter(keeper=world.orgs["dawn"]).update(on_hand_units=0, reserved_units=0)
    assert preview(world, group, by="dawn") == {}
    assert preview(world, group, by="dawn", state="out") == {"PALE": (Decimal("33.000"), 0)}
    assert preview(world, group) == {"PALE": (Decimal("33.000"), 22)}
    assert preview(world, group, q="nonsense") == {}


def test_the_store_of_everyone_has_what_is_shared_with_all(world: World, group: CustomerGroup) -> None:
    address = reverse("inventory:everyone_store", args=["alder"])
    page = world.client("alder").get(address)

    assert page.context["page"].rows == []
    assert b"Nothing is offered in this store" in page.content
    with as_owner():
        Catalog.objects.filter(supplier=world.orgs["alder"], includes_all_products=True).update(
            shared_with_everyone=True
        )
    rows = world.client("alder").get(address).context["page"].rows
    assert {row["sku"]: row["unit_price"] for row in rows} == {"PALE": Decimal(30), "STOUT": Decimal(30)}


def test_the_api_offers_the_same(world: World, group: CustomerGroup) -> None:
    base = f"/api/v1/alder/selling/stores/{group.pk}/products/"

    rows = world.client("alder").get(base, {"by": "dawn"}).json()["results"]

    assert [(row["sku"], row["unit_price"], row["price_breaks"]) for row in rows] == [("PALE", "33.000", [])]
    assert world.client("alder").get(base, {"by": "ember"}).status_code == 400
    assert world.client("cedar").get(base).status_code == 404
    assert world.client("cedar").get(f"/api/v1/cedar/selling/stores/{group.pk}/products/").status_code == 404


def test_a_preview_needs_no_customer(world: World, group: CustomerGroup) -> None:
    with as_owner():
        GroupMember.objects.filter(group=group).delete()
        assert Customer.objects.filter(memberships__group=group).count() == 0
    assert set(preview(world, group)) == {"PALE"}


def test_a_row_looks_as_in_the_shop_and_says_its_stock_once(world: World, group: CustomerGroup) -> None:
    with as_owner():
        shown = Product.objects.get(pk=world.products["alder"][0].pk).picture_digest
    page = world.client("alder").get(
        reverse("inventory:group_store", args=["alder", group.pk]), {"by": "dawn"}
    )
    assert shown
    assert page.content.decode().count("In stock") == 1
    assert f"/{shown}/small.webp" in page.content.decode()
    answer = world.client("alder").get(f"/api/v1/alder/selling/stores/{group.pk}/products/", {"by": "dawn"})
    assert answer.json()["results"][0]["picture_digest"] == shown

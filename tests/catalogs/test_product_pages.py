"""Products on pages: find them, add one, edit one, be told what is wrong."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from catalogs.forms.fields import PriceField
from catalogs.models import Price, Product
from catalogs.queries import price_of
from inventory.models import StockBalance
from tests.catalogs.prices import price, published, standard
from tests.world import World
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.testing import acting_as, as_owner

STATEMENTS = 11  # of these, 6 are the transaction, sign-in, membership and the badge of late orders
TYPED = {
    "low_stock_units": "10",
    "name": "Porter",
    "sku": "PORTER",
    "unit_price": "1,041.50",
    "order_multiple": "1",
    "minimum_units": "1",
    "attributes": "ABV: 5.2 %\nStyle: Porter",
    "is_active": "on",
}


def url(name: str, *args: object) -> str:
    return reverse(f"catalogs:{name}", args=["alder", *args])


def demote(world: World, role: MemberRole) -> None:
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=role)


def test_the_list_finds_filters_and_sorts(world):
    with as_owner():
        Product.objects.filter(sku="STOUT", supplier=world.orgs["alder"]).update(
            is_active=False, search_text="stout oatmeal stout"
        )
    client = world.client("alder")

    def names(query: str) -> list[str]:
        rows = client.get(url("product_list") + query).context["page"].rows
        return [row["sku"] for row in rows]

    assert names("") == ["STOUT", "PALE"]  # by name
    assert names("?sort=sku") == ["PALE", "STOUT"]
    assert names("?state=inactive") == ["STOUT"]
    assert names("?q=oatMEAL") == ["STOUT"]
    assert names("?q=nothing") == []


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_takes_the_same_statements_for_any_number_of_rows(world, count, django_assert_num_queries):
    with as_owner():
        Product.objects.bulk_create(
            Product(supplier=world.orgs["alder"], sku=f"P{n}", name=f"P{n}") for n in range(count - 1)
        )
    client = world.client("alder")
    client.get(url("product_list"))

    with django_assert_num_queries(STATEMENTS):
        client.get(url("product_list"))


def test_a_product_is_added_with_its_price_and_first_stock(world):
    answer = world.client("alder").post(url("product_create"), TYPED | {"first_stock_units": "12"})

    with as_owner():
        product = Product.objects.get(sku="PORTER")
        assert Price.objects.get(product=product).unit_price == Decimal("1041.5")
        stock = StockBalance.objects.get(product=product)
    assert answer.headers["Location"] == url("product_detail", product.pk)
    assert product.attributes == {"ABV": "5.2 %", "Style": "Porter"}
    assert (stock.keeper, stock.on_hand_units) == (world.orgs["alder"], 12)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sku", "PALE"),
        ("name", ""),
        ("unit_price", "12.345"),
        ("unit_price", "-1"),
        ("gtin", "4006381333932"),
        ("attributes", "nothing here"),
        ("order_multiple", "0"),
        ("first_stock_units", "-3"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_saved(world, field, value):
    answer = world.client("alder").post(url("product_create"), TYPED | {field: value})

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    assert value.encode() in answer.content
    with as_owner():
        assert not Product.objects.filter(sku="PORTER").exists()
        assert Product.objects.filter(supplier=world.orgs["alder"]).count() == 2


@pytest.mark.parametrize(
    ("language", "typed", "price"),
    [
        ("en", "61,20", "61.20"),  # not 6,120: a group has three digits
        ("en", "61.20", "61.20"),
        ("en", "1,041", "1041"),
        ("fr", "61.20", "61.20"),
        ("es", "61,20", "61.20"),
    ],
)
def test_a_price_is_read_as_it_was_meant(world, language, typed, price):
    with translation.override(language):
        assert PriceField(localize=True).clean(typed) == Decimal(price)


def test_a_barcode_is_kept_as_digits(world):
    world.client("alder").post(url("product_create"), TYPED | {"gtin": "4 006381 333931"})

    with as_owner():
        assert Product.objects.get(sku="PORTER").gtin == "4006381333931"


def test_a_product_is_edited(world):
    pale = world.products["alder"][0]
    client = world.client("alder")
    form = client.get(url("product_update", pale.pk)).context["form"]
    assert form.initial["unit_price"] == Decimal(30)

    answer = client.post(url("product_update", pale.pk), TYPED | {"sku": "PALE", "version": "1"})

    assert answer.headers["Location"] == url("product_detail", pale.pk)
    assert b"Porter" in client.get(url("product_detail", pale.pk)).content


def test_the_second_editor_sees_what_changed_and_keeps_what_was_typed(world):
    pale = world.products["alder"][0]
    client = world.client("alder")
    client.post(url("product_update", pale.pk), TYPED | {"sku": "PALE", "version": "1"})

    mine = TYPED | {"sku": "PALE", "name": "My name", "version": "1"}
    answer = client.post(url("product_update", pale.pk), mine)

    assert answer.status_code == 412
    assert ("Name", "Porter") in [(str(label), value) for label, value in answer.context["differences"]]
    assert b"My name" in answer.content
    assert client.post(url("product_update", pale.pk), mine | {"version": "2"}).status_code == 302


def test_a_viewer_reads_but_does_not_edit_and_strangers_find_nothing(world):
    pale = world.products["alder"][0]
    demote(world, MemberRole.VIEWER)
    viewer = world.client("alder")

    assert viewer.get(url("product_detail", pale.pk)).status_code == 200
    assert b"Add a product" not in viewer.get(url("product_list")).content
    assert viewer.post(url("product_create"), TYPED).status_code == 403
    assert viewer.post(url("product_update", pale.pk), TYPED).status_code == 403
    assert world.client("birch").get(url("product_list")).status_code == 404
    birchs = world.products["birch"][0]
    assert viewer.get(url("product_detail", birchs.pk)).status_code == 404


def test_a_price_that_was_left_as_shown_is_not_published_over_a_newer_one(world):
    client, (pale, _stout) = world.client("alder"), world.products["alder"]
    fields = client.get(url("product_update", pale.pk)).context["form"]
    shown = {"version": str(fields["version"].value()), "price_shown": fields["price_shown"].value()}
    assert f'value="{shown["price_shown"]}"' in client.get(url("product_update", pale.pk)).content.decode()
    published(world, standard(world), {pale.pk: price("40")})

    def save(typed):
        sent = TYPED | {"sku": "PALE"} | shown | {"unit_price": typed}
        assert client.post(url("product_update", pale.pk), sent).status_code == 302
        shown["version"] = str(int(shown["version"]) + 1)
        with acting_as(world.context("alder")):
            return price_of(Product.objects.get(pk=pale.pk))

    assert save("30.00") == 40
    assert save("31.00") == 31

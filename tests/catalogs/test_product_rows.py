"""Many products written at once: which are refused and why, that the others go in, and two writers of one SKU."""

import threading
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from catalogs.changes import ProductChange, SavedProduct
from catalogs.details import ProductDetails
from catalogs.errors import ProductGone, ProductRefused, SkuTaken
from catalogs.models import PriceChange, Product, TaxClass
from catalogs.services.product_rows import save_products
from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.errors import StaleVersion
from wholesale.tenancy.testing import acting_as, as_owner

NEW = ProductDetails(sku="NEW", name="New", unit_price=Decimal(12))


def save(world: World, *changes: ProductChange, by: str = "alder") -> list[SavedProduct]:
    with acting_as(world.context(by)):
        return save_products(supplier=world.orgs[by], changes=changes, by=world.users[by])


def add(**said: Any) -> ProductChange:
    return ProductChange(details=replace(NEW, **said))


def test_good_ones_go_in_and_the_others_say_why(world: World) -> None:
    pale = world.products["alder"][0]
    theirs = world.products["birch"][0]
    with as_owner():
        their_class = TaxClass.objects.create(supplier=world.orgs["birch"], name="Beer")
    details = ProductDetails(sku="PALE", name="Pale", unit_price=Decimal(30))

    saved = save(
        world,
        add(),
        add(name="The same SKU"),
        add(sku="STOUT"),
        add(sku="A", order_multiple=0),
        add(sku="B", tax_class_id=their_class.pk),
        ProductChange(details=details, product_id=theirs.pk),
        ProductChange(details=details, product_id=pale.pk, version=7),
        ProductChange(details=details, product_id=pale.pk, version=1),
        ProductChange(details=details, product_id=pale.pk),
    )

    assert [type(each.error) for each in saved] == [
        type(None), SkuTaken, SkuTaken, ProductRefused, ProductRefused, ProductGone, StaleVersion, type(None),
        ProductRefused,
    ]  # fmt: skip
    assert [set(getattr(each.error, "fields", {})) for each in saved[3:5]] == [
        {"order_multiple"},
        {"tax_class_id"},
    ]
    assert [each.is_new for each in saved if each.is_changed] == [True, False]
    with as_owner():
        mine = Product.objects.filter(supplier=world.orgs["alder"])
        assert set(mine.values_list("sku", "name")) == {
            ("PALE", "Pale"),
            ("STOUT", "Oatmeal Stout"),
            ("NEW", "New"),
        }
        theirs.refresh_from_db()
        said = AuditEntry.objects.filter(verb__startswith="product_").values_list("verb", "subject_name")
        verbs = sorted(said)
    assert theirs.name == "Pale Ale"
    assert verbs == [("product_added", "New"), ("product_changed", "Pale")]


def test_skus_are_not_exchanged_in_one_go(world: World) -> None:
    pale, stout = world.products["alder"]

    saved = save(
        world,
        *(
            ProductChange(details=ProductDetails(sku=sku, name="x"), product_id=product.pk)
            for product, sku in ((pale, "STOUT"), (stout, "PALE"))
        ),
    )

    assert [type(each.error) for each in saved] == [SkuTaken, SkuTaken]


def test_the_change_of_one_price_is_called_after_its_product(world: World) -> None:
    save(world, add(name="Night Porter"))
    save(world, add(sku="A"), add(sku="B"))

    with as_owner():
        made = PriceChange.objects.filter(supplier=world.orgs["alder"], state="published").order_by("pk")
        assert [change.name for change in made][-2:] == ["Night Porter", "2 products"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_add_one_sku_at_once_one_is_told(committed_world: World) -> None:
    world, both, saved = committed_world, threading.Barrier(2), list[SavedProduct]()

    def one() -> None:
        try:
            both.wait()
            saved.extend(save(world, add()))
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(str(type(each.error).__name__) for each in saved) == ["NoneType", "SkuTaken"]
    with as_owner():
        assert Product.objects.filter(sku="NEW").count() == 1

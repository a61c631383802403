"""One change for many products, words renamed for all, and products taken away as a file."""

from typing import Any

import pytest
from django.urls import reverse

from catalogs.models import Catalog, CatalogProduct, Product, TaxClass
from catalogs.services import products_many
from tests.downloads import content_of
from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.testing import as_owner


def url(name: str, *args: object) -> str:
    return reverse(f"catalogs:{name}", args=["alder", *args])


def said(world: World, *columns: str) -> dict[str, Any]:
    with as_owner():
        mine = Product.objects.filter(supplier=world.orgs["alder"])
        return {row["sku"]: tuple(row[name] for name in columns) for row in mine.values("sku", *columns)}


def chosen(world: World, *names: str) -> dict[str, list[str]]:
    """Return what the list sends for these suppliers' first products."""
    return {"product": [str(world.products[name][0].pk) for name in names]}


def test_a_category_is_set_for_the_chosen_and_for_nobody_else(world: World) -> None:
    page = world.client("alder").get(url("product_many", "category"), chosen(world, "alder"))
    assert page.context["count"] == 1

    answer = world.client("alder").post(
        url("product_many", "category"), chosen(world, "alder", "birch") | {"to_word": "Pale  ales"}
    )

    assert answer.status_code == 302
    assert said(world, "category", "version") == {"PALE": ("Pale ales", 2), "STOUT": ("Beer", 1)}
    with as_owner():
        assert set(Product.objects.filter(supplier=world.orgs["birch"]).values_list("category")) == {
            ("Beer",)
        }
        assert "pale ales" in Product.objects.get(supplier=world.orgs["alder"], sku="PALE").search_text
        entry = AuditEntry.objects.get(verb="product_changed")
    assert (entry.before, entry.after) == ({"category": "Beer"}, {"category": "Pale ales"})


@pytest.mark.parametrize(
    ("verb", "column", "value"),
    [("brand", "brand", "Alder"), ("activate", "is_active", True), ("deactivate", "is_active", False)],
)
def test_all_that_fit_are_changed(world: World, verb: str, column: str, value: object) -> None:
    sent = {"all": "1", "q": "oatmeal", "to_word": "Alder"}
    with as_owner():
        Product.objects.filter(supplier=world.orgs["alder"]).update(is_active=value is not True)

    world.client("alder").post(url("product_many", verb), sent)

    before = said(world, column)["PALE"]
    assert (said(world, column)["STOUT"], before != (value,)) == ((value,), True)


def test_a_tax_class_and_a_catalog_are_the_suppliers_own(world: World) -> None:
    with as_owner():
        mine = TaxClass.objects.create(supplier=world.orgs["alder"], name="Beer")
        theirs = TaxClass.objects.create(supplier=world.orgs["birch"], name="Beer")
        their_catalog = Catalog.objects.filter(supplier=world.orgs["birch"]).first()
    client, products = world.client("alder"), chosen(world, "alder")
    catalog = world.catalogs["alder"]
    assert their_catalog is not None

    assert (
        client.post(url("product_many", "tax"), products | {"to_tax_class": str(theirs.pk)}).status_code
        == 422
    )
    assert (
        client.post(url("product_many", "tax"), products | {"to_tax_class": str(mine.pk)}).status_code == 302
    )
    assert said(world, "tax_class_id") == {"PALE": (mine.pk,), "STOUT": (None,)}
    wrong = {"to_catalog": str(their_catalog.pk)}
    assert client.post(url("product_many", "catalog"), products | wrong).status_code == 422
    assert (
        client.post(url("product_many", "catalog"), products | {"to_catalog": str(catalog.pk)}).status_code
        == 302
    )
    with as_owner():
        assert CatalogProduct.objects.filter(catalog=catalog).count() == 2


def test_who_may_not_and_what_does_not_exist(world: World) -> None:
    assert world.client("alder").get(url("product_many", "nonsense")).status_code == 404
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.VIEWER)
    viewer = world.client("alder")
    assert viewer.post(url("product_many", "deactivate"), chosen(world, "alder")).status_code == 403
    renaming = {"column": "category", "old": "Beer", "new": "x"}
    assert viewer.post(url("product_word_renaming_create"), renaming).status_code == 403
    assert viewer.get(url("product_words")).status_code == 200
    assert viewer.get(url("product_export"), {"as": "csv"}).status_code == 200
    assert b"data-bulk" not in viewer.get(url("product_list")).content
    assert said(world, "category", "is_active") == {"PALE": ("Beer", True), "STOUT": ("Beer", True)}


def test_a_word_is_renamed_for_all_and_two_become_one(world: World) -> None:
    client = world.client("alder")
    client.post(url("product_many", "category"), chosen(world, "alder") | {"to_word": "Ales"})
    assert client.get(url("product_words")).context["lists"][0][2] == [("Ales", 1), ("Beer", 1)]

    client.post(url("product_word_renaming_create"), {"column": "category", "old": "Ales", "new": "Beer"})

    assert client.get(url("product_words")).context["lists"][0][2] == [("Beer", 2)]
    with as_owner():
        theirs = Product.objects.filter(supplier=world.orgs["birch"]).values_list("version", flat=True)
        assert set(theirs) == {1}


def test_a_word_is_renamed_whole_however_many_have_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(products_many, "MOST", 1)
    monkeypatch.setattr(products_many, "_AT_ONCE", 2)
    with as_owner():
        Product.objects.bulk_create(
            Product(supplier=world.orgs["alder"], sku=f"P{n}", name=f"P{n}", category="Beer")
            for n in range(5)
        )
    client = world.client("alder")

    renaming = {"column": "category", "old": "Beer", "new": "Ales"}
    assert client.post(url("product_word_renaming_create"), renaming).status_code == 302

    assert set(said(world, "category", "version").values()) == {("Ales", 2)}
    both = {"product": [str(each.pk) for each in world.products["alder"]], "to_word": "Lager"}
    assert (
        client.post(url("product_many", "category"), both).status_code == 422
    )  # what a page is asked for stays small
    assert set(said(world, "category").values()) == {("Ales",)}


def test_a_word_that_is_too_long_stands_where_it_was_typed(world: World) -> None:
    typed = {"column": "category", "old": "Beer", "new": "x" * 61}

    answer = world.client("alder").post(url("product_word_renaming_create"), typed)

    assert answer.status_code == 422
    assert b"At most 60 letters fit." in answer.content
    assert b"x" * 61 in answer.content
    assert set(said(world, "category").values()) == {("Beer",)}


@pytest.mark.parametrize("typed", [{"column": "sku", "old": "PALE"}, {"column": "brand", "old": ""}])
def test_nothing_but_words_is_renamed(world: World, typed: dict[str, str]) -> None:
    assert world.client("alder").post(url("product_word_renaming_create"), typed).status_code == 404


def test_a_list_is_taken_away_as_it_is_filtered_or_chosen(world: World) -> None:
    client: Any = world.client("alder")

    whole = content_of(client.get(url("product_export"), {"as": "csv"})).decode("utf-8-sig")
    found = content_of(client.get(url("product_export"), {"as": "csv", "q": "oat"})).decode()
    one = chosen(world, "alder", "birch") | {"as": ["csv"]}
    picked = content_of(client.get(url("product_export"), one)).decode()

    assert [line.split(",")[0] for line in whole.splitlines()] == ["SKU*", "STOUT", "PALE"]
    assert ("PALE" in found, "STOUT" in found) == (False, True)
    assert (picked.count("PALE"), "STOUT" in picked) == (1, False)
    workbook = client.get(url("product_export"))
    assert workbook.headers["Content-Type"].endswith("sheet")
    workbook.close()


def test_more_than_a_page_can_wait_for_are_refused_in_words(world: World) -> None:
    with as_owner():
        Product.objects.bulk_create(
            Product(supplier=world.orgs["alder"], sku=f"P{n}", name="Many") for n in range(5_000)
        )

    answer = world.client("alder").post(url("product_many", "category"), {"all": "1", "to_word": "Ales"})

    assert answer.status_code == 422
    assert b"At most 5,000 products at once" in answer.content
    with as_owner():
        assert not Product.objects.filter(category="Ales").exists()

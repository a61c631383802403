"""The shop's search: words in any order and by their beginnings, slips of the pen, the closest first (SPEC.md O1)."""

from typing import Any

import pytest
from django.db.models import Value
from django.db.models.functions import Concat

from catalogs.details import ProductDetails, search_text_of
from catalogs.models import Catalog, CatalogProduct, Price, Product
from inventory.models import StockBalance
from tests.orders.conftest import assort
from tests.orders.shopping import HTMX, api, at
from tests.orders.test_showing import keep_all_products_from_everyone
from tests.world import World
from wholesale.tenancy.testing import as_owner

BEERS = {
    "IMP-1": ("Impérial Stout", "Stout"),
    "PAL-2": ("Pale Ale", "Ale"),
    "ALE-3": ("Winter Warmer", "Pale ale"),
    "DDP-4": ("Double Pale", "Ale"),
    "PALE": ("Märzen", "Lager"),
}


@pytest.fixture
def cellar(world: World) -> World:
    """Return the cast; dawn keeps five more beers of alder's for rita, and the two old ones are away."""
    assort(world, len(BEERS))
    with as_owner():
        Product.objects.filter(sku__in=["PALE", "STOUT"]).update(
            is_active=False, sku=Concat("sku", Value("-OLD"))
        )
        made = Product.objects.filter(sku__startswith="N").order_by("sku")
        for product, (sku, (name, category)) in zip(made, BEERS.items(), strict=True):
            said = ProductDetails(sku=sku, name=name, category=category)
            Product.objects.filter(pk=product.pk).update(
                sku=sku, name=name, category=category, search_text=search_text_of(said)
            )
    return world


def look(world: World, text: str, **query: str) -> tuple[list[str], str]:
    page = world.client("rita").get(at("shop"), {"q": text, **query})
    return [row["sku"] for row in page.context["page"].rows], page.context["meant"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("imperial", ["IMP-1"]),
        ("IMPÉR", ["IMP-1"]),
        ("stout imp", ["IMP-1"]),
        ("marzen", ["PALE"]),
        (
            "pale",
            ["PALE", "PAL-2", "DDP-4", "ALE-3"],
        ),  # its SKU, its name begins so, a word of its name, its style
        ("ale", ["PAL-2", "DDP-4", "ALE-3"]),
        ("pale ale", ["PAL-2", "DDP-4", "ALE-3"]),
        ("  ", ["DDP-4", "IMP-1", "PALE", "PAL-2", "ALE-3"]),
        ("pilsner", []),
        ("'; drop table", []),
        ("%", ["DDP-4", "IMP-1", "PALE", "PAL-2", "ALE-3"]),
    ],
)
def test_the_closest_comes_first(cellar: World, text: str, found: list[str]) -> None:
    assert look(cellar, text) == (found, "")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("imperal", "imperial"),
        ("imperrial", "imperial"),
        ("imprial stuot", "imperial stout"),
        ("wimter", "winter"),
        ("Mãrzxn", "marzen"),
        ("stoit", "stout"),
    ],
)
def test_a_slip_of_the_pen_is_forgiven(cellar: World, typed: str, meant: str) -> None:
    right, _ = look(cellar, meant)

    assert right
    assert look(cellar, typed) == (right, meant)


@pytest.mark.parametrize("typed", ["xyzzyx", "imperial xyzzyx", "pa", "stuuuot"])
def test_what_is_too_far_is_not_guessed(cellar: World, typed: str) -> None:
    found, meant = look(cellar, typed)

    assert meant == ""
    assert found == (["PAL-2", "DDP-4", "PALE", "ALE-3"] if typed == "pa" else [])


def test_the_page_and_the_api_say_which_words_were_taken(cellar: World) -> None:
    client = cellar.client("rita")

    page = client.get(at("shop"), {"q": "imperal <b>"}, **HTMX).content.decode()
    answer = client.get(api("products"), {"q": "imperal"}).json()
    right = client.get(api("products"), {"q": "imperial"}).json()

    assert "Nothing is called" not in page  # "b" is no word of it
    assert "Showing results for" in client.get(at("shop"), {"q": "imperal"}).content.decode()
    assert answer["meant"] == "imperial"
    assert answer["results"] == right["results"]
    assert "meant" not in right


def hide(world: World, sku: str, *, by: str) -> None:
    with as_owner():
        hidden = Product.objects.get(sku=sku)
        if by == "stock":
            StockBalance.objects.filter(product=hidden).delete()
        elif by == "price":
            Price.objects.filter(product=hidden).delete()
    if by == "catalog":
        keep_all_products_from_everyone(world)
        with as_owner():
            catalog = Catalog.objects.create(
                supplier=world.orgs["alder"], name="Rest", shared_with_everyone=True
            )
            for product in Product.objects.filter(sku__in=set(BEERS) - {sku}):
                CatalogProduct.objects.create(supplier=world.orgs["alder"], catalog=catalog, product=product)


@pytest.mark.parametrize("by", ["catalog", "stock", "price"])
def test_no_proposal_tells_of_what_is_not_offered(cellar: World, by: str) -> None:
    """And a hidden word neither stands in the way of one that is shown."""
    with as_owner():
        near = Product.objects.get(sku="PAL-2")
        Product.objects.filter(pk=near.pk).update(search_text=f"{near.search_text} imperiale")
    hide(cellar, "IMP-1", by=by)

    assert look(cellar, "stuot") == ([], "")
    assert look(cellar, "imperal") == ([], "")
    assert look(cellar, "imperials") == (["PAL-2"], "imperiale")


def test_sold_out_is_known_and_not_taken_for_a_slip(cellar: World) -> None:
    with as_owner():
        StockBalance.objects.filter(product__sku="IMP-1").update(on_hand_units=0)

    assert look(cellar, "imperial") == ([], "")
    assert look(cellar, "imperal") == ([], "")
    assert look(cellar, "imperal", sold_out="yes") == (["IMP-1"], "imperial")


def test_many_hits_are_read_by_name_page_after_page(world: World) -> None:
    assort(world, 120)
    with as_owner():
        Product.objects.filter(sku__startswith="N120").update(search_text="number ale")
    client = world.client("rita")

    seen, cursor = [], ""
    while cursor is not None:
        page = client.get(at("shop"), {"q": "numb", "cursor": cursor}).context["page"]
        seen += [row["name"] for row in page.rows]
        cursor = page.next

    assert seen == sorted(seen)
    assert len(seen) == 120


def test_few_hits_keep_their_order_over_pages(cellar: World) -> None:
    client = cellar.client("rita")
    whole = client.get(api("products"), {"q": "ale"}).json()["results"]

    found, url = [], f"{api('products')}?q=ale&limit=1"
    while url:
        answer = client.get(url).json()
        found += answer["results"]
        url = answer["next"]

    assert found == whole
    assert len(found) == 3


@pytest.mark.parametrize("products", [10, 200])
@pytest.mark.parametrize(("text", "own"), [("number", 8), ("numbre", 9), ("xyzzyx", 8)])
def test_a_search_costs_the_same_whatever_the_shop_holds(
    world: World, statements: Any, products: int, text: str, own: int
) -> None:
    """P-8: at most six for the content; four is what the page takes without words."""
    assort(world, products)
    with as_owner():
        Product.objects.filter(sku__startswith="N").update(search_text="number")
    client = world.client("rita")
    client.get(at("shop"))

    seen = statements(lambda: client.get(at("shop"), {"q": text}))

    assert len(seen) == own, seen

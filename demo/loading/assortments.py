"""Writes what each supplier sells and at which prices."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from catalogs.models import Price, PriceList, Product
from demo.cast import Supplier
from demo.loading.world import World, write_as
from demo.sources import Row, table

CENT = Decimal("0.01")
_FAMILIES = (
    ("IPA", "IPA"),
    ("Pale Ale", "Pale ale"),
    ("Stout", "Stout and porter"),
    ("Porter", "Stout and porter"),
    ("Lager", "Lager"),
    ("Pils", "Lager"),
    ("Bock", "Lager"),
    ("Märzen", "Lager"),
    ("Wheat", "Wheat and Belgian"),
    ("Wit", "Wheat and Belgian"),
    ("Belgian", "Wheat and Belgian"),
    ("Tripel", "Wheat and Belgian"),
    ("Quad", "Wheat and Belgian"),
    ("Saison", "Wheat and Belgian"),
    ("Wild", "Sour and wild"),
    ("Fruit", "Fruit and seasonal"),
    ("Pumpkin", "Fruit and seasonal"),
    ("Winter", "Fruit and seasonal"),
    ("Shandy", "Fruit and seasonal"),
)
# What a litre costs: beer, its strength, and the months in a barrel.
_LITRE, _STRENGTH, _RARE = Decimal("3.60"), Decimal("0.16"), Decimal("2.40")
_RARE_WORDS = ("Series", "Barrel", "Wild", "Aged", "Quad", "Barleywine", "Imperial Stout")


@dataclass(slots=True)
class Assortment:
    """What a supplier sells: its products in order, its price lists, and what each costs on each."""

    products: list[Product]
    lists: list[PriceList]
    prices: dict[tuple[str, str], Decimal]  # by price list, by SKU


def stock_shelves(world: World, supplier: Supplier) -> Assortment:
    """Write a supplier's products, price lists and prices."""
    company = world.companies[supplier.slug]
    rows = [row for row in table("beers") if row["brewery_id"] == supplier.source]
    made = [_beer(supplier, row) for row in rows] or _northwind()
    products = [product for product, _ in made]
    for product in products:
        product.supplier = company
    lists = _price_lists(supplier)
    prices = {
        (price_list.name, product.sku): (price * factor).quantize(CENT, ROUND_HALF_UP)
        for price_list, factor in lists
        for product, price in made
    }
    for price_list, _ in lists:
        price_list.supplier = company
    by_sku = {product.sku: product for product in products}
    by_name = {price_list.name: price_list for price_list, _ in lists}
    rows_of_prices = [
        Price(supplier=company, price_list=by_name[name], product=by_sku[sku], unit_price=price)
        for (name, sku), price in prices.items()
    ]
    write_as(world, supplier, products, list(by_name.values()), rows_of_prices)
    return Assortment(products, list(by_name.values()), prices)


def _price_lists(supplier: Supplier) -> list[tuple[PriceList, Decimal]]:
    names = (("Standard", "1"), ("Taprooms", "0.94"), ("Key accounts", "0.88"))
    if not supplier.source:
        names = (("Standard", "1"), ("Restaurants", "0.95"), ("Export", "1.08"))
    return [
        (PriceList(name=name, currency="USD", is_default=name == "Standard"), Decimal(factor))
        for name, factor in names
    ]


def _beer(supplier: Supplier, row: Row) -> tuple[Product, Decimal]:
    cans, millilitres = int(row["cans"]), int(row["can_ml"])
    abv = Decimal(row["abv_percent"] or 5)
    litres = Decimal(cans * millilitres) / 1000
    rare = any(word in row["name"] or word in row["style"] for word in _RARE_WORDS)
    price = (litres * (_LITRE + abv * _STRENGTH + rare * _RARE)).quantize(Decimal("0.5")) - CENT * 5
    attributes = {"Style": row["style"], "ABV": f"{abv} %", "Can": f"{millilitres} ml"}
    if row["ibu"]:
        attributes["IBU"] = row["ibu"]
    family = next((name for word, name in _FAMILIES if word in row["style"]), "Ale")
    brand = next(brewery["name"] for brewery in table("breweries") if brewery["id"] == supplier.source)
    product = Product(
        sku=f"{supplier.sku}-{int(row['id']):04}",
        name=row["name"],
        category=family,
        brand=brand[:60],
        pack=f"{cans} × {millilitres} ml",
        order_multiple=2 if cans == 12 else 1,
        minimum_units=2 if cans == 12 else 1,
        weight_grams=cans * (millilitres + 25),
        attributes=attributes,
        description=f"{row['style']}, {abv} % ABV, in {millilitres} ml cans.",
    )
    return product, price


def _northwind() -> list[tuple[Product, Decimal]]:
    categories = {row["categoryID"]: row["categoryName"] for row in table("northwind_categories")}
    makers = {row["supplierID"]: row for row in table("northwind_suppliers")}
    return [
        (
            Product(
                sku=f"NW-{int(row['productID']):03}",
                name=row["productName"],
                category=categories[row["categoryID"]],
                brand=makers[row["supplierID"]]["companyName"],
                pack=_pack(row["quantityPerUnit"]),
                is_active=row["discontinued"] == "0",
                attributes={"Origin": makers[row["supplierID"]]["country"]},
            ),
            Decimal(row["unitPrice"]),
        )
        for row in table("northwind_products")
    ]


def _pack(text: str) -> str:
    """Return "24 - 12 oz bottles" with a multiplication sign, as the breweries' packs are written."""
    return re.sub(r"^(\d+) ?- ?|(?<=[a-z]) x ", lambda m: f"{m[1]} × " if m[1] else " × ", text)

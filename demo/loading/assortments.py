"""Writes what each supplier sells and at which prices."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from catalogs.deriving import Rule
from catalogs.details import ProductDetails, search_text_of
from catalogs.models import Price, PriceList, Product
from catalogs.prices import ListPrice
from demo.cast import Supplier
from demo.loading.world import World, write_as
from demo.sources import Row, table

CENT = Decimal("0.01")
_SEARCHED = ("sku", "name", "category", "brand", "pack", "gtin", "attributes")
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
_BREAKS = ((20, Decimal("0.97")), (60, Decimal("0.93")))
_BREAKS_EVERY = 4  # of the products has breaks
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
        product.search_text = search_text_of(
            ProductDetails(**{name: getattr(product, name) for name in _SEARCHED})
        )
    listed = {
        product.sku: _listed(price, has_breaks=number % _BREAKS_EVERY == 0)
        for number, (product, price) in enumerate(made)
    }
    lists = _price_lists(supplier)
    rows_of_prices = []
    for price_list in lists:
        price_list.supplier, price_list.base_list = company, None if price_list.is_default else lists[0]
        rows_of_prices += [_row(price_list, product, listed[product.sku]) for product in products]
    write_as(world, supplier, products, lists, rows_of_prices)
    prices = {(row.price_list.name, row.product.sku): row.unit_price or CENT for row in rows_of_prices}
    return Assortment(products, lists, prices)


def _price_lists(supplier: Supplier) -> list[PriceList]:
    """Return the default list and two that follow it by so many percent."""
    percents = {"Standard": None, "Taprooms": -6, "Key accounts": -12}
    if not supplier.source:
        percents = {"Standard": None, "Restaurants": -5, "Export": 8}
    return [
        PriceList(name=name, currency="USD", is_default=percent is None, derived_percent=percent)
        for name, percent in percents.items()
    ]


def _listed(price: Decimal, *, has_breaks: bool) -> ListPrice:
    breaks = tuple((units, (price * factor).quantize(CENT, ROUND_HALF_UP)) for units, factor in _BREAKS)
    return ListPrice(price, breaks if has_breaks else ())


def _row(price_list: PriceList, product: Product, listed: ListPrice) -> Price:
    """Return what a product costs on a list: on one that follows the default, by its rule."""
    rule = Rule(percent=Decimal(price_list.derived_percent or 0))
    costs = rule.of_listed(listed, price_list.currency) or listed
    return Price(
        supplier=price_list.supplier,
        price_list=price_list,
        product=product,
        unit_price=costs.unit_price,
        break_units=[units for units, _ in costs.breaks or ()],
        break_prices=[price for _, price in costs.breaks or ()],
        is_derived=not price_list.is_default,
    )


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
        allows_backorder=rare,
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

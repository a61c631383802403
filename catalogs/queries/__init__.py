"""Reads of products, prices and terms."""

from catalogs.queries.pricing import unit_price
from catalogs.queries.products import (
    brands_of,
    categories_of,
    ids_by_sku,
    lock_product,
    matching,
    price_of,
    product_for_supplier,
    products_kept_for,
    products_of,
)
from catalogs.queries.setting_up import has_prices, has_products
from catalogs.queries.showing import IsShown
from catalogs.queries.terms import Holder, level_of, levels_of, price_lists_of, terms_of_level, terms_off

__all__ = [
    "Holder",
    "IsShown",
    "brands_of",
    "categories_of",
    "has_prices",
    "has_products",
    "ids_by_sku",
    "level_of",
    "levels_of",
    "lock_product",
    "matching",
    "price_lists_of",
    "price_of",
    "product_for_supplier",
    "products_kept_for",
    "products_of",
    "terms_of_level",
    "terms_off",
    "unit_price",
]

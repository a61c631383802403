"""Reads of products and prices."""

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

__all__ = [
    "brands_of",
    "categories_of",
    "has_prices",
    "has_products",
    "ids_by_sku",
    "lock_product",
    "matching",
    "price_of",
    "product_for_supplier",
    "products_kept_for",
    "products_of",
    "unit_price",
]

"""Reads of products, prices and terms."""

from catalogs.queries.catalogs import (
    Shown,
    active_customer_count,
    catalog_for_supplier,
    catalog_rows,
    catalogs_beside_customer,
    catalogs_beside_group,
    catalogs_of,
    products_in,
    products_to_choose,
    share_of_catalog,
    shares_seen,
)
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
from catalogs.queries.terms import level_of, levels_of, price_lists_of, terms_of_level, terms_off

__all__ = [
    "IsShown",
    "Shown",
    "active_customer_count",
    "brands_of",
    "catalog_for_supplier",
    "catalog_rows",
    "catalogs_beside_customer",
    "catalogs_beside_group",
    "catalogs_of",
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
    "products_in",
    "products_kept_for",
    "products_of",
    "products_to_choose",
    "share_of_catalog",
    "shares_seen",
    "terms_of_level",
    "terms_off",
    "unit_price",
]

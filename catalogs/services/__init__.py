"""Everything that changes products, catalogs, prices and terms, one verb each."""

from catalogs.services.catalogs import (
    CatalogDetails,
    create_catalog,
    delete_catalog,
    edit_catalog,
    put_products,
    take_products,
)
from catalogs.services.price_lists import default_price_list
from catalogs.services.products import save_product
from catalogs.services.sharing import (
    end_share,
    keep_from_everyone,
    share_with_customers,
    share_with_everyone,
    share_with_group,
    share_with_label,
    unshare_with_customer,
    unshare_with_group,
)
from catalogs.services.terms import change_terms

__all__ = [
    "CatalogDetails",
    "change_terms",
    "create_catalog",
    "default_price_list",
    "delete_catalog",
    "edit_catalog",
    "end_share",
    "keep_from_everyone",
    "put_products",
    "save_product",
    "share_with_customers",
    "share_with_everyone",
    "share_with_group",
    "share_with_label",
    "take_products",
    "unshare_with_customer",
    "unshare_with_group",
]

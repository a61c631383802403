"""Everything that changes products and prices, one verb each."""

from catalogs.services.price_lists import default_price_list
from catalogs.services.products import save_product

__all__ = ["default_price_list", "save_product"]

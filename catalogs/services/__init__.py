"""Everything that changes products, prices and terms, one verb each."""

from catalogs.services.price_lists import default_price_list
from catalogs.services.products import save_product
from catalogs.services.terms import change_terms

__all__ = ["change_terms", "default_price_list", "save_product"]

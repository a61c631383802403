"""A supplier's products, catalogs, price lists and what each customer pays by."""

from catalogs.models.catalogs import Catalog, CatalogProduct, CatalogShare, CustomerCatalog
from catalogs.models.prices import Price, PriceList
from catalogs.models.products import Product
from catalogs.models.terms import CustomerTerms, TermsLevel

__all__ = [
    "Catalog",
    "CatalogProduct",
    "CatalogShare",
    "CustomerCatalog",
    "CustomerTerms",
    "Price",
    "PriceList",
    "Product",
    "TermsLevel",
]

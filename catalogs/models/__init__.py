"""A supplier's products, price lists and what each customer pays by."""

from catalogs.models.prices import Price, PriceList
from catalogs.models.products import Product
from catalogs.models.terms import CustomerTerms, TermsLevel

__all__ = ["CustomerTerms", "Price", "PriceList", "Product", "TermsLevel"]

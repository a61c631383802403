"""A supplier's products, catalogs, price lists and what each customer pays by."""

from catalogs.models.catalogs import Catalog, CatalogProduct, CatalogShare, CustomerCatalog
from catalogs.models.changes import PriceChange, PriceChangeLine
from catalogs.models.picture_imports import (
    PictureArchive,
    PictureImport,
    PictureImportFile,
)
from catalogs.models.pictures import (
    PictureFile,
    ProductPicture,
)
from catalogs.models.prices import CustomerPrice, Price, PriceList
from catalogs.models.products import Product
from catalogs.models.taxes import TaxClass
from catalogs.models.terms import CustomerTerms, TermsLevel
from catalogs.models.words import ProductSpelling, ProductToken

__all__ = [
    "Catalog",
    "CatalogProduct",
    "CatalogShare",
    "CustomerCatalog",
    "CustomerPrice",
    "CustomerTerms",
    "PictureArchive",
    "PictureFile",
    "PictureImport",
    "PictureImportFile",
    "Price",
    "PriceChange",
    "PriceChangeLine",
    "PriceList",
    "Product",
    "ProductPicture",
    "ProductSpelling",
    "ProductToken",
    "TaxClass",
    "TermsLevel",
]

"""By which words products are found. The database writes both tables, from each product's `search_text`."""

from django.db import models

from catalogs.models.products import AGREED_SUPPLIERS
from wholesale.tenancy.declarations import Access
from wholesale.tenancy.models import TenantModel

# As the product itself, but for its days: reading a product asks for those.
_FOUND = (
    "supplier_id = ANY ((SELECT app.suppliers_shown_whole())::uuid[])"
    " OR EXISTS (SELECT FROM catalogs_catalogproduct c WHERE c.product_id = {table}.product_id)"
)


class ProductToken(TenantModel):
    """A word that a product is found by, folded: without accents or case.

    The product is no foreign key: the triggers that write here keep it true, and 20,000 products have 200,000 words.
    """

    product_id = models.UUIDField()
    token = models.CharField(max_length=60, db_collation="C")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier", "product_id", "token"], name="product_token_once"),
            Access(
                name="product_token_access",
                supplier="select",
                distributor="select",
                guest="select",
                retailer="select",
                rows={
                    "distributor": AGREED_SUPPLIERS,
                    "guest": "supplier_id = app.supplier_id()",
                    "retailer": _FOUND.format(table="catalogs_producttoken"),
                },
            ),
        ]
        indexes = [
            models.Index(fields=["supplier", "token", "product_id"], name="product_token_found"),
        ]


class ProductSpelling(TenantModel):
    """A word of a supplier's products with one letter struck out, or whole: by it a slip of the pen finds the word.

    Two spellings that differ by one letter have such a key in common.
    """

    key = models.CharField(max_length=60, db_collation="C")
    word = models.CharField(max_length=60, db_collation="C")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier", "key", "word"], name="product_spelling_once"),
            Access(
                name="product_spelling_access",
                supplier="select",
                distributor="select",
                guest="select",
                retailer="select",
                rows={
                    "distributor": AGREED_SUPPLIERS,
                    "guest": "supplier_id = app.supplier_id()",
                    "retailer": "EXISTS (SELECT FROM catalogs_producttoken t"
                    " WHERE t.supplier_id = catalogs_productspelling.supplier_id"
                    " AND t.token = catalogs_productspelling.word)",
                },
            ),
        ]

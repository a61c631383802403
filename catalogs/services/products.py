"""One product and what it costs (SPEC.md K1)."""

from django.db import transaction

from catalogs.changes import ProductChange
from catalogs.details import ProductDetails
from catalogs.models import Product
from catalogs.services.product_rows import save_products
from wholesale.accounts.models import User
from wholesale.organizations.models import Organization


@transaction.atomic
def save_product(
    *,
    supplier: Organization,
    details: ProductDetails,
    product: Product | None = None,
    version: int | None = None,
    keeps_price: bool = False,
    by: User | None,
) -> Product:
    """Add a product, or change one, with its price on the default list. Runs in the supplier's context.

    Args:
        product: the one to change; none adds a new one.
        version: the one that was read, where a product is changed.
        keeps_price: its price stays as it stands by then; the one of `details` counts for a new product alone.
    Locks: the product; the supplier's SKUs, where its own is new.
    Raises: SkuTaken; ProductRefused; StaleVersion when somebody else changed it since; then nothing is written.
    Source: SPEC.md K1, B4, P9.
    """
    key = product.pk if product else None
    change = ProductChange(details=details, product_id=key, version=version, keeps_price=keeps_price)
    [saved] = save_products(supplier=supplier, changes=[change], by=by)
    if saved.error or saved.product is None:
        raise saved.error or LookupError("nothing was saved")
    stored: Product = saved.product
    return stored

"""Products and what they cost (SPEC.md K1)."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalogs.details import COLUMNS, ProductDetails, search_text_of
from catalogs.errors import SkuTaken
from catalogs.models import PriceList, Product
from catalogs.prices import ListPrice
from catalogs.queries import lock_product
from catalogs.queries.changes import in_force_on
from catalogs.services.price_lists import default_price_list
from catalogs.services.publishing import publish_now
from wholesale.accounts.models import User
from wholesale.audit.services import difference, record_change
from wholesale.errors import StaleVersion
from wholesale.organizations.models import Organization


@transaction.atomic
def save_product(
    *,
    supplier: Organization,
    details: ProductDetails,
    product: Product | None = None,
    version: int | None = None,
    by: User | None,
) -> Product:
    """Add a product, or change one, with its price on the default list. Runs in the supplier's context.

    Args:
        product: the one to change; none adds a new one.
        version: the one that was read, where a product is changed.
    The price is published at once, and lists that follow the default one follow; its quantity breaks stay.

    Locks: the product, then the default list and those derived from it.
    Raises: SkuTaken; PricesRefused; StaleVersion when somebody else changed it since; then nothing is written.
    Source: SPEC.md K1, B4, P9.
    """
    prices = default_price_list(supplier)
    saved, before = Product(supplier=supplier, version=0), {}
    if product is not None:
        saved = lock_product(product)
        if version is not None and saved.version != version:
            raise StaleVersion(_("Somebody else changed this product meanwhile."))
        before = _readable(saved, _price_on(prices, saved))
    was, now = difference(before, _wanted(details))
    if not now:
        return saved
    _write(saved, details)
    if "unit_price" in now:
        price = None if details.unit_price is None else ListPrice(details.unit_price, breaks=None)
        publish_now(price_list=prices, prices={saved.pk: price}, name=saved.name, by=by)
    record_change(
        organization_id=supplier.pk,
        by=by,
        verb="product_changed" if product else "product_added",
        subject=saved,
        subject_name=saved.name,
        before=was if product else None,
        after=now,
    )
    return saved


def _write(product: Product, details: ProductDetails) -> None:
    for name in COLUMNS:
        setattr(product, name, getattr(details, name))
    product.search_text = search_text_of(details)
    product.version += 1
    try:
        with transaction.atomic():
            product.save()
    except IntegrityError as error:
        if "product_sku_once" not in str(error):
            raise
        raise SkuTaken(
            _("You already have a product with the SKU %(sku)s.") % {"sku": details.sku}
        ) from error


def _price_on(prices: PriceList, product: Product) -> Decimal | None:
    now = in_force_on(prices, [product.pk]).get(product.pk)
    return now.price.unit_price if now and now.price else None


def _readable(product: Product, unit_price: Decimal | None) -> dict[str, Any]:
    return _said(product) | {"unit_price": _text(unit_price)}


def _wanted(details: ProductDetails) -> dict[str, Any]:
    return _said(details) | {"unit_price": _text(details.unit_price)}


def _said(holder: Product | ProductDetails) -> dict[str, Any]:
    """Return what is said of a product as the log keeps it: amounts, days and keys as text."""
    values = {name: getattr(holder, name) for name in COLUMNS}
    texts = {
        "deposit": _text(holder.deposit),
        "tax_class_id": holder.tax_class_id and str(holder.tax_class_id),
        "sold_from": _moment(holder.sold_from),
        "sold_until": _moment(holder.sold_until),
    }
    return values | texts


def _text(price: Decimal | None) -> str | None:
    return None if price is None else f"{price.quantize(Decimal('0.001')):f}"


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None

"""Which products, found how."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.http import Http404

from catalogs.details import fold
from catalogs.models import Price, Product
from wholesale.organizations.models import Organization

ModelT = TypeVar("ModelT", bound=Model)


def products_of(supplier: Organization) -> QuerySet[Product]:
    """Return a supplier's products with `unit_price` on its default list."""
    price = Price.objects.filter(product_id=OuterRef("pk"), price_list__is_default=True, supplier=supplier)
    return Product.objects.filter(supplier=supplier).annotate(
        unit_price=Subquery(price.values("unit_price")[:1])
    )


def products_kept_for(supplier: Organization) -> QuerySet[Product]:
    """Return a supplier's active products as its distributors see them: without prices."""
    return Product.objects.filter(supplier=supplier, is_active=True)


def matching(products: QuerySet[ModelT], text: str, *, path: str = "") -> QuerySet[ModelT]:
    """Narrow products to those that hold every word: in SKU, name, brand, category, barcode or properties.

    Args:
        path: the relation that leads from the rows to a product, as in "product__".
    """
    for word in fold(text).split():
        products = products.filter(**{f"{path}search_text__contains": word})
    return products


def product_for_supplier(supplier: Organization, product: UUID) -> Product:
    """Return this supplier's product; 404 for anyone else's, as if it did not exist."""
    try:
        return Product.objects.get(supplier=supplier, pk=product)
    except Product.DoesNotExist as error:
        raise Http404 from error


def lock_product(product: Product) -> Product:
    """Lock a product until the transaction ends, and return it as it stands now."""
    rows = Product.objects.select_for_update(no_key=True)
    return rows.get(supplier=product.supplier_id, pk=product.pk)


def price_of(product: Product) -> Decimal | None:
    """Return what a product costs on its supplier's default list."""
    prices = Price.objects.filter(supplier=product.supplier_id, product=product, price_list__is_default=True)
    return prices.values_list("unit_price", flat=True).first()


def categories_of(supplier: Organization) -> list[str]:
    """Return the categories that a supplier uses, to filter by and to choose from."""
    return _used(supplier, "category")


def brands_of(supplier: Organization) -> list[str]:
    """Return the brands that a supplier uses, to filter by and to choose from."""
    return _used(supplier, "brand")


def _used(supplier: Organization, column: str) -> list[str]:
    rows = Product.objects.filter(supplier=supplier).exclude(**{column: ""})
    return list(rows.order_by(column).values_list(column, flat=True).distinct())


def ids_by_sku(supplier: Organization, skus: Iterable[str]) -> dict[str, UUID]:
    """Return the ids of a supplier's products by SKU; an unknown one is missing."""
    return dict(Product.objects.filter(supplier=supplier, sku__in=list(skus)).values_list("sku", "pk"))

"""Which products, found how."""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Subquery
from django.http import Http404

from catalogs.models import PriceList, Product, TaxClass
from catalogs.queries.pricing import list_breaks, list_price
from wholesale.organizations.models import Organization

WORDS = ("category", "brand")


def products_of(supplier: Organization) -> QuerySet[Product]:
    """Return a supplier's products with `unit_price` on its default list."""
    default = PriceList.objects.filter(supplier=supplier, is_default=True).values("pk")
    price = list_price(price_list_id=Subquery(default))
    return Product.objects.filter(supplier=supplier).annotate(unit_price=price)


def with_breaks(supplier: Organization) -> QuerySet[Product]:
    """Return products_of with their quantity breaks on the default list too, as `breaks`."""
    default = PriceList.objects.filter(supplier=supplier, is_default=True).values("pk")
    return products_of(supplier).annotate(breaks=list_breaks(price_list_id=Subquery(default)))


def products_kept_for(supplier: Organization) -> QuerySet[Product]:
    """Return a supplier's active products as its distributors see them: without prices."""
    return Product.objects.filter(supplier=supplier, is_active=True)


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


def lock_products(supplier: Organization, product_ids: Iterable[UUID]) -> list[Product]:
    """Lock a supplier's products until the transaction ends, in key order, and return them as they stand now."""
    ids = list(product_ids)
    if not ids:
        return []
    rows = Product.objects.filter(supplier=supplier, pk__in=ids).order_by("pk")
    return list(rows.select_for_update(no_key=True))


def products_by_id(supplier: Organization, product_ids: Iterable[UUID]) -> dict[UUID, Product]:
    """Return these of a supplier's products by id, with `unit_price`; those of anyone else are missing."""
    return {product.pk: product for product in products_of(supplier).filter(pk__in=list(product_ids))}


def of_tax_classes(products: QuerySet[Product], classes: Iterable[UUID | None]) -> QuerySet[Product]:
    """Narrow products to those of these tax classes; None is the supplier's default."""
    kept = set(classes)
    wanted = Q(tax_class__in=kept - {None})
    return products.filter(wanted | Q(tax_class=None) if None in kept else wanted)


def tax_class_names(supplier: Organization) -> dict[UUID, str]:
    """Return a supplier's tax classes by id, in the order of their names."""
    rows = TaxClass.objects.filter(supplier=supplier).order_by("name")
    return dict(rows.values_list("pk", "name"))


def price_currency(supplier: Organization) -> str:
    """Return the currency of a supplier's default price list; its own, where there is none yet."""
    found = PriceList.objects.filter(supplier=supplier, is_default=True).values_list("currency", flat=True)
    return found.first() or supplier.currency


def price_of(product: Product) -> Decimal | None:
    """Return what a product costs on its supplier's default list."""
    price: Decimal | None = getattr(products_of(product.supplier).get(pk=product.pk), "unit_price", None)
    return price


def categories_of(supplier: Organization) -> list[str]:
    """Return the categories that a supplier uses, to filter by and to choose from."""
    return _used(supplier, "category")


def brands_of(supplier: Organization) -> list[str]:
    """Return the brands that a supplier uses, to filter by and to choose from."""
    return _used(supplier, "brand")


def words_in_use(supplier: Organization, column: str) -> list[tuple[str, int]]:
    """Return the categories or the brands that a supplier uses, each with how many products have it."""
    rows = Product.objects.filter(supplier=supplier).exclude(**{column: ""})
    return list(rows.values_list(column).annotate(n=Count("pk")).order_by(column))


def _used(supplier: Organization, column: str) -> list[str]:
    rows = Product.objects.filter(supplier=supplier).exclude(**{column: ""})
    return list(rows.order_by(column).values_list(column, flat=True).distinct())


def ids_by_sku(supplier: Organization, skus: Iterable[str]) -> dict[str, UUID]:
    """Return the ids of a supplier's products by SKU; an unknown one is missing."""
    return dict(Product.objects.filter(supplier=supplier, sku__in=list(skus)).values_list("sku", "pk"))

"""What a new supplier has done, for its checklist; one look each."""

from uuid import UUID

from catalogs.models import Price, Product


def has_products(supplier_id: UUID) -> bool:
    """Tell whether a supplier has a product to sell."""
    return Product.objects.filter(supplier_id=supplier_id, is_active=True).exists()


def has_prices(supplier_id: UUID) -> bool:
    """Tell whether a supplier has set a price."""
    return Price.objects.filter(supplier_id=supplier_id).exists()

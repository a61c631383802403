"""What cannot be done with products and prices."""

from wholesale.errors import DomainError


class SkuTaken(DomainError):
    """Another product of this supplier has the SKU."""

    code = "sku_taken"

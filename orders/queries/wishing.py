"""What a buyer looks for in a shop: words, categories, brands, properties."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from catalogs.models import Product
from inventory import queries as inventory_queries

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a buyer looks for in a shop; of one kind any value will do, and every kind must fit.

    Args:
        attributes: properties as (name, value).
    """

    text: str = ""
    categories: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    attributes: Pairs = ()
    sold_out: bool = False
    cursor: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Tell whether it leaves anything out, so that an empty list says so."""
        return bool(self.text or self.categories or self.brands or self.attributes)

    @property
    def values_by_attribute(self) -> dict[str, list[str]]:
        """Return the wanted values of each property."""
        found: dict[str, list[str]] = {}
        for name, value in self.attributes:
            found.setdefault(name, []).append(value)
        return found


def chosen(products: QuerySet[Product], wish: Wish) -> QuerySet[Product]:
    """Narrow products to the wanted categories, brands and properties."""
    if wish.categories:
        products = products.filter(category__in=wish.categories)
    if wish.brands:
        products = products.filter(brand__in=wish.brands)
    for name, values in wish.values_by_attribute.items():
        any_of = Q()
        for value in values:
            any_of |= Q(attributes__contains={name: value})
        products = products.filter(any_of)
    return products


def in_stock(products: QuerySet[Product], wish: Wish) -> QuerySet[Product]:
    """Narrow offered products to those that can be ordered now, unless sold-out ones are wanted too."""
    return products if wish.sold_out else inventory_queries.in_stock(products)

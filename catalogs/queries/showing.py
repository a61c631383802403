"""Which products exist for a customer: those of the catalogs that it is shown (SPEC.md K4, K5)."""

from typing import Any
from uuid import UUID

from django.db.models import BooleanField, F, Func, Q
from django.db.models.functions import Now

_SHOWN = """(k.opens_at IS NULL OR k.opens_at <= now()) AND (k.closes_at IS NULL OR k.closes_at > now())
  AND (k.shared_with_everyone OR EXISTS (
    SELECT FROM catalogs_customercatalog r WHERE r.customer_id = %s AND r.catalog_id = k.id))"""
_IS_SHOWN = """(EXISTS (
  SELECT FROM catalogs_catalog k WHERE k.supplier_id = %s AND k.includes_all_products AND {shown})
OR EXISTS (
  SELECT FROM catalogs_catalogproduct p JOIN catalogs_catalog k ON k.id = p.catalog_id
  WHERE p.product_id = {product} AND {shown}))"""


class IsShown(Func):
    """Whether a product is in a catalog that this active customer is shown today, to filter products of its supplier.

    Works in the supplier's and in the retailer's context. As SQL: building it anew with the ORM took each page as
    long as all the rest of its query.

    Source: SPEC.md K5.
    """

    output_field = BooleanField()

    def __init__(self, supplier_id: UUID, customer_id: UUID) -> None:
        super().__init__(F("pk"))
        self.keys = (customer_id, supplier_id)

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> Any:
        """Return the condition; a catalog of all products is asked for once in a statement, and mostly enough."""
        customer_id, supplier_id = self.keys
        product, params = compiler.compile(self.get_source_expressions()[0])
        return _IS_SHOWN.format(product=product, shown=_SHOWN), [
            supplier_id,
            customer_id,
            *params,
            customer_id,
        ]


def shown_whole_sql(customer: str, supplier: str) -> str:
    """Return the condition that a customer is shown a catalog of all products, for a statement over many customers.

    Args:
        customer, supplier: SQL of their ids.
    """
    whole = _IS_SHOWN.partition("OR EXISTS")[0].removeprefix("(").strip()
    return whole.format(shown=_SHOWN) % (supplier, customer)


def shown_singly_sql(customer: str, product: str) -> str:
    """Return the condition that a customer is shown a product by a catalog of chosen products, as shown_whole_sql."""
    singly = _IS_SHOWN.partition("OR EXISTS")[2].rstrip(")")
    return f"EXISTS {singly})".format(product=product, shown=_SHOWN) % customer


def is_sold_now() -> Q:
    """Return the condition that a product's days have begun and not ended (SPEC.md K1)."""
    return _is_between("sold_from", "sold_until")


def is_open_now() -> Q:
    """Return the condition that a catalog's days have begun and not ended (SPEC.md K4)."""
    return _is_between("opens_at", "closes_at")


def _is_between(begin: str, end: str) -> Q:
    begun = Q(**{f"{begin}__isnull": True}) | Q(**{f"{begin}__lte": Now()})
    return begun & (Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": Now()}))

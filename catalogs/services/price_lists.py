"""Price lists (SPEC.md K2)."""

from django.db import connection, transaction
from django.utils.translation import gettext, override

from catalogs.models import PriceList
from wholesale.organizations.models import Organization

_BACK_FILL = """
INSERT INTO catalogs_customerterms
  (id, supplier_id, retailer_id, customer_id, price_list_id, minimum_order, payment_terms_days)
SELECT app.uuid7(), c.supplier_id, c.retailer_id, c.id, %(list)s, 0, 30
FROM retailers_customer c WHERE c.supplier_id = %(supplier)s
ON CONFLICT DO NOTHING
"""


@transaction.atomic
def default_price_list(supplier: Organization) -> PriceList:
    """Return the list that customers pay by unless told otherwise, made at the first call.

    Runs in the supplier's context. Customers that came before the list get their terms with it.

    Locks: the making of this supplier's default list, only while there is none.
    Source: SPEC.md K2, C14.
    """
    found = PriceList.objects.filter(supplier=supplier, is_default=True).first()
    if found:
        return found
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"default price list {supplier.pk}"]
        )
        with override(supplier.language):
            values = {"name": gettext("Standard"), "currency": supplier.currency}
        made, _ = PriceList.objects.get_or_create(supplier=supplier, is_default=True, defaults=values)
        cursor.execute(_BACK_FILL, {"list": made.pk, "supplier": supplier.pk})
    return made

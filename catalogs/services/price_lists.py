"""Price lists (SPEC.md K2)."""

from django.db import transaction
from django.utils.translation import gettext, override

from catalogs.models import PriceList
from wholesale.organizations.models import Organization


@transaction.atomic
def default_price_list(supplier: Organization) -> PriceList:
    """Return the list that customers pay by unless told otherwise, made at the first call.

    Runs in the supplier's context. The database gives customers that came before the list their terms with it.

    Locks: the terms of all this supplier's customers, only while there is no list.
    Source: SPEC.md K2, C14.
    """
    found = PriceList.objects.filter(supplier=supplier, is_default=True).first()
    if found:
        return found
    with override(supplier.language):
        values = {"name": gettext("Standard"), "currency": supplier.currency}
    return PriceList.objects.get_or_create(supplier=supplier, is_default=True, defaults=values)[0]

"""One change of catalogs for many customers at once (SPEC.md C1)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from catalogs.errors import CatalogRefused
from catalogs.queries.catalogs import catalog_for_supplier
from catalogs.services.sharing import share_with_customers
from retailers.enums import SkipReason
from wholesale.accounts.models import User
from wholesale.organizations.models import Organization


@transaction.atomic
def share(
    *, supplier: Organization, customer_ids: Sequence[UUID], choice: dict[str, Any], by: User
) -> dict[UUID, SkipReason]:
    """Share the chosen catalog with these customers; return those that it was shared with already.

    Locks:  the catalog, then who is reached by the supplier's catalogs.
    Raises: CatalogRefused where it is deleted meanwhile; then nothing is written.
    Source: SPEC.md C1.
    """
    try:
        catalog = catalog_for_supplier(supplier, choice["option"])
    except Http404 as error:
        raise CatalogRefused({"catalog": _("This catalog is deleted.")}) from error
    new = share_with_customers(catalog=catalog, customer_ids=customer_ids, by=by)
    return {each: SkipReason.UNCHANGED for each in customer_ids if each not in new}

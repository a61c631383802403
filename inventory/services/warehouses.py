"""Places with stock."""

from django.db import transaction
from django.utils.translation import gettext, override

from inventory.models import Warehouse
from inventory.queries.places import Place
from wholesale.organizations.models import Organization
from wholesale.tenancy.contexts import act_for_platform


@transaction.atomic
def default_warehouse(organization: Organization) -> Warehouse:
    """Return a company's main warehouse, made at the first call; a distributor's too, whoever asks.

    The caller has checked that it deals with this company.
    """
    found = Warehouse.objects.filter(organization=organization, is_default=True).first()
    if found:
        return found
    with act_for_platform():
        with override(organization.language):
            fresh = Warehouse(organization=organization, name=gettext("Main warehouse"), is_default=True)
        Warehouse.objects.bulk_create([fresh], ignore_conflicts=True)
        return Warehouse.objects.get(organization=organization, is_default=True)


def warehouse_of(place: Place) -> Warehouse:
    """Return the warehouse of a place, made where nothing was ever put there."""
    return place.warehouse or default_warehouse(place.keeper)

"""A retailer's favourites and standing lists at one supplier (SPEC.md O1)."""

from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import Http404

from orders.models import Favourite, StandingList, StandingListLine
from orders.queries.filling import Wanted
from retailers.models import Customer

ORDER = ("name_key", "id")
FAVOURITES_ORDER = ("seen_name", "id")


def standing_lists_of(customer: Customer) -> QuerySet[StandingList]:
    """Return a customer's own lists at this supplier, with how many products are on each."""
    lists = StandingList.objects.filter(supplier_id=customer.supplier_id, retailer_id=customer.retailer_id)
    return lists.annotate(line_count=Count("lines"))


def standing_list_for_buyer(customer: Customer, list_id: UUID) -> StandingList:
    """Return one of a customer's own lists; 404 for anyone else's."""
    try:
        return standing_lists_of(customer).get(pk=list_id)
    except StandingList.DoesNotExist as error:
        raise Http404 from error


def lock_standing_list(standing_list: StandingList) -> StandingList:
    """Return the list as it stands, locked until the end of the transaction; 404 if it was deleted meanwhile."""
    lists = StandingList.objects.filter(supplier_id=standing_list.supplier_id, pk=standing_list.pk)
    found = lists.select_for_update().first()
    if found is None:
        raise Http404
    return found


def wanted_of_list(standing_list: StandingList) -> list[Wanted]:
    """Return what is on a list, in its order, in one statement."""
    lines = StandingListLine.objects.filter(
        supplier_id=standing_list.supplier_id, standing_list_id=standing_list.pk
    )
    rows = lines.order_by("position").values_list("product_id", "seen_name", "quantity_units")
    return [Wanted(*row) for row in rows]


def favourites_of(customer: Customer) -> QuerySet[Favourite]:
    """Return what a customer has starred at this supplier."""
    return Favourite.objects.filter(supplier_id=customer.supplier_id, retailer_id=customer.retailer_id)


def is_starred(customer: Customer) -> Exists:
    """Return whether a customer has starred each row's product, to annotate Product rows; the retailer's own."""
    return Exists(favourites_of(customer).order_by().filter(product_id=OuterRef("pk")))

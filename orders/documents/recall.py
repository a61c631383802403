"""Which orders got a lot, as a sheet: whom to call when it comes back (SPEC.md I13)."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from inventory.models import Lot
from orders.models import Order
from orders.queries.lots import Given


def recall_headings() -> list[str]:
    """Return what the columns say."""
    return [
        _("SKU"), _("Product"), _("Lot"), _("Best before"), pgettext("noun", "Order"), _("Retailer"),
        _("Delivered by"), _("Delivery day"), _("State"), _("City"), _("Phone"), _("Contact"), _("To ship"),
        _("Shipped"), _("Returned"),
    ]  # fmt: skip


def recall_rows(lot: Lot, orders: Iterable[Order], given: Mapping[UUID, Given]) -> list[list[Any]]:
    """Return a row for each order that got units of a lot, or is to get them."""
    head = [lot.product.sku, lot.product.name, lot.code, lot.best_before]
    return [[*head, *_cells(order, given[order.pk])] for order in orders]


def _cells(order: Order, given: Given) -> list[Any]:
    place = order.ship_to
    return [
        order.label,
        order.retailer_name,
        order.distributor_name or order.supplier_name,
        order.delivery_date,
        str(order.get_status_display()),
        str(place.get("city") or ""),
        str(place.get("phone") or ""),
        order.contact_name,
        given.picked_units,
        given.shipped_units,
        given.returned_units,
    ]

"""What the order lists of the sides offer to narrow by."""

from django.utils.translation import gettext as _

from orders.enums import OrderStatus
from wholesale.ui.filters import Filter


def turn_filter() -> Filter:
    """Return the filter for orders whose next step is late."""
    return Filter("turn", _("Turn"), [("overdue", _("Overdue"))])


def status_filter() -> Filter:
    """Return the filter by status."""
    return Filter("status", _("Status"), [(status.value, str(status.label)) for status in OrderStatus])


def supply_filter(handed_over: str) -> Filter:
    """Return the filter for orders of which something is handed over, in the words of a side, or back-ordered."""
    return Filter("supply", _("Supply"), [("handover", handed_over), ("backorder", _("Back-ordered"))])

"""Why an order that was placed cannot be changed as asked."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, gettext

from wholesale.errors import DomainError
from wholesale.money import reader_locale
from wholesale.ui import times


class OrderNotOpen(DomainError):
    """The retailer can no longer change or cancel the order: it was taken on, or its cut-off has passed (O3)."""

    code = "order_not_open"

    def __init__(self, order: Any, passed: datetime | None = None) -> None:
        said = {"number": order.label, "supplier": order.supplier_name}
        if passed:
            text = gettext(
                "Order %(number)s could be changed or cancelled until %(time)s. Please ask %(supplier)s."
            )
            said["time"] = times.within_a_sentence(passed, reader_locale(get_language() or "en"))
        else:
            text = gettext(
                "Order %(number)s is %(status)s: you cannot change or cancel it any more. Please ask %(supplier)s."
            )
            said["status"] = order.get_status_display().lower()
        super().__init__(text % said)


class NothingChanged(DomainError):
    """A change was asked for that leaves the order as it is."""

    code = "nothing_changed"
    status = 422

    def __init__(self) -> None:
        super().__init__(gettext("Nothing is different from the order as it stands."))


class ChangeMoved(DomainError):
    """What the changed order comes to is no longer what the buyer was shown."""

    code = "prices_changed"

    def __init__(self) -> None:
        super().__init__(
            gettext("Prices changed since you looked. Look at the change again, then confirm it.")
        )


class NothingLeft(DomainError):
    """A supplier's change would leave nothing of an order."""

    code = "nothing_left"
    status = 422

    def __init__(self) -> None:
        super().__init__(gettext("Nothing would be left of the order. Decline or cancel it instead."))


class QuantitiesRefused(DomainError):
    """Some lines cannot be changed as typed; `by_product` says why of each, and then none is changed."""

    code = "quantities_refused"
    status = 422

    def __init__(self, by_product: Mapping[UUID, str]) -> None:
        self.by_product = dict(by_product)
        super().__init__(gettext("Some lines cannot be changed like this: look at what stands beside them."))


class TaxedElsewhere(DomainError):
    """The new address lies where other taxes apply: what was ordered keeps its taxes, so the order stays there."""

    code = "taxed_elsewhere"
    status = 422

    def __init__(self) -> None:
        super().__init__(
            gettext("Other taxes apply at that address. Cancel this order and place a new one for it.")
        )


class ElsewhereOrdered(DomainError):
    """The cart is not of the customer whose order it would be added to."""

    code = "ordered_elsewhere"
    status = 422

    def __init__(self) -> None:
        super().__init__(gettext("This cart cannot be added to that order."))

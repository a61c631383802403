"""Why nothing is sent, shown or taken by the link of an order."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from wholesale.errors import DomainError


class OrderClosed(DomainError):
    """The order has ended: nothing more is done with it."""

    code = "order_closed"

    def __init__(self, order: Any) -> None:
        said = {"number": order.label, "status": order.get_status_display().lower()}
        super().__init__(gettext("Order %(number)s is %(status)s.") % said)


class NoExternalDistributor(DomainError):
    """Whoever delivers the order is not reached by mail: it has an account, or there is no agreement in force."""

    code = "no_external_distributor"

    def __init__(self, order: Any) -> None:
        said = {"number": order.label}
        super().__init__(
            gettext("Order %(number)s is not delivered by an external distributor with an email address.")
            % said
        )


class LinkUnusable(DomainError):
    """A link opens nothing any more; `state` says why: LinkEnd, "expired" or "unknown"."""

    code = "link_unusable"
    status = 410

    def __init__(self, state: str) -> None:
        super().__init__(_LINK_MESSAGES.get(state, _LINK_MESSAGES["unknown"]))
        self.state = state
        if state == "unknown":
            self.status = 404


class TooManyProblems(DomainError):
    """So many problems of one order were reported by link that somebody should call."""

    code = "too_many_problems"

    def __init__(self) -> None:
        super().__init__(gettext("Enough was reported of this order. Please call the supplier."))


_LINK_MESSAGES: dict[str, Promise] = {
    "unknown": gettext_lazy("This link does not open anything"),
    "expired": gettext_lazy("This link has expired"),
    "revoked": gettext_lazy("This link was taken back"),
    "replaced": gettext_lazy("A newer mail has a newer link"),
    "agreement": gettext_lazy("This link has ended"),
}

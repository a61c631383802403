"""Why a cart, an order or a step was refused."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import get_language, gettext, ngettext

from retailers.queries import Delivery
from wholesale.errors import DomainError, StaleVersion
from wholesale.money import reader_locale, round_amount
from wholesale.ui import times


class EmptyCart(DomainError):
    """There is nothing to order."""

    code = "empty_cart"


class CustomerNotActive(DomainError):
    """The supplier has not switched this customer on, or has switched it off (SPEC.md C11)."""

    code = "customer_not_active"
    status = 403


class CartChanged(DomainError):
    """The cart is no longer what the buyer looked at: another tab, device or colleague changed it."""

    code = "cart_changed"


class PricesChanged(DomainError):
    """What the cart costs is no longer what the buyer was shown."""

    code = "prices_changed"


class OrderTooLarge(DomainError):
    """The order comes to more than an amount may be."""

    code = "order_too_large"
    status = 422

    def __init__(self) -> None:
        super().__init__(gettext("This order is worth more than one order can hold. Split it."))


class CommentRefused(DomainError):
    """A comment says nothing, or too much (SPEC.md O11)."""

    code = "comment_refused"
    status = 422


class TooManyOrders(DomainError):
    """More orders are named than are moved at once (SPEC.md O8)."""

    code = "too_many_orders"
    status = 422

    def __init__(self, most: int) -> None:
        super().__init__(gettext("Choose at most %(n)s orders at once.") % {"n": most})


class BelowMinimum(DomainError):
    """The goods do not reach the customer's minimum order, and the supplier takes none below it (SPEC.md O4)."""

    code = "below_minimum"
    status = 422

    def __init__(self, missing: Decimal, currency: str) -> None:
        self.missing = missing
        text = gettext("%(missing)s %(currency)s are missing to the minimum order of this supplier.")
        super().__init__(text % {"missing": round_amount(missing, currency), "currency": currency})


class CustomerOnHold(DomainError):
    """The supplier takes no orders from this customer for now (SPEC.md C11)."""

    code = "customer_on_hold"
    status = 403

    def __init__(self, supplier: str) -> None:
        text = gettext("%(supplier)s takes no orders from you for now. Please get in touch with them.")
        super().__init__(text % {"supplier": supplier})


class OverCreditLimit(DomainError):
    """The order and what is open already pass the customer's credit limit (SPEC.md C11)."""

    code = "over_credit_limit"
    status = 422

    def __init__(self, over: Decimal, currency: str) -> None:
        self.over = over
        text = gettext(
            "This order passes your credit limit by %(over)s %(currency)s, open orders counted in."
        )
        super().__init__(text % {"over": round_amount(over, currency), "currency": currency})


class LicenceNotGood(DomainError):
    """The order needs a licence that the customer does not have, or has no longer (SPEC.md O18)."""

    code = "licence_not_good"
    status = 422

    def __init__(self, names: list[str]) -> None:
        self.names = names
        text = gettext(
            "These products need a valid licence, which the supplier does not have on record: %(names)s."
        )
        super().__init__(text % {"names": ", ".join(names)})


class PoNumberMissing(DomainError):
    """The customer's orders carry a PO number, and this one has none; `fields` is what is to be mended."""

    code = "po_number_missing"
    status = 422

    def __init__(self) -> None:
        super().__init__(gettext("A PO number is needed for this order."))
        self.fields = {"po_number": self.message}


class NotRegisteredYet(DomainError):
    """The order was entered for a customer that has not registered: its status waits for that (SPEC.md O17)."""

    code = "customer_not_registered"
    status = 409

    def __init__(self, name: str) -> None:
        text = gettext("%(name)s has not registered yet: the order stays as it is until it has.")
        super().__init__(text % {"name": name})


class DayNotPossible(DomainError):
    """No delivery can be ordered for this day any more, or at all; `next_day` is the first that can."""

    code = "day_not_possible"
    status = 422

    def __init__(self, day: date, *, passed: datetime | None, following: Delivery | None) -> None:
        self.next_day = following.day if following else None
        locale = reader_locale(get_language() or "en")
        named = times.day(day, locale)
        if passed:
            words = gettext("Orders for %(day)s had to come before %(time)s.")
            words %= {"day": named, "time": times.within_a_sentence(passed, locale)}
        else:
            words = gettext("There is no delivery on %(day)s.") % {"day": named}
        if following:
            other = gettext("The next delivery is on %(day)s: order until %(time)s.") % {
                "day": times.day(following.day, locale),
                "time": times.within_a_sentence(following.cut_off, locale),
            }
        else:
            other = gettext("This supplier has no further delivery day.")
        super().__init__(f"{words} {other}")


class AddressNotFound(DomainError):
    """The retailer has no such delivery address."""

    code = "address_not_found"
    status = 422


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """One product of a cart that cannot be taken as asked, and why."""

    product_id: UUID | None
    name: str
    wanted_units: int
    reason: str
    available_units: int | None = None


class LinesRefused(DomainError):
    """Some lines cannot be put into the cart as asked; then none is."""

    code = "lines_refused"
    status = 422

    def __init__(self, lines: list[RefusedLine]) -> None:
        self.lines = lines
        words = ngettext(
            "%(n)s product was not put into the cart.",
            "%(n)s products were not put into the cart.",
            len(lines),
        )
        super().__init__(
            words % {"n": len(lines)} + " " + " ".join(f"{x.name}: {x.reason}" for x in lines[:5])
        )


class LinesNotOffered(DomainError):
    """Products of the cart are no longer offered to this customer."""

    code = "lines_not_offered"

    def __init__(self, names: list[str]) -> None:
        self.names = names
        super().__init__(gettext("No longer available to you: %(names)s.") % {"names": ", ".join(names[:5])})


def fee_moved(shown: Decimal, now: Decimal) -> PricesChanged:
    """Say that the delivery fee has changed since the page was drawn."""
    text = gettext("The delivery fee changed since you looked: it is now %(now)s, not %(shown)s.")
    return PricesChanged(text % {"now": now, "shown": shown})


def deposits_moved(shown: Decimal, now: Decimal) -> PricesChanged:
    """Say that the deposits have changed since the page was drawn."""
    text = gettext("Deposits changed since you looked: they now come to %(now)s, not %(shown)s.")
    return PricesChanged(text % {"now": now, "shown": shown})


def tax_moved(shown: Decimal, now: Decimal) -> PricesChanged:
    """Say that the tax has changed since the page was drawn."""
    text = gettext("The tax changed since you looked: it now comes to %(now)s, not %(shown)s.")
    return PricesChanged(text % {"now": now, "shown": shown})


def lines_moved() -> PricesChanged:
    """Say that lines have changed since the page was drawn, though all sums are what they were."""
    return PricesChanged(gettext("Prices of single products changed since you looked. Look at them again."))


def price_moved(shown: Decimal, now: Decimal) -> PricesChanged:
    """Say that the sum has changed since the page was drawn."""
    text = gettext("Prices changed since you looked: the goods now cost %(now)s, not %(shown)s.")
    return PricesChanged(text % {"now": now, "shown": shown})


class ListRefused(DomainError):
    """A standing list or a favourite cannot be kept like this; `field` is what is to be mended."""

    code = "list_refused"
    status = 422

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


class ListChangedMeanwhile(StaleVersion):
    """Somebody else changed the standing list since it was read (SPEC.md B4)."""

    def __init__(self) -> None:
        super().__init__(gettext("Somebody else changed this list meanwhile. Nothing of yours is lost."))


@dataclass(frozen=True, slots=True)
class MissingLine:
    """A product of an order of which some units are not there."""

    product_id: UUID
    name: str
    units: int


class MissingUndecided(DomainError):
    """Something of an order is not there when it ships, and nobody said what becomes of it (SPEC.md I10)."""

    code = "missing_undecided"
    status = 422

    def __init__(self, lines: list[MissingLine]) -> None:
        self.lines = lines
        named = ", ".join(f"{line.units} × {line.name}" for line in lines[:5])
        text = gettext("Not there: %(lines)s. Say whether it is dropped or moved to a follow-up order.")
        super().__init__(text % {"lines": named})


class NothingToShip(DomainError):
    """Nothing of an order is there."""

    code = "nothing_to_ship"

    def __init__(self) -> None:
        super().__init__(gettext("Nothing of this order is there yet. Wait for stock, or cancel the order."))


class NoFurtherDay(DomainError):
    """The supplier has no further delivery day for this customer, so that nothing can follow."""

    code = "no_further_day"
    status = 422

    def __init__(self) -> None:
        text = gettext("This customer has no further delivery day that a follow-up order could be for.")
        super().__init__(text)

"""Why can this customer not order this? The chain of reasons, each with the page that mends it (SPEC.md I11).

Every link reads what the shop and the submission read: who is shown what, at which price, from whose stock, on which
days. tests/orders/test_obstacles.py holds the chain to what is offered.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogs.enums import LicenceRule
from catalogs.models import CustomerTerms, Product
from catalogs.queries import IsShown, is_sold_now, matching, products_of, unit_price, with_place
from inventory.queries import available_units, free_by_keeper, is_kept, keepers_of
from orders.allowance import over_limit
from orders.obstacles import Check, Link, Mend, Verdict
from orders.queries.assortment import RELATED, currency_of, offered_products, terms_of
from orders.queries.credit import open_amount_of, with_open_amount
from orders.totals import line_amount, missing_to_minimum
from retailers.enums import Licence
from retailers.models import Customer
from retailers.queries import customers_of, next_delivery, plan_of, with_plans
from wholesale.money import format_money, reader_locale
from wholesale.organizations.access import Acting

PASSES, WARNS, BLOCKS = Verdict.PASSES, Verdict.WARNS, Verdict.BLOCKS


@dataclass(frozen=True, slots=True)
class Chain:
    """All links from the customer to the product, for so many units of it."""

    customer: Customer
    product: Product
    units: int
    links: list[Link]

    @property
    def verdict(self) -> Verdict:
        """Return what the links say together: the worst of them."""
        found = {link.verdict for link in self.links}
        return next((verdict for verdict in (BLOCKS, WARNS) if verdict in found), PASSES)


def customer_to_explain(acting: Acting, customer_id: Any) -> Customer:
    """Return a customer with all that the chain asks of it, if this person sees it; 404 for any other."""
    customers = with_plans(customers_of(acting).select_related("private", *RELATED))
    try:
        return with_place(with_open_amount(customers)).get(pk=customer_id)
    except Customer.DoesNotExist as error:
        raise Http404 from error


def not_orderable(customer: Customer, text: str = "") -> QuerySet[Product]:
    """Return the supplier's active products that a customer cannot order now: not offered, or nothing left of them."""
    short: dict[str, Any] = {"available_units__lte": 0, "allows_backorder": False}
    offered = offered_products(customer).exclude(**short)
    active = products_of(customer.supplier).filter(is_active=True)
    return matching(active, text).exclude(pk__in=offered.values("pk"))


def chain_of(customer: Customer, product: Product, units: int) -> Chain:
    """Return why a customer can, or cannot, order so many units of a product, in three statements.

    Runs in the supplier's context.

    Args:
        customer: of customer_to_explain.
    Source: SPEC.md I11.
    """
    seen = _seen(customer, product, units)
    links = [
        *_standing(customer),
        *_money(customer, seen, units),
        _product(seen),
        *_licence(customer, seen),
        _catalog(customer, seen),
        _price(customer, seen),
        *_supply(customer, seen, units),
        *_minimum(customer, seen, units),
        _schedule(customer),
    ]
    return Chain(customer, product, units, links)


def _seen(customer: Customer, product: Product, units: int) -> Any:
    """Return the product with what shop and submission read of it for this customer."""
    keepers = keepers_of(customer)
    return (
        Product.objects.filter(supplier_id=customer.supplier_id)
        .annotate(
            is_shown=IsShown(customer.supplier_id, customer.pk),
            is_sold=is_sold_now(),
            unit_price=unit_price(customer_id=customer.pk, units=units),
            is_kept=is_kept(keepers=keepers),
            available_units=available_units(keepers=keepers),
        )
        .get(pk=product.pk)
    )


def _at(customer: Customer, page: str, verb: str) -> Mend:
    return Mend(page, (customer.supplier.slug, customer.pk), verb)


def _goods(seen: Any, units: int, currency: str) -> Decimal:
    price = seen.unit_price or Decimal(0)
    return line_amount(unit_price=price, quantity_units=units, currency=currency)


def _said(amount: Decimal, currency: str) -> str:
    return format_money(amount, currency, reader_locale(get_language() or "en"))


def _standing(customer: Customer) -> Iterator[Link]:
    of_customer = _at(customer, "retailers:customer_detail", _("Open the retailer"))
    if not customer.is_registered:
        text = _("It is %(status)s: it orders once it has registered with you.")
        status = str(customer.standing.label).lower()
        yield Link(Check.REGISTERED, BLOCKS, text % {"status": status}, of_customer)
    elif not customer.is_connected:
        yield Link(Check.REGISTERED, BLOCKS, _("The connection has ended."), of_customer)
    else:
        yield Link(Check.REGISTERED, PASSES, _("It has registered with you."))
    if customer.is_active:
        yield Link(Check.ACTIVE, PASSES, _("It is active."))
    else:
        text = _("It is not active: it sees no products and no prices.")
        yield Link(Check.ACTIVE, BLOCKS, text, of_customer)


def _money(customer: Customer, seen: Any, units: int) -> Iterator[Link]:
    terms = terms_of(customer)
    blocks = BLOCKS if terms is None or terms.hold_blocks else WARNS
    if customer.is_on_hold:
        text = (
            _("It is on hold.") if blocks == BLOCKS else _("It is on hold, which warns and lets orders pass.")
        )
        yield Link(Check.HOLD, blocks, text, _at(customer, "retailers:customer_detail", _("Release it")))
    if terms is not None and terms.credit_limit is not None:
        yield _credit(customer, terms, seen, units, blocks)


def _credit(customer: Customer, terms: CustomerTerms, seen: Any, units: int, blocks: Verdict) -> Link:
    currency = currency_of(customer)
    over = over_limit(
        limit=terms.credit_limit,
        open_amount=open_amount_of(customer),
        total=_goods(seen, units, currency),
    )
    if not over:
        return Link(Check.CREDIT, PASSES, _("It is within its credit limit."))
    text = _("With open orders it passes its credit limit by %(amount)s.")
    mend = _at(customer, "catalogs:customer_terms_update", _("Change its terms"))
    return Link(Check.CREDIT, blocks, text % {"amount": _said(over, currency)}, mend)


def _product(seen: Any) -> Link:
    mend = Mend("catalogs:product_update", (seen.supplier.slug, seen.pk), _("Change the product"))
    if not seen.is_active:
        return Link(Check.PRODUCT, BLOCKS, _("The product is not active."), mend)
    if not seen.is_sold:
        return Link(Check.PRODUCT, BLOCKS, _("Its days have not begun, or are over."), mend)
    return Link(Check.PRODUCT, PASSES, _("The product is active."))


def _licence(customer: Customer, seen: Any) -> Iterator[Link]:
    if not seen.licence:
        return
    today = plan_of(customer).today(timezone.now())
    licence = customer.licence_on(today)
    if licence.is_good:
        yield Link(Check.LICENCE, PASSES, _("Its licence is valid."))
        return
    blocks = seen.licence == LicenceRule.BLOCKS
    text = _("The product needs a licence, and it has none on record.")
    if licence == Licence.EXPIRED and customer.licence_expires_on:
        ended = date_format(customer.licence_expires_on, "DATE_FORMAT")
        text = _("The product needs a licence, and its licence ended on %(day)s.") % {"day": ended}
    mend = _at(customer, "retailers:conditions_update", _("Enter its licence"))
    yield Link(Check.LICENCE, BLOCKS if blocks else WARNS, text, mend)


def _catalog(customer: Customer, seen: Any) -> Link:
    if seen.is_shown:
        return Link(Check.CATALOG, PASSES, _("It is in a catalog that the retailer is shown."))
    text = _("It is in no catalog that the retailer is shown.")
    mend = _at(customer, "catalogs:customer_catalogs", _("Share a catalog"))
    return Link(Check.CATALOG, BLOCKS, text, mend)


def _price(customer: Customer, seen: Any) -> Link:
    if seen.unit_price is not None:
        price = _said(seen.unit_price, currency_of(customer))
        return Link(Check.PRICE, PASSES, _("It costs %(price)s for this retailer.") % {"price": price})
    terms = terms_of(customer)
    if terms is None:
        lists = Mend("catalogs:price_list_list", (customer.supplier.slug,), _("Make a price list"))
        return Link(Check.PRICE, BLOCKS, _("There is no price list."), lists)
    text = _("It has no price on %(list)s, and no special price.") % {"list": terms.price_list.name}
    keys = (customer.supplier.slug, terms.price_list_id)
    return Link(Check.PRICE, BLOCKS, text, Mend("catalogs:price_list_detail", keys, _("Add a price")))


def _supply(customer: Customer, seen: Any, units: int) -> Iterator[Link]:
    """Say by whose stock the customer is served, and what is left there, or lies elsewhere."""
    keeper = customer.distributor or customer.supplier
    left, own = seen.available_units, len(keepers_of(customer)) > 1
    names = {"name": keeper.name}
    if own:
        where = _("It gets what %(name)s has, and your own stock besides.") % names
    elif customer.distributor_id:
        where = _("It gets what %(name)s has.") % names
    else:
        where = _("You deliver: it gets what you have.")
    if not seen.is_kept:
        never = _("The product was never in stock there, so it is not shown.")
        text = f"{where} {never}"
        yield Link(Check.DISTRIBUTOR, BLOCKS, text, _restock(customer, _elsewhere(customer, seen)[0]))
        return
    yield Link(Check.DISTRIBUTOR, PASSES, where)
    if left >= units:
        yield Link(Check.STOCK, PASSES, _("%(n)s are free to order.") % {"n": left})
        return
    units_elsewhere, text_elsewhere = _elsewhere(customer, seen)
    text = _("%(left)s left, %(units)s wanted.") % {"left": max(left, 0), "units": units}
    if seen.allows_backorder:
        follows = _("What is missing is back-ordered.")
        yield Link(Check.STOCK, WARNS, f"{text} {follows}")
    else:
        mend = _restock(customer, units_elsewhere)
        yield Link(Check.STOCK, BLOCKS, f"{text} {text_elsewhere}".strip(), mend)


def _elsewhere(customer: Customer, seen: Any) -> tuple[int, str]:
    """Return what the supplier has free itself where the customer does not get it, with words for it."""
    if customer.supplier_id in keepers_of(customer):
        return 0, ""
    own = free_by_keeper(customer.supplier_id, seen.pk).get(customer.supplier_id, 0)
    return own, _("You have %(n)s yourself.") % {"n": own} if own else ""


def _restock(customer: Customer, own_units: int) -> Mend:
    slug = customer.supplier.slug
    if not customer.distributor_id:
        return Mend("inventory:receipt_create", (slug,), _("Receive stock"))
    if own_units:
        return Mend("inventory:transfer_create", (slug,), _("Send a transfer"))
    return _at(customer, "retailers:customer_update", _("Choose another distributor"))


def _minimum(customer: Customer, seen: Any, units: int) -> Iterator[Link]:
    if units < seen.minimum_units:
        text = _("At least %(n)s are ordered at a time.") % {"n": seen.minimum_units}
        mend = Mend("catalogs:product_update", (seen.supplier.slug, seen.pk), _("Change the product"))
        yield Link(Check.MINIMUM, BLOCKS, text, mend)
    terms, currency = terms_of(customer), currency_of(customer)
    if terms is None or not terms.minimum_order or seen.unit_price is None:
        return
    goods = _goods(seen, units, currency)
    missing = missing_to_minimum(goods=goods, minimum=terms.minimum_order)
    if not missing:
        yield Link(Check.MINIMUM, PASSES, _("It reaches the minimum order by itself."))
        return
    text = _("By itself it is %(amount)s short of the minimum order.")
    mend = _at(customer, "catalogs:customer_terms_update", _("Change its terms"))
    yield Link(Check.MINIMUM, WARNS, text % {"amount": _said(missing, currency)}, mend)


def _schedule(customer: Customer, now: datetime | None = None) -> Link:
    found = next_delivery(plan_of(customer), now or timezone.now())
    if found is None:
        mend = _at(customer, "retailers:customer_schedule", _("Set delivery days"))
        return Link(Check.SCHEDULE, BLOCKS, _("It has no delivery day to order for."), mend)
    day = date_format(found.day, "DATE_FORMAT")
    return Link(Check.SCHEDULE, PASSES, _("The next delivery is on %(day)s.") % {"day": day})

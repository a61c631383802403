"""Special prices of a customer: set from now or a day on, ended, taken back (SPEC.md K2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogs.days import is_kept_moment
from catalogs.errors import SpecialPriceChangedMeanwhile, SpecialPricesRefused
from catalogs.models import CustomerPrice, Product
from catalogs.prices import ListPrice, misfit
from catalogs.queries.customer_prices import IN_FORCE, special_prices_of, versions_of_special_prices
from catalogs.queries.terms import pays_by
from catalogs.quotes import breaks_written, price_written
from retailers.models import Customer
from retailers.queries import lock_customer
from wholesale.accounts.models import User
from wholesale.audit.models import AuditEntry
from wholesale.audit.services import change_of

_COLUMNS = ("currency", "unit_price", "break_units", "break_prices", "is_net", "valid_until")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialPrice:
    """What a customer shall pay for a product.

    Args:
        is_net: its markup or discount does not apply.
        valid_from: the moment from which on; None, or one that has passed, is at once.
        valid_until: the moment at which it falls back to what was before; None is never.
        version: of the product's special prices as its writer saw them (`special_prices_version`); None for whoever has
            seen none (a program, which says what shall be).
    """

    product_id: UUID
    price: ListPrice
    is_net: bool = True
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    version: str | None = None


@transaction.atomic
def set_special_prices(
    *, customer: Customer, prices: Sequence[SpecialPrice], by: User
) -> list[CustomerPrice]:
    """Give a customer special prices, in the currency that it buys in; all of them or none.

    Of several in force the one that began last counts, so that one with an end falls back to the one before. One that
    begins at the very moment of another takes its place. The same number of statements for one or a thousand.

    Runs in the supplier's context.

    Locks:  the customer, where a price names a version: of two who set one price the second is told.
    Raises: SpecialPricesRefused, by the key of the product; SpecialPriceChangedMeanwhile; then nothing is written.
    Source: SPEC.md B4, K2, K3, P9.
    """
    seen = {price.product_id: price.version for price in prices if price.version is not None}
    _check_versions(customer, seen)
    currency = currency_for(customer)
    names = _checked(customer, prices, currency)
    rows = [
        CustomerPrice(
            supplier_id=customer.supplier_id,
            retailer_id=customer.retailer_id,
            customer=customer,
            product_id=price.product_id,
            currency=currency,
            unit_price=price.price.unit_price,
            break_units=[units for units, _each in price.price.breaks or ()],
            break_prices=[each for _units, each in price.price.breaks or ()],
            is_net=price.is_net,
            valid_from=_begin_of(price),
            valid_until=price.valid_until,
        )
        for price in prices
    ]
    made = CustomerPrice.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["supplier", "customer", "product", "valid_from"],
        update_fields=_COLUMNS,
    )
    _record(
        customer,
        by,
        "special_price_set",
        [(names[p.product_id], {}, _readable(p, currency)) for p in prices],
    )
    return made


@transaction.atomic
def end_special_price(*, price: CustomerPrice, version: str | None = None, by: User) -> None:
    """End a special price: from now on the customer pays its list's. One that is to come is taken back.

    With the one in force those of its currency end that it stood in place of: they would come back otherwise. One that
    has ended stays as it is.

    Args:
        version: as of SpecialPrice; None for whoever has seen none.
    Locks:  the customer, where a version is named.
    Raises: SpecialPriceChangedMeanwhile; then nothing is written.
    Source: SPEC.md B4, K2, P9.
    """
    if version is not None:
        _check_versions(price.customer, {price.product_id: version})
    rows = special_prices_of(price.customer).filter(product=price.product_id, currency=price.currency)
    if price.valid_from > timezone.now():
        rows.filter(pk=price.pk).delete()
        verb = "special_price_taken_back"
    elif rows.filter(IN_FORCE).update(valid_until=Now()):
        verb = "special_price_ended"
    else:
        return
    before = {"unit_price": price_written(price.unit_price, price.currency)}
    _record(price.customer, by, verb, [(price.product.name, before, {})])


def _check_versions(customer: Customer, seen: dict[UUID, str]) -> None:
    if seen:
        lock_customer(customer)
        if versions_of_special_prices(customer, seen) != seen:
            raise SpecialPriceChangedMeanwhile


def currency_for(customer: Customer) -> str:
    """Return in which currency a customer buys; its supplier's while there is no price list."""
    price_list = pays_by(customer).price_list
    return price_list.currency if price_list else customer.supplier.currency


def _checked(customer: Customer, prices: Sequence[SpecialPrice], currency: str) -> dict[UUID, str]:
    """Return the names of the products, or raise with what is wrong by product."""
    ids = [price.product_id for price in prices]
    products = Product.objects.filter(supplier=customer.supplier_id, pk__in=ids)
    names = dict(products.values_list("pk", "name"))
    wrong = {price.product_id: text for price in prices if (text := _misfit(price, names, currency))}
    wrong |= {each: _("Named twice.") for each in ids if ids.count(each) > 1}
    if wrong:
        raise SpecialPricesRefused(wrong)
    return names


def _misfit(price: SpecialPrice, names: dict[UUID, str], currency: str) -> str:
    """Say why a special price cannot be, or nothing."""
    if price.product_id not in names:
        return _("You have no such product.")
    if not (is_kept_moment(price.valid_from) and is_kept_moment(price.valid_until)):
        return _("Enter a valid date.")
    begins = price.valid_from if _is_later(price.valid_from) else timezone.now()
    if price.valid_until is not None and begins is not None and price.valid_until <= begins:
        return _("It would end before it begins.")
    return misfit(price.price, currency)


def _begin_of(price: SpecialPrice) -> Any:
    """Return when it begins: the database's own moment for at once, which no clock of ours is ahead of."""
    return price.valid_from if _is_later(price.valid_from) else Now()


def _is_later(moment: datetime | None) -> bool:
    return moment is not None and moment > timezone.now()


def _readable(price: SpecialPrice, currency: str) -> dict[str, Any]:
    """Return a special price as the log says it."""
    shown: dict[str, Any] = {"unit_price": f"{price_written(price.price.unit_price, currency)} {currency}"}
    if price.price.breaks:
        shown["breaks"] = breaks_written(price.price, currency)
    if not price.is_net:
        shown["is_net"] = False
    for name in ("valid_from", "valid_until"):
        if moment := getattr(price, name):
            shown[name] = moment.isoformat()
    return shown


def _record(
    customer: Customer, by: User, verb: str, changes: Iterable[tuple[str, dict[str, Any], dict[str, Any]]]
) -> None:
    """Note changes of a customer's special prices in its supplier's log, in one statement."""
    AuditEntry.objects.bulk_create(
        change_of(
            organization_id=customer.supplier_id,
            by=by,
            verb=verb,
            subject=customer,
            subject_name=name,
            before=before,
            after=after,
        )
        for name, before, after in changes
    )

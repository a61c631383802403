"""Prices typed, changed by a rule or copied, into the draft of a price list (SPEC.md K2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from catalogs.deriving import Rule
from catalogs.models import PriceList
from catalogs.prices import ListPrice, misfit
from catalogs.queries.price_lists import charged_on, shown_on
from catalogs.services.drafts import draft_of, set_draft_lines, take_draft_lines


@dataclass(frozen=True, slots=True)
class TypedPrice:
    """What somebody typed for a product over what was shown; None is no price of the list's own."""

    product_id: UUID
    was: ListPrice | None
    price: ListPrice | None


@dataclass(frozen=True, slots=True)
class Saved:
    """How many prices were put into the draft; and what stands now where somebody else was quicker, by product."""

    changed: int = 0
    conflicts: dict[UUID, ListPrice | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Adjusted:
    """What became of a change of many: put into the draft, left because they have no price, or none that fits."""

    changed: int
    without_price: int = 0
    misfits: int = 0


@transaction.atomic
def save_prices(*, price_list: PriceList, typed: Sequence[TypedPrice]) -> Saved:
    """Put what was typed into the list's draft, row by row; of two who type the same price the second is told.

    Locks:  the list, those derived from it, the draft.
    Raises: PricesRefused, by product; then nothing is written.
    Source: SPEC.md B4, K2.
    """
    typed = [each for each in typed if each.price != each.was]
    if not typed:
        return Saved()
    change = draft_of(price_list=price_list)
    now = shown_on(price_list, [each.product_id for each in typed])
    lines, conflicts = {}, {}
    for each in typed:
        stands = now.get(each.product_id)
        if stands == each.price:
            continue
        if stands == each.was:
            lines[each.product_id] = each.price
        else:
            conflicts[each.product_id] = stands
    set_draft_lines(change=change, lines=lines, version=None)
    return Saved(len(lines), conflicts)


@transaction.atomic
def adjust_prices(*, price_list: PriceList, product_ids: Iterable[UUID], rule: Rule) -> Adjusted:
    """Change prices and their breaks by one rule, in the list's draft; what is drafted already is changed further.

    Locks:  the list, those derived from it, the draft.
    Source: SPEC.md K2.
    """
    change, keys = draft_of(price_list=price_list), list(product_ids)
    now = charged_on(price_list, keys)
    currency = price_list.currency
    made = {
        product: rule.of_listed(price, currency)
        for product in keys
        if (price := now.get(product)) is not None
    }
    lines = {product: price for product, price in made.items() if price and not misfit(price, currency)}
    set_draft_lines(change=change, lines=lines, version=None)
    return Adjusted(len(lines), without_price=len(keys) - len(made), misfits=len(made) - len(lines))


@transaction.atomic
def take_off_list(*, price_list: PriceList, product_ids: Iterable[UUID]) -> Adjusted:
    """Draft that products go off the list; on a derived one, that they follow the base list again.

    Locks:  the list, those derived from it, the draft.
    Source: SPEC.md K2.
    """
    change, keys = draft_of(price_list=price_list), list(product_ids)
    set_draft_lines(change=change, lines=dict.fromkeys(keys), version=None)
    return Adjusted(len(keys))


@transaction.atomic
def leave_prices(*, price_list: PriceList, product_ids: Iterable[UUID]) -> Adjusted:
    """Take products out of the list's draft: they keep the price that they have.

    Locks:  the list, those derived from it, the draft.
    Source: SPEC.md K2.
    """
    change, keys = draft_of(price_list=price_list), list(product_ids)
    take_draft_lines(change=change, product_ids=keys, version=None)
    return Adjusted(len(keys))


@transaction.atomic
def copy_prices(*, price_list: PriceList, source: PriceList) -> Adjusted:
    """Draft for a list what another one of the same currency charges now, breaks and all.

    Locks:  the list, those derived from it, the draft.
    Source: SPEC.md K2.
    """
    now = {product: price for product, price in charged_on(source).items() if price is not None}
    lines = {product: price for product, price in now.items() if not misfit(price, price_list.currency)}
    set_draft_lines(change=draft_of(price_list=price_list), lines=lines, version=None)
    return Adjusted(len(lines), misfits=len(now) - len(lines))

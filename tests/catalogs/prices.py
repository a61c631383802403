"""Price lists and their prices, for the tests of what changes them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from catalogs.models import Price, PriceChange, PriceList, Product
from catalogs.prices import ListPrice
from catalogs.queries import list_price
from catalogs.services import ChangePlan, draft_of, follow_base, plan_draft, publish, set_draft_lines
from tests.world import World
from wholesale.tenancy.testing import acting_as

DAY = timedelta(days=1)


def price(amount: str, *breaks: tuple[int, str]) -> ListPrice:
    return ListPrice(Decimal(amount), tuple((units, Decimal(each)) for units, each in breaks))


def standard(world: World) -> PriceList:
    with acting_as(world.context("alder")):
        return PriceList.objects.select_related("supplier").get(supplier=world.orgs["alder"], is_default=True)


def derived(world: World, base: PriceList, **rule: Any) -> PriceList:
    """Make a list that follows another, by default ten percent below it."""
    values = {"name": "Bars", "currency": base.currency, "base_list": base} | (
        rule or {"derived_percent": -10}
    )
    with acting_as(world.context("alder")):
        made = PriceList.objects.create(supplier=base.supplier, **values)
        follow_base(price_list=made)
    return made


def drafted(
    world: World, price_list: PriceList, lines: Mapping[UUID, ListPrice | None], **plan: Any
) -> PriceChange:
    """Draft prices of a list, with a plan."""
    with acting_as(world.context("alder")):
        change = draft_of(price_list=price_list)
        change = set_draft_lines(change=change, lines=lines, version=None)
        return plan_draft(change=change, plan=ChangePlan(**plan), version=None)


def published(
    world: World, price_list: PriceList, lines: Mapping[UUID, ListPrice | None], **plan: Any
) -> PriceChange:
    """Draft prices of a list and publish them."""
    change = drafted(world, price_list, lines, **plan)
    with acting_as(world.context("alder")):
        return publish(change=change, version=change.version, by=world.users["alder"])


def costs(world: World, price_list: PriceList, product: Product, units: int = 1) -> Any:
    """Return what a product costs on a list now."""
    with acting_as(world.context("alder")):
        found = Product.objects.annotate(cost=list_price(price_list_id=price_list.pk, units=units))
        return found.get(pk=product.pk).cost


def passed(world: World, span: timedelta) -> None:
    """Let time pass: all that prices say of it moves into the past."""
    with acting_as(world.context("alder")):
        Price.objects.update(valid_from=F("valid_from") - span, valid_until=F("valid_until") - span)
        changes = PriceChange.objects.exclude(effective_at=None)
        changes.update(effective_at=F("effective_at") - span, ends_at=F("ends_at") - span)


def soon() -> datetime:
    return timezone.now() + DAY

"""Prices that are to change: one list's are scheduled and told, another's are drafted for whoever looks at the demo."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils import timezone

from catalogs.deriving import Rule
from catalogs.models import PriceChange, PriceList, Product
from catalogs.queries.changes import in_force_on
from catalogs.services import ChangePlan, draft_of, plan_draft, publish, set_draft_lines
from demo.loading.world import World, acting
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization

SUPPLIER = "upslope-brewing"
# List, products, by how many percent, what it is called, after how many days.
SCHEDULED = ("Taprooms", 8, Decimal(3), "Taproom prices from next month", 20)
DRAFTED = ("Standard", 12, Decimal(4), "Malt has become dearer")


def change_prices(world: World) -> None:
    """Draft prices of one list, and schedule those of another, as the supplier's procurement does."""
    company, person = world.companies[SUPPLIER], world.person(SUPPLIER, "procurement", "admin")
    with acting(world, person, SUPPLIER, Side.SELLING):
        name, products, percent, called, days = SCHEDULED
        change = _drafted(company, name, products, percent)
        day = (timezone.now() + timedelta(days=days)).date()
        begins = datetime.combine(day, time(), ZoneInfo(company.time_zone))
        plan = ChangePlan(name=called, effective_at=begins)
        publish(change=plan_draft(change=change, plan=plan, version=None), version=None, by=person)
        name, products, percent, called = DRAFTED
        plan_draft(
            change=_drafted(company, name, products, percent), plan=ChangePlan(name=called), version=None
        )


def _drafted(company: Organization, name: str, products: int, percent: Decimal) -> PriceChange:
    price_list = PriceList.objects.select_related("supplier").get(supplier=company, name=name)
    keys = list(
        Product.objects.filter(supplier=company).order_by("sku").values_list("pk", flat=True)[:products]
    )
    rule = Rule(percent=percent)
    now = in_force_on(price_list, keys)
    lines = {
        key: rule.of_listed(found.price, price_list.currency) for key, found in now.items() if found.price
    }
    return set_draft_lines(change=draft_of(price_list=price_list), lines=lines, version=None)

"""Stock takes: which there are, what is counted in one, and what is still to be."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, DecimalField, F, FilteredRelation, Q, QuerySet, Sum
from django.db.models.functions import Abs, Coalesce
from django.http import Http404

from catalogs.models import Product
from catalogs.queries import matching, products_kept_for, products_of
from inventory.models import StockTake
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization


def takes_of(organization: Organization, side: Side) -> QuerySet[StockTake]:
    """Return the stock takes that a company sees under a hat, with how many lines each has and how many differ."""
    mine = {"supplier": organization} if side == Side.SELLING else {"keeper": organization}
    differs = ~Q(lines__counted_units=F("lines__expected_units"))
    return (
        StockTake.objects.filter(**mine)
        .select_related("supplier", "keeper", "warehouse__organization")
        .annotate(counted=Count("lines"), different=Count("lines", filter=differs))
    )


def take_for(organization: Organization, side: Side, take: UUID) -> StockTake:
    """Return one of the stock takes that a company sees under a hat; 404 for any other."""
    try:
        return takes_of(organization, side).get(pk=take)
    except StockTake.DoesNotExist as error:
        raise Http404 from error


def lock_take(take: StockTake) -> StockTake:
    """Lock a stock take until the transaction ends, and return it as it stands now."""
    rows = StockTake.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("supplier", "warehouse").get(supplier=take.supplier_id, pk=take.pk)


def counted_rows(
    take: StockTake, *, side: Side, text: str = "", state: str = ""
) -> QuerySet[Any, dict[str, Any]]:
    """Return the products of a stock take as values, each with what was counted of it, or None.

    `line_price` is what was written down when it was applied, until then today's; only a supplier has it.

    Args:
        state: "open" for what is still to be counted, "counted", "different", or all.
    """
    products = products_of(take.supplier) if side == Side.SELLING else products_kept_for(take.supplier)
    products = matching(products, text).annotate(
        line=FilteredRelation("stock_take_lines", condition=Q(stock_take_lines__take=take.pk))
    )
    conditions = {
        "open": Q(line__id__isnull=True),
        "counted": Q(line__id__isnull=False),
        "different": Q(line__id__isnull=False) & ~Q(line__counted_units=F("line__expected_units")),
    }
    scope = Q(is_active=True) | Q(line__id__isnull=False)
    if take.category:
        scope &= Q(category=take.category)
    products = products.filter(scope, conditions.get(state, Q()))
    rows: Any = products.values(
        "id",
        "sku",
        "name",
        "pack",
        "gtin",
        counted_units=F("line__counted_units"),
        expected_units=F("line__expected_units"),
        counted_at=F("line__counted_at"),
        counted_by_name=F("line__counted_by_name"),
        line_version=F("line__version"),
        line_price=Coalesce(F("line__unit_price"), F("unit_price"))
        if side == Side.SELLING
        else F("line__unit_price"),
    )
    counted: QuerySet[Any, dict[str, Any]] = rows
    return counted


@dataclass(frozen=True, slots=True)
class Totals:
    """A stock take in figures: lines counted and different; units too many and missing; their value at list price."""

    counted: int
    different: int
    over_units: int
    missing_units: int
    value: Decimal | None


def totals_of(rows: QuerySet[Any, dict[str, Any]]) -> Totals:
    """Sum up the counted rows of a stock take, in one statement."""
    off = F("counted_units") - F("expected_units")
    found = rows.filter(counted_units__isnull=False).aggregate(
        counted=Count("id"),
        different=Count("id", filter=~Q(counted_units=F("expected_units"))),
        over=Sum(off, filter=Q(counted_units__gt=F("expected_units"))),
        missing=Sum(Abs(off), filter=Q(counted_units__lt=F("expected_units"))),
        value=Sum(off * F("line_price"), output_field=DecimalField()),
    )
    return Totals(
        found["counted"],
        found["different"],
        found["over"] or 0,
        found["missing"] or 0,
        found["value"],
    )


def products_typed(products: QuerySet[Product], code: str) -> list[Product]:
    """Return the product of this SKU or barcode; without one, those of which words begin so, at most five."""
    code = code.strip()
    exact = list(products.filter(Q(sku__iexact=code) | Q(gtin=code)).order_by("name", "pk")[:2])
    return exact if len(exact) == 1 else list(matching(products, code).order_by("name", "pk")[:5])

"""A supplier's price lists: what stands on them now, what is drafted, who pays by them (SPEC.md K2)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Now
from django.http import Http404

from catalogs.enums import ChangeState
from catalogs.models import CustomerTerms, Price, PriceChange, PriceChangeLine, PriceList, Product, TermsLevel
from catalogs.prices import ListPrice
from catalogs.queries.pricing import list_price
from catalogs.queries.products import products_of
from wholesale.organizations.models import Organization

_IN_FORCE = Q(valid_from__lte=Now()) & (Q(valid_until=None) | Q(valid_until__gt=Now()))
_PRICED = """
SELECT l.id, (SELECT count(*) FROM (
  SELECT FROM (SELECT DISTINCT ON (p.product_id) p.unit_price FROM catalogs_price p
    WHERE p.price_list_id = l.id AND p.valid_from <= statement_timestamp()
      AND (p.valid_until IS NULL OR p.valid_until > statement_timestamp())
    ORDER BY p.product_id, p.is_derived, p.valid_from DESC) q
  WHERE q.unit_price IS NOT NULL LIMIT 1001) priced)
FROM unnest(%s::uuid[]) AS l(id)
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a price list holds and who pays by it.

    Args:
        priced: products, counted to 1,001.
        customers: active ones, tests left out.
        draft: the change that is being drafted, with `line_count`.
        scheduled: the next change to come.
    """

    priced: int
    customers: int
    draft: PriceChange | None
    scheduled: PriceChange | None


@dataclass(frozen=True, slots=True)
class InForce:
    """What a product costs on a list now: the list's own row, and beneath it the one that follows the base list."""

    own: Price | None = None
    derived: Price | None = None

    @property
    def counts(self) -> Price | None:
        """Return the row that is charged by."""
        return self.own or self.derived


def price_list_rows(supplier: Organization) -> QuerySet[PriceList]:
    """Return a supplier's price lists, each with its base and its supplier."""
    return PriceList.objects.filter(supplier=supplier).select_related("base_list", "supplier")


def price_list_for_supplier(supplier: Organization, price_list: UUID | str) -> PriceList:
    """Return this supplier's price list with its base; 404 for anyone else's, as if it did not exist."""
    try:
        return price_list_rows(supplier).get(pk=price_list)
    except PriceList.DoesNotExist as error:
        raise Http404 from error


def price_list_seen(supplier: Organization, price_list: UUID) -> PriceList:
    """Return this supplier's price list as price_lists_seen has it; 404 for anyone else's."""
    try:
        return price_lists_seen(supplier).get(pk=price_list)
    except PriceList.DoesNotExist as error:
        raise Http404 from error


def price_lists_seen(supplier: Organization) -> QuerySet[PriceList]:
    """Return a supplier's price lists as their pages show them, in one statement.

    `customers` pay by it now (active ones, tests left out); `draft_id` and `drafted` are its draft and its lines;
    `next_at` is when the next change begins.
    """
    changes = PriceChange.objects.filter(price_list=OuterRef("pk"))
    drafts = changes.filter(state=ChangeState.DRAFT)
    coming = changes.filter(state=ChangeState.PUBLISHED, effective_at__gt=Now()).order_by("effective_at")
    payers = _paying().filter(price_list=OuterRef("pk")).order_by().values("price_list")
    return price_list_rows(supplier).annotate(
        customers=Coalesce(Subquery(payers.annotate(n=Count("pk")).values("n")), 0),
        draft_id=Subquery(drafts.values("pk")[:1]),
        drafted=Coalesce(Subquery(drafts.annotate(n=Count("lines")).values("n")[:1]), 0),
        next_at=Subquery(coming.values("effective_at")[:1]),
    )


def _paying() -> QuerySet[CustomerTerms]:
    return CustomerTerms.objects.filter(customer__is_active=True, customer__is_test=False)


def lock_price_list(price_list: PriceList) -> PriceList:
    """Lock a supplier's price lists until the transaction ends, and return one as it stands now; 404 when it is gone.

    All of them: which is the default or a base, others may change meanwhile.
    """
    return one_of(lock_price_lists(price_list.supplier), price_list)


def lock_price_lists(supplier: Organization) -> dict[UUID, PriceList]:
    """Lock all price lists of a supplier until the transaction ends, in key order as who publishes does."""
    rows = price_list_rows(supplier).order_by("pk").select_for_update(of=("self",))
    return {row.pk: row for row in rows}


def one_of(lists: Mapping[UUID, PriceList], price_list: PriceList) -> PriceList:
    """Return a price list as it stands among those that are locked; 404 when it is gone."""
    try:
        return lists[price_list.pk]
    except KeyError as error:
        raise Http404 from error


def standings_of(supplier: Organization, lists: Iterable[PriceList]) -> dict[UUID, Standing]:
    """Return what each of these lists holds and who pays by it, in three statements whatever their number."""
    keys = [each.pk for each in lists]
    with connection.cursor() as cursor:
        cursor.execute(_PRICED, [keys])
        priced: dict[UUID, int] = dict(cursor.fetchall())
    payers = _paying().filter(supplier=supplier, price_list__in=keys)
    counted = payers.values("price_list").annotate(n=Count("pk"))
    customers = {row["price_list"]: row["n"] for row in counted.order_by()}
    is_open = Q(state=ChangeState.DRAFT) | Q(state=ChangeState.PUBLISHED, effective_at__gt=Now())
    changes = PriceChange.objects.filter(is_open, supplier=supplier, price_list__in=keys)
    drafts: dict[UUID, PriceChange] = {}
    scheduled: dict[UUID, PriceChange] = {}
    for change in changes.annotate(line_count=Count("lines")).order_by(F("effective_at").desc()):
        (drafts if change.state == ChangeState.DRAFT else scheduled)[change.price_list_id] = change
    return {
        key: Standing(priced.get(key, 0), customers.get(key, 0), drafts.get(key), scheduled.get(key))
        for key in keys
    }


def holders_of(price_list: PriceList) -> int:
    """Return at how many levels a price list is set: for customers, for groups."""
    return TermsLevel.objects.filter(supplier=price_list.supplier_id, price_list=price_list).count()


def products_on(price_list: PriceList, wanted: Collection[str] = ()) -> QuerySet[Product]:
    """Return the supplier's products, with `unit_price` on the default list.

    Args:
        wanted: any of "priced", "unpriced", "own" (not following the base list) and "changed" (in the draft); nothing
            is everything.
    """
    own = Price.objects.filter(_IN_FORCE, price_list=price_list, product=OuterRef("pk"), is_derived=False)
    drafted = PriceChangeLine.objects.filter(
        change__price_list=price_list, change__state=ChangeState.DRAFT, product=OuterRef("pk")
    )
    conditions = {
        "priced": Q(listed__isnull=False),
        "unpriced": Q(listed__isnull=True),
        "own": Q(Exists(own)),
        "changed": Q(Exists(drafted)),
    }
    chosen = Q()
    for name in wanted:
        chosen |= conditions[name]
    return (
        products_of(price_list.supplier).alias(listed=list_price(price_list_id=price_list.pk)).filter(chosen)
    )


def in_force(price_list: PriceList, product_ids: Iterable[UUID] | None = None) -> dict[UUID, InForce]:
    """Return what products cost on a list now, in one statement; of several rows the one that began last.

    Args:
        product_ids: only these; None for all.
    """
    rows = Price.objects.filter(_IN_FORCE, price_list=price_list)
    if product_ids is not None:
        rows = rows.filter(product__in=list(product_ids))
    found: dict[UUID, dict[str, Price]] = {}
    latest = rows.order_by("product_id", "is_derived", "-valid_from").distinct("product_id", "is_derived")
    for row in latest:
        found.setdefault(row.product_id, {})["derived" if row.is_derived else "own"] = row
    return {product: InForce(**rows) for product, rows in found.items()}


def draft_lines_of(
    price_list: PriceList, product_ids: Iterable[UUID] | None = None
) -> dict[UUID, PriceChangeLine]:
    """Return what a list's draft says, by product, in one statement.

    Args:
        product_ids: only these; None for all.
    """
    lines = PriceChangeLine.objects.filter(change__price_list=price_list, change__state=ChangeState.DRAFT)
    if product_ids is not None:
        lines = lines.filter(product__in=list(product_ids))
    return {line.product_id: line for line in lines}


def listed_in(row: Price | PriceChangeLine | None) -> ListPrice | None:
    """Return what a row says, as one value; None is off the list."""
    if row is None or row.unit_price is None:
        return None
    return ListPrice(row.unit_price, tuple(zip(row.break_units, row.break_prices, strict=True)))


def charged_on(
    price_list: PriceList, product_ids: Iterable[UUID] | None = None
) -> dict[UUID, ListPrice | None]:
    """Return what products would cost with the draft published, else cost now; in two statements."""
    keys = None if product_ids is None else list(product_ids)
    now, drafted = in_force(price_list, keys), draft_lines_of(price_list, keys)
    found = {product: listed_in(row.counts) for product, row in now.items()}
    for product, line in drafted.items():
        falls_back = price_list.base_list_id and line.unit_price is None and product in now
        found[product] = listed_in(now[product].derived if falls_back else line)
    return found


def shown_on(
    price_list: PriceList, product_ids: Iterable[UUID] | None = None
) -> dict[UUID, ListPrice | None]:
    """Return what stands in the boxes of a list, as in_boxes; in two statements."""
    keys = None if product_ids is None else list(product_ids)
    return in_boxes(price_list, in_force(price_list, keys), draft_lines_of(price_list, keys))


def in_boxes(
    price_list: PriceList, now: Mapping[UUID, InForce], drafted: Mapping[UUID, PriceChangeLine]
) -> dict[UUID, ListPrice | None]:
    """Return what stands in the boxes of a list: what is drafted, else its own price.

    A derived list's boxes are empty where it follows the base.
    """
    follows = price_list.base_list_id is not None
    own = {product: listed_in(row.own if follows else row.counts) for product, row in now.items()}
    return own | {product: listed_in(line) for product, line in drafted.items()}


def prices_of_product(product: Product) -> list[tuple[PriceList, Price | None]]:
    """Return each of the supplier's lists, its default first, with what a product costs on it; in two statements."""
    lists = list(PriceList.objects.filter(supplier=product.supplier_id).order_by("-is_default", "name", "pk"))
    rows = Price.objects.filter(_IN_FORCE, price_list__in=[each.pk for each in lists], product=product)
    latest = rows.order_by("price_list_id", "is_derived", "-valid_from").distinct("price_list_id")
    found = {row.price_list_id: row for row in latest}
    return [(each, found.get(each.pk)) for each in lists]


def history_of(price_list: PriceList, product: Product) -> QuerySet[Price]:
    """Return all that a product has cost, costs and will cost on a list, the latest first, with the changes."""
    rows = Price.objects.filter(price_list=price_list, product=product).select_related("change")
    return rows.order_by("-valid_from", "is_derived")

"""What terms are set at each level, and whether what applies follows from them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from catalogs.models import CustomerTerms, Price, PriceList, TermsLevel
from catalogs.terms import COLUMNS, SETTINGS, SetTerms, Term, agreed_terms, terms_by
from retailers.models import Customer, CustomerGroup, GroupMember
from retailers.queries import Level
from wholesale.organizations.models import Organization
from wholesale.organizations.queries import active_agreement


@dataclass(frozen=True, slots=True)
class PaysBy:
    """The price list of a customer and its markup, each with where it comes from; no list: it sees no prices."""

    price_list: PriceList | None
    listed: Term
    change: Term
    has_prices: bool


# Both ways: rows that are not what the levels say, and customers without a row.
_OFF = """
SELECT coalesce(t.customer_id, r.customer_id)
FROM (SELECT {columns} FROM catalogs_customerterms WHERE supplier_id = %(supplier)s) t
FULL JOIN app.resolved_terms(ARRAY(SELECT id FROM retailers_customer WHERE supplier_id = %(supplier)s)) r
  ON r.customer_id = t.customer_id
WHERE ({ours}) IS DISTINCT FROM ({theirs})
ORDER BY 1
"""


def level_of(holder: Level) -> TermsLevel:
    """Return what is set at a level; while nothing is, an unsaved row of version 0."""
    return _of(holder).first() or TermsLevel(**holder.keys)


def lock_level(holder: Level) -> TermsLevel:
    """Lock a level until the transaction ends, and return it as it stands now; made if nothing was set."""
    return _of(holder).select_for_update(of=("self",)).get_or_create(defaults=holder.keys)[0]


def terms_of_level(holder: Level) -> list[Term]:
    """Return every setting as it applies at a level, with where each comes from, in as many statements as levels_of."""
    return terms_by(levels_of(holder))


def terms_of_groups(supplier: Organization, groups: Iterable[CustomerGroup]) -> dict[UUID | None, list[Term]]:
    """Return what applies to a customer of each of these groups alone, by group; by None, of no group."""
    wanted = list(groups)
    rows = TermsLevel.objects.filter(
        Q(group__in=wanted) | Q(group__isnull=True), supplier=supplier, customer__isnull=True
    ).select_related("group", "price_list")
    found = {row.group_id: row for row in rows}
    holders = (None, *(group.pk for group in wanted))
    return {
        holder: terms_by([_level(found[each]) for each in dict.fromkeys((holder, None)) if each in found])
        for holder in holders
    }


def levels_of(holder: Level) -> list[SetTerms]:
    """Return the levels that a holder takes its terms from, the nearest first: its own, if it sets anything.

    In one statement, for a customer with a distributor in two: the agreement with it stands before the default of all.
    """
    wanted = Q(customer__isnull=True, group__isnull=True)
    if holder.customer:
        groups = GroupMember.objects.filter(supplier=holder.supplier, customer=holder.customer)
        wanted |= Q(customer=holder.customer) | Q(group__in=groups.values("group"))
    if holder.group:
        wanted |= Q(group=holder.group)
    rows = TermsLevel.objects.filter(wanted, supplier=holder.supplier).select_related("group", "price_list")
    asked = TermsLevel(**holder.keys)
    own = asked.customer_id, asked.group_id
    levels = [
        _level(row, is_own=(row.customer_id, row.group_id) == own) for row in sorted(rows, key=_nearness)
    ]
    for_all = [level for level in levels if level.source == "default"]
    return [level for level in levels if level.source != "default"] + _agreed_of(holder) + for_all


def price_lists_of(supplier: Organization) -> QuerySet[PriceList]:
    """Return a supplier's price lists, its default first."""
    return PriceList.objects.filter(supplier=supplier).order_by("-is_default", "name", "pk")


def levels_that_set() -> QuerySet[TermsLevel]:
    """Return the levels at which any term is set; what was taken back there leaves an empty row."""
    any_set = Q()
    for setting in SETTINGS:
        any_set |= Q(**{f"{setting.columns[0]}__isnull": False})
    return TermsLevel.objects.filter(any_set)


def priced_lists_of(supplier: Organization) -> QuerySet[PriceList]:
    """Return a supplier's price lists, its default first, each with whether it holds a price: `has_prices`."""
    return price_lists_of(supplier).annotate(
        has_prices=Exists(Price.objects.filter(price_list=OuterRef("pk")))
    )


def applied_list(lists: Sequence[PriceList], terms: Sequence[Term]) -> PriceList | None:
    """Return by which of a supplier's lists terms are: the one that they name, else the default; None: it has none."""
    default = next((each for each in lists if each.is_default), None)
    return next((each for each in lists if each.pk == terms[0].values["price_list_id"]), default)


def pays_by(customer: Customer) -> PaysBy:
    """Return what a customer's prices follow from; in the supplier's context, in one statement beside its terms'."""
    terms = terms_of_level(Level(customer.supplier, customer))
    applied = applied_list(list(priced_lists_of(customer.supplier)), terms)
    has_prices = bool(applied and applied.has_prices)  # type: ignore[attr-defined]
    return PaysBy(applied, terms[0], terms[1], has_prices=has_prices)


def terms_off(supplier_id: UUID) -> list[UUID]:
    """Return the customers whose terms do not follow from what is set; there is none. In the supplier's context."""
    columns = [str(field.column) for field in CustomerTerms._meta.concrete_fields if field.column != "id"]
    ours, theirs = (", ".join(f"{row}.{column}" for column in columns) for row in ("t", "r"))
    with connection.cursor() as cursor:
        statement = _OFF.format(columns=", ".join(columns), ours=ours, theirs=theirs)
        cursor.execute(statement, {"supplier": supplier_id})
        return [row[0] for row in cursor.fetchall()]


def _of(holder: Level) -> QuerySet[TermsLevel]:
    return TermsLevel.objects.filter(**holder.keys)


def _agreed_of(holder: Level) -> list[SetTerms]:
    """Return what the agreement with a customer's distributor sets; in a statement only where it has one."""
    customer = holder.customer
    distributor = customer.distributor if customer else None
    agreed = active_agreement(holder.supplier.pk, distributor.pk) if distributor else None
    if distributor is None or agreed is None or agreed.both_warehouses_since is None:
        return []
    return [agreed_terms(agreed.pk, distributor.name)]


def _nearness(row: TermsLevel) -> tuple[int, int]:
    if row.customer_id:
        return 0, 0
    return (1, row.group.rank) if row.group else (2, 0)


def _level(row: TermsLevel, *, is_own: bool = False) -> SetTerms:
    values = {column: getattr(row, column) for column in COLUMNS}
    listed = row.price_list.name if row.price_list else ""
    if is_own:
        return SetTerms("own", values, list_name=listed)
    if row.group:
        return SetTerms("group", values, row.group.pk, holder_name=row.group.name, list_name=listed)
    return SetTerms("default", values)

"""A big supplier at once: its products, price lists and customers, written set-wise past every trigger but the words'.

Twenty groups are shown everything, twenty others a tenth of it twice; every second customer is of the first kind.
Two of four customers have the distributor, whose warehouse holds all products as the supplier's own does. A third of
the prices has quantity breaks, a tenth of the lists is derived, every tenth customer has special prices.
"""

from dataclasses import dataclass
from uuid import UUID

import psycopg

from bench.data import Market
from bench.rows import (
    AGREEMENT,
    CATALOG,
    CUSTOMER,
    DISTRIBUTOR,
    GROUP,
    LIST,
    OTHER,
    PRODUCT,
    RETAILER,
    SUPPLIER,
    USER,
    WAREHOUSE,
    drop_indexes,
    id_of,
    insert,
    key,
)
from bench.words import NAME
from wholesale.accounts.models import User
from wholesale.organizations.models import Organization
from wholesale.tenancy.testing import as_owner

GROUPS, CHOSEN, STEP = 40, 10, 1_000_000  # STEP: keys of one supplier's things
# The catalogs k of a group g.
SHOWN = (
    f"unnest(CASE WHEN g % 2 = 0 THEN ARRAY[0] ELSE ARRAY[1 + g % {CHOSEN}, 1 + (g + 3) % {CHOSEN}] END) k"
)
WORDS = """
SELECT app.write_words(array_agg(supplier_id), array_agg(id), array_agg(search_text))
FROM catalogs_product WHERE supplier_id = %s
"""


@dataclass(frozen=True)
class Assortment(Market):
    """A supplier whose buyers see everything; `shown_some` are those that see chosen products alone."""

    shown_some: list[tuple[str, UUID]]
    distributor_slug: str
    sizes: dict[str, int]


def make_assortment(superuser: str, *, number: int, products: int, lists: int, customers: int) -> Assortment:
    """Write one supplier down.

    Args:
        superuser: the address of the product's database, as the server's superuser.
        number: of the supplier, to have several beside each other; above those of the history.
    """
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica; SET synchronous_commit = off")
        connection.execute("SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'")
        indexes = drop_indexes(connection, ["catalogs_price"])
        at = _At(number)
        for statement in [
            *_companies(at, customers),
            *_goods(at, products, lists),
            *_catalogs(at, products),
            *_customers(at, customers, lists),
            *indexes,
        ]:
            connection.execute(statement)
        connection.execute(WORDS, [id_of(SUPPLIER, number)])
        connection.execute("VACUUM ANALYZE")
    with as_owner():
        supplier = Organization.objects.get(pk=id_of(SUPPLIER, number))
        admin = User.objects.get(pk=id_of(USER, at.first - 1))
    buyers = [(f"bar-{number}-{n}", id_of(USER, at.first + n)) for n in range(customers)]
    made = [id_of(PRODUCT, at.first + n) for n in range(products)]
    sizes = {"products": products, "lists": lists, "customers": customers}
    return Assortment(
        supplier,
        admin,
        made,
        buyers[::2],
        shown_some=buyers[1::2],
        distributor_slug=f"distributor-{number}",
        sizes=sizes,
    )


class _At:
    """The keys of one supplier's things, as SQL."""

    def __init__(self, number: int) -> None:
        self.number, self.first = number, number * STEP
        self.supplier = f"'{id_of(SUPPLIER, number)}'::uuid"
        self.distributor = f"'{id_of(DISTRIBUTOR, number)}'::uuid"
        self.own = {"supplier": self.supplier}

    def key(self, kind: int, number: str) -> str:
        return key(kind, f"{self.first} + {number}")


def _companies(at: _At, customers: int) -> list[str]:
    name, bars = "organizations.Organization", f"generate_series(0, {customers - 1}) n"
    number = str(at.number)
    people = (
        f"(SELECT -1 AS n, {at.supplier} AS org UNION ALL SELECT n, {at.key(RETAILER, 'n')} FROM {bars}) p"
    )

    def called(word: str) -> dict[str, str]:
        return {"name": f"'{word} {number}'", "slug": f"'{word.lower()}-{number}'"}

    return [
        insert(name, "(SELECT 1) o", id=at.supplier, sells="true", **called("Supplier")),
        insert(name, "(SELECT 1) o", id=at.distributor, delivers="true", **called("Distributor")),
        insert(name, bars, id=at.key(RETAILER, "n"), name="'Bar ' || n", slug=f"'bar-{number}-' || n", buys="true"),
        insert(
            "accounts.User", people, id=at.key(USER, "n"), email=f"'person-{number}-' || n + 1 || '@example.com'",
            name="'Person ' || n", password="'!'",
        ),
        insert(
            "organizations.Membership", people, user=at.key(USER, "n"), organization="org", role="'admin'",
        ),
        insert(
            "organizations.Agreement", "(SELECT 1) o", id=key(AGREEMENT, str(at.first)), distributor=at.distributor,
            mode="'connected'", status="'active'", proposed_by="'supplier'", accepted_at="now()",
            supplier_email="'s@example.com'", distributor_email="'d@example.com'", **at.own,
        ),
        insert(
            "inventory.Warehouse",
            f"(SELECT 0 AS n, {at.supplier} AS o UNION ALL SELECT 1, {at.distributor}) w",
            id=at.key(WAREHOUSE, "n"), organization="o", name="'Main'", is_default="true",
        ),
    ]  # fmt: skip


def _goods(at: _At, products: int, lists: int) -> list[str]:
    each, every_list = f"generate_series(0, {products - 1}) n", f"generate_series(0, {lists - 1}) l"
    product, price_list = at.key(PRODUCT, "n"), at.key(LIST, "l")
    is_derived = "l % 10 = 9"
    stock = f"{each}, (SELECT 0 AS w, {at.supplier} AS keeper UNION ALL SELECT 1, {at.distributor}) kept"
    return [
        insert(
            "catalogs.PriceList", every_list, id=price_list, name="'List ' || l", currency="'USD'",
            is_default="l = 0", base_list=f"CASE WHEN {is_derived} THEN {at.key(LIST, 'l - 1')} END",
            derived_percent=f"CASE WHEN {is_derived} THEN 5 END", **at.own,
        ),
        insert(
            "catalogs.Product", each, id=product, sku="'SKU-' || lpad(n::text, 5, '0')", name=NAME,
            category="'Style ' || n % 12", brand="'Brand ' || n % 30", pack="'24 × 355 ml'",
            search_text=f"lower('sku-' || lpad(n::text, 5, '0') || ' ' || {NAME} || ' brand ' || n % 30)", **at.own,
        ),
        insert(
            "catalogs.Price", f"{every_list}, {each}", id=key(OTHER, f"({at.number}::bigint << 32) + n * {lists} + l"),
            price_list=price_list, product=product, unit_price="20 + n % 40 + l * 0.25",
            break_units="CASE WHEN n % 3 = 0 THEN ARRAY[10, 50] ELSE ARRAY[]::int[] END",
            break_prices="CASE WHEN n % 3 = 0 THEN ARRAY[19 + n % 40 + l * 0.25, 18 + n % 40 + l * 0.25]"
            " ELSE ARRAY[]::numeric[] END",
            valid_from="now() - interval '30 days'", is_derived=is_derived, **at.own,
        ),
        insert(
            "inventory.StockBalance", stock, product=product, warehouse=at.key(WAREHOUSE, "w"), keeper="keeper",
            on_hand_units="1000", reserved_units="n % 7", **at.own,
        ),
    ]  # fmt: skip


def _catalogs(at: _At, products: int) -> list[str]:
    group = f"generate_series(0, {GROUPS - 1}) g"
    shown = f"{group}, {SHOWN}"
    return [
        insert(
            "retailers.CustomerGroup", group, id=at.key(GROUP, "g"), name="'Group ' || g", rank="g + 1", **at.own
        ),
        insert(
            "catalogs.Catalog", f"generate_series(0, {CHOSEN}) k", id=at.key(CATALOG, "k"), name="'Catalog ' || k",
            includes_all_products="k = 0", **at.own,
        ),
        insert(
            "catalogs.CatalogProduct", f"generate_series(0, {products - 1}) n",
            catalog=at.key(CATALOG, f"1 + n % {CHOSEN}"), product=at.key(PRODUCT, "n"), **at.own,
        ),
        insert("catalogs.CatalogShare", shown, catalog=at.key(CATALOG, "k"), group=at.key(GROUP, "g"), **at.own),
    ]  # fmt: skip


def _customers(at: _At, customers: int, lists: int) -> list[str]:
    each = f"(SELECT c, c % {GROUPS} AS g FROM generate_series(0, {customers - 1}) c) c"
    both = at.own | {"customer": at.key(CUSTOMER, "c")}
    of_retailer = both | {"retailer": at.key(RETAILER, "c")}
    shared = f"{each}, {SHOWN}"
    by_group = {"price_list": at.key(LIST, f"g % {lists}"), "price_change_percent": "g % 5 - 2"}
    return [
        insert(
            "retailers.DirectoryEntry", each, retailer=at.key(RETAILER, "c"), name="'Bar ' || c",
            street="'1 Elm Street'", city="'City ' || c % 100", claimed_at="now()",
        ),
        insert(
            "retailers.Customer", each, id=both["customer"], retailer=of_retailer["retailer"],
            distributor=f"CASE WHEN c % 4 > 1 THEN {at.distributor} END", status="'registered'",
            relation="'accepted'", is_active="true", registered_at="now()", **at.own,
        ),
        insert(
            "retailers.CustomerPrivate", each, display_name="'Bar ' || c", search_text="'bar ' || c", **both
        ),
        insert("retailers.GroupMember", each, group=at.key(GROUP, "g"), **both),
        insert("catalogs.CustomerCatalog", shared, catalog=at.key(CATALOG, "k"), **both),
        insert(
            "catalogs.TermsLevel", f"generate_series(0, {GROUPS - 1}) g", group=at.key(GROUP, "g"), **by_group, **at.own
        ),
        insert("catalogs.CustomerTerms", each, **by_group, **of_retailer),
        insert(
            "catalogs.CustomerPrice", f"{each}, generate_series(0, 4) n",
            product=at.key(PRODUCT, "(c + n * 17) % 1000"), currency="'USD'", unit_price="15 + n", **of_retailer,
        )
        + " WHERE c % 10 = 0",
    ]  # fmt: skip

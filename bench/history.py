"""A long history at once: a thousand relations and up to a million orders, written set-wise past every trigger.

Each key is a number in disguise, growing like a UUIDv7, so that no statement has to look one up. The first
supplier has a tenth of all orders, the others share the rest.
"""

from dataclasses import dataclass
from string import Template

import psycopg

from bench.history_orders import LARGE, mail_statements, order_statements
from bench.rows import (
    AGREEMENT,
    CUSTOMER,
    DISTRIBUTOR,
    LIST,
    OTHER,
    PRODUCT,
    PRODUCTS,
    PRODUCTS_OF_FIRST,
    RETAILER,
    SUPPLIER,
    WAREHOUSE,
    drop_indexes,
    id_of,
    insert,
    key,
)
from wholesale.organizations.models import Organization
from wholesale.tenancy.testing import as_owner

SUPPLIERS, DISTRIBUTORS, RELATIONS, DELIVERERS, ORDERS_PER_CUSTOMER = 200, 50, 10, 4, 5


@dataclass(frozen=True)
class History:
    """The companies whose pages are looked at: the largest supplier, one of its retailers and that one's deliverer."""

    orders: int
    supplier: Organization
    retailer: Organization
    distributor: Organization
    number: int


def make_history(superuser: str, *, orders: int) -> History:
    """Write companies, assortments, customers, orders with lines, amounts, events, movements, and mails.

    Args:
        superuser: the address of the product's database, as the server's superuser.
    """
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica; SET synchronous_commit = off")
        connection.execute("SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'")
        indexes = drop_indexes(connection, LARGE)
        for statement in [*_statements(orders), *indexes]:
            connection.execute(statement)
        connection.execute("VACUUM ANALYZE")
    with as_owner():
        found = Organization.objects.in_bulk([id_of(SUPPLIER, 0), id_of(RETAILER, 1), id_of(DISTRIBUTOR, 1)])
    supplier, retailer, distributor = (
        found[id_of(kind, n)] for kind, n in ((SUPPLIER, 0), (RETAILER, 1), (DISTRIBUTOR, 1))
    )
    last_order = RELATIONS + (ORDERS_PER_CUSTOMER - 1) * _customer_count(orders)
    return History(orders, supplier, retailer, distributor, number=1 + last_order // RELATIONS)


def _customer_count(orders: int) -> int:
    return orders // ORDERS_PER_CUSTOMER // RELATIONS * RELATIONS


# A retailer buys from the first supplier and from nine others; every fifth is delivered to by the supplier itself.
_RELATIONS = f"""
CREATE TEMP TABLE relation AS
SELECT c, r, s, CASE WHEN r % 5 <> 0 THEN (s + r % {DELIVERERS}) % {DISTRIBUTORS} END AS d
FROM (SELECT c, c / {RELATIONS} AS r, CASE WHEN c % {RELATIONS} = 0 THEN 0
      ELSE 1 + (c / {RELATIONS} * 9 + c % {RELATIONS} - 1) % {SUPPLIERS - 1} END AS s
      FROM generate_series(0, $customers - 1) c) numbered
"""
_GOODS = f"""
CREATE TEMP TABLE good AS
SELECT s, n, s * {PRODUCTS_OF_FIRST} + n AS p FROM generate_series(0, {SUPPLIERS - 1}) s,
LATERAL generate_series(0, CASE WHEN s = 0 THEN {PRODUCTS_OF_FIRST} ELSE {PRODUCTS} END - 1) n
"""
# One in twenty is still open, one in two hundred is late; a year, evenly.
_ORDERS = f"""
CREATE TEMP TABLE placed AS
SELECT o, c, r, s, d, now() - ($orders - o) * interval '365 days' / $orders AS at,
  CASE WHEN o > $orders * 0.95 THEN (ARRAY['submitted', 'confirmed', 'preparing', 'shipped'])[1 + o / 7 % 4]
       WHEN o % 50 = 0 THEN 'cancelled' ELSE 'delivered' END AS status,
  1 + o / {RELATIONS} AS number
FROM generate_series(0, $orders - 1) o JOIN relation ON c = o % $customers
"""


def _statements(orders: int) -> list[str]:
    customers = _customer_count(orders)
    sizes = {"orders": orders, "customers": customers}
    return [
        *_companies(customers // RELATIONS),
        Template(_RELATIONS).substitute(sizes),
        _GOODS,
        *_assortments(),
        *_customers(),
        Template(_ORDERS).substitute(sizes),
        "CREATE INDEX ON placed (o); ANALYZE placed",
        *order_statements(),
        *mail_statements(orders),
    ]


def _companies(retailers: int) -> list[str]:
    named = {"supplier": (SUPPLIER, SUPPLIERS), "distributor": (DISTRIBUTOR, DISTRIBUTORS)}
    made = []
    for word, (kind, count) in (named | {"retailer": (RETAILER, retailers)}).items():
        hat = {"supplier": "sells", "distributor": "delivers", "retailer": "buys"}[word]
        made.append(
            insert(
                "organizations.Organization",
                f"generate_series(0, {count - 1}) n",
                id=key(kind, "n"),
                name=f"'{word.title()} ' || lpad(n::text, 6, '0')",
                slug=f"'{word}-' || n",
                **{hat: "true"},
            )
        )
    return made


def _assortments() -> list[str]:
    supplier, product = key(SUPPLIER, "s"), key(PRODUCT, "p")
    list_of = {"supplier": supplier, "price_list": key(LIST, "s")}
    keepers = f"(SELECT s, k, (s + k) % {DISTRIBUTORS} AS d FROM generate_series(0, {SUPPLIERS - 1}) s,"
    keepers += f" generate_series(0, {DELIVERERS - 1}) k) kept"
    stock = (
        f"(SELECT s, p, {supplier} AS keeper, {key(WAREHOUSE, 's')} AS warehouse FROM good UNION ALL"
        f" SELECT s, p, {key(DISTRIBUTOR, 'd')}, {key(WAREHOUSE, '1000 + d')} FROM good JOIN {keepers} USING (s)) stock"
    )
    series = f"generate_series(0, {SUPPLIERS - 1}) s"
    held = {"supplier": supplier, "product": product, "keeper": "keeper", "warehouse": "warehouse"}
    everywhere = f"(SELECT {key(SUPPLIER, 's')} AS o, s AS w FROM {series} UNION ALL SELECT"
    everywhere += f" {key(DISTRIBUTOR, 'd')}, 1000 + d FROM generate_series(0, {DISTRIBUTORS - 1}) d) places"
    return [
        insert(
            "inventory.Warehouse",
            everywhere,
            id=key(WAREHOUSE, "w"),
            organization="o",
            name="'Main'",
            is_default="true",
        ),
        insert(
            "catalogs.PriceList",
            series,
            id=key(LIST, "s"),
            supplier=supplier,
            name="'Standard'",
            currency="'USD'",
            is_default="true",
        ),
        insert(
            "catalogs.Product",
            "good",
            id=product,
            supplier=supplier,
            sku="'SKU-' || n",
            name="'Beer ' || lpad(n::text, 5, '0')",
            category="'Style ' || n % 12",
            search_text="'sku-' || n || ' beer ' || n",
        ),
        insert("catalogs.Price", "good", product=product, unit_price="30", **list_of),
        insert("inventory.StockBalance", stock, on_hand_units="1000000", reserved_units="100", **held),
        insert("orders.OrderCounter", series, supplier=supplier, last_number="10000000"),
        insert(
            "organizations.Agreement",
            keepers,
            id=key(AGREEMENT, f"s * {DELIVERERS} + k"),
            supplier=supplier,
            distributor=key(DISTRIBUTOR, "d"),
            mode="'connected'",
            status="'active'",
            proposed_by="'supplier'",
            accepted_at="now()",
            supplier_email="'s@example.com'",
            distributor_email="'d@example.com'",
        ),
        insert(
            "organizations.AgreementStep",
            f"{keepers}, unnest(ARRAY['confirm', 'prepare', 'ship', 'deliver', 'invoice', 'mark_paid']) step",
            supplier=supplier,
            distributor=key(DISTRIBUTOR, "d"),
            agreement=key(AGREEMENT, f"s * {DELIVERERS} + k"),
            step="step",
            owed_by="CASE WHEN step IN ('confirm', 'invoice', 'mark_paid') THEN 'supplier' ELSE 'distributor' END",
            limit_hours="24",
        ),
    ]


def _customers() -> list[str]:
    both = {"supplier": key(SUPPLIER, "s"), "retailer": key(RETAILER, "r")}
    named = "'Retailer ' || lpad(r::text, 6, '0')"
    customer = key(CUSTOMER, "c")
    return [
        insert(
            "retailers.DirectoryEntry",
            "(SELECT DISTINCT r FROM relation) r",
            retailer=both["retailer"],
            name=named,
            street="'1 Elm Street'",
            city="'City ' || r % 100",
            claimed_at="now()",
        ),
        insert(
            "retailers.Customer",
            "relation",
            id=customer,
            distributor=key(DISTRIBUTOR, "d"),
            status="'has_ordered'",
            relation="'accepted'",
            is_active="true",
            registered_at="now()",
            first_ordered_at="now()",
            last_ordered_at="now() - c % 300 * interval '1 day'",
            **both,
        ),
        insert(
            "retailers.CustomerPrivate",
            "relation",
            supplier=both["supplier"],
            customer=customer,
            display_name=named,
            search_text="'retailer ' || lpad(r::text, 6, '0')",
        ),
        insert("catalogs.CustomerTerms", "relation", customer=customer, price_list=key(LIST, "s"), **both),
        insert("orders.Cart", "relation", id=key(OTHER, "c"), customer=customer, **both),
        insert(
            "orders.CartLine",
            "relation, generate_series(0, 4) n",
            cart=key(OTHER, "c"),
            quantity_units="2",
            product=key(PRODUCT, f"s * {PRODUCTS_OF_FIRST} + (r + n) % {PRODUCTS}"),
            seen_name="'Product'",
            seen_unit_price="30",
            **both,
        ),
    ]

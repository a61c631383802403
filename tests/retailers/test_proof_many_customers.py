"""50,000 customers of one supplier: each search, filter and sort of the list is a few pages of some index (C1)."""

import time
from typing import Any

import psycopg
import pytest
from django.db import connection

from tests.plans import listening, superuser_address, with_policies
from tests.proof import found
from tests.world import World
from wholesale.tenancy.testing import as_owner

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]
CUSTOMERS = 50_000
STATEMENTS = 7  # of the supplier's own rows, whatever is asked
# Of 8 kB, counted each time one is looked at. In the order of names, for one customer in a hundred, some 5,000 are
# looked at before a page is full; all of them would be half a million.
PAGES = 30_000
# The customers themselves are counted up to 1,000 as they lie.
NEVER_SCANNED = {f"retailers_{name}" for name in ("customerprivate", "directoryentry", "customerword")}
ROWS = f"""
INSERT INTO organizations_organization (SELECT (jsonb_populate_record(o, jsonb_build_object(
    'id', md5('c' || n)::uuid, 'name', 'Bar ' || n, 'slug', 'bar-' || n, 'sells', false, 'buys', true))).*
  FROM organizations_organization o, generate_series(1, {CUSTOMERS}) n WHERE o.slug = 'rolf');
INSERT INTO retailers_directoryentry (SELECT (jsonb_populate_record(e, jsonb_build_object(
    'retailer_id', md5('c' || n)::uuid, 'name', 'Bar ' || n, 'city', 'City ' || n %% 500,
    'search_text', 'bar ' || n || ' city ' || n %% 500))).*
  FROM retailers_directoryentry e JOIN organizations_organization o ON o.id = e.retailer_id,
    generate_series(1, {CUSTOMERS}) n WHERE o.slug = 'rolf');
INSERT INTO retailers_customer (SELECT (jsonb_populate_record(c, jsonb_build_object(
    'id', md5('k' || n)::uuid, 'retailer_id', md5('c' || n)::uuid, 'is_active', n %% 100 > 0,
    'status', CASE WHEN n %% 1000 = 0 THEN 'registered' ELSE 'has_ordered' END,
    'distributor_id', CASE WHEN n %% 3 = 0 THEN NULL ELSE c.distributor_id END,
    'last_ordered_at', now() - n * interval '1 minute'))).*
  FROM retailers_customer c, generate_series(1, {CUSTOMERS}) n WHERE c.id = %(customer)s);
INSERT INTO retailers_customerprivate (SELECT (jsonb_populate_record(p, jsonb_build_object(
    'id', md5('p' || n)::uuid, 'customer_id', md5('k' || n)::uuid, 'display_name', 'Bar ' || md5('n' || n),
    'nickname', '', 'contact_email', '', 'number', n::text, 'search_text', n::text,
    'labels', CASE WHEN n %% 5000 = 0 THEN '["rare"]'::jsonb WHEN n %% 2 = 0 THEN '["common"]' ELSE '[]' END))).*
  FROM retailers_customerprivate p, generate_series(1, {CUSTOMERS}) n WHERE p.customer_id = %(customer)s);
INSERT INTO retailers_groupmember (id, supplier_id, customer_id, group_id)
  SELECT md5('g' || n)::uuid, g.supplier_id, md5('k' || n)::uuid, g.id
  FROM retailers_customergroup g, generate_series(1, {CUSTOMERS}, 50) n WHERE g.id = %(group)s;
"""
QUERIES = [
    "", "sort=-name", "sort=city", "sort=-city", "sort=status", "sort=last_order", "sort=-last_order",
    "status=registered", "status=has_ordered&sort=city", "active=no", "active=yes&sort=-name", "label=rare",
    "label=common", "label=rare&sort=last_order", "group={group}", "group={group}&sort=city", "distributor=own",
    "distributor={distributor}&sort=last_order", "q=bar 777", "q=city 42", "q=41234",
    "q=bar&status=registered&active=no",
]  # fmt: skip


def test_no_list_of_customers_reads_them_all(committed_world: World) -> None:
    world = committed_world
    took = fill(world)
    client, wrong, most, slowest = world.client("alder"), [], 0, 0.0
    client.get("/alder/selling/retailers/")
    things = {"group": world.groups["alder"].pk, "distributor": world.org_id("dawn")}
    for query in (each.format(**things) for each in QUERIES):
        address: str | None = f"/alder/selling/retailers/?{query}"
        for _page in range(2):
            with listening() as heard:
                begun = time.perf_counter()
                answer: Any = client.get(str(address))
                slowest = max(slowest, time.perf_counter() - begun)
            plans = [with_policies(each) for each in heard]
            pages = sum(plan.buffers for plan in plans)
            most = max(most, pages)
            page = answer.context["page"]
            scanned = {table for plan in plans for table in plan.scanned} & NEVER_SCANNED
            if len(heard) > STATEMENTS or pages > PAGES or scanned or not page.rows:
                wrong.append(
                    f"{address}: {len(heard)} statements, {pages} pages, {scanned}, {len(page.rows)} rows"
                )
            if not page.next:
                break
            address = f"/alder/selling/retailers/?{query}&cursor={page.next}"
    found(
        "C1",
        f"{CUSTOMERS:,} customers written in {took:.0f} s; {len(QUERIES)} lists read {most} pages at most,"
        f" the slowest in {1000 * slowest:.0f} ms",
    )
    assert wrong == [], "\n".join(wrong)


def fill(world: World) -> float:
    """Write the customers set-wise, with every trigger at work; return how long that took."""
    values = {"customer": world.customers["alder", "rita"].pk, "group": world.groups["alder"].pk}
    begun = time.perf_counter()
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        for statement in filter(str.strip, ROWS.split(";\n")):
            cursor.execute(statement, values)
            # The triggers' plans were made when these tables held a dozen rows: with those this takes minutes.
            cursor.execute(f"ANALYZE {', '.join(sorted(NEVER_SCANNED))}, retailers_customer; DISCARD PLANS")
    took = time.perf_counter() - begun
    with psycopg.connect(superuser_address(), autocommit=True) as superuser:
        superuser.execute("VACUUM ANALYZE")
    return took

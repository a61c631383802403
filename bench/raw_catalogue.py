"""The limit of reading: fifty products as JSON from one statement on plain tables, without policies or Django.

Both answers say the same of each product as the shop's: what this customer pays, by its list and its discount,
and what is free in two warehouses. The search finds words by how they begin, in an index.
"""

import random
import threading
import time
from collections.abc import Callable
from string import Template
from typing import Any

import psycopg

from bench.report import Rate
from bench.words import ADJECTIVES, NAME, searched

SCHEMA = Template(f"""
DROP SCHEMA IF EXISTS bench_raw CASCADE;
CREATE SCHEMA bench_raw;
SET search_path = bench_raw;
CREATE TABLE product (id int PRIMARY KEY, sku text, name text, pack text, category text, words tsvector);
INSERT INTO product
SELECT n, 'SKU-' || lpad(n::text, 5, '0'), {NAME}, '24 × 355 ml', 'Style ' || n % 12, to_tsvector('simple', {NAME})
FROM generate_series(0, $products - 1) n;
CREATE INDEX ON product (name, id);
CREATE INDEX ON product USING gin (words);
CREATE TABLE price (list int, product int, amount numeric(12,3), PRIMARY KEY (list, product));
INSERT INTO price SELECT l, n, 20 + n % 40 + l * 0.25
FROM generate_series(0, $lists - 1) l, generate_series(0, $products - 1) n;
CREATE TABLE customer (id int PRIMARY KEY, list int, percent numeric(6,2));
INSERT INTO customer SELECT c, c % $lists, c % 5 - 2 FROM generate_series(0, $customers - 1) c;
CREATE TABLE balance (product int, warehouse int, on_hand int, reserved int, PRIMARY KEY (product, warehouse));
INSERT INTO balance SELECT n, w, 1000, n % 7 FROM generate_series(0, $products - 1) n, generate_series(1, 2) w;
""")
_ROWS = """
SELECT json_agg(row_to_json(r)) FROM (
  SELECT p.id, p.sku, p.name, p.pack, p.category, round(a.amount * (100 + c.percent) / 100, 2) AS unit_price,
    (SELECT max(b.on_hand - b.reserved) FROM balance b WHERE b.product = p.id) AS available_units
  FROM (SELECT * FROM product {wanted} ORDER BY name, id LIMIT 50) p
  JOIN customer c ON c.id = %(customer)s JOIN price a ON a.list = c.list AND a.product = p.id) r
"""
LISTED = _ROWS.format(wanted="")
FOUND = _ROWS.format(wanted="WHERE words @@ to_tsquery('simple', %(text)s || ':*')")


def prepare(superuser: str, *, products: int, lists: int, customers: int) -> None:
    """Make the plain tables, of the same size and content as the product's own."""
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute(SCHEMA.substitute(products=products, lists=lists, customers=customers))
        connection.execute("VACUUM ANALYZE")


def measure(superuser: str, statement: str, *, clients: int, seconds: float, customers: int) -> Rate:
    """Read LISTED or FOUND from this many connections for this long; return reads per second and latencies."""
    rate = Rate(clients)

    def run(number: int) -> None:
        picker = random.Random(number)
        with psycopg.connect(superuser, autocommit=True, options="-c search_path=bench_raw") as connection:
            _read_on(
                connection, statement, rate, _asking(picker, customers), until=time.monotonic() + seconds
            )

    threads = [threading.Thread(target=run, args=[number]) for number in range(clients)]
    with rate.timed():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return rate


def _asking(picker: random.Random, customers: int) -> Callable[[], dict[str, Any]]:
    return lambda: {
        "customer": picker.randrange(customers),
        "text": searched(picker.randrange(len(ADJECTIVES))),
    }


def _read_on(
    connection: "psycopg.Connection[Any]",
    statement: str,
    rate: Rate,
    asked: Callable[[], dict[str, Any]],
    *,
    until: float,
) -> None:
    while time.monotonic() < until:
        begun = time.perf_counter()
        row = connection.execute(statement, asked()).fetchone()
        if row is None or len(row[0]) < 50:
            raise RuntimeError("the raw catalogue did not answer fifty products")
        rate.add(time.perf_counter() - begun)

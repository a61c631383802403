"""The limit: one order of ten lines placed by one SQL function on plain tables, without policies or Django."""

import random
import threading
import time
import uuid

import psycopg

from bench.report import Rate

SCHEMA = """
DROP SCHEMA IF EXISTS bench_raw CASCADE;
CREATE SCHEMA bench_raw;
SET search_path = bench_raw;
CREATE TABLE counter (supplier uuid PRIMARY KEY, last int NOT NULL);
CREATE TABLE product (supplier uuid, id uuid PRIMARY KEY, sku text, name text, price numeric(12,3));
CREATE TABLE balance (
  supplier uuid, warehouse uuid, product uuid, on_hand int, reserved int,
  PRIMARY KEY (supplier, warehouse, product), CHECK (reserved BETWEEN 0 AND on_hand)
) WITH (fillfactor = 70);
CREATE TABLE placed (
  id uuid PRIMARY KEY, supplier uuid, retailer uuid, number int, at timestamptz, total numeric(14,3),
  key uuid, UNIQUE (supplier, number), UNIQUE (supplier, retailer, key)
);
CREATE INDEX ON placed (supplier, at DESC, id DESC);
CREATE INDEX ON placed (retailer, at DESC, id DESC);
CREATE TABLE line (
  id uuid PRIMARY KEY, supplier uuid, placed uuid REFERENCES placed, product uuid REFERENCES product,
  sku text, name text, quantity int, price numeric(12,3), amount numeric(14,3)
);
CREATE INDEX ON line (placed);
CREATE TABLE ledger (
  id uuid PRIMARY KEY, supplier uuid, warehouse uuid, product uuid, reserved int, placed uuid, at timestamptz
);
CREATE TABLE mail (id uuid PRIMARY KEY, key text UNIQUE, body text, at timestamptz);
CREATE FUNCTION place(s uuid, r uuid, w uuid, k uuid, products uuid[], quantities int[]) RETURNS int
LANGUAGE plpgsql AS $$
DECLARE o uuid := gen_random_uuid(); n int; taken int;
BEGIN
  INSERT INTO placed (id, supplier, retailer, at, key) VALUES (o, s, r, now(), k);
  INSERT INTO line SELECT gen_random_uuid(), s, o, p.id, p.sku, p.name, q, p.price, q * p.price
    FROM unnest(products, quantities) AS t(i, q) JOIN product p ON p.id = t.i;
  INSERT INTO ledger SELECT gen_random_uuid(), s, w, i, q, o, now() FROM unnest(products, quantities) AS t(i, q);
  INSERT INTO mail VALUES (gen_random_uuid(), o::text, repeat('x', 2000), now());
  WITH wanted AS (SELECT i, q FROM unnest(products, quantities) AS t(i, q)),
  locked AS MATERIALIZED (
    SELECT b.product, wanted.q FROM balance b JOIN wanted ON wanted.i = b.product
    WHERE b.supplier = s AND b.warehouse = w ORDER BY b.product FOR NO KEY UPDATE OF b)
  UPDATE balance b SET reserved = b.reserved + locked.q FROM locked
  WHERE b.supplier = s AND b.warehouse = w AND b.product = locked.product AND b.on_hand - b.reserved >= locked.q;
  GET DIAGNOSTICS taken = ROW_COUNT;
  IF taken < array_length(products, 1) THEN RAISE EXCEPTION 'short'; END IF;
  UPDATE counter SET last = last + 1 WHERE supplier = s RETURNING last INTO n;
  UPDATE placed SET number = n, total = (SELECT sum(amount) FROM line WHERE placed = o) WHERE id = o;
  RETURN n;
END $$;
"""


def prepare(superuser: str, *, products: int) -> tuple[uuid.UUID, uuid.UUID, list[uuid.UUID]]:
    """Make the plain tables with this many products; return supplier, warehouse and product ids."""
    supplier, warehouse = uuid.uuid4(), uuid.uuid4()
    ids = [uuid.uuid4() for _ in range(products)]
    with psycopg.connect(superuser, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute(SCHEMA)
        cursor.execute("INSERT INTO counter VALUES (%s, 0)", [supplier])
        cursor.executemany(
            "INSERT INTO product VALUES (%s, %s, %s, 'Pale Ale', 30)", [(supplier, i, i.hex[:8]) for i in ids]
        )
        cursor.executemany(
            "INSERT INTO balance VALUES (%s, %s, %s, 100000000, 0)", [(supplier, warehouse, i) for i in ids]
        )
        cursor.execute("ANALYZE")
    return supplier, warehouse, ids


def measure(superuser: str, *, clients: int, seconds: float, products: int, lines: int) -> Rate:
    """Place orders from this many connections for this long; return orders per second and latencies."""
    supplier, warehouse, ids = prepare(superuser, products=products)
    rate = Rate(clients)

    def run(number: int) -> None:
        picker = random.Random(number)
        with psycopg.connect(superuser, autocommit=True, options="-c search_path=bench_raw") as connection:
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                wanted = picker.sample(ids, lines)
                begun = time.perf_counter()
                connection.execute(
                    "SELECT place(%s, %s, %s, %s, %s, %s)",
                    [supplier, ids[number], warehouse, uuid.uuid4(), wanted, [1] * lines],
                )
                rate.add(time.perf_counter() - begun)

    threads = [threading.Thread(target=run, args=[number]) for number in range(clients)]
    with rate.timed():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return rate

"""`make bench`: the raw limit and the product side by side, on a durable PostgreSQL of its own.

ARGS="--seconds 8 --products 1000 --customers 1000 --json": only the ratios within one run mean anything elsewhere.
"""

import argparse
import json
from typing import Any

from bench import report
from bench.server import database, web

LINES = 10
HEAD = ["", "clients", "per second", "p50 ms", "p95 ms", "done", "refused"]


def main() -> None:
    """Run everything and print one table per question."""
    wanted = _arguments()
    with database() as superuser:
        from bench import orders, raw_order, statements
        from bench.data import make_market

        found: dict[str, Any] = {"machine": report.machine(), "rates": {}, "statements": {}}
        market = make_market(products=wanted.products, customers=wanted.customers)
        with web() as port:
            for clients in (8, 1):
                sizes = {"clients": clients, "seconds": wanted.seconds}
                limit = raw_order.measure(superuser, products=wanted.products, lines=LINES, **sizes)
                orders.measure(market, port=port, clients=clients, seconds=2, lines=LINES)  # warm
                ours = orders.measure(market, port=port, lines=LINES, **sizes)
                found["rates"][clients] = (limit, ours)
        for rows in (10, 50, 100):
            found["statements"][rows] = statements.counts(rows)
    print(_as_json(found) if wanted.json else _as_text(found))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--products", type=int, default=1000)
    parser.add_argument("--customers", type=int, default=1000)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def _as_text(found: dict[str, Any]) -> str:
    rows, ratios = [], []
    for clients, (limit, ours) in found["rates"].items():
        rows += [limit.row("one SQL function, raw"), ours.row("two calls over HTTP")]
        ratios.append(f"- {clients} clients: {ours.per_second / limit.per_second:.1%} of the raw rate")
    names = next(iter(found["statements"].values()))
    counted = [[name, *(str(each[name]) for each in found["statements"].values())] for name in names]
    return "\n\n".join(
        [
            f"Machine: {found['machine']}",
            f"An order of {LINES} lines (P-1 at 8 clients, P-2 at 1)",
            report.table(HEAD, rows),
            "\n".join(ratios),
            "Statements, without transaction, sign-in and membership (P-3, P-8)",
            report.table(["rows", *map(str, found["statements"])], counted),
        ]
    )


def _as_json(found: dict[str, Any]) -> str:
    rates = {
        clients: {
            "raw": limit.per_second,
            "ours": ours.per_second,
            "ratio": ours.per_second / limit.per_second,
        }
        for clients, (limit, ours) in found["rates"].items()
    }
    return json.dumps({**found, "rates": rates}, indent=1)


if __name__ == "__main__":
    main()

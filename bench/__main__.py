"""`make bench`: the raw limit and the product side by side, on a durable PostgreSQL of its own.

ARGS="--seconds 8 --products 1000 --customers 1000 --part reading --json": only the ratios within one run mean anything
elsewhere. Parts: orders (P-1, P-2, P-11), statements (P-3, P-8), reading (P-4 to P-6), costs (of pages, at few
and many products), history (P-7, P-9: lists and new orders at more and more orders, `--orders`, each in a database of
its own).
"""

import argparse
import json
from typing import Any

from bench import report
from bench.server import database

PARTS = ("orders", "statements", "reading", "costs", "history")


def main() -> None:
    """Run what was asked for and print one table per question."""
    wanted = _arguments()
    chosen = list(wanted.part or PARTS)
    found: dict[str, Any] = {"machine": report.machine()}
    if shared := [part for part in chosen if part != "history"]:
        with database() as superuser:
            from bench import parts

            for part in shared:
                found[part] = getattr(parts, part)(superuser, wanted)
                _show(part, found, wanted)
    if "history" in chosen:
        found["history"] = _history(wanted)
        _show("history", found, wanted)
    found["machine after"] = report.machine()
    print(json.dumps(found, indent=1) if wanted.json else f"{found['machine']} {found['machine after']}")


def _history(wanted: argparse.Namespace) -> list[list[str]]:
    """Measure at each number of orders, in a database of its own."""
    measured = []
    for orders in wanted.orders:
        with database() as superuser:
            from bench import history_pages

            sizes = {"products": wanted.products, "customers": wanted.customers, "seconds": wanted.seconds}
            measured.append(history_pages.measure(superuser, orders=orders, **sizes))
    return history_pages.table_of(measured)


def _show(part: str, found: dict[str, Any], wanted: argparse.Namespace) -> None:
    if not wanted.json:
        from bench import parts

        print(parts.as_text(part, found[part]), flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--products", type=int, default=1000)
    parser.add_argument("--customers", type=int, default=1000)
    parser.add_argument("--many-products", type=int, default=20_000)
    parser.add_argument("--many-customers", type=int, default=5000)
    parser.add_argument("--orders", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--lists", type=int, default=50)
    parser.add_argument("--part", action="append", choices=PARTS)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()

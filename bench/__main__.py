"""`make bench`: the raw limit and the product side by side, on a durable PostgreSQL of its own.

ARGS="--seconds 8 --products 1000 --customers 1000 --part reading --json": only the ratios within one run mean anything
elsewhere. Parts: orders (P-1, P-2), statements (P-3, P-8), reading (P-4 to P-6), costs (of pages, at few
and many products).
"""

import argparse
import json
from typing import Any

from bench import report
from bench.server import database

PARTS = ("orders", "statements", "reading", "costs")


def main() -> None:
    """Run what was asked for and print one table per question."""
    wanted = _arguments()
    with database() as superuser:
        from bench import parts

        found: dict[str, Any] = {"machine": report.machine()}
        for part in wanted.part or PARTS:
            found[part] = getattr(parts, part)(superuser, wanted)
            if not wanted.json:
                print(parts.as_text(part, found[part]), flush=True)
        found["machine after"] = report.machine()
        print(json.dumps(found, indent=1) if wanted.json else f"{found['machine']} {found['machine after']}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--products", type=int, default=1000)
    parser.add_argument("--customers", type=int, default=1000)
    parser.add_argument("--many-products", type=int, default=20_000)
    parser.add_argument("--many-customers", type=int, default=5000)
    parser.add_argument("--lists", type=int, default=50)
    parser.add_argument("--part", action="append", choices=PARTS)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()

"""`python -m bench.products`: an import of 20,000 products with prices, previewed, written, and the same file again.

Each time is that of the whole command, Django's start included; the memory is the highest of any of its processes.
"""

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench import report
from bench.report import Bar
from bench.server import database
from bench.sheets import counts_of, run, write_csv

HEADER = [
    "SKU",
    "Name",
    "Category",
    "Brand",
    "Pack",
    "Ordered by",
    "Price",
    "Deposit",
    "Barcode",
    "Properties",
]
IMPORT_SECONDS, MEGABYTES = 90.0, 300.0


def main() -> None:
    """Measure and print; exit with 1 if a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.products", description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    with database(), tempfile.TemporaryDirectory() as scratch:
        Path(scratch).chmod(0o755)
        found = {
            "machine": report.machine(),
            "rows": wanted.rows,
            "runs": _measure(wanted.rows, Path(scratch)),
        }
    bars = _bars(found)
    if wanted.json:
        told = [asdict(bar) | {"is_met": bar.is_met} for bar in bars]
        print(json.dumps(found | {"bars": told}, indent=1, ensure_ascii=False))
    else:
        lines = [
            [r["step"], f"{r['seconds']:.1f}", str(r.get("megabytes", "")), r.get("said", "")]
            for r in found["runs"]
        ]
        print(f"Machine: {found['machine']}\n")
        print(report.table(["step", "seconds", "MB", "said"], lines) + "\n")
        print(report.table(["of", "found", "wanted", "met"], [bar.row() for bar in bars]))
    sys.exit(not all(bar.is_met for bar in bars))


def _measure(rows: int, scratch: Path) -> list[dict[str, Any]]:
    from bench.data import make_market

    make_market(products=1, customers=1)
    path = scratch / "products.csv"
    write_csv(path, [HEADER, *map(_row, range(rows))])
    steps = (("preview", ["--preview"]), ("import", []), ("import again", []))
    return [{"step": name, **run(path, *options, kind="products")} for name, options in steps]


def _row(n: int) -> list[str]:
    digits = f"{400_000_000_000 + n}"
    check = -sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(digits)) % 10
    return [
        f"P-{n:05}", f"Ale number {n}", f"Style {n % 40}", f"Brewery {n % 200}", "24 × 355 ml", "case",
        f"{20 + n % 80}.50", "2.40", f"{digits}{check}", f"ABV: {n % 12}.{n % 10} %; Origin: Valley {n % 30}",
    ]  # fmt: skip


def _bars(found: dict[str, Any]) -> list[Bar]:
    runs, rows = {run["step"]: run for run in found["runs"]}, found["rows"]
    return [
        Bar("Rows created", counts_of(runs["import"]).get("create", 0), rows),
        Bar(
            "Rows unchanged by the same file again", counts_of(runs["import again"]).get("unchanged", 0), rows
        ),
        Bar("Import with prices", runs["import"]["seconds"], IMPORT_SECONDS, "s", is_ceiling=True),
        Bar(
            "Memory",
            max(each.get("megabytes", 0) for each in found["runs"]),
            MEGABYTES,
            "MB",
            is_ceiling=True,
        ),
    ]


if __name__ == "__main__":
    main()

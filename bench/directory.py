"""`python -m bench.directory FOLDER`: every bar of search and duplicates beside its figure; exit code 1 if one fails.

FOLDER has the layout of the shared data sets; a set that is not there is named and left out. ARGS: --json, --entries
100000, --asked 900; --half 0 or 1 takes one half of the entities of each labelled set; --part matching or search.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from bench import matching, report, search
from bench.places import BREWERIES, CHICAGO, MONTREAL, RESTAURANTS
from bench.report import Bar


def main() -> int:
    """Measure what the folder allows, print it, and tell whether every bar is met."""
    wanted = _arguments()
    sets = (CHICAGO, RESTAURANTS, MONTREAL, *BREWERIES)
    missing = [name for name in sets if not (wanted.folder / name).exists()]
    has_places = bool({MONTREAL, *BREWERIES} - set(missing))
    entries = wanted.entries if has_places else 0
    found: dict[str, Any] = {"machine": report.machine(), "missing": missing}
    bars = list[Bar]()
    if wanted.part != "search":
        found["matching"], bars = matching.measure(wanted.folder, entries=entries, half=wanted.half)
    if wanted.part != "matching" and entries:
        found["search"], more = search.measure(wanted.folder, entries=entries, asked=wanted.asked)
        bars += more
    found["machine_after"] = report.machine()
    met = bool(bars) and all(bar.is_met for bar in bars)
    found["bars"] = [{**vars(bar), "is_met": bar.is_met} for bar in bars]
    print(
        json.dumps(found | {"is_met": met}, indent=1, ensure_ascii=False)
        if wanted.json
        else _text(found, bars)
    )
    return 0 if met else 1


def _text(found: dict[str, Any], bars: list[Bar]) -> str:
    pairs = found.get("matching", {}).get("pairs", {})
    searched = found.get("search", {})
    shares = ("precision", "recall", "f1")
    times = ("p50_ms", "p95_ms", "max_ms")
    parts = [f"Machine: {found['machine']}, after: {found['machine_after']}"]
    if found["missing"]:
        parts.append("Not in the folder, left out: " + ", ".join(found["missing"]))
    if pairs:
        rows = [
            [name, str(each["records"]), *(f"{each[key]:.3f}" for key in shares)]
            for name, each in pairs.items()
        ]
        parts.append(report.table(["set", "records", *shares], rows))
    if every := found.get("matching", {}).get("all"):
        parts.append(
            f"{every['entries']} entries: {every['groups']} groups, {every['processor_seconds']:.1f} s of processor"
        )
    if searched:
        rows = [
            [way, str(each.get("asked", "")), *(f"{each[key]:.1f}" for key in times)]
            for way, each in searched.items()
        ]
        parts.append(report.table(["typed", "asked", "p50 ms", "p95 ms", "slowest ms"], rows))
    parts.append(report.table(["", "found", "asked for", "met"], [bar.row() for bar in bars]))
    return "\n\n".join(parts)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.directory", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--asked", type=int, default=900)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--part", choices=("matching", "search"))
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

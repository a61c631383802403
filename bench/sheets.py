"""`python -m bench.sheets FOLDER`: an import of 10,000 rows, and the hostile and messy files of FOLDER/sheets.

FOLDER is laid out as the project's data sets: `beer/openbrewerydb_*.csv.gz` give real names, addresses and phones, to
which emails and numbers are added. Each time is that of the whole command, Django's start included; the memory is the
highest of any of its processes.
"""

import argparse
import csv
import gzip
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench import report
from bench.report import Bar
from bench.server import database

ROOT = Path(__file__).resolve().parents[1]
HEADER = ["Customer number", "Company name", "Email", "Phone", "Street and number", "Postal code", "City", "State",
          "Country", "Contact", "Language", "Note"]  # fmt: skip
PREVIEW_SECONDS, IMPORT_SECONDS, MEGABYTES, FILE_SECONDS = 5.0, 60.0, 300.0, 10.0
_COUNTS = re.compile(r"(\d+) (create|update|unchanged|refused)")


def main() -> None:
    """Measure and print; exit with 1 if a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.sheets", description=__doc__)
    parser.add_argument("folder", type=Path, help="the data sets")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--entries", type=int, default=0, help="so many in the directory before")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    with database(), tempfile.TemporaryDirectory() as scratch:
        Path(scratch).chmod(0o755)
        found = {"machine": report.machine(), **_measure(wanted, Path(scratch))}
    bars = _bars(found)
    if wanted.json:
        told = [asdict(bar) | {"is_met": bar.is_met} for bar in bars]
        print(json.dumps(found | {"bars": told}, indent=1, ensure_ascii=False))
    else:
        print(_as_text(found, bars))
    sys.exit(not all(bar.is_met for bar in bars))


def _bars(found: dict[str, Any]) -> list[Bar]:
    runs, files, rows = found["runs"], found["files"], found["rows"]
    first, again = counts_of(runs[1]), counts_of(runs[2])
    most = max(run.get("megabytes", 0) for run in [*runs, *files])
    return [
        Bar("Rows created by the import", first.get("create", 0), rows * 0.99),
        Bar("Rows unchanged by the same file again", again.get("unchanged", 0), rows * 0.99),
        *(
            Bar(f"{run['file']}, preview", run["seconds"], PREVIEW_SECONDS, "s", is_ceiling=True)
            for run in runs
            if run["step"] == "preview"
        ),
        *(
            Bar(f"{run['file']}, {run['step']}", run["seconds"], IMPORT_SECONDS, "s", is_ceiling=True)
            for run in runs
            if run["step"] != "preview"
        ),
        Bar("Memory", most, MEGABYTES, "MB", is_ceiling=True),
        *(
            Bar(
                f"Slowest of {len(files)} files",
                max(f["seconds"] for f in files),
                FILE_SECONDS,
                "s",
                is_ceiling=True,
            )
            for _ in files[:1]
        ),
    ]


def counts_of(run: dict[str, Any]) -> dict[str, int]:
    """Return how many rows had which verdict."""
    return {verdict: int(count) for count, verdict in _COUNTS.findall(run.get("said", ""))}


def _measure(wanted: argparse.Namespace, scratch: Path) -> dict[str, Any]:
    from bench.data import make_market
    from bench.places import many_places
    from bench.search import write_places

    if wanted.entries:
        write_places(many_places(wanted.folder, wanted.entries))
    else:
        make_market(products=1, customers=1)
    rows = list(_rows(wanted.folder, wanted.rows))
    runs = []
    for ending, write in (("csv", _write_csv), ("xlsx", _write_xlsx)):
        path = scratch / f"customers.{ending}"
        write(path, rows)
        for name, options in (("preview", ["--preview"]), ("import", []), ("import again", [])):
            if ending == "csv" or name != "import":
                runs.append({"file": path.name, "step": name, **run(path, *options)})
    files = sorted(file for file in (wanted.folder / "sheets").rglob("*") if file.is_file())
    return {
        "rows": len(rows),
        "runs": runs,
        "files": [{"file": f.name, **run(f, "--preview")} for f in files],
    }


def run(path: Path, *options: str, kind: str = "customers") -> dict[str, Any]:
    """Run the command in a process whose memory nobody else's hides."""
    command = [sys.executable, "-m", "bench.sheets_run", kind, str(path), *options]
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=os.environ)
    seconds = time.perf_counter() - begun
    told = json.loads(done.stdout.splitlines()[-1]) if done.stdout else {"said": done.stderr[-300:]}
    return {"seconds": round(seconds, 2), **told}


def _rows(folder: Path, count: int) -> Iterator[list[str]]:
    made = 0
    files = sorted((folder / "beer").glob("openbrewerydb_*.csv.gz"), reverse=True)
    for file in files:
        with gzip.open(file, "rt", encoding="utf-8", newline="") as text:
            for place in csv.DictReader(text):
                if made == count:
                    return
                made += 1
                yield _row(place, made)


def _row(place: dict[str, str], n: int) -> list[str]:
    street = place.get("address_1") or place.get("street") or ""
    region = place.get("state_province") or place.get("state") or ""
    phone = place.get("phone") or ""
    return [
        str(100_000 + n), place["name"][:120], f"customer{n}@example.com", phone if len(phone) > 5 else "",
        street[:160],        (place.get("postal_code") or "")[:16], (place.get("city") or "")[:80], region[:80],
        place.get("country") or "", f"Contact {n}", "en", f"Note {n}",
    ]  # fmt: skip


def _write_csv(path: Path, rows: list[list[str]]) -> None:
    write_csv(path, [HEADER, *rows])


def write_csv(path: Path, rows: list[list[str]]) -> None:
    """Write rows into a file, the headings first."""
    with path.open("w", newline="", encoding="utf-8") as text:
        csv.writer(text).writerows(rows)


def _write_xlsx(path: Path, rows: list[list[str]]) -> None:
    from wholesale.sheets.writing import xlsx_file

    with xlsx_file(rows, headings=HEADER) as file:
        path.write_bytes(file.read())


def _as_text(found: dict[str, Any], bars: list[Bar]) -> str:
    told = [
        [r["file"], r.get("step", ""), f"{r['seconds']:.1f}", str(r.get("megabytes", "")), r.get("said", "")]
        for r in [*found["runs"], *found["files"]]
    ]
    return "\n\n".join(
        [
            f"Machine: {found['machine']}",
            report.table(["file", "step", "seconds", "MB", "said"], told),
            report.table(["of", "found", "wanted", "met"], [bar.row() for bar in bars]),
        ]
    )


def peak_megabytes() -> int:
    """Return the highest memory of this process or of one that it has ended."""
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(who).ru_maxrss for who in both) // 1024


if __name__ == "__main__":
    main()

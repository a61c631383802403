"""Reads the tables of `demo/data/`."""

import csv
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path

DATA = Path(__file__).parent / "data"
Row = dict[str, str]


@cache
def table(name: str) -> tuple[Row, ...]:
    """Return every row of a table, in its order."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def northwind_lines() -> dict[str, tuple[Row, ...]]:
    """Return Northwind's order lines by the order they belong to."""
    by_order = groupby(table("northwind_lines"), key=lambda row: row["orderID"])
    return {order: tuple(lines) for order, lines in by_order}


def day(text: str) -> date | None:
    """Return a date of a table, or None where it is empty."""
    return date.fromisoformat(text) if text else None

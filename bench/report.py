"""What a run found: rates with their latencies, statement counts, and how noisy the machine was."""

import os
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Rate:
    """Things done by some clients in some time."""

    clients: int
    latencies: list[float] = field(default_factory=list)
    refused: int = 0
    elapsed: float = 0.0

    def add(self, seconds: float) -> None:
        """Note one thing that was done, in seconds."""
        self.latencies.append(seconds)

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Measure how long all of it took."""
        begun = time.perf_counter()
        yield
        self.elapsed = time.perf_counter() - begun

    @property
    def per_second(self) -> float:
        """Return how many were done per second."""
        return len(self.latencies) / self.elapsed if self.elapsed else 0.0

    def percentile(self, share: float) -> float:
        """Return a latency in milliseconds that this share stayed below."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 if ordered else 0.0

    def row(self, name: str) -> list[str]:
        """Return a line of the table."""
        return [
            name,
            str(self.clients),
            f"{self.per_second:.1f}",
            f"{self.percentile(0.5):.1f}",
            f"{self.percentile(0.95):.1f}",
            str(len(self.latencies)),
            str(self.refused),
        ]


@dataclass(frozen=True)
class Bar:
    """A figure beside what is asked of it."""

    of: str
    value: float
    bar: float
    unit: str = ""
    is_ceiling: bool = False

    @property
    def is_met(self) -> bool:
        """Tell whether the figure is good enough."""
        return self.value <= self.bar if self.is_ceiling else self.value >= self.bar

    def row(self) -> list[str]:
        """Return a line of the table."""
        wanted = f"{'at most' if self.is_ceiling else 'at least'} {self.bar:g} {self.unit}".strip()
        return [
            self.of,
            f"{self.value:.3f}" if self.bar < 1 else f"{self.value:.1f}",
            wanted,
            "yes" if self.is_met else "NO",
        ]


def noise() -> float:
    """Return by how much, in per cent, the same small calculation differs: 0 on a machine of one's own."""
    times = []
    for _ in range(9):
        begun = time.perf_counter()
        sum(number * number for number in range(200_000))
        times.append(time.perf_counter() - begun)
    return (max(times) / statistics.median(times) - 1) * 100


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def machine() -> dict[str, Any]:
    """Return what the run stood on."""
    return {
        "processors": os.cpu_count(),
        "load": os.getloadavg()[0],
        "noise_percent": round(noise(), 1),
    }

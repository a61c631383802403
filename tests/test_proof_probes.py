"""R1 in full: every (person, operation, foreign thing) over HTTP, in the database, and in a worker's tasks.

An operation is an address with a method, or a verb on a table. Each is tried on what belongs to somebody else; the
answer must be that of a thing that does not exist. No statement of the row probes has a filter of its own.
"""

import os
import pickle
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from tests import probe
from tests.proof import PROBES, found
from tests.test_url_walk import MARKS, NOTHING, PRIVATE, addresses, answer, parameters, path_of
from tests.wholesale.probing import tell
from tests.wholesale.sink import SmtpSink
from tests.wholesale.workers import kill, start_worker, wait_until
from tests.world import DISTRIBUTORS, RETAILERS, SUPPLIERS, TRADE, World
from wholesale.organizations.enums import Side
from wholesale.tenancy.contexts import act_as
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as

pytestmark = pytest.mark.proof
WEARERS = {Side.SELLING: SUPPLIERS, Side.DELIVERING: DISTRIBUTORS, Side.BUYING: RETAILERS}
# Whose things mean nothing to whom: companies without a common partner.
APART = {
    Side.SELLING: [(a, b) for a in SUPPLIERS for b in SUPPLIERS if a != b],
    Side.DELIVERING: [pair for d in ("dawn", "dusk", "gale") for pair in (("ember", d), (d, "ember"))],
    Side.BUYING: [pair for r in ("remy", "rosa") for pair in (("rex", r), (r, "rex"))] + [("rex", "rita")],
}


@dataclass(frozen=True)
class Probe:
    """Somebody calls an address that names a foreign thing, and the same one that names nothing."""

    who: str
    method: str
    real: str
    absent: str


@dataclass
class Walk:
    """All probes over HTTP; what is answered about nothing is asked once."""

    world: World
    clients: dict[str, Client] = field(default_factory=dict)
    nothing: dict[tuple[str, str, str], int] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)

    def probes(self) -> Iterator[Probe]:
        """Yield every address with each method, of every company, as everyone else."""
        for name, _, sides in addresses():
            for side in sides:
                for who, real, absent in self._pairs(name, side):
                    for method in METHODS["/api/" in real]:
                        yield Probe(who, method, real, absent)

    def _pairs(self, name: str, side: Side) -> Iterator[tuple[str, str, str]]:
        world, given = self.world, set(parameters(name))
        for owner in WEARERS[side]:
            real = path_of(world, name, side, of=owner)
            absent = path_of(world, name, side, organization="no-such-company")
            yield from ((who, real, absent) for who in world.users if who != owner)
        for who, owner in APART[side] if given & PRIVATE else ():
            none = {key: NOTHING.get(key, NOBODYS) for key in given & PRIVATE}
            real = path_of(world, name, side, of=owner, organization=who)
            yield who, real, path_of(world, name, side, organization=who, **none)
        if {"supplier", "number"} <= given:
            for (supplier, retailer), deliverer in TRADE.items():
                for who in set(WEARERS[side]) - {retailer, deliverer}:
                    order = {"supplier": supplier, "organization": who}
                    number = world.orders[supplier, retailer].number
                    real = path_of(world, name, side, **order, number=number)
                    yield who, real, path_of(world, name, side, **order, number=99_999)

    def differs(self, probe: Probe) -> str:
        """Say how the answer about a foreign thing differs from that about nothing; empty is good."""
        status, text = self._ask(probe.who, probe.method, probe.real)
        self.statuses[status] += 1
        key = (probe.who, probe.method, probe.absent)
        if key not in self.nothing:
            self.nothing[key] = self._ask(*key)[0]
        told = [mark for mark in MARKS if mark in text]
        if status == self.nothing[key] and status in (403, 404, 405) and not told:
            return ""
        return f"{probe.who} {probe.method} {probe.real}: {status}, not {self.nothing[key]} {told}"

    def _ask(self, who: str, method: str, path: str) -> tuple[int, str]:
        if who not in self.clients:
            self.clients[who] = self.world.client(who)
        return answer(self.clients[who], method, path)


FULL = PROBES >= 20_000
FOREIGN_ROWS, TASK_ROUNDS = (None, 5) if FULL else (2, 1)
METHODS = {False: ("get", "post"), True: ("get", "post", "put", "patch", "delete")}
NOBODYS = uuid7()


def test_nobody_of_the_cast_learns_anything_from_any_address(world: World) -> None:
    walk = Walk(world)
    every = list(dict.fromkeys(walk.probes()))
    chosen = every if FULL else random.Random(1).sample(every, PROBES)
    wrong: list[str] = []
    for number, each in enumerate(chosen):
        if number % 100 == 0:
            cache.clear()  # a rate limit would answer for the database
        wrong += filter(None, [walk.differs(each)])

    people, things = len({p.who for p in chosen}), len({p.real for p in chosen})
    found("R1", f"over HTTP {len(chosen):,} of {len(every):,} probes, {len(wrong)} wrong: {people} people,"
          f" {things:,} addresses of foreign things; answers {dict(sorted(walk.statuses.items()))}")  # fmt: skip
    assert wrong == []
    assert len(every) >= 10_000


def test_no_context_reads_or_writes_a_foreign_row(world: World) -> None:
    rows, probes = probe.everything(), 0
    wrong: list[str] = []
    for asker in probe.askers(world):
        for table in rows:
            with acting_as(asker.context):
                wrong += probe.row_differences(table, asker, rows, foreign_rows=FOREIGN_ROWS)
            probes += probe.probe_count(table, asker, rows)

    if FOREIGN_ROWS is None:
        found(
            "R1",
            f"in the database {probes:,} probes (role and company, verb, foreign row), {len(wrong)} wrong",
        )
    assert wrong == []
    assert probes >= 10_000


def test_a_worker_keeps_the_companies_apart_too(committed_world: World, tmp_path: Path) -> None:
    """One thread of one worker runs the tasks of all companies by turns, each in the context of its message."""
    rows, askers = probe.everything(), probe.askers(committed_world)
    (tmp_path / "rows").write_bytes(pickle.dumps(rows))
    picker, probes = random.Random(3), 0
    sent = [asker for _ in range(TASK_ROUNDS) for asker in picker.sample(askers, len(askers))]
    folder = Path(os.environ["BROKER_FOLDER"])
    with SmtpSink() as sink:
        for number, asker in enumerate(sent):
            with act_as(asker.context):
                tell.delay(str(tmp_path), number)
            probes += sum(probe.probe_count(table, asker, rows) for table in rows)
        process = start_worker(folder, mail_url=sink.url, beat=False, include="tests.wholesale.probing")
        try:
            wait_until(lambda: len(list(tmp_path.glob("told-*"))) == len(sent), "every task", seconds=600)
        finally:
            kill(process)

    told = [(tmp_path / f"told-{number}").read_text().splitlines() for number in range(len(sent))]
    wrong = [line for lines in told for line in lines[1:]]
    found(
        "R1",
        f"in a worker's tasks {probes:,} probes in {len(sent)} tasks of {len(askers)} contexts, {len(wrong)} wrong",
    )
    assert [lines[0] for lines in told] == [str(asker.context) for asker in sent]
    assert wrong == []

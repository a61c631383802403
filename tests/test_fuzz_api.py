"""The API tried by its own description, as a person of each company and role: no 5xx, no foreign row (make fuzz).

The calls are made by schemathesis, which has an environment of its own (FUZZER, the Makefile's); FUZZ_EXAMPLES says
how many of each kind there are for an operation.
"""

import json
import os
import re
import socket
import subprocess
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from drf_spectacular.generators import SchemaGenerator

from tests import probe
from tests.matrix import MAY
from tests.matrix_tables import KEY
from tests.proof import found
from tests.test_url_walk import keys
from tests.wholesale.machines import make_token
from tests.wholesale.sink import SmtpSink
from tests.wholesale.workers import kill, start_web, wait_until
from tests.world import DISTRIBUTORS, RETAILERS, SUPPLIERS, World
from wholesale import urls
from wholesale.api.rendering import JSONRenderer
from wholesale.organizations.enums import MemberRole, Side
from wholesale.organizations.models import Membership
from wholesale.tenancy.testing import as_owner

pytestmark = [pytest.mark.fuzz, pytest.mark.django_db(transaction=True)]
EXAMPLES = os.environ.get("FUZZ_EXAMPLES", "10")
CALLERS = [
    ("alder", Side.SELLING, MemberRole.ADMIN),
    ("cedar", Side.SELLING, MemberRole.ADMIN),
    ("alder", Side.SELLING, MemberRole.SALES),
    ("alder", Side.SELLING, MemberRole.WAREHOUSE),
    ("dawn", Side.DELIVERING, MemberRole.ADMIN),
    ("dawn", Side.DELIVERING, MemberRole.DRIVER),
    ("gale", Side.DELIVERING, MemberRole.ADMIN),
    ("rita", Side.BUYING, MemberRole.ADMIN),
    ("rex", Side.BUYING, MemberRole.ADMIN),
]


@pytest.mark.parametrize(("who", "side", "role"), CALLERS)
def test_what_its_description_suggests_is_answered_and_shows_nothing_foreign(
    committed_world: World,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    who: str,
    side: Side,
    role: MemberRole,
) -> None:
    world = committed_world
    monkeypatch.setenv("TEST_WITHOUT_CACHE", "1")
    with as_owner():
        Membership.objects.filter(user=world.users[who]).update(role=role)
    foreign, schema, report = (tmp_path / name for name in ("foreign.json", "schema.json", "report.ndjson"))
    foreign.write_text(json.dumps(_foreign(world, who)))
    described = _described(side, _things(world) | {"organization": [who]})
    token = make_token(world, who, side)
    schema.write_bytes(JSONRenderer().render(described))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with SmtpSink() as sink:
        web = start_web(tmp_path, port=port, mail_url=sink.url, redis_url="")
        try:
            wait_until(lambda: _listens(port), "the web server")
            run = _fuzzed(schema, foreign, report, port=port, token=token)
        finally:
            kill(web)
    told = report.read_text() if report.exists() else ""
    calls, wrong, broken = (
        told.count(f'"{mark}') for mark in ('status_code":', 'status":"failure"', "NonFatalError")
    )
    found(
        "API",
        f"{who} as {role}: {calls:,} calls of {len(described['paths'])} addresses, {broken} not generated",
    )
    assert wrong == 0, run.stdout[-20_000:]
    assert calls > 100 * broken + 100


def _foreign(world: World, who: str) -> list[str]:
    """Return the ids of the rows that this person must not read."""
    rows = probe.everything()
    asker = next(each for each in probe.askers(world) if each.context.user_id == world.users[who].pk)
    ids: dict[str, set[str]] = {"seen": set(), "foreign": set()}
    for table in MAY:
        for row in rows[table]:
            key = row[KEY.get(table, "id")]
            if isinstance(key, UUID):
                ids["seen" if asker.sees(table, row, rows) else "foreign"].add(str(key))
    return sorted(ids["foreign"] - ids["seen"])


def _things(world: World) -> dict[str, list[str]]:
    """Return by parameter what the walk of addresses puts there, of every company of the cast."""
    things: dict[str, set[str]] = {}
    for organization in (world.orgs[name] for name in (*SUPPLIERS, *DISTRIBUTORS, *RETAILERS)):
        for side in organization.sides:
            for parameter, value in keys(world, side, organization.slug).items():
                if value is not None:
                    things.setdefault(parameter, set()).add(str(value))
    return {name: sorted(values) for name, values in things.items()}


def _described(side: Side, things: dict[str, list[str]]) -> dict[str, Any]:
    """Return the API's description of one side, where addresses name the caller and things of the cast."""
    schema: dict[str, Any] = SchemaGenerator(urlconf=urls).get_schema(request=None, public=True)
    others = re.compile("|".join(f"/{each}/" for each in Side if each != side))
    schema["paths"] = {path: item for path, item in schema["paths"].items() if not others.search(path)}
    for item in schema["paths"].values():
        for operation in item.values():
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "path" and parameter["name"] in things:
                    parameter["schema"] = {"type": "string", "enum": things[parameter["name"]]}
    return schema


def _fuzzed(
    schema: Path, foreign: Path, report: Path, *, port: int, token: str
) -> subprocess.CompletedProcess[str]:
    command = [
        os.environ["FUZZER"],
        "run",
        str(schema),
        "--url",
        f"http://127.0.0.1:{port}",
        "--workers",
        "2",
    ]
    command += ["--header", f"Authorization: Bearer {token}", "--max-examples", EXAMPLES, "--seed", "7"]
    command += ["--checks", "no_server_error,no_foreign_row", "--phases", "examples,coverage,fuzzing"]
    command += ["--suppress-health-check", "all", "--continue-on-failure", "--warnings", "off", "--no-shrink"]
    command += ["--report", "ndjson", "--report-ndjson-path", str(report)]
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(foreign.parent),
        "PYTHONPATH": str(Path(__file__).parent),
        "SCHEMATHESIS_HOOKS": "fuzz_hooks",
        "FUZZ_FOREIGN": str(foreign),
    }
    return subprocess.run(command, env=env, cwd=foreign.parent, capture_output=True, text=True, check=False)


def _listens(port: int) -> bool:
    with socket.socket() as probe_of_port:
        return probe_of_port.connect_ex(("127.0.0.1", port)) == 0

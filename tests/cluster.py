"""pytest plugin: a PostgreSQL of its own for every run, gone with it.

Loaded with `-p tests.cluster`, before pytest-django reads the settings. By default a throw-away embedded
server without durability; TEST_SUPERUSER_URL=postgresql://postgres@127.0.0.1:5432/postgres uses that server
instead, with roles and a database of this run's own, dropped at its end. Under xdist the first process does
this and the workers inherit the addresses; pytest-django gives each its own test database.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from wholesale.embedded import keeper
from wholesale.embedded.broker import make_folders
from wholesale.embedded.places import PROJECT, home
from wholesale.embedded.server import Server

GIVEN = "CRATEBOOK_TEST_CLUSTER"  # set by the process that made the cluster
SUPERUSER = "CRATEBOOK_TEST_SUPERUSER"  # for proofs that compare with a server without policies
PREFIX = f"t{os.getpid()}"
DATABASE = "cratebook"
_undo: list[Callable[[], object]] = []


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    if GIVEN not in os.environ:
        os.environ[GIVEN] = PREFIX
        _undo.append(lambda: os.environ.pop(GIVEN))
        try:
            _prepare()
        except BaseException:
            _clean_up()
            raise
    yield


def pytest_unconfigure() -> None:
    _clean_up()


def _clean_up() -> None:
    while _undo:
        _undo.pop()()


def _prepare() -> None:
    scratch = Path(tempfile.mkdtemp(prefix="cratebook-test-"))
    _undo.append(lambda: shutil.rmtree(scratch))
    make_folders(scratch / "broker")
    os.environ |= {
        "CRATEBOOK_ENV": "test",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "SECRET_KEY": "only-for-tests-" + PREFIX,
        "TENANCY_ROLE_PREFIX": DATABASE,
        "BROKER_FOLDER": str(scratch / "broker"),
        "MEDIA_ROOT": str(scratch / "media"),
    }
    os.environ.pop("REDIS_URL", None)
    superuser = os.environ.get("TEST_SUPERUSER_URL")
    if superuser:
        _use_server(superuser)
    else:
        _start_embedded()


def _start_embedded() -> None:
    folder = home() / "tests"
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    server = Server(folder / PREFIX, shared=home(), fast=True)
    _undo.append(server.erase)
    with (folder / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _copy_migrated(folder, server)
    server.join()
    _undo.append(server.leave)
    os.environ |= _addresses(server) | {
        "TEST_DATABASE_TEMPLATE": DATABASE,
        SUPERUSER: server.superuser_address,
    }


def _copy_migrated(folder: Path, server: Server) -> None:
    """Begin from a server that has the migrations already; that one is made once per state of the code.

    Django takes ten seconds for them, because it renders all models anew for each constraint.
    """
    migrated = folder / f"migrated-{_state_of_the_code()}"
    if not migrated.exists():
        for older in folder.glob("migrated-*"):
            shutil.rmtree(older)
        draft = Server(folder / "migrated-draft", shared=home(), fast=True)
        _undo.append(draft.erase)
        draft.join()
        os.environ |= _addresses(draft)
        _manage("provision_roles", draft.superuser_address, "--test")
        _manage("migrate", "--verbosity", "0")
        draft.leave()
        (draft.home / "data").rename(migrated)
        _undo.pop()()
    server.home.mkdir()
    server.home.chmod(0o755)
    subprocess.run(["cp", "-Rp", migrated, server.data], check=True)


def _state_of_the_code() -> str:
    """Return a key of all that decides what a migrated server holds."""
    files = [*PROJECT.glob("*/migrations/*.py"), *PROJECT.glob("wholesale/*/migrations/*.py")]
    files += [*PROJECT.glob("wholesale/tenancy/**/*.py"), *PROJECT.glob("wholesale/embedded/*.py")]
    files += [PROJECT / "requirements.lock", Path(__file__)]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(f"{file}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _addresses(server: Server) -> dict[str, str]:
    prefix = os.environ["TENANCY_ROLE_PREFIX"]
    return {
        "DATABASE_URL": server.address(role=f"{prefix}_app", database=DATABASE),
        "DATABASE_ADMIN_URL": server.address(role=f"{prefix}_migrator", database=DATABASE),
    }


def _sweep(folder: Path) -> None:
    """Remove what runs that were killed have left behind."""
    for left in folder.glob("t*"):
        if not _is_alive(int(left.name[1:].partition("-")[0])):
            keeper.stop(left / "data")
            shutil.rmtree(left, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _use_server(superuser: str) -> None:
    os.environ |= {"TENANCY_ROLE_PREFIX": PREFIX, SUPERUSER: superuser}
    place = urlsplit(superuser).netloc.rpartition("@")[2]
    os.environ["DATABASE_URL"] = f"postgresql://{PREFIX}_app:{PREFIX}@{place}/{PREFIX}"
    os.environ["DATABASE_ADMIN_URL"] = f"postgresql://{PREFIX}_migrator:{PREFIX}@{place}/{PREFIX}"
    _undo.append(lambda: _drop_from(superuser))
    _manage("provision_roles", superuser, "--test")


def _manage(*command: str) -> None:
    """Run a management command in a process of its own: this one must not read the settings yet."""
    environ = os.environ | {"DJANGO_SETTINGS_MODULE": "wholesale.settings"}
    subprocess.run([sys.executable, "manage.py", *command], cwd=PROJECT, env=environ, check=True)


def _drop_from(superuser: str) -> None:
    """Remove this run's databases and roles from a server that goes on."""
    with psycopg.connect(superuser, autocommit=True) as connection:
        mine = [PREFIX, f"test\\_{PREFIX}%"]
        databases = "SELECT datname FROM pg_database WHERE datname LIKE ANY(%s)"
        for (name,) in connection.execute(databases, [mine]).fetchall():
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        roles = "SELECT rolname FROM pg_roles WHERE rolname LIKE %s"
        for (name,) in connection.execute(roles, [f"{PREFIX}\\_%"]).fetchall():
            connection.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(name)))
            connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))

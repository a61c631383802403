"""A durable PostgreSQL of the bench's own, the product on it, and the web server as in production."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from wholesale.embedded.places import home
from wholesale.embedded.server import Server

PREFIX, DATABASE = "bench", "bench"


@contextlib.contextmanager
def database() -> Iterator[str]:
    """Begin a throw-away cluster with durable commits, migrated; yield its superuser's address of it.

    Sets the environment that Django's settings read, so call it before django.setup().
    """
    folder = home() / "bench"
    server = Server(folder, shared=home())
    server.erase()
    server.join()
    try:
        os.environ |= {
            "CRATEBOOK_ENV": "test",
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "SECRET_KEY": "only-for-the-bench",
            "TENANCY_ROLE_PREFIX": PREFIX,
            "DATABASE_URL": server.address(role=f"{PREFIX}_app", database=DATABASE),
            "DATABASE_ADMIN_URL": server.address(role=f"{PREFIX}_migrator", database=DATABASE),
            "BROKER_FOLDER": str(folder / "broker"),
        }
        _migrate(server.superuser_address)
        yield server.address(role="postgres", database=DATABASE)
    finally:
        _disconnect()
        server.leave()
        shutil.rmtree(folder / "broker", ignore_errors=True)
        server.erase()


def _migrate(superuser: str) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from wholesale.embedded.broker import make_folders
    from wholesale.tenancy.roles import provision

    make_folders(Path(os.environ["BROKER_FOLDER"]))
    provision(superuser, database=DATABASE, test=True, passwords={})
    call_command("migrate", verbosity=0)


def _disconnect() -> None:
    from django.db import connections

    connections.close_all()


@contextlib.contextmanager
def web(
    application: str = "wholesale.wsgi:application", *, workers: int = 2, threads: int = 8
) -> Iterator[int]:
    """Serve the product, or another application, with gunicorn on loopback; yield the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "gunicorn", application, "-b", f"127.0.0.1:{port}"]
    command += ["-k", "gthread", "-w", str(workers), "--threads", str(threads), "--keep-alive", "300"]
    process = subprocess.Popen([*command, "--log-level", "warning"])
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(200):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/livez", timeout=1)
            return
        time.sleep(0.1)
    raise RuntimeError("the web server did not come up within 20 s")

"""Run the whole product on this machine: database, web, worker and beat, until Ctrl-C."""

import fcntl
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser

from wholesale.embedded.children import Children
from wholesale.embedded.places import LOCAL

PATIENCE_SECONDS = 60


class Command(BaseCommand):
    help = "Run web, worker and beat here; with the embedded database unless DATABASE_URL is set."
    requires_migrations_checks = False
    stopping = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="load the demo data where there is none")
        parser.add_argument(
            "--reload", action="store_true", help="restart the web process on a change of code"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        LOCAL.mkdir(exist_ok=True)
        with (LOCAL / "dev.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise CommandError("It already runs: `make run` is open in another window.") from error
            port = int(os.environ.get("PORT", "8000"))
            children = Children(LOCAL / "dev.json")
            children.sweep()
            _check_free(port)
            try:
                self._prepare(demo=options["demo"])
            except KeyboardInterrupt:
                raise CommandError("Stopped before it was up.", returncode=130) from None
            self._serve(children, port, demo=options["demo"], reload=options["reload"])

    def _prepare(self, *, demo: bool) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        if demo and "load_demo" in get_commands():
            call_command("load_demo")

    def _serve(self, children: Children, port: int, *, demo: bool, reload: bool) -> None:
        for request in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(request, self._stop)
        try:
            children.start("web", _web_command(port, reload=reload))
            children.start("worker", _worker_command())
            self._watch(children, port, demo=demo)
        finally:
            children.stop()

    def _watch(self, children: Children, port: int, *, demo: bool) -> None:
        """Say when it is up; return on Ctrl-C.

        Raises: CommandError when a child ends by itself.
        """
        begun, is_up = time.monotonic(), False
        while not self.stopping:
            if ended := children.ended():
                name, status = ended
                raise CommandError(f"The {name} process ended by itself (status {status}); stopped the rest.")
            if not is_up and time.monotonic() - begun > PATIENCE_SECONDS:
                raise CommandError(f"The web process does not answer after {PATIENCE_SECONDS} seconds.")
            if not is_up and (is_up := _answers(port)):
                self._welcome(port, demo=demo)
            time.sleep(0.1)

    def _welcome(self, port: int, *, demo: bool) -> None:
        self.stdout.write(
            self.style.SUCCESS(f"\nCratebook is at http://127.0.0.1:{port}/   (Ctrl-C stops it)\n")
        )
        if demo and "demo_accounts" in get_commands():
            call_command("demo_accounts")
        self.stdout.flush()

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            message = f"Port {port} is taken by another program. Choose another one: PORT=8001 make run"
            raise CommandError(message) from error


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/livez", timeout=2):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _web_command(port: int, *, reload: bool) -> list[str]:
    options = ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--workers", "1", "--threads", "8"]
    options += ["--graceful-timeout", "2", "--log-level", "warning", "--no-control-socket"]
    return [_tool("gunicorn"), "wholesale.wsgi:application", *options, *(["--reload"] if reload else [])]


def _worker_command() -> list[str]:
    """Return one worker with beat inside; threads, unless Redis is there and it works as in production."""
    pool = "prefork" if settings.REDIS_URL else "threads"
    options = ["--beat", "--pool", pool, "--concurrency", "4", "--loglevel", "WARNING"]
    options += ["--without-gossip", "--without-mingle", "--schedule", str(LOCAL / "celerybeat-schedule")]
    return [_tool("celery"), "-A", "wholesale.celery", "--quiet", "worker", *options]


def _tool(name: str) -> str:
    return str(Path(sys.executable).with_name(name))

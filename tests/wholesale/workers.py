"""Real Celery workers for tests, on the test's own database, which may be killed at any time."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60


@contextmanager
def worker(
    folder: Path, *, mail_url: str, redis_url: str = "", beat: bool = True
) -> Iterator[subprocess.Popen[bytes]]:
    """Run one worker process until the end of the block; it is killed hard, with its children."""
    process = start_worker(folder, mail_url=mail_url, redis_url=redis_url, beat=beat)
    try:
        yield process
    finally:
        kill(process)


def start_worker(
    folder: Path, *, mail_url: str, redis_url: str = "", beat: bool = True, include: str = ""
) -> subprocess.Popen[bytes]:
    """Start one worker process; the caller kills it.

    Args:
        folder: for its broker's files and schedule; the same again to go on where a killed one stopped.
        beat: with the periodic sweep; without, it only works when it is woken.
        include: a module with tasks of the test's own.
    """
    for name in ("queue", "control"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "celery", "-A", "wholesale.celery", "--quiet", "worker"]
    command += ["--concurrency", "2" if redis_url else "1", "--pool", "prefork" if redis_url else "threads"]
    command += ["--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
    command += ["--beat", "--schedule", str(folder / "schedule")] if beat else []
    command += ["--include", include] if include else []
    return _start(command, folder, mail_url=mail_url, redis_url=redis_url)


def start_web(folder: Path, *, port: int, mail_url: str, redis_url: str) -> subprocess.Popen[bytes]:
    """Start the web server as in production, with two processes; the caller kills it."""
    command = [sys.executable, "-m", "gunicorn", "wholesale.wsgi:application", "-b", f"127.0.0.1:{port}"]
    command += ["-k", "gthread", "-w", "2", "--threads", "4", "--preload", "--log-level", "warning"]
    return _start([*command, "--no-control-socket"], folder, mail_url=mail_url, redis_url=redis_url)


def _start(command: list[str], folder: Path, *, mail_url: str, redis_url: str) -> subprocess.Popen[bytes]:
    env = os.environ | {
        "DATABASE_URL": _address(),
        "EMAIL_URL": mail_url,
        "REDIS_URL": redis_url,
        "BROKER_FOLDER": str(folder),
        "PYTHONPATH": str(PROJECT),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    with (folder / "worker.log").open("ab") as log:
        return subprocess.Popen(
            command, env=env, cwd=PROJECT, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )


def children_of(process: subprocess.Popen[bytes]) -> list[int]:
    """Return the ids of the processes that a server or worker has forked."""
    try:
        return [
            int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        ]
    except FileNotFoundError:
        return []


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a worker and its children as the machine's power switch would."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until(is_so: Callable[[], object], what: str, *, seconds: float = PATIENCE_SECONDS) -> None:
    """Look until it is so; fail after a while."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.05)


def _address() -> str:
    """Return the address of the test's database, which is not the one that settings name."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))

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
    """Run one worker process until the end of the block; it is killed hard, with its children.

    Args:
        folder: for its broker's files and schedule; the same again to go on where a killed one stopped.
        beat: with the periodic sweep; without, it only works when it is woken.
    """
    env = os.environ | {
        "DATABASE_URL": _address(),
        "EMAIL_URL": mail_url,
        "REDIS_URL": redis_url,
        "BROKER_FOLDER": str(folder),
        "PYTHONPATH": str(PROJECT),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    for name in ("queue", "control"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "wholesale.celery",
        "--quiet",
        "worker",
        "--concurrency",
        "1",
    ]
    command += ["--pool", "prefork" if redis_url else "threads", "--loglevel", "WARNING", "--without-gossip"]
    command += ["--without-mingle", *(["--beat", "--schedule", str(folder / "schedule")] if beat else [])]
    with (folder / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            command, env=env, cwd=PROJECT, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            yield process
        finally:
            kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a worker and its children as the machine's power switch would."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until(is_so: Callable[[], object], what: str) -> None:
    """Look until it is so; fail after a while."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < end, f"not within {PATIENCE_SECONDS} s: {what}"
        time.sleep(0.05)


def _address() -> str:
    """Return the address of the test's database, which is not the one that settings name."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))

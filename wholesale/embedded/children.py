"""Processes that live and die with the one that began them."""

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from wholesale.embedded.keeper import command_of
from wholesale.embedded.places import PROJECT

PR_SET_PDEATHSIG = 1


class Children:
    """A named set of processes: when one ends, all shall; none is left behind.

    Args:
        record: where their numbers are noted, so that after a `kill -9` of this process the next start
            can end what is left (Linux ends them at once by itself).
    """

    def __init__(self, record: Path) -> None:
        self._record = record
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def sweep(self) -> None:
        """End what an earlier run left behind; a number that now belongs to another command is left alone."""
        with contextlib.suppress(OSError, ValueError):
            for pid, command in json.loads(self._record.read_text()).items():
                if command and command_of(int(pid)) == command:
                    os.killpg(int(pid), signal.SIGKILL)
        self._record.unlink(missing_ok=True)

    def start(self, name: str, command: Sequence[str]) -> None:
        """Begin a process in a group of its own: Ctrl-C reaches only its parent, who then stops it."""
        self._processes[name] = subprocess.Popen(
            command,
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent() if sys.platform == "linux" else None,  # noqa: PLW1509
        )
        self._note()

    def ended(self) -> tuple[str, int] | None:
        """Return the name and status of a child that is no more."""
        for name, process in self._processes.items():
            status = process.poll()
            if status is not None:
                return name, status
        return None

    def stop(self, *, patience_seconds: float = 10) -> None:
        """Ask all to finish, then end what has not, with all that they began."""
        self._note()
        for process in self._processes.values():
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + patience_seconds
        for process in self._processes.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0, deadline - time.monotonic()))
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self._record.unlink(missing_ok=True)

    def _note(self) -> None:
        self._record.write_text(json.dumps({p.pid: command_of(p.pid) for p in self._processes.values()}))


def _end_with_parent() -> Callable[[], None]:
    """Return what a child does before its program begins: let the kernel end it when the parent dies."""
    libc = ctypes.CDLL(None)
    parent = os.getpid()

    def prepare() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died before the line above
            os._exit(1)

    return prepare

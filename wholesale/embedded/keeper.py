"""Turn off the server when its last user has left, however that user ended.

Every user of a server holds a shared lock on `users.lock` for as long as it lives. The keeper, a small
process beside the server, waits for the exclusive lock: it gets it when the last of them has gone, by
Ctrl-C, by `kill -9` or by a crash alike. Runs as a script and knows only the standard library.
"""

import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

USERS = "users.lock"
KEEPER = "keeper.lock"


def server_pid(data: Path) -> int | None:
    """Return the process that serves this folder; None for a left-over file or a stranger's process."""
    try:
        pid = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return pid if f"-D {data} " in f"{command_of(pid)} " else None


def command_of(pid: int) -> str:
    """Return a process's command line, empty where there is none."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        if Path("/proc/self").exists():
            return ""
    found = subprocess.run(["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, check=False)
    return found.stdout.decode(errors="replace").strip()


def stop(data: Path, *, patience_seconds: float = 30) -> None:
    """Shut the server down (roll back, checkpoint, exit) and wait; after that long, at once."""
    for request, seconds in ((signal.SIGINT, patience_seconds), (signal.SIGQUIT, patience_seconds)):
        pid = server_pid(data)
        if pid is None:
            return
        os.kill(pid, request)
        deadline = time.monotonic() + seconds
        while server_pid(data) == pid and time.monotonic() < deadline:
            time.sleep(0.02)


def keep(home: Path) -> None:
    """Go to the background, wait for the last user to leave, stop the server. One per server is enough.

    Returns to the caller's shell only when the keeper stands, so that whoever leaves can wait for it.
    """
    with (home / KEEPER).open("w") as mine, (home / USERS).open("w") as users:
        try:
            fcntl.flock(mine, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        if os.fork():
            os._exit(0)
        fcntl.flock(users, fcntl.LOCK_EX)
        stop(home / "data")


if __name__ == "__main__":
    keep(Path(sys.argv[1]))

"""One embedded PostgreSQL: begun, joined by several processes, left, recovered."""

import contextlib
import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from wholesale.embedded import keeper
from wholesale.embedded.binaries import MAJOR, binaries
from wholesale.embedded.errors import EmbeddedServerError

OPTIONS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "4GB"}
LONGEST_SOCKET_PATH = 80  # the system's limit is 104 or 108 bytes, with the socket's own name


class Server:
    """A PostgreSQL cluster in one folder, reached by a unix socket only.

    Args:
        home: the folder of this cluster.
        shared: where a copy of the binaries may stay; the cluster's own folder by default.
        fast: no durability, for clusters that are thrown away.
    """

    def __init__(self, home: Path, *, shared: Path | None = None, fast: bool = False) -> None:
        self.home = home
        self.data = home / "data"
        self.log = home / "server.log"
        self.fast = fast
        self._shared = shared or home
        self._account = _account()
        self._users: IO[str] | None = None
        self._joined_by = 0
        key = hashlib.sha256(str(home).encode()).hexdigest()[:12]
        short = Path(tempfile.gettempdir()) / f"cratebook-{os.geteuid()}-{key}"
        self.socket = home / "socket" if len(str(home)) < LONGEST_SOCKET_PATH - 7 else short

    def address(self, *, role: str, database: str) -> str:
        """Return the address for a role; the host is the socket's folder."""
        return f"postgresql://{quote(role)}@{quote(str(self.socket), safe='')}/{quote(database)}"

    @property
    def superuser_address(self) -> str:
        return self.address(role="postgres", database="postgres")

    def join(self) -> None:
        """Use the server until this process ends or leaves; begin or recover it where it does not run.

        Locks:  the folder, so that of several processes one begins it.
        Raises: EmbeddedServerError with the end of the server's log.
        """
        self._make_home()
        with self.locked():
            if self._users is None:
                self._users = (self.home / keeper.USERS).open("w")
            self._joined_by = os.getpid()
            fcntl.flock(self._users, fcntl.LOCK_SH)  # waits where the keeper is just stopping it
            tools = binaries(self._shared)
            self._make_cluster(tools)
            self._make_socket_folder()
            if not self._answers(tools):
                self._start(tools)
            self._start_keeper()

    def leave(self) -> None:
        """Stop using the server; when nobody else does, return once it is down."""
        if self._users is None or os.getpid() != self._joined_by:  # a fork shares its parent's lock
            return
        users, self._users = self._users, None
        with users:
            alone = _alone(users)
            if alone:
                keeper.stop(self.data)
        if alone:
            self._wait_for_keeper()

    def erase(self) -> None:
        """Stop the server and remove its folder.

        Raises: EmbeddedServerError where another process uses it; then nothing is removed.
        """
        if not self.home.exists():
            return
        with (self.home / keeper.USERS).open("w") as users:
            if not _alone(users):
                message = "Another command uses this database: stop it first (make run, a shell, a test run)."
                raise EmbeddedServerError(message)
            keeper.stop(self.data)
            shutil.rmtree(self.home)
        if self.socket.parent != self.home:
            shutil.rmtree(self.socket, ignore_errors=True)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other processes from beginning or preparing this server meanwhile."""
        with (self.home / "start.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _make_home(self) -> None:
        """Make the folder and those above it; under root open to `nobody`, whatever the umask."""
        for folder in (*reversed(self.home.parents), self.home):
            if not folder.exists():
                folder.mkdir(exist_ok=True)
                folder.chmod(0o755 if self._account else 0o700)

    def _make_cluster(self, tools: Path) -> None:
        """Make the cluster whole or not at all: a run cut short leaves no folder of the final name."""
        version = self.data / "PG_VERSION"
        if version.exists():
            found = version.read_text().strip()
            if found != MAJOR:
                message = (
                    f"The data in {self.data} was made by PostgreSQL {found}, this is {MAJOR}. Dump it with "
                    "the release that made it and load it into a server, or begin anew with `make reset`."
                )
                raise EmbeddedServerError(message)
            return
        draft = self.home / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        self._make_folder(draft)
        options = ["-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"]
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        self._run(tools / "initdb", "-D", draft, *options, *(["--no-sync"] if self.fast else []))
        draft.rename(self.data)

    def _make_socket_folder(self) -> None:
        if not self.socket.exists():
            self._make_folder(self.socket)
        owner = self._account.get("user", os.geteuid())
        if self.socket.is_symlink() or self.socket.stat().st_uid != owner:
            message = f"{self.socket} belongs to someone else: remove it, or set DATABASE_URL."
            raise EmbeddedServerError(message)

    def _make_folder(self, folder: Path) -> None:
        folder.mkdir(mode=0o700)
        if self._account:
            os.chown(folder, self._account["user"], self._account["group"])

    def _answers(self, tools: Path) -> bool:
        if keeper.server_pid(self.data) is None:
            return False
        asked = subprocess.run([tools / "pg_isready", "-q", "-t", "5", "-h", self.socket], check=False)
        return asked.returncode == 0

    def _start(self, tools: Path) -> None:
        """Start it; after a `kill -9` recovery or old backends may take some seconds, so try again."""
        options = OPTIONS | {"unix_socket_directories": str(self.socket)} | (FAST if self.fast else {})
        words = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        if not self.log.exists():
            self.log.touch(mode=0o600)
            if self._account:
                os.chown(self.log, self._account["user"], self._account["group"])
        for _ in range(240):
            self._remove_stale_locks()
            command = (
                tools / "pg_ctl",
                "-w",
                "-t",
                "120",
                "-D",
                self.data,
                "-l",
                self.log,
                "-o",
                words,
                "start",
            )
            started = self._run(*command, check=False)
            if started.returncode == 0 or self._answers(tools):
                return
            if keeper.server_pid(self.data) is None and "still in use" not in _tail(self.log):
                break
            time.sleep(0.5)
        message = f"PostgreSQL does not start. The end of {self.log}:\n{_tail(self.log)}"
        raise EmbeddedServerError(message)

    def _remove_stale_locks(self) -> None:
        """After a crash their number may be another process's by now, and PostgreSQL would refuse to start.

        Safe: it still finds left-over backends by the shared memory of the data folder.
        """
        if keeper.server_pid(self.data) is None:
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            (self.socket / ".s.PGSQL.5432.lock").unlink(missing_ok=True)

    def _start_keeper(self) -> None:
        with (self.home / keeper.KEEPER).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return  # one is there
        subprocess.run(
            [sys.executable, "-I", keeper.__file__, str(self.home)],
            cwd="/", start_new_session=True, check=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def _wait_for_keeper(self) -> None:
        """Give it the moment that it needs to end; a new user may have come and taken it over."""
        with (self.home / keeper.KEEPER).open("w") as lock:
            for _ in range(100):
                with contextlib.suppress(BlockingIOError):
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    return
                time.sleep(0.01)

    def _run(self, *command: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
        env = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
        done = subprocess.run(
            command, check=False, env=env, cwd=self.home, text=True, timeout=180,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **self._account,
        )  # fmt: skip
        if check and done.returncode:
            raise EmbeddedServerError(f"{Path(command[0]).name} failed:\n{done.stdout}")
        return done


def _alone(users: IO[str]) -> bool:
    """Take the exclusive lock unless another user holds a shared one."""
    for _ in range(2):
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        fcntl.flock(users, fcntl.LOCK_SH)  # waits only for a keeper that is just stopping the server
    fcntl.flock(users, fcntl.LOCK_UN)
    return False


def _account() -> dict[str, Any]:
    """Return as whom the server runs, in subprocess's words: itself, or `nobody` under root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-15:])

"""`manage.py dev`: everything up by one command, and nothing left when it ends, however it ends."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from wholesale.embedded.places import PROJECT, home

UP_SECONDS = 120


class Runner:
    """A `manage.py dev` of its own: own folder, own database, own port."""

    def __init__(self, local: Path) -> None:
        self.local = local
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        keep = {"PATH", "HOME", "LANG"}
        self.environ = {name: value for name, value in os.environ.items() if name in keep}
        self.environ |= {"CRATEBOOK_LOCAL": str(local), "PORT": str(self.port)}
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> "Runner":
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "dev"], cwd=PROJECT, env=self.environ, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        return self

    def wait_until_up(self) -> None:
        deadline = time.monotonic() + UP_SECONDS
        while not self.answers():
            assert self.process
            assert self.process.poll() is None, self.process.communicate()[0]
            assert time.monotonic() < deadline, "not up"
            time.sleep(0.2)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def end(self, request: signal.Signals) -> tuple[int, str]:
        """Send a signal to the runner alone; return its status and what it said."""
        assert self.process
        os.kill(self.process.pid, request)
        said, _ = self.process.communicate(timeout=60)
        return self.process.returncode, said

    def processes(self) -> dict[int, str]:
        """Return every process that belongs to this run: by its environment, or by its folder."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                environ, command = (folder / "environ").read_bytes(), (folder / "cmdline").read_bytes()
            except OSError:
                continue
            mine = f"CRATEBOOK_LOCAL={self.local}".encode() in environ.split(b"\0")
            if command and (mine or str(home(self.local)).encode() in command):
                found[int(folder.name)] = command.replace(b"\0", b" ").decode()
        return found

    def process_named(self, word: str) -> int:
        return min(pid for pid, command in self.processes().items() if word in command)

    def nothing_left(self, *, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while self.processes() and time.monotonic() < deadline:
            time.sleep(0.1)
        return not self.processes()


@pytest.fixture
def runner(tmp_path) -> Iterator[Runner]:
    made = Runner(tmp_path / "local")
    yield made
    if made.process and made.process.poll() is None:
        made.process.terminate()
        made.process.communicate(timeout=60)
    reset = [sys.executable, "-m", "wholesale.embedded.reset"]
    assert made.nothing_left(seconds=30)
    subprocess.run(reset, cwd=PROJECT, env=made.environ, check=True)
    shutil.rmtree(made.local, ignore_errors=True)


pytestmark = [
    pytest.mark.proof,
    pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc"),
]


def test_up_by_one_command_and_gone_by_ctrl_c(runner):
    runner.start().wait_until_up()
    status, said = runner.end(signal.SIGINT)
    assert (status, runner.processes()) == (0, {})
    assert f"http://127.0.0.1:{runner.port}/" in said
    assert "Traceback" not in said


def test_a_dead_child_stops_the_rest_and_is_named(runner):
    runner.start().wait_until_up()
    os.kill(runner.process_named("gunicorn"), signal.SIGKILL)
    said, _ = runner.process.communicate(timeout=60)
    assert runner.process.returncode == 1
    assert "The web process ended by itself" in said
    assert runner.nothing_left(seconds=1)


def test_a_killed_runner_takes_everything_along_and_starts_again(runner):
    runner.start().wait_until_up()
    runner.end(signal.SIGKILL)
    assert runner.nothing_left(seconds=30)
    runner.start().wait_until_up()
    assert runner.end(signal.SIGTERM)[0] == 0
    assert runner.processes() == {}


def test_a_taken_port_is_said_and_nothing_begins(runner):
    with socket.socket() as other:
        other.bind(("127.0.0.1", runner.port))
        other.listen()
        said, _ = runner.start().process.communicate(timeout=UP_SECONDS)
    assert runner.process.returncode == 1
    assert f"Port {runner.port} is taken" in said
    assert "Traceback" not in said

"""The embedded PostgreSQL: begun once, shared, left last, and whole again after any kill."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests.cluster import PREFIX
from wholesale.embedded import keeper
from wholesale.embedded.errors import EmbeddedServerError
from wholesale.embedded.places import PROJECT, home
from wholesale.embedded.server import Server

USE_IT = """
import sys, time
from pathlib import Path
from wholesale.embedded.server import Server
server = Server(Path(sys.argv[1]), shared=Path(sys.argv[2]))
server.join()
print("joined", flush=True)
sys.stdin.read()
server.leave()
"""


@pytest.fixture
def server(request) -> Iterator[Server]:
    """Return a server not begun yet, as durable as a developer's."""
    made = Server(home() / "tests" / f"{PREFIX}-{request.node.name[:30]}", shared=home())
    yield made
    made.leave()
    eventually(lambda: not in_use(made))
    made.erase()


def in_use(server: Server) -> bool:
    try:
        server.erase()
    except EmbeddedServerError:
        return True
    return False


def eventually(holds: Callable[[], bool], *, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.05)


def another_user(server: Server) -> subprocess.Popen[str]:
    """Begin a process that uses the server until its input ends."""
    command = [sys.executable, "-c", USE_IT, str(server.home), str(home())]
    pipe = subprocess.PIPE
    user = subprocess.Popen(command, cwd=PROJECT, stdin=pipe, stdout=pipe, text=True)
    assert user.stdout is not None
    assert user.stdout.readline() == "joined\n"
    return user


def ask(server: Server, statement: str) -> object:
    with psycopg.connect(server.superuser_address, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else None


def kill(server: Server) -> None:
    pid = keeper.server_pid(server.data)
    assert pid
    os.kill(pid, signal.SIGKILL)


def test_the_last_to_leave_turns_it_off(server):
    server.join()
    with another_user(server) as other:
        pid = keeper.server_pid(server.data)
        server.leave()
        assert keeper.server_pid(server.data) == pid
        other.communicate("")
    assert keeper.server_pid(server.data) is None


@pytest.mark.proof
def test_a_killed_user_leaves_no_server_behind(server):
    with another_user(server) as user:
        user.kill()
    eventually(lambda: keeper.server_pid(server.data) is None)


@pytest.mark.proof
def test_racing_processes_get_one_server(server):
    users = [another_user(server) for _ in range(2)]
    server.join()
    assert ask(server, "SELECT count(*) FROM pg_database WHERE datname = 'postgres'") == [(1,)]
    for user in users:
        with user:
            user.communicate("")
    assert keeper.server_pid(server.data)


def test_kill_loses_no_committed_row(server):
    server.join()
    ask(server, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    kill(server)
    with another_user(server) as other:
        assert ask(server, "SELECT count(*) FROM kept") == [(1000,)]
        other.communicate("")


@pytest.mark.proof
def test_a_kill_amid_a_long_statement_is_waited_out(server):
    server.join()
    ask(server, "CREATE TABLE kept (n int)")
    writer = psycopg.connect(server.superuser_address)
    writer.execute("INSERT INTO kept VALUES (1)")  # not committed: must not come back
    kill(server)
    server.join()
    assert ask(server, "SELECT count(*) FROM kept") == [(0,)]
    writer.close()


@pytest.mark.proof
def test_a_recycled_process_number_is_not_believed(server):
    """After a crash and a restart of the machine, the number in the file may be anyone's."""
    server.join()
    server.leave()
    with subprocess.Popen(["sleep", "60"]) as stranger:
        left_behind = f"{stranger.pid}\n{server.data}\n1\n5432\n{server.socket}\n\n\nready\n"
        (server.data / "postmaster.pid").write_text(left_behind)
        (server.socket / ".s.PGSQL.5432.lock").write_text(left_behind)
        server.join()
        server.leave()
        assert stranger.poll() is None
        stranger.kill()


@pytest.mark.proof
def test_a_start_cut_short_begins_again(server):
    server.home.mkdir(parents=True)
    server.home.chmod(0o755)
    (server.home / "data.new").mkdir()
    (server.home / "data.new" / "PG_VERSION").write_text("18\n")
    server.join()
    assert ask(server, "SELECT 1") == [(1,)]


def test_data_of_another_major_version_is_refused_and_kept(server):
    (server.home / "data").mkdir(parents=True)
    (server.home / "data" / "PG_VERSION").write_text("16\n")
    with pytest.raises(EmbeddedServerError, match=r"made by PostgreSQL 16.*make reset"):
        server.join()
    assert (server.home / "data" / "PG_VERSION").read_text() == "16\n"


@pytest.mark.proof
def test_what_is_in_use_is_not_erased(server):
    with another_user(server) as other:
        with pytest.raises(EmbeddedServerError, match="Another command uses"):
            server.erase()
        assert ask(server, "SELECT 1") == [(1,)]
        other.communicate("")


def test_a_deep_folder_gets_a_short_socket():
    deep, deeper = Server(Path("/srv/" + "deep/" * 30)), Server(Path("/srv/" + "deep/" * 31))
    assert len(str(deep.socket / ".s.PGSQL.5432")) < 100
    assert deep.socket != deeper.socket

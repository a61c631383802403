"""The broker of files: whole messages, each to one reader."""

import threading
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection

from wholesale.embedded import broker

MESSAGES = 300


@pytest.fixture
def folder(tmp_path) -> Path:
    broker.make_folders(tmp_path)
    return tmp_path


# kombu remembers for the whole process which queues it has bound: each test's queue has the folder's name.
def connect(folder: Path) -> Connection:
    return Connection(broker.URL, transport_options=broker.transport_options(folder))


class Reader(threading.Thread):
    """Take messages until told that all are written and none is left."""

    def __init__(self, folder: Path, all_written: threading.Event) -> None:
        super().__init__()
        self.folder, self.all_written = folder, all_written
        self.received: list[int] = []
        self.failure: Exception | None = None

    def run(self) -> None:
        try:
            with connect(self.folder) as connection, connection.SimpleQueue(self.folder.name) as queue:
                while self._take(queue):
                    pass
        except Exception as error:  # noqa: BLE001 - told to the test
            self.failure = error

    def _take(self, queue: Any) -> bool:
        last_round = self.all_written.is_set()
        try:
            message = queue.get_nowait()
        except Empty:
            return not last_round
        message.ack()
        self.received.append(message.payload)
        return True


def write(folder: Path, numbers: range) -> None:
    with connect(folder) as connection, connection.SimpleQueue(folder.name) as queue:
        for number in numbers:
            queue.put(number)


def test_writers_and_readers_at_once_lose_and_double_nothing(folder):
    """The original lets a reader see a file before its content."""
    all_written = threading.Event()
    readers = [Reader(folder, all_written) for _ in range(2)]
    halves = [range(first, MESSAGES, 2) for first in range(2)]
    writers = [threading.Thread(target=write, args=(folder, half)) for half in halves]
    for thread in (*readers, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    all_written.set()
    for thread in readers:
        thread.join()

    assert [reader.failure for reader in readers] == [None, None]
    assert sorted(readers[0].received + readers[1].received) == list(range(MESSAGES))
    assert list((folder / "queue").iterdir()) == []


def test_a_message_waits_for_a_worker_that_comes_later(folder):
    write(folder, range(2))
    with connect(folder) as connection, connection.SimpleQueue(folder.name) as queue:
        assert [queue.get(timeout=10).payload for _ in range(2)] == [0, 1]

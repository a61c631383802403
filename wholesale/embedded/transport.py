"""kombu's filesystem transport with whole files only.

The original creates a message's file, then writes it; a worker that reads in between ends with a JSON error
(kombu 5.7). Here a file gets its name when it is complete, and is taken by renaming, which one reader wins.
"""

import fcntl
import os
import threading
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps, loads


class Channel(filesystem.Channel):
    """Messages and bindings, each written aside and renamed."""

    _binding = threading.Lock()

    def queue_bind(self, *args: Any, **kwargs: Any) -> None:
        """Bind as kombu does, one thread at a time.

        It notes a binding for the whole process before it writes it: a second thread would publish to no queue.
        """
        with self._binding:
            super().queue_bind(*args, **kwargs)

    def _put(self, queue: str, payload: Any, **_: Any) -> None:  # type: ignore[override]
        name = f"{time.time_ns()}_{uuid.uuid4()}.{queue}.msg"
        _write(Path(self.data_folder_out) / name, payload)

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        folder = Path(self.data_folder_in)
        for name in sorted(os.listdir(folder)):  # noqa: PTH208 - names, oldest first
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            taken = folder / f".{name}.taken"
            try:
                (folder / name).rename(taken)
            except FileNotFoundError:  # another reader's
                continue
            payload = taken.read_bytes()
            taken.unlink()
            return loads(payload.decode())
        raise Empty

    def _queue_bind(self, exchange: str, routing_key: str | None, pattern: str | None, queue: str) -> None:
        file: Path = self._exchange_file(exchange)  # type: ignore[attr-defined]
        binding = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with (file.parent / "bind.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            bindings = self.get_table(exchange)
            if binding not in bindings:
                _write(file, [binding, *bindings])


class Transport(filesystem.Transport):
    """Named by CELERY_BROKER_URL as files://."""

    Channel = Channel


def _write(file: Path, content: Any) -> None:
    draft = file.with_name(f".{file.name}.{os.getpid()}-{uuid.uuid4().hex[:8]}")
    draft.write_bytes(str_to_bytes(dumps(content)))
    draft.rename(file)

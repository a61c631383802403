"""Clients on keep-alive connections: as little work of their own as a client on the same cores can have."""

import http.client
import threading
import time
from collections.abc import Callable, Mapping

from bench.report import Rate

Action = Callable[["Client"], bool]


class Client:
    """One signed-in machine on one connection."""

    def __init__(self, port: int, headers: Mapping[str, str]) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._headers = dict(headers)

    def call(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        """Send one request; return status and body."""
        extra = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            extra["Content-Type"] = "application/json"
        self._connection.request(method, path, body=body, headers=self._headers | extra)
        response = self._connection.getresponse()
        return response.status, response.read()


def drive(clients: list[tuple[Client, Action]], *, seconds: float) -> Rate:
    """Let every client repeat its action for this long; count what succeeded, with latencies."""
    rate = Rate(len(clients))

    def run(client: Client, action: Action) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            begun = time.perf_counter()
            if action(client):
                rate.add(time.perf_counter() - begun)
            else:
                rate.refused += 1

    threads = [threading.Thread(target=run, args=pair) for pair in clients]
    with rate.timed():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return rate

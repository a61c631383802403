"""The wake-up after a commit. It may be lost (beat sweeps what is due) and must not make anyone wait."""

import logging
import threading
import time

from wholesale.celery import app

log = logging.getLogger(__name__)
QUIET_SECONDS = 5.0  # as long as the sweep takes anyway
EXPIRES_SECONDS = 60


class _Broker:
    """What this process knows of the broker: whether to bother it, and how often it was away."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.quiet_until = 0.0
        self.failures = 0

    def failed(self) -> None:
        with self.lock:
            self.failures += 1
            self.quiet_until = time.monotonic() + QUIET_SECONDS


broker = _Broker()


def wake(name: str) -> None:
    """Send a task's name to a worker, if the broker is there; one that is away is left alone for seconds.

    The task must be one that beat repeats by itself.
    """
    if time.monotonic() < broker.quiet_until:
        return
    try:
        app.send_task(name, retry=False, expires=EXPIRES_SECONDS)
    except Exception as error:  # noqa: BLE001 - whatever the transport raises: the row waits for the sweep
        broker.failed()
        log.warning("the broker is away (%d times so far): %s", broker.failures, error)


def wake_sender() -> None:
    """Tell a worker that there is mail to send."""
    wake("mail.send_due")


def wake_reader() -> None:
    """Tell a worker that a provider has reported."""
    wake("mail.apply_reports")

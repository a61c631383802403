"""Celery's broker: Redis, or where there is none, files in two folders.

A file leaves its folder when it is read, so `kill -9` of a worker loses that message. That is allowed: the
row in the outbox is the message, the broker only wakes its sender, and beat sweeps what was missed.
"""

from pathlib import Path
from typing import Any

from kombu.transport import TRANSPORT_ALIASES

URL = "files://localhost"  # the host is not used
TRANSPORT_ALIASES["files"] = "wholesale.embedded.transport:Transport"
REDIS_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,  # longer than the longest task: what a killed worker held comes back after it
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "max_retries": 0,  # whoever wakes a worker does not wait for the broker; a worker does, by other settings
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
}


def transport_options(folder: Path) -> dict[str, Any]:
    """Return Celery's `broker_transport_options`; with them belongs `worker_prefetch_multiplier` 8."""
    queue = str(folder / "queue")
    return {
        "data_folder_in": queue,
        "data_folder_out": queue,
        "control_folder": str(folder / "control"),
        "store_processed": False,
        "polling_interval": 0.05,
    }


def make_folders(folder: Path) -> None:
    """Make the folders that the options name; kombu does not."""
    for name in ("queue", "control"):
        (folder / name).mkdir(parents=True, exist_ok=True)

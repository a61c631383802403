"""Have a ZIP of pictures unpacked by a process of its own, which may use so much memory, disk and time and no more."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from django.conf import settings

from wholesale.files import limits
from wholesale.files.errors import ArchiveRefused


@dataclass(frozen=True, slots=True)
class Packed:
    """A file of a ZIP: its name without folders, and its bytes, or the code of why it is not taken."""

    name: str
    content: bytes = b""
    refused: str = ""


@contextmanager
def unpacked(pieces: Iterable[bytes]) -> Iterator[Iterator[Packed]]:
    """Give the files of a ZIP one after the other; no more than one of them is in memory.

    Args:
        pieces: the ZIP's bytes.
    Raises: ArchiveRefused, within seconds, whatever the ZIP is.
    Source: DATA.md 5.2.
    """
    with TemporaryDirectory(prefix="pictures-") as folder:
        source, written = Path(folder) / "came.zip", Path(folder) / "files"
        with source.open("wb") as file:
            for piece in pieces:
                file.write(piece)
        _unpack(source, written)
        with written.open("rb") as file:
            yield _files(file)


def _unpack(source: Path, into: Path) -> None:
    """Ask the child. It gets no secrets along, and is killed when its time is up."""
    command = [sys.executable, "-m", "wholesale.files.unpacking", str(source), str(into)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command,
            capture_output=True,
            timeout=limits.UNPACK_SECONDS + 2,
            env={"PYTHONPATH": str(settings.BASE_DIR), "PYTHONUTF8": "1"},
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ArchiveRefused("too_slow") from error
    if done.returncode:  # ended by one of its limits
        raise ArchiveRefused("too_slow")
    if refused := json.loads(done.stdout).get("refused"):
        raise ArchiveRefused(refused)


def _files(written: BinaryIO) -> Iterator[Packed]:
    while line := written.readline():
        head = json.loads(line)
        yield Packed(head["name"], written.read(head.get("bytes", 0)), head.get("refused", ""))

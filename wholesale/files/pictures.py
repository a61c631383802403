"""Have a picture drawn anew by a process of its own, which may use so much memory and time and no more."""

import json
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings

from wholesale.files import limits
from wholesale.files.errors import PictureRefused


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture of our own making: its PNG, the hash that names it, and the size at which it is shown."""

    png: bytes
    digest: str
    shown_width: int
    shown_height: int


def drawn_logo(content: bytes) -> Drawn:
    """Return a logo as we keep it, from a file that nobody trusts.

    It is shown at half its pixels at most; one that came small is shown as it is.

    Raises: PictureRefused, within seconds, whatever the file is.
    Source: DATA.md 5.2.
    """
    if len(content) > limits.FILE_BYTES:
        raise PictureRefused("too_big")
    answer, _, png = _answer(content).partition(b"\n")
    found = json.loads(answer)
    if refused := found.get("refused"):
        raise PictureRefused(refused)
    width, height = found["width"], found["height"]
    share = min(1, limits.SHOWN_WIDTH / width, limits.SHOWN_HEIGHT / height)
    return Drawn(png, sha256(png).hexdigest(), max(1, round(width * share)), max(1, round(height * share)))


def _answer(content: bytes) -> bytes:
    """Ask the child. It gets no secrets along, and is killed when its time is up."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "wholesale.files.child"],
            input=content,
            capture_output=True,
            timeout=limits.WALL_SECONDS,
            env={"PYTHONPATH": str(settings.BASE_DIR), "PYTHONUTF8": "1"},
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PictureRefused("too_slow") from error
    if done.returncode:  # ended by one of its limits
        raise PictureRefused("too_slow")
    return done.stdout

"""Have a picture drawn anew by a process of its own, which may use so much memory and time and no more."""

import json
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

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
    found, png = _drawn(content, "logo")
    width, height = found["width"], found["height"]
    share = min(1, limits.SHOWN_WIDTH / width, limits.SHOWN_HEIGHT / height)
    return Drawn(png, sha256(png).hexdigest(), max(1, round(width * share)), max(1, round(height * share)))


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph of our own making: its WebP by size, the hash of the largest, and that one's pixels."""

    files: dict[str, bytes]
    digest: str
    width: int
    height: int


def drawn_photo(content: bytes) -> Photo:
    """Return a photograph in every size of limits.PHOTO_SIDES, from a file that nobody trusts.

    One that came smaller is not made larger. The same file always gives the same hash.

    Raises: PictureRefused, within seconds, whatever the file is.
    Source: DATA.md 5.2.
    """
    if len(content) > limits.PHOTO_BYTES:
        raise PictureRefused("photo_too_big")
    found, made = _drawn(content, "photo")
    files, begin = {}, 0
    for size, length in found["sizes"].items():
        files[size], begin = made[begin : begin + length], begin + length
    digest = sha256(next(iter(files.values()))).hexdigest()
    return Photo(files, digest, found["width"], found["height"])


def _drawn(content: bytes, what: str) -> tuple[dict[str, Any], bytes]:
    """Return what the child says of a picture, and the bytes that follow."""
    answer, _, made = _answer(content, what).partition(b"\n")
    found: dict[str, Any] = json.loads(answer)
    if refused := found.get("refused"):
        raise PictureRefused(refused)
    return found, made


def _answer(content: bytes, what: str) -> bytes:
    """Ask the child. It gets no secrets along, and is killed when its time is up."""
    command = [sys.executable, "-m", "wholesale.files.child", what]
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command,
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

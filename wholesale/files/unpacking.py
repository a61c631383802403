"""The process that unpacks one ZIP of pictures: limits on itself first, then file by file into one file beside it.

Its arguments are the paths of the ZIP and of what it writes: for each picture a line of JSON, `{"name", "bytes"}`
with the bytes after it, or `{"name", "refused": code}`. What nobody meant as a picture, such as a Macintosh's shadows
of files, is passed over. It prints `{}`, or `{"refused": code}` where the whole ZIP is not taken. No path comes from
the ZIP, sizes are counted and not believed, and what a picture holds is not looked at. Knows no Django.
"""

import json
import resource
import sys
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from wholesale.files import limits

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError)
PASSED_OVER = {"thumbs.db", "desktop.ini"}
_CHUNK = 1 << 18
_UTF8, _ENCRYPTED = 0x800, 0x1


class Unusable(Exception):
    """The ZIP is not taken; the argument is the reason's code."""


def unpack(source: str, into: BinaryIO) -> None:
    """Write down every picture of a ZIP.

    Raises: Unusable.
    """
    try:
        with zipfile.ZipFile(source) as packed:
            infos = [info for info in packed.infolist() if _is_meant(info)]
            if len(infos) > limits.ARCHIVE_FILES:
                raise Unusable("too_many_files")
            # Files that lie upon one another: newer Pythons call each damaged, older ones unpack them all.
            if sum(info.compress_size for info in infos) > Path(source).stat().st_size:
                raise Unusable("bomb")
            left = limits.UNPACKED_BYTES
            for info in infos:
                head, content = _read(packed, info)
                left -= len(content)
                if left < 0:
                    raise Unusable("bomb")
                into.write(json.dumps(head).encode() + b"\n" + content)
    except BROKEN as error:
        raise Unusable("not_a_zip") from error


def _is_meant(info: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(info.filename.replace("\\", "/"))
    hidden = path.name.startswith(".") or path.name.casefold() in PASSED_OVER
    return not (info.is_dir() or hidden or "__MACOSX" in path.parts)


def _read(packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> tuple[dict[str, Any], bytes]:
    """Return what is said of a file, and its bytes: never more than one picture may have, whatever it declares."""
    name = _name(info)
    if PurePosixPath(name).suffix.casefold() not in limits.ENDINGS:
        return {"name": name, "refused": "not_a_picture"}, b""
    if info.flag_bits & _ENCRYPTED:
        return {"name": name, "refused": "locked"}, b""
    try:
        content = _content(packed, info)
    except BROKEN:
        return {"name": name, "refused": "damaged"}, b""
    if len(content) > limits.PHOTO_BYTES:
        return {"name": name, "refused": "photo_too_big"}, b""
    return {"name": name, "bytes": len(content)}, content


def _content(packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    content = bytearray()
    with packed.open(info) as part:
        while len(content) <= limits.PHOTO_BYTES and (chunk := part.read(_CHUNK)):
            content += chunk
    return bytes(content)


def _name(info: zipfile.ZipInfo) -> str:
    """Return a file's own name, without folders; most programs write UTF-8 and many do not say so."""
    name = info.filename.replace("\\", "/")
    if not info.flag_bits & _UTF8:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode()
    name = "".join(letter for letter in PurePosixPath(name).name if letter.isprintable())
    return name[-limits.NAME_CHARACTERS :]


def main() -> None:
    """Answer once and end."""
    source, into = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY_BYTES, limits.MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.UNPACK_SECONDS, limits.UNPACK_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    largest = limits.UNPACKED_BYTES + limits.ARCHIVE_FILES * 1000
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    answer: dict[str, str] = {}
    try:
        with Path(into).open("wb") as written:
            unpack(source, written)
    except Unusable as error:
        answer = {"refused": str(error)}
    except MemoryError:
        answer = {"refused": "too_many_files"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()

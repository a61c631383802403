"""Look into an XLSX before a reader does: what it unpacks to, and whether a cell far away makes it huge."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from wholesale.sheets.reading import limits
from wholesale.sheets.reading.refusals import Unreadable

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHUNK = 1 << 20
_LONGEST_RUN = 1 << 17  # bytes without a tag: no cell holds as much
# A cell with something in it; Excel also writes formatted empty ones, which cost nothing.
_FILLED = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"(?:[^>]*[^/>])?>')
_FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


def kind_of(content: bytes) -> str:
    """Return what a file is by its first bytes: "zip", "ole", "binary" or "text"."""
    if content.startswith((ZIP, b"PK\x05\x06")):
        return "zip"
    if content.startswith(OLE):
        return "ole"
    head = content[:2000]
    if head.startswith(
        (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b", b"7z\xbc\xaf")
    ):
        return "binary"
    is_wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or _looks_wide(head)
    return "binary" if b"\x00" in head and not is_wide else "text"


def _looks_wide(head: bytes) -> bool:
    return max(head[0::2].count(0), head[1::2].count(0)) * 10 > len(head) * 3


def check_ole(content: bytes) -> None:
    """Say why an OLE file is not read: locked by a password, or Excel's format before 2007."""
    locked = "EncryptedPackage".encode("utf-16-le") in content
    raise Unreadable("locked" if locked else "old_excel")


def check_workbook(content: bytes) -> None:
    """Refuse what is no XLSX, or would cost too much to read.

    Raises: Unreadable.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _check_names(packed)
            _check_parts(packed)
    except BROKEN as error:
        raise Unreadable("damaged") from error


def _check_names(packed: zipfile.ZipFile) -> None:
    infos = packed.infolist()
    names = {info.filename for info in infos}
    if len(infos) > limits.PACKED_FILES or sum(info.file_size for info in infos) > limits.UNPACKED_BYTES:
        raise Unreadable("bomb")
    if any(info.flag_bits & 1 for info in infos):
        raise Unreadable("locked")
    if "mimetype" in names and "content.xml" in names:
        raise Unreadable("open_document")
    if any(name.casefold().endswith("vbaproject.bin") for name in names):
        raise Unreadable("macros")
    if "xl/workbook.bin" in names:
        raise Unreadable("binary_excel")
    if not any(name.startswith("xl/") for name in names):
        raise Unreadable("not_a_sheet")


def _check_parts(packed: zipfile.ZipFile) -> None:
    left = limits.UNPACKED_BYTES
    for info in packed.infolist():
        is_sheet = info.filename.startswith("xl/worksheets/") and info.filename.endswith(".xml")
        cells = _Cells()
        for chunk in _unpacked(packed, info):
            left -= len(chunk)
            if left < 0:  # whatever size it declares
                raise Unreadable("bomb")
            if info.filename.endswith((".xml", ".rels")) and _FORBIDDEN.search(chunk):
                raise Unreadable("forbidden_xml")
            if info.filename.endswith(".xml") and _has_long_run(chunk):
                raise Unreadable("too_much_text")
            if is_sheet:
                cells.count(chunk)
        cells.check()


def _unpacked(packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part in pieces, each with the end of the one before, so that no tag falls between two."""
    with packed.open(info) as part:
        while chunk := part.read(_CHUNK):
            yield chunk + part.readline(4096)


def _has_long_run(chunk: bytes) -> bool:
    starts = range(0, len(chunk) - _LONGEST_RUN, _LONGEST_RUN)
    return any(chunk.find(b"<", start, start + _LONGEST_RUN) < 0 for start in starts)


class _Cells:
    """How many cells of a sheet hold something, and how far out."""

    def __init__(self) -> None:
        self.filled = self.last_row = self.last_column = 0

    def count(self, chunk: bytes) -> None:
        for column, row in _FILLED.findall(chunk):
            self.filled += 1
            self.last_row = max(self.last_row, int(row))
            if len(column) > 1 or self.last_column < 26:
                self.last_column = max(self.last_column, column_number(column))

    def check(self) -> None:
        if self.last_row > limits.ROWS + 1000:
            if self.filled * 4 < self.last_row:
                raise Unreadable("far_cell", row=self.last_row)
            raise Unreadable("too_many_rows", rows=self.last_row, limit=limits.ROWS)
        if self.last_column > 2 * limits.COLUMNS:
            raise Unreadable("too_many_columns", columns=self.last_column, limit=limits.COLUMNS)
        if self.filled > limits.FILLED_CELLS:
            raise Unreadable("too_much_text")


def column_number(letters: bytes) -> int:
    """Return which column letters name, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number

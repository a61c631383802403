"""CSV in whatever encoding and with whatever separator a program has written it."""

import csv
import io
import re
from collections.abc import Collection
from itertools import islice

from charset_normalizer import from_bytes

from wholesale.sheets.formulas import unescaped
from wholesale.sheets.reading import limits
from wholesale.sheets.reading.refusals import Unreadable
from wholesale.sheets.reading.table import Row, find_header, known_in
from wholesale.sheets.reading.values import clean

SEPARATORS = ",;\t|"
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# One byte a letter: Windows, old Macintosh, DOS. Told apart by which gives letters that French and Spanish have.
_WESTERN = ("cp1252", "mac_roman", "cp850")
_USUAL = frozenset("éèêëàâäçîïôöùûüœæñáíóúãõåøßÉÈÊÀÂÇÎÔÙÛŒÑÁÍÓÚÄÖÜ«»’‘“”–—…€°¿¡ºª£§®©\xa0²³½")
_SEP_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_SAMPLE_BYTES, _SAMPLE_ROWS = 200_000, 60


def read_delimited(content: bytes, known: Collection[str]) -> tuple[str, str, list[Row]]:
    """Return the encoding, the separator and all rows.

    Raises: Unreadable.
    """
    encoding = encoding_of(content)
    text = content.decode(encoding, errors="replace").replace("\x00", "")
    if text.lstrip()[:200].casefold().startswith(("<!doctype html", "<html", "<?xml", "<table")):
        raise Unreadable("web_page")
    if named := _SEP_LINE.match(text):
        text = text[named.end() :]
    separator = named[1] if named else separator_of(text, known)
    rows = [[clean(unescaped(cell)) for cell in row] for row in _records(text, separator)]
    return encoding, separator, ([[]] if named else []) + rows


def encoding_of(content: bytes) -> str:
    """Return the encoding that a text was most likely written in."""
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return encoding
    head = content[:2000]
    if b"\x00" in head:
        return "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _one_byte_encoding(content)
    return "utf-8"


def _one_byte_encoding(content: bytes) -> str:
    sample = bytes(byte for byte in content[:2_000_000] if byte > 127)[:5000]
    shares = {name: _share_of_usual(sample, name) for name in _WESTERN}
    best = max(shares, key=lambda name: shares[name])
    if shares[best] > 0.8:
        return best
    guessed = from_bytes(content[:_SAMPLE_BYTES]).best()
    return guessed.encoding if guessed else best


def _share_of_usual(sample: bytes, encoding: str) -> float:
    letters = sample.decode(encoding, errors="replace")
    return sum(letter in _USUAL for letter in letters) / len(letters)


def separator_of(text: str, known: Collection[str]) -> str:
    """Return the separator under which the head of a text is most of a table."""
    lines = text[:_SAMPLE_BYTES]
    return max(SEPARATORS, key=lambda separator: _score(lines, separator, known))


def _score(text: str, separator: str, known: Collection[str]) -> tuple[int, float]:
    try:
        rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), _SAMPLE_ROWS))
    except csv.Error:
        return (0, 0.0)
    at = find_header(rows, known)
    if at < 0:
        return (0, 0.0)
    widths = [len(row) for row in rows[at:] if any(row)]
    usual = max(set(widths), key=widths.count)
    return (known_in(rows[at], known), usual * widths.count(usual) / len(widths) if usual > 1 else 0.0)


def _records(text: str, separator: str) -> list[Row]:
    csv.field_size_limit(limits.CELL_CHARACTERS)
    rows: list[Row] = []
    filled = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row in reader:
            rows.append(row)
            filled += len(row)
            if filled > limits.FILLED_CELLS * 2:
                raise Unreadable("too_much_text")
            if len(rows) > 2 * limits.ROWS:
                raise Unreadable("too_many_rows", rows=len(rows), limit=limits.ROWS)
    except csv.Error as error:
        raise Unreadable("open_quote", row=len(rows) + 1) from error
    return rows

"""QR codes of addresses, at the size of print: values in, files out.

Error correction Q: a quarter of the code may be dirty or torn. The quiet zone of four modules is part of the picture,
white whatever it is laid on, so that nobody crops it by accident.
"""

import io
from collections.abc import Iterator
from functools import lru_cache
from html import escape

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.main import QRCode

MILLIMETRES = 60
DPI = 600
_QUIET = 4
_PER_INCH = 25.4
_LETTER = 0.075  # of the code's width: how high the caption's letters are, at most
_FONTS = settings.BASE_DIR / "static" / "vendor" / "inter"
_LATIN = (range(0x20, 0x100), range(0x152, 0x154), range(0x2010, 0x2028), range(0x20AC, 0x20AD))
_LATIN_MORE = (range(0x100, 0x250), range(0x1E00, 0x1F00))


def matrix_of(text: str) -> list[list[bool]]:
    """Return the code's rows of dark and light modules, quiet zone included."""
    code = QRCode(error_correction=ERROR_CORRECT_Q, border=_QUIET)
    code.add_data(text)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.get_matrix()]


def svg_of(text: str, *, caption: str = "") -> bytes:
    """Return the code as SVG, 60 mm wide; one path of whole modules, so that no printer shows seams.

    Args:
        caption: stands below the code, as text that a print shop can still set in its own letters.
    """
    matrix, caption = matrix_of(text), _printable(caption)
    width = len(matrix)
    band = _band_of(width, caption)
    height = width + band
    size = f'width="{MILLIMETRES}mm" height="{MILLIMETRES * height / width:.3f}mm" viewBox="0 0 {width} {height}"'
    runs = "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in _runs(matrix))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" version="1.1" {size}>',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<path d="{runs}" fill="#000" shape-rendering="crispEdges"/>',
    ]
    if band:
        letter = _letter_of(width, caption)
        parts.append(
            f'<text x="{width / 2}" y="{width - 0.5 + letter:.3f}" font-size="{letter}" text-anchor="middle"'
            ' font-family="Inter, Helvetica, Arial, sans-serif" font-weight="400" fill="#000"'
            f' textLength="{_length_of(caption) * letter:.3f}" lengthAdjust="spacingAndGlyphs"'
            f">{escape(caption)}</text>"
        )
    return "".join([*parts, "</svg>\n"]).encode()


def png_of(text: str, *, caption: str = "") -> bytes:
    """Return the code as black and white PNG, 60 mm or a little more at 600 dpi, which stands in the file.

    Args:
        caption: stands below the code; left out where our letters cannot write it.
    """
    matrix = matrix_of(text)
    width = len(matrix)
    scale = -(-round(MILLIMETRES / _PER_INCH * DPI) // width)
    band = _band_of(width, caption) if _is_written(caption) else 0
    picture = Image.new("1", (width * scale, (width + band) * scale), 1)
    draw = ImageDraw.Draw(picture)
    for x, y, length in _runs(matrix):
        draw.rectangle((x * scale, y * scale, (x + length) * scale - 1, (y + 1) * scale - 1), fill=0)
    if band:
        letter = _letter_of(width, caption)
        left = (width - _length_of(caption) * letter) / 2 * scale
        _write(draw, caption, at=(left, (width - 0.5 + letter) * scale), letter=letter * scale)
    file = io.BytesIO()
    picture.save(file, "PNG", dpi=(DPI, DPI), optimize=True)
    return file.getvalue()


def _runs(matrix: list[list[bool]]) -> Iterator[tuple[int, int, int]]:
    """Yield where dark modules stand in a row: column, row, how many."""
    for y, row in enumerate(matrix):
        start = None
        for x, dark in enumerate([*row, False]):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                yield start, y, x - start
                start = None


def _band_of(width: int, caption: str) -> int:
    """Return how many modules of white the caption takes below the quiet zone."""
    return round(_letter_of(width, caption)) + 1 if caption else 0


def _letter_of(width: int, caption: str) -> float:
    """Return the size of the caption's letters in modules: as large as it may be and still fit between the sides."""
    return round(min(width * _LETTER, (width - 2 * _QUIET) / _length_of(caption)), 3)


def _length_of(caption: str) -> float:
    """Return how long a caption is in letters of size 1."""
    return sum(_font(part[0]).getlength(part) for part in _parts(caption)) / _MEASURED or 1


def _write(draw: ImageDraw.ImageDraw, caption: str, *, at: tuple[float, float], letter: float) -> None:
    left, baseline = at
    for part in _parts(caption):
        font = _font(part[0], round(letter))
        draw.text((left, baseline), part, font=font, fill=0, anchor="ls")
        left += font.getlength(part)


_MEASURED = 1000


@lru_cache(maxsize=32)
def _font(letter: str, size: int = _MEASURED) -> ImageFont.FreeTypeFont:
    subset = "latin" if _is_in(letter, _LATIN) else "latin-ext"
    return ImageFont.truetype(_FONTS / f"inter-{subset}-wght-normal.woff2", size)


def _parts(caption: str) -> Iterator[str]:
    """Yield the caption in pieces that one of the two files of letters can write."""
    part = ""
    for letter in caption:
        if part and _is_in(letter, _LATIN) != _is_in(part[0], _LATIN):
            yield part
            part = ""
        part += letter
    if part:
        yield part


def _printable(caption: str) -> str:
    """Return a caption without what no document may hold."""
    return "".join(letter for letter in caption if letter.isprintable())


def _is_written(caption: str) -> bool:
    return all(_is_in(letter, (*_LATIN, *_LATIN_MORE)) for letter in caption)


def _is_in(letter: str, ranges: tuple[range, ...]) -> bool:
    return any(ord(letter) in each for each in ranges)

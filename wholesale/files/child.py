"""The process that draws one picture anew: limits on itself first, the file on stdin, the answer on stdout.

Its argument says what the picture is to be. The answer is a line of JSON, `{"width", "height"}` with the PNG of a
logo after it, the same and `sizes` (bytes of each) with the WebPs of a photograph, or `{"refused": code}`. What was
not drawn does not come through: no metadata, no second frame, nothing behind the picture's end. Knows no Django.
"""

import io
import json
import resource
import sys
import warnings
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from wholesale.files import limits


class Unusable(Exception):
    """The picture is not taken; the argument is the reason's code."""


def logo_of(content: bytes) -> Image.Image:
    """Return the first frame upright, without its transparent margin, at most as large as a logo is kept.

    Raises: Unusable.
    """
    return _fitted(_opened(content, (2 * limits.LOGO_WIDTH, 2 * limits.LOGO_HEIGHT)))


def _opened(content: bytes, wanted: tuple[int, int]) -> Image.Image:
    """Return the first frame upright; a JPEG may come smaller than it is, but not below what is wanted."""
    try:
        with Image.open(io.BytesIO(content), formats=limits.FORMATS) as unread:
            unread.verify()  # leaves the picture unusable: it is opened again to be read
        with Image.open(io.BytesIO(content), formats=limits.FORMATS) as opened:
            opened.draft("RGB", wanted)
            return ImageOps.exif_transpose(opened).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unusable("too_many_pixels") from error
    except MemoryError:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Warning, EOFError) as error:
        raise Unusable("not_a_picture") from error


def _fitted(drawn: Image.Image) -> Image.Image:
    seen = drawn.getchannel("A").getbbox()
    if seen is None:
        raise Unusable("empty")
    logo = drawn.crop(seen)
    logo.thumbnail((limits.LOGO_WIDTH, limits.LOGO_HEIGHT), Image.Resampling.LANCZOS)
    if min(logo.size) < limits.SMALLEST_SIDE:
        raise Unusable("too_small")
    on_white = Image.alpha_composite(Image.new("RGBA", logo.size, "white"), logo).convert("L")
    if on_white.getextrema()[0] > limits.DARKEST_OF_WHITE:  # type: ignore[operator]
        raise Unusable("too_light")
    return logo


def redraw(content: bytes) -> tuple[dict[str, Any], bytes]:
    """Return the size and the bytes of our own PNG of a picture.

    Raises: Unusable.
    """
    logo, made = logo_of(content), io.BytesIO()
    _bare(logo).save(made, "PNG", optimize=True)
    return {"width": logo.width, "height": logo.height}, made.getvalue()


def redraw_photo(content: bytes) -> tuple[dict[str, Any], bytes]:
    """Return the pixels of the largest of our own WebPs of a photograph, how long each is, and all their bytes.

    Raises: Unusable.
    """
    largest = max(limits.PHOTO_SIDES.values())
    photo = _opened(content, (2 * largest, 2 * largest))
    if photo.getchannel("A").getextrema()[1] == 0:
        raise Unusable("empty")
    photo.thumbnail((largest, largest), Image.Resampling.LANCZOS)
    if min(photo.size) < limits.SMALLEST_SIDE:
        raise Unusable("photo_too_small")
    found: dict[str, Any] = {"width": photo.width, "height": photo.height, "sizes": {}}
    files = []
    for size, side in limits.PHOTO_SIDES.items():
        photo.thumbnail((side, side), Image.Resampling.LANCZOS)
        made = io.BytesIO()
        _bare(photo).save(made, "WEBP", quality=limits.PHOTO_QUALITY, method=4)
        files.append(made.getvalue())
        found["sizes"][size] = len(files[-1])
    return found, b"".join(files)


def _bare(picture: Image.Image) -> Image.Image:
    """Return a new picture of the same pixels: it has them and nothing else."""
    is_opaque = picture.getchannel("A").getextrema() == (255, 255)
    pixels = Image.new("RGB" if is_opaque else "RGBA", picture.size)
    pixels.paste(picture)
    return pixels


DRAWS = {"logo": redraw, "photo": redraw_photo}


def main() -> None:
    """Answer once and end."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY_BYTES, limits.MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CPU_SECONDS, limits.CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Image.MAX_IMAGE_PIXELS = limits.PIXELS
    warnings.simplefilter("error")
    try:
        found, made = DRAWS[sys.argv[1]](sys.stdin.buffer.read())
        answer, body = json.dumps(found), made
    except Unusable as error:
        answer, body = json.dumps({"refused": str(error)}), b""
    except MemoryError:
        answer, body = json.dumps({"refused": "too_many_pixels"}), b""
    sys.stdout.buffer.write(answer.encode() + b"\n" + body)


if __name__ == "__main__":
    main()

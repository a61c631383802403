"""The process that draws one picture anew: limits on itself first, the file on stdin, the answer on stdout.

The answer is a line of JSON, `{"width", "height"}` with the PNG after it, or `{"refused": code}`. What was not
drawn does not come through: no metadata, no second frame, nothing behind the picture's end. Knows no Django.
"""

import io
import json
import resource
import sys
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from wholesale.files import limits


class Unusable(Exception):
    """The picture is not taken; the argument is the reason's code."""


def logo_of(content: bytes) -> Image.Image:
    """Return the first frame upright, without its transparent margin, at most as large as a logo is kept.

    Raises: Unusable.
    """
    try:
        with Image.open(io.BytesIO(content), formats=limits.FORMATS) as unread:
            unread.verify()  # leaves the picture unusable: it is opened again to be read
        with Image.open(io.BytesIO(content), formats=limits.FORMATS) as opened:
            opened.draft("RGB", (2 * limits.LOGO_WIDTH, 2 * limits.LOGO_HEIGHT))
            drawn = ImageOps.exif_transpose(opened).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unusable("too_many_pixels") from error
    except MemoryError:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Warning, EOFError) as error:
        raise Unusable("not_a_picture") from error
    return _fitted(drawn)


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


def redraw(content: bytes) -> tuple[dict[str, int], bytes]:
    """Return the size and the bytes of our own PNG of a picture.

    Raises: Unusable.
    """
    logo, made = logo_of(content), io.BytesIO()
    is_opaque = logo.getchannel("A").getextrema() == (255, 255)
    pixels = Image.new("RGB" if is_opaque else "RGBA", logo.size)
    pixels.paste(logo)  # into a new picture: it has pixels and nothing else
    pixels.save(made, "PNG", optimize=True)
    return {"width": logo.width, "height": logo.height}, made.getvalue()


def main() -> None:
    """Answer once and end."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY_BYTES, limits.MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CPU_SECONDS, limits.CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Image.MAX_IMAGE_PIXELS = limits.PIXELS
    warnings.simplefilter("error")
    try:
        size, png = redraw(sys.stdin.buffer.read())
        answer, body = json.dumps(size), png
    except Unusable as error:
        answer, body = json.dumps({"refused": str(error)}), b""
    except MemoryError:
        answer, body = json.dumps({"refused": "too_many_pixels"}), b""
    sys.stdout.buffer.write(answer.encode() + b"\n" + body)


if __name__ == "__main__":
    main()

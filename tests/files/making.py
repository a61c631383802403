"""Pictures, good and hostile."""

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageDraw, PngImagePlugin

SECRET = b"<script>alert('Springfield 39.8N')</script>"


def drawing(size: tuple[int, int] = (600, 200), mode: str = "RGBA", *, margin: int = 40) -> Image.Image:
    """Return a dark disc and bar on nothing, with a transparent margin around."""
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    right, bottom = size[0] - margin - 1, size[1] - margin - 1
    pen.rectangle((margin, margin, right, bottom), fill=(15, 102, 116, 255))
    pen.ellipse((margin, margin, bottom, bottom), fill=(200, 60, 40, 255))
    return image.convert(mode)


def saved(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    made = io.BytesIO()
    image.save(made, kind, **options)
    return made.getvalue()


def logo(size: tuple[int, int] = (600, 200)) -> bytes:
    return saved(drawing(size))


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(width: int, height: int, data: bytes = b"", *, extra: bytes = b"") -> bytes:
    """Return a PNG of one bit per pixel that claims a size, whatever it holds."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + extra + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def bomb(side: int) -> bytes:
    """Return a PNG of a few kilobytes that really holds so many pixels."""
    packer = zlib.compressobj(9)
    row = b"\x00" * (side // 8 + 2)
    return png_of(side, side, b"".join(packer.compress(row) for _ in range(side)) + packer.flush())


def with_words() -> bytes:
    """Return a PNG that carries text, a comment behind its end, and a web page inside."""
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", SECRET.decode())
    return saved(drawing(), pnginfo=words) + SECRET


def with_place() -> bytes:
    """Return a JPEG that lies on its side and says where and by whom it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it right
    exif[0x010E] = SECRET.decode()
    exif[0x013B] = SECRET.decode()
    return saved(drawing(mode="RGB"), "JPEG", exif=exif, comment=SECRET)


def moving() -> bytes:
    frames = [Image.new("RGB", (64, 64), (10, at, 90)) for at in range(60)]
    return saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=10)

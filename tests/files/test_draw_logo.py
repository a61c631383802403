"""What becomes of a file that somebody says is a logo; all by the real child process (DATA.md 5.2)."""

import io
import random
import time

import pytest
from PIL import Image

from tests.files import making
from tests.files.making import drawing, logo, saved
from wholesale.files import child, limits
from wholesale.files.errors import PictureRefused
from wholesale.files.pictures import Drawn, drawn_logo


def opened(drawn: Drawn) -> Image.Image:
    return Image.open(io.BytesIO(drawn.png))


def refusal(content: bytes) -> str:
    started = time.monotonic()
    with pytest.raises(PictureRefused) as caught:
        drawn_logo(content)
    assert time.monotonic() - started < limits.WALL_SECONDS
    return caught.value.code.removeprefix("picture_")


@pytest.mark.parametrize(
    ("size", "file", "shown"),
    [
        ((600, 200), (480, 111), (240, 56)),  # a transparent margin of 40 is cut off first
        ((2000, 2000), (160, 160), (80, 80)),
        ((180, 140), (100, 60), (100, 60)),  # came small: shown as it is
    ],
)
def test_a_logo_is_fitted_and_shown_at_half_its_pixels(size, file, shown):
    drawn = drawn_logo(logo(size))

    assert opened(drawn).size == file
    assert (drawn.shown_width, drawn.shown_height) == shown


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L", "LA", "1", "I;16"])
def test_every_kind_of_png_is_read(mode):
    shade = drawing(mode="L")
    image = (
        shade.convert("I").point(lambda value: value * 256, "I").convert("I;16")
        if mode == "I;16"
        else drawing(mode=mode)
    )

    assert opened(drawn_logo(saved(image))).format == "PNG"


@pytest.mark.parametrize(
    ("kind", "mode"), [("JPEG", "RGB"), ("JPEG", "CMYK"), ("JPEG", "L"), ("WEBP", "RGBA"), ("WEBP", "RGB")]
)
def test_the_other_formats_become_png(kind, mode):
    assert opened(drawn_logo(saved(drawing(mode=mode), kind))).format == "PNG"


@pytest.mark.parametrize("make", [making.with_words, making.with_place])
def test_nothing_but_pixels_comes_through(make):
    content = make()
    assert making.SECRET in content

    drawn = drawn_logo(content)

    assert making.SECRET not in drawn.png
    assert b"script" not in drawn.png
    assert opened(drawn).info == {}
    assert not opened(drawn).getexif()
    assert drawn.png.endswith(b"IEND\xaeB`\x82")


def test_a_photograph_on_its_side_is_put_upright():
    width, height = opened(drawn_logo(making.with_place())).size

    assert height > width


def test_of_a_moving_picture_the_first_frame_is_kept():
    picture = opened(drawn_logo(making.moving()))

    assert getattr(picture, "n_frames", 1) == 1
    assert picture.getchannel("G").getpixel((30, 30)) == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not_a_picture"),
        (b"\x00" * 1000, "not_a_picture"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "not_a_picture"),
        (b"<html><img src=x onerror=alert(1)>", "not_a_picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 64 64\n(/etc/passwd) run\n", "not_a_picture"),
        (saved(drawing(mode="P"), "GIF"), "not_a_picture"),
        (saved(drawing(mode="RGB"), "BMP"), "not_a_picture"),
        (saved(drawing(mode="RGB"), "TIFF"), "not_a_picture"),
        (saved(drawing(mode="RGB"), "PDF"), "not_a_picture"),
        (saved(drawing((128, 128)), "ICO"), "not_a_picture"),
        (logo()[: len(logo()) // 2], "not_a_picture"),
        (saved(drawing(mode="RGB"), "JPEG")[:400], "not_a_picture"),
        (making.png_of(64, 64, b"\x78\x9c"), "not_a_picture"),
        (making.bomb(10_000), "too_many_pixels"),
        (making.bomb(14_000), "too_many_pixels"),
        (making.png_of(2_000_000_000, 2_000_000_000), "too_many_pixels"),
        (making.png_of(1, 25_000_001), "too_many_pixels"),
        (b"x" * (limits.FILE_BYTES + 1), "too_big"),
        (saved(Image.new("RGBA", (300, 100), (0, 0, 0, 0))), "empty"),
        (saved(Image.new("RGB", (300, 100), (250, 250, 250))), "too_light"),
        (saved(drawing((10, 10), margin=0)), "too_small"),
        (saved(drawing((4000, 90), margin=0)), "too_small"),
    ],
)  # fmt: skip
def test_hostile_and_useless_files_are_refused_with_the_reason(content, reason):
    assert refusal(content) == reason


def test_a_text_chunk_that_unpacks_to_hundreds_of_megabytes_is_refused():
    import zlib

    flood = making.chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(b"x" * 200_000_000, 9))

    assert refusal(making.png_of(64, 64, zlib.compress(b"\x00" * 9 * 64), extra=flood)) == "not_a_picture"


def test_the_largest_picture_allowed_stays_within_memory_and_time():
    white_and_black = Image.new("1", (5_000, 5_000))
    started = time.monotonic()

    assert opened(drawn_logo(saved(white_and_black))).size == (160, 160)
    assert time.monotonic() - started < limits.WALL_SECONDS


def test_damage_anywhere_ends_in_a_picture_or_a_refusal():
    """Turn bytes of good files over; in this process, so that another error would be seen."""
    chance = random.Random(7)
    good = [
        logo((120, 100)),
        saved(drawing((90, 60), "RGB", margin=4), "JPEG"),
        saved(drawing((120, 100)), "WEBP"),
    ]
    ends = set()
    for _ in range(400):
        content = bytearray(chance.choice(good))
        for _ in range(chance.randint(1, 6)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        try:
            child.redraw(bytes(content))
            ends.add("drawn")
        except child.Unusable as error:
            ends.add(str(error))
        except Warning:
            ends.add("warned")

    assert "not_a_picture" in ends
    assert ends <= {"drawn", "not_a_picture", "too_many_pixels", "too_small", "empty", "too_light"}

"""What becomes of a file that somebody says is a photograph; all by the real child process (DATA.md 5.2)."""

import io
import random
import time

import pytest
from PIL import Image

from tests.files import making
from tests.files.making import drawing, saved
from wholesale.files import child, limits
from wholesale.files.errors import PictureRefused
from wholesale.files.pictures import Photo, drawn_photo


def opened(photo: Photo, size: str = "large") -> Image.Image:
    return Image.open(io.BytesIO(photo.files[size]))


def refusal(content: bytes) -> str:
    started = time.monotonic()
    with pytest.raises(PictureRefused) as caught:
        drawn_photo(content)
    assert time.monotonic() - started < limits.WALL_SECONDS
    return caught.value.code.removeprefix("picture_")


@pytest.mark.parametrize(
    ("came", "large", "medium", "small"),
    [
        ((3000, 2000), (1200, 800), (512, 341), (128, 85)),
        ((800, 1600), (600, 1200), (256, 512), (64, 128)),
        ((300, 300), (300, 300), (300, 300), (128, 128)),  # came small: not made larger
    ],
)
def test_a_photo_is_made_in_three_sizes(came, large, medium, small):
    photo = drawn_photo(saved(drawing(came, "RGB"), "JPEG"))

    assert list(photo.files) == ["large", "medium", "small"]
    assert [opened(photo, size).size for size in photo.files] == [large, medium, small]
    assert {opened(photo, size).format for size in photo.files} == {"WEBP"}
    assert (photo.width, photo.height) == large


def test_the_same_file_has_the_same_digest_and_another_file_another():
    first, again = drawn_photo(making.logo()), drawn_photo(making.logo())

    assert first == again
    assert first.digest != drawn_photo(making.logo((300, 300))).digest


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "P"), ("PNG", "RGBA"), ("JPEG", "CMYK"), ("WEBP", "RGB")])
def test_every_format_that_is_taken_becomes_webp(kind, mode):
    photo = opened(drawn_photo(saved(drawing(mode=mode), kind)))

    assert photo.format == "WEBP"
    assert photo.mode == ("RGBA" if mode in ("RGBA", "P") else "RGB")


@pytest.mark.parametrize("make", [making.with_words, making.with_place])
def test_nothing_but_pixels_comes_through(make):
    content = make()
    assert making.SECRET in content

    photo = drawn_photo(content)

    for size, file in photo.files.items():
        assert making.SECRET not in file
        assert not opened(photo, size).getexif()
        assert b"EXIF" not in file[:100]
        assert len(file) == int.from_bytes(file[4:8], "little") + 8, "nothing behind its end"


def test_a_photograph_on_its_side_is_put_upright():
    photo = drawn_photo(making.with_place())

    assert photo.height > photo.width


def test_of_a_moving_picture_the_first_frame_is_kept():
    assert getattr(opened(drawn_photo(making.moving())), "n_frames", 1) == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not_a_picture"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "not_a_picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 64 64\n(/etc/passwd) run\n", "not_a_picture"),
        (saved(drawing(mode="P"), "GIF"), "not_a_picture"),
        (saved(drawing(mode="RGB"), "TIFF"), "not_a_picture"),
        (saved(drawing(mode="RGB"), "JPEG")[:400], "not_a_picture"),
        (making.bomb(10_000), "too_many_pixels"),
        (making.png_of(2_000_000_000, 2_000_000_000), "too_many_pixels"),
        (b"x" * (limits.PHOTO_BYTES + 1), "photo_too_big"),
        (saved(Image.new("RGBA", (300, 100), (0, 0, 0, 0))), "empty"),
        (saved(drawing((10, 10), margin=0)), "photo_too_small"),
        (saved(drawing((4000, 40), margin=0)), "photo_too_small"),
    ],
)  # fmt: skip
def test_hostile_and_useless_files_are_refused_with_the_reason(content, reason):
    assert refusal(content) == reason


def test_a_white_picture_is_a_picture():
    """Only a logo has to be seen on white: a bag of flour is white."""
    assert drawn_photo(saved(Image.new("RGB", (300, 100), (250, 250, 250)))).width == 300


def test_the_largest_picture_allowed_stays_within_memory_and_time():
    chance = random.Random(3)
    noise = Image.frombytes("RGB", (500, 500), chance.randbytes(750_000)).resize((5_000, 5_000))
    started = time.monotonic()

    assert opened(drawn_photo(saved(noise, "JPEG", quality=60))).size == (1200, 1200)
    assert time.monotonic() - started < limits.WALL_SECONDS


def test_damage_anywhere_ends_in_a_picture_or_a_refusal():
    chance = random.Random(8)
    good = [
        saved(drawing((90, 60), "RGB", margin=4), "JPEG"),
        saved(drawing((120, 100)), "WEBP"),
        making.logo(),
    ]
    ends = set()
    for _ in range(200):
        content = bytearray(chance.choice(good))
        for _ in range(chance.randint(1, 6)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        try:
            child.redraw_photo(bytes(content))
            ends.add("drawn")
        except child.Unusable as error:
            ends.add(str(error))
        except Warning:
            ends.add("warned")

    assert "not_a_picture" in ends
    assert ends <= {"drawn", "not_a_picture", "too_many_pixels", "photo_too_small", "empty"}

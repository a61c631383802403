"""Printed codes lead to the link they are made of: another library than the one that drew them reads them (004-07)."""

import io
import re
from xml.etree import ElementTree as ET

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from invitations.qr import DPI, MILLIMETRES, matrix_of, png_of, svg_of

SHORT = "https://wholesale.example.com/ask/kX2b8QnC4vG1mZ7pR0tYwA/"
LONG = (
    "https://wholesale.a-rather-long-name-of-a-platform.example.com/ask/-_2b8QnC4vG1mZ7pR0tY_-/"
    + "a" * 40
    + "/"
)
CAPTIONS = ("", "Upslope Brewing", "Brasserie Łódź & Œufs, Ñandú", "醸造所", "N" * 120, 'A "b" <c> \x07')


def picture(file: bytes) -> Image.Image:
    return Image.open(io.BytesIO(file))


def read(image: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(image.convert("L"))]


@pytest.mark.parametrize("caption", CAPTIONS)
@pytest.mark.parametrize("address", [SHORT, LONG])
def test_another_library_reads_the_png(address: str, caption: str) -> None:
    assert read(picture(png_of(address, caption=caption))) == [address]


def test_the_png_is_of_print_size_and_says_so() -> None:
    image = picture(png_of(SHORT))
    width, modules = image.size[0], len(matrix_of(SHORT))

    assert image.mode == "1"
    assert image.info["dpi"] == pytest.approx((DPI, DPI), abs=0.1)
    assert MILLIMETRES - 1 <= width / DPI * 25.4 <= MILLIMETRES + 2
    assert width % modules == 0  # whole dots for each module: nothing is smeared


def test_the_quiet_zone_is_part_of_the_picture() -> None:
    matrix = matrix_of(SHORT)
    edge = [row[at] for row in matrix for at in (*range(4), *range(-4, 0))]

    assert not any(edge + [dark for row in (*matrix[:4], *matrix[-4:]) for dark in row])


def test_a_dirty_code_still_reads() -> None:
    image = picture(png_of(LONG)).convert("L")
    side = image.size[0]
    ImageDraw.Draw(image).rectangle((side * 0.42, side * 0.42, side * 0.62, side * 0.62), fill=127)

    assert read(image) == [LONG]


def test_the_name_stands_below_and_takes_nothing_of_the_code() -> None:
    plain, named = picture(png_of(SHORT)), picture(png_of(SHORT, caption="Upslope"))
    width, height = plain.size

    assert named.size[0] == width
    assert named.size[1] > height
    quiet = height * 4 // len(matrix_of(SHORT))
    box = (0, 0, width, height - quiet)
    assert named.crop(box).tobytes() == plain.crop(box).tobytes()
    assert named.crop((0, height - quiet, *named.size)).getextrema() == (0, 255)


def test_a_name_in_letters_that_we_cannot_write_is_left_out_of_the_png_and_stands_in_the_svg() -> None:
    assert png_of(SHORT, caption="醸造所") == png_of(SHORT)
    assert "醸造所" in svg_of(SHORT, caption="醸造所").decode()


@pytest.mark.parametrize("caption", CAPTIONS)
def test_the_svg_is_a_document_of_print_size(caption: str) -> None:
    svg = svg_of(SHORT, caption=caption).decode()
    root = ET.fromstring(svg)  # noqa: S314 - our own

    width, height = (float(root.attrib[name].removesuffix("mm")) for name in ("width", "height"))
    assert width == MILLIMETRES
    assert height > width if caption else height == width
    texts = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ([caption.replace("\x07", "")] if caption else [])


def test_the_svg_draws_the_same_modules_as_the_png() -> None:
    path = re.search(r'<path d="([^"]+)"', svg_of(LONG).decode())
    assert path
    drawn = {
        (int(x) + step, int(y))
        for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path[1])
        for step in range(int(length))
    }

    assert drawn == {(x, y) for y, row in enumerate(matrix_of(LONG)) for x, dark in enumerate(row) if dark}

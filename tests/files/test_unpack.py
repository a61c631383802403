"""What becomes of a file that somebody says is a ZIP of pictures; all by the real child process (DATA.md 5.2)."""

import io
import struct
import zipfile
import zlib

import pytest

from tests.files.making import drawing, saved
from wholesale.files import limits
from wholesale.files.archives import Packed, unpacked
from wholesale.files.errors import ArchiveRefused


def packed(files: dict[str, bytes], *, compression: int = zipfile.ZIP_STORED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def found(content: bytes) -> list[Packed]:
    with unpacked([content[:100], content[100:]]) as files:
        return list(files)


def refusal(content: bytes) -> str:
    with pytest.raises(ArchiveRefused) as caught:
        found(content)
    return caught.value.code.removeprefix("archive_")


def test_pictures_come_out_in_order_without_their_folders():
    made = packed({"spring/PALE.jpg": b"one", "spring/old\\STOUT-2.PNG": b"two"})

    assert found(made) == [Packed("PALE.jpg", b"one"), Packed("STOUT-2.PNG", b"two")]


def test_what_nobody_meant_is_passed_over():
    made = packed({"__MACOSX/._PALE.jpg": b"x", ".DS_Store": b"x", "a/Thumbs.db": b"x", "PALE.webp": b"one"})

    assert found(made) == [Packed("PALE.webp", b"one")]


def test_no_name_leads_anywhere_else(tmp_path):
    made = packed({"../../../tmp/evil.png": b"x", "/etc/passwd.png": b"x", "C:\\windows\\a.png": b"x"})

    assert [file.name for file in found(made)] == ["evil.png", "passwd.png", "a.png"]


def test_names_are_read_whether_or_not_they_say_that_they_are_utf8():
    made = packed({"Bière.png": b"x"}).replace("Bière".encode(), "Bière".encode())
    unsaid = bytearray(made)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        begin = unsaid.index(mark) + at
        unsaid[begin : begin + 2] = struct.pack("<H", 0)

    assert [file.name for file in found(made) + found(bytes(unsaid))] == ["Bière.png", "Bière.png"]


def test_each_file_that_is_no_picture_is_refused_by_itself():
    damaged = bytearray(packed({"PALE.png": b"good", "BAD.png": b"damage me"}))
    damaged[damaged.index(b"damage me")] ^= 255
    made = packed(
        {"notes.txt": b"x", "more.zip": packed({"PALE.png": b"x"}), "PALE.svg": b"<svg/>", "PALE": b"x"}
    )

    assert {file.refused for file in found(made)} == {"not_a_picture"}
    assert [(file.name, file.refused) for file in found(bytes(damaged))] == [
        ("PALE.png", ""),
        ("BAD.png", "damaged"),
    ]


def test_a_file_with_a_password_is_refused():
    made = bytearray(packed({"PALE.png": b"x"}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.index(mark) + at] |= 1

    assert [file.refused for file in found(bytes(made))] == ["locked"]


def test_a_picture_that_unpacks_to_too_much_is_refused_and_not_unpacked():
    bomb = packed({"BOMB.png": b"\x00" * 200_000_000, "PALE.png": b"x"}, compression=zipfile.ZIP_DEFLATED)
    assert len(bomb) < 1_000_000

    assert [(file.name, file.refused) for file in found(bomb)] == [
        ("BOMB.png", "photo_too_big"),
        ("PALE.png", ""),
    ]


def test_a_size_that_lies_is_not_believed():
    made = bytearray(packed({"BOMB.png": b"\x00" * 12_000_000}, compression=zipfile.ZIP_DEFLATED))
    at = made.index(b"PK\x01\x02") + 24
    made[at : at + 4] = struct.pack("<I", 10)

    assert [file.refused for file in found(bytes(made))] in (["damaged"], ["photo_too_big"])


def test_a_zip_of_one_kernel_named_many_times_is_a_bomb():
    """Overlapping files: the same nine megabytes under fifty names."""
    content = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = content.compress(b"\x00" * 9_000_000) + content.flush()
    crc = zlib.crc32(b"\x00" * 9_000_000)
    local = (
        struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, crc, len(data), 9_000_000, 5, 0) + b"a.png"
    )
    entry = struct.pack(
        "<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, crc, len(data), 9_000_000, 5, 0, 0, 0, 0, 0, 0
    )  # fmt: skip
    count = 50
    head = local + data
    directory = (entry + b"a.png") * count
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(head), 0)

    assert refusal(head + directory + end) in ("bomb", "not_a_zip")


def test_more_files_than_fit_are_refused():
    made = packed({f"P-{number}.png": b"" for number in range(limits.ARCHIVE_FILES + 1)})

    assert refusal(made) == "too_many_files"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK",
        b"\x00" * 5000,
        saved(drawing()),
        packed({"a.png": b"x"})[:-30],
        b"PK\x03\x04" + b"\xff" * 4000,
    ],
)
def test_what_is_no_zip_is_refused(content):
    assert refusal(content) == "not_a_zip"

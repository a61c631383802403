"""What is read from good, messy and hostile files; all by the real child process (SPEC.md B2, C9)."""

import contextlib
import io
import random
import time
import zipfile
from datetime import date, datetime

import pytest

from tests.sheets import making
from tests.sheets.making import FILES, KNOWN, workbook
from wholesale.sheets.errors import UNREADABLE, SheetRefused
from wholesale.sheets.reader import Sheet, read_sheet
from wholesale.sheets.reading import limits

HEADER = ["Company name", "Email", "City"]
ROW = ["Café Ñandú", "cafe@example.com", "Québec"]
TEXT = "Company name;Email;City\r\nCafé Ñandú;cafe@example.com;Québec — l’Œuvre\r\n"


def read(content: bytes, name: str = "customers.xlsx", **options) -> Sheet:
    return read_sheet(content, name=name, known=KNOWN, **options)


def refusal(content: bytes, name: str = "customers.xlsx") -> str:
    with pytest.raises(SheetRefused) as caught:
        read(content, name)
    return caught.value.reason


def test_a_workbook_is_read_as_a_person_sees_it():
    sheet = read(
        workbook(
            [
                ["Customers, autumn"],
                [],
                [*HEADER, "Customer number", "Since"],
                [" Café\xa0Ñandú ", "cafe@example.com", "Québec", 17850.0, date(2026, 1, 31)],
                [None] * 5,
                ["Bar", "bar@example.com", True, 15145550100, datetime(2026, 1, 31, 9, 30)],  # noqa: DTZ001 - a cell knows no zone
            ]
        )
    )

    assert (sheet.format, sheet.header_row, sheet.headings[3]) == ("xlsx", 3, "Customer number")
    assert sheet.rows == [
        (4, ["Café\xa0Ñandú", "cafe@example.com", "Québec", "17850", "2026-01-31"]),
        (6, ["Bar", "bar@example.com", "true", "15145550100", "2026-01-31 09:30:00"]),
    ]


def test_hidden_sheets_are_ignored_and_the_likeliest_is_taken():
    def change(book):
        book.active.title = "Notes"
        for name, rows in (("Clients", [HEADER, ROW]), ("Old", [HEADER, ROW])):
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        book["Old"].sheet_state = "hidden"

    content = workbook([["Read this first"], ["Thanks"]], change)

    assert (read(content).sheet, read(content).sheets) == ("Clients", ("Notes", "Clients"))
    assert read(content, sheet="Notes").rows == [(2, ["Thanks"])]
    assert read(content, sheet="Old").sheet == "Clients"


def test_merged_headings_and_a_chosen_header_row():
    def change(book):
        book.active.merge_cells("A1:C1")

    content = workbook([["Who", None, None], HEADER, ROW], change)

    assert (read(content).header_row, read(content).headings) == (2, HEADER)
    assert read(content, header_row=1).headings == ["Who", "", ""]


def test_a_mistake_stands_in_its_own_cell_beside_empty_ones():
    cells = b'<row r="1"><c r="A1" s="1"/><c r="B1" t="str"><v>Email</v></c><c r="C1" t="str"><v>City</v></c></row>'
    cells += (
        b'<row r="2"><c r="A2" s="1"/><c r="B2" s="2"/><c s="1" t="e" r="C2"><f>A0</f><v>#REF!</v></c></row>'
    )

    assert read(making.repacked(making.GOOD, sheet=making.sheet_xml(cells))).rows == [(2, ["", "", "#REF!"])]


def test_a_cell_with_a_mistake_says_which():
    sheet = read((FILES / "ca_errors.xlsx").read_bytes(), header_row=1)

    assert sheet.headings == ["#DIV/0!"]
    assert [cells for _, cells in sheet.rows] == [
        ["#NAME?"],
        ["#VALUE!"],
        ["#NULL!"],
        ["#REF!"],
        ["#NUM!"],
        ["#N/A"],
    ]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"]
)
def test_a_csv_in_any_encoding(encoding):
    sheet = read(TEXT.encode(encoding), "clients.csv")

    assert (sheet.headings, sheet.separator) == (HEADER, ";")
    assert sheet.rows == [(2, ["Café Ñandú", "cafe@example.com", "Québec — l’Œuvre"])]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_csv_with_any_separator_and_line_end(separator, line_end):
    lines = ["Our customers", "", separator.join(HEADER), separator.join(ROW)]

    sheet = read(line_end.join(lines).encode(), "clients.txt")

    assert (sheet.header_row, sheet.separator) == (3, separator)
    assert sheet.rows == [(4, ROW)]


def test_a_csv_that_names_its_separator_keeps_its_row_numbers():
    sheet = read(f"sep=|\r\n{'|'.join(HEADER)}\r\n{'|'.join(ROW)}\r\n".encode(), "clients.csv")

    assert (sheet.header_row, sheet.rows) == (2, [(3, ROW)])


def test_a_quoted_cell_keeps_its_separator_quotes_and_lines():
    sheet = read(b'Company name,Email\n"Ben, ""the"" Bar\nUpstairs",a@example.com\n', "c.csv")

    assert sheet.rows == [(2, ['Ben, "the" Bar\nUpstairs', "a@example.com"])]


@pytest.mark.parametrize(
    ("name", "headings", "rows"),
    [
        ("fr_table-with-accents.csv", ["Classement", "Quartier", "Date", "Année"], 638),
        ("mt_spanish_chars.csv", ["GF_ID", "FN_ID", "SF_ID", "GF"], 115),
        ("mt_excel_pasting.csv", ["Year", "2000", "2001", "2002"], 16),
        ("fr_issue-320.xlsx", ["Country", "Level 1 Name", "Area", "Analysis Name"], 48),
        ("fr_blank-headers.csv", ["id", "", "age"], 2),
        ("fr_duplicate-headers.csv", ["id", "name", "id", "age"], 2),
        ("fr_structure-errors.csv", ["id", "name", "age"], 3),
    ],
)
def test_sheets_of_the_world(name, headings, rows):
    sheet = read((FILES / name).read_bytes(), name)

    assert (sheet.headings[:4], len(sheet.rows)) == (headings, rows)


HOSTILE = {
    "empty": ("empty", lambda: b""),
    "blank": ("empty", lambda: b" \r\n \r\n"),
    "locked": ("locked", (FILES / "ca_pass_protected.xlsx").read_bytes),
    "text named .xls": ("named_workbook", (FILES / "ca_too_small.xls").read_bytes),
    "truncated": ("damaged", lambda: making.GOOD[:-700]),
    "bytes changed": ("damaged", lambda: making.GOOD[:600] + b"\x00" * 900 + making.GOOD[1500:]),
    "far cell": ("far_cell", making.far_cell),
    "wide cell": ("too_many_columns", making.wide_cell),
    "bomb": ("bomb", making.bomb),
    "giant text": ("too_much_text", making.one_giant_text),
    "200,000 rows": ("too_many_rows", lambda: making.many_rows(200_000)),
    "entities": ("forbidden_xml", making.entities),
    "macros": ("macros", making.with_macros),
    "many parts": ("bomb", making.many_parts),
    "binary": ("not_a_sheet", lambda: b"\x89PNG\r\n\x1a\n" + bytes(500)),
    "larger than 10 MB": ("too_big", lambda: bytes(limits.FILE_BYTES + 1)),
    "only a header": ("no_rows", lambda: workbook([HEADER])),
}
HOSTILE_TEXT = {
    "workbook named .csv": ("named_text", lambda: making.GOOD),
    "web page": ("web_page", lambda: b"<html><table><tr><td>Email</td></tr></table></html>"),
    "open quote": ("open_quote", lambda: b'Company name,Email\n"Bar,' + b"x" * 40_000),
    "200,000 lines": ("too_many_rows", lambda: b"Company name,Email\n" + b"Bar,b@example.com\n" * 200_000),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_workbook_is_refused_within_seconds(case):
    reason, make = HOSTILE[case]
    name = "old.xls" if case == "text named .xls" else "customers.xlsx"
    content = make()
    begun = time.monotonic()

    assert refusal(content, name) == reason
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("case", HOSTILE_TEXT)
def test_a_hostile_text_is_refused(case):
    reason, make = HOSTILE_TEXT[case]

    assert refusal(make(), "customers.csv") == reason


def test_a_size_that_lies_is_counted():
    """Declare a part of 120 MB as one of 10 bytes, in the directory as in the part's own head."""
    content = bytearray(making.bomb())
    size = len(making.sheet_xml(b" " * 120_000_000)).to_bytes(4, "little")
    assert content.count(size) >= 1
    content[:] = content.replace(size, (10).to_bytes(4, "little"))
    assert zipfile.is_zipfile(io.BytesIO(bytes(content)))

    assert refusal(bytes(content)) in {"bomb", "damaged"}


def test_every_refusal_has_words():
    used = {reason for reason, _ in (HOSTILE | HOSTILE_TEXT).values()}

    assert used <= UNREADABLE.keys()
    for reason in UNREADABLE:
        values = {"rows": 1, "row": 1, "columns": 1, "limit": 1, "ending": ".x"}
        assert "%" not in SheetRefused(reason, values).message


@pytest.mark.parametrize("seed", range(40))
def test_whatever_the_bytes_the_answer_is_a_sheet_or_words(seed):
    chance = random.Random(seed)
    content = bytearray(making.GOOD if seed % 2 else TEXT.encode("cp1252") * 3)
    for _ in range(chance.randint(1, 30)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    found = None
    with contextlib.suppress(SheetRefused):
        found = read(bytes(content), "c.xlsx" if seed % 2 else "c.csv")

    assert found is None or found.rows

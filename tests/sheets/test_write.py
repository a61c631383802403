"""What is written: text stays text in every program, and reads back as it was (SPEC.md X3)."""

import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholesale.sheets.formulas import FORMULA_STARTS, escaped, unescaped
from wholesale.sheets.reading.child import read
from wholesale.sheets.reading.values import clean
from wholesale.sheets.writing import FORMATS, sheet_response

HEADINGS = ["Company name*", "Email*", "Note"]
pytestmark = pytest.mark.django_db  # the end of a response looks after the connections
NASTY = [
    "=1+1",
    "+15145550100",
    "-5",
    "@SUM(A1)",
    "'s",
    "''",
    "'",
    "＝1",
    "\t=1",
    "_x0041_",
    "=",
    "#N/A",
    "TRUE",
]
NASTY += [
    '=HYPERLINK("http://evil.example")',
    "0012",
    "1e5",
    "2026-01-31",
    "é" * 300,
    "a;b,c|d\te\n\"f'",
    "NULL",
]


def written(rows, as_format="xlsx", **options) -> bytes:
    response = sheet_response(rows, headings=HEADINGS, name="customers", as_format=as_format, **options)
    pieces: Any = response.streaming_content
    content = b"".join(pieces)
    response.close()
    return content


def back(content: bytes, as_format: str) -> list[list[str]]:
    found = read(content, name=f"customers.{as_format}", known=["companyname", "email", "note"])
    assert found["headings"] == HEADINGS
    return [[*cells, "", "", ""][:3] for _, cells in found["rows"]]


@pytest.mark.parametrize("as_format", FORMATS)
def test_what_looks_like_a_formula_comes_back_as_it_was(as_format):
    rows = [["Bar", text, f"{text} and more"] for text in NASTY]

    assert back(written(rows, as_format), as_format) == [[clean(cell) for cell in row] for row in rows]


@pytest.mark.parametrize("text", NASTY)
def test_no_cell_of_a_csv_begins_like_a_formula(text):
    line = written([["Bar", text, ""]], "csv").decode("utf-8-sig").splitlines()[1]

    assert escaped(text)[0] not in FORMULA_STARTS
    assert not any(line.removeprefix("Bar,").removeprefix('"').startswith(tuple("=+-@")) for _ in [0])


def test_no_cell_of_a_workbook_is_a_formula():
    nasty = [text for text in NASTY if "_x" not in text]  # openpyxl leaves the format's escapes standing
    book = openpyxl.load_workbook(io.BytesIO(written([["Bar", text, None] for text in nasty])))

    sheet: Any = book.active
    cells = [row[1] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells] == [clean(text) for text in nasty]


def test_numbers_and_dates_keep_their_types():
    content = written([["Bar", Decimal("-5.25"), date(2026, 1, 31)], ["Pub", 3, None]])
    active: Any = openpyxl.load_workbook(io.BytesIO(content)).active
    cells = [[cell.value for cell in row] for row in active][1:]

    assert cells[0][1] == -5.25
    assert cells[0][2].date() == date(2026, 1, 31)
    assert b"-5.25,2026-01-31" in written([["Bar", Decimal("-5.25"), date(2026, 1, 31)]], "csv")


@given(st.text(max_size=40))
def test_escaping_is_taken_back(text):
    assert unescaped(escaped(text)) == text
    assert not escaped(text) or escaped(text)[0] not in FORMULA_STARTS


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            st.just("Bar"), st.text(max_size=30), st.text(alphabet="=+-@'\t\n\",;é_x00D ", max_size=12)
        ),
        min_size=1,
        max_size=4,
    ),
    as_format=st.sampled_from(FORMATS),
    separator=st.sampled_from([",", ";", "\t"]),
)
def test_whatever_is_written_reads_back(rows, as_format, separator):
    options = {"separator": separator} if as_format == "csv" else {}

    assert back(written(rows, as_format, **options), as_format) == [
        [clean(cell) for cell in row] for row in rows
    ]


def test_naughty_strings_read_back():
    naughty = json.loads((Path(__file__).parent / "files" / "blns.json").read_text())
    rows = [["Bar", text, "x"] for text in naughty]

    for as_format in FORMATS:
        assert back(written(rows, as_format), as_format) == [[clean(cell) for cell in row] for row in rows]

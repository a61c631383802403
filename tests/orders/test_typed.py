"""A quick order as people type it and as spreadsheets hold it."""

import pytest

from wholesale.sheets.typed import rows_of_sheet, typed_lines


@pytest.mark.parametrize(
    "text",
    [
        "PALE-24 3",
        "PALE-24\t3",
        "PALE-24, 3",
        "PALE-24;3",
        '"PALE-24","3"',
        "PALE-24 x 3",
        "PALE-24 x3",
        "PALE-24 3x",
        "3 x PALE-24",
        "3 × PALE-24",
        "3 PALE-24",
        "  PALE-24   3  ",
        "PALE-24 3.00",
    ],
)
def test_a_line_reads_the_same_however_it_is_written(text: str) -> None:
    assert [(line.sku, line.units) for line in typed_lines(text)] == [("PALE-24", 3)]


def test_a_sku_may_be_digits_or_hold_blanks() -> None:
    read = [(line.sku, line.units) for line in typed_lines("1001 3\nESB 24 12\n\n ,\n7501 0")]

    assert read == [("1001", 3), ("ESB 24", 12), ("7501", 0)]


@pytest.mark.parametrize("text", ["PALE-24", "PALE-24 -3", "PALE-24 three", "PALE-24 2.5"])
def test_without_a_whole_number_nothing_is_guessed(text: str) -> None:
    (line,) = typed_lines(text)

    assert line.units is None or line.sku != "PALE-24"
    assert line.text == text


def test_lines_keep_the_number_they_had_in_the_text() -> None:
    assert [line.number for line in typed_lines("A 1\n\nB 2")] == [1, 3]


def test_a_sheet_is_read_by_its_headings_in_any_order() -> None:
    rows = [(2, ["4", "Stout", "STOUT"]), (3, ["", "", ""]), (4, ["x", "Pale", "PALE"])]

    read = rows_of_sheet(["Qty", "Name", "SKU"], 1, rows)

    assert [(line.number, line.sku, line.units) for line in read] == [(2, "STOUT", 4), (4, "PALE", None)]


def test_a_sheet_without_headings_begins_with_its_first_row() -> None:
    read = rows_of_sheet(["PALE", "3"], 1, [(2, ["STOUT", "4.0"])])

    assert [(line.number, line.sku, line.units) for line in read] == [(1, "PALE", 3), (2, "STOUT", 4)]


@pytest.mark.parametrize("line", [f"a{' ' * 45_000}b", f"a{' ' * 20_000}x{' ' * 20_000}b", "1" * 45_000])
def test_a_line_longer_than_any_that_is_meant_is_not_puzzled_over(line: str) -> None:
    assert [found.units for found in typed_lines(line)] == [None]

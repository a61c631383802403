"""Cells of properties and amounts: where one ends, and that a long one keeps nobody waiting."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.exceptions import ValidationError

from catalogs.amounts import amount_in
from catalogs.typed import Around, value_of

AROUND = Around(currency="USD", price_currency="USD", time_zone="UTC", tax_classes={}, read_amount=amount_in)


def properties(text: str) -> dict[str, str]:
    found: dict[str, str] = value_of("attributes", text, AROUND)
    return found


@contextmanager
def at_once() -> Iterator[None]:
    begun = time.process_time()
    yield
    assert time.process_time() - begun < 0.5


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ABV: 5.2 %", {"ABV": "5.2 %"}),
        (" ABV : 5 ;\n Style: IPA ;", {"ABV": "5", "Style": "IPA ;"}),
        ("ABV: 5\n\n\nStyle: IPA", {"ABV": "5", "Style": "IPA"}),
        ("Notes: dry; crisp; long\nABV: 5", {"Notes": "dry; crisp; long", "ABV": "5"}),
        ("Time: 10:30; Place: bar", {"Time": "10:30", "Place": "bar"}),
        (f"ABV: 5; {'x' * 40}: y", {"ABV": "5", "x" * 40: "y"}),
        (f"ABV: 5; {'x' * 41}: y", {"ABV": f"5; {'x' * 41}: y"}),
    ],
)
def test_a_name_and_a_colon_begin_a_property(text: str, found: dict[str, str]) -> None:
    assert properties(text) == found


@pytest.mark.parametrize("mark", ["\n", " ", ";", ";x", "\n ", ":"])
def test_a_cell_of_nothing_but_marks_is_read_at_once(mark: str) -> None:
    with at_once(), pytest.raises(ValidationError):
        properties(f"a{mark * 20_000}b")


@pytest.mark.parametrize("text", ["1" + "x" * 50_000 + "1", "1" + " " * 50_000 + "000", "x" * 50_000])
def test_what_is_too_long_is_no_amount(text: str) -> None:
    with at_once(), pytest.raises(ValidationError):
        amount_in(text)

"""A list's address says what it shows; its links change one thing and keep the rest."""

import pytest
from django.http import QueryDict

from wholesale.ui.filters import Filter, ListFilters

STATUS = Filter("status", "Status", [("open", "Open"), ("done", "Done")])
GROUP = Filter("group", "Group", [("bars", "Bars")])
SORTS = {"placed": ["-placed_at", "-id"], "name": ["name", "id"]}


def filters(query: str) -> ListFilters:
    return ListFilters(QueryDict(query), [GROUP, STATUS], SORTS)


def test_only_offered_values_are_taken():
    found = filters("status=open&status=rubbish&group=&sort=drop table")

    assert found.values == {"status": ["open"], "group": []}
    assert found.one("status") == "open"
    assert found.one("group") == ""
    assert found.sort == "placed"
    assert found.order == ["-placed_at", "-id"]


@pytest.mark.parametrize(
    ("typed", "taken"), [("  pub   old ", "pub old"), ("a\x00b", "ab"), ("x" * 500, "x" * 200), ("", "")]
)
def test_the_search_is_one_clean_line(typed, taken):
    query = QueryDict(mutable=True)
    query["q"] = typed

    assert ListFilters(query).search == taken


def test_pressed_chips_come_first_and_say_their_values():
    chips = filters("status=open&status=done&q=bar").chips

    assert [(chip.label, chip.value, chip.is_pressed) for chip in chips] == [
        ("Status", "Open +1", True),
        ("Group", "", False),
    ]
    assert chips[0].clear_url == "?q=bar"
    assert [(option.label, option.url, option.is_chosen) for option in chips[0].options] == [
        ("Open", "?status=done&q=bar", True),
        ("Done", "?status=open&q=bar", True),
    ]
    assert chips[1].options[0].url == "?status=open&status=done&q=bar&group=bars"


def test_every_link_forgets_the_page():
    found = filters("cursor=abc&status=open&q=bar")

    assert "cursor" not in found.clear_url + found.sort_url("name") + found.chips[0].clear_url
    assert found.cursor == "abc"
    assert found.clear_url == "?"
    assert found.kept == [("status", "open")]


def test_sorting_turns_round_at_the_second_click():
    assert filters("").sort_url("name") == "?sort=name"
    found = filters("sort=name")
    assert found.sort_url("name") == "?sort=-name"
    assert found.direction_of("name") == "ascending"
    assert found.direction_of("placed") == ""
    turned = filters("sort=-name")
    assert turned.order == ["-name", "-id"]
    assert turned.direction_of("name") == "descending"
    assert filters("").direction_of("placed") == "descending"


def test_a_list_is_narrowed_by_search_or_filter_only():
    assert filters("q=x").is_narrowed
    assert filters("group=bars").is_narrowed
    assert not filters("sort=name&cursor=x").is_narrowed

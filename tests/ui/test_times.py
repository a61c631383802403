"""Moments and days read as the reader writes them, in the reader's time zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from django.template import Context, Template
from django.utils import timezone

from wholesale.ui import times

BRITISH, AMERICAN, FRENCH = Locale("en", "GB"), Locale("en", "US"), Locale("fr", "FR")
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    with timezone.override("UTC"):
        yield


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize(
    ("moment", "locale", "written"),
    [
        (NOON - timedelta(hours=3), BRITISH, "Today 09:00"),
        (NOON - timedelta(hours=3), AMERICAN, "Today 9:00 AM"),
        (NOON - timedelta(days=1), BRITISH, "Yesterday 12:00"),
        (NOON + timedelta(days=1), BRITISH, "Tomorrow 12:00"),
        (NOON - timedelta(days=4), BRITISH, "Fri 20 Nov, 12:00"),
        (NOON - timedelta(days=4), FRENCH, "ven. 20 nov., 12:00"),
        (NOON - timedelta(days=365), BRITISH, "24 Nov 2025, 12:00"),
    ],
)
def test_a_moment_is_exact(moment, locale, written):
    assert plain(times.exact(moment, locale)) == written


def test_a_moment_is_told_in_the_readers_zone():
    with timezone.override(ZoneInfo("Pacific/Auckland")):  # already the 25th there
        assert times.exact(NOON, BRITISH) == "Today 01:00"
        assert times.exact(NOON - timedelta(hours=2), BRITISH) == "Yesterday 23:00"
        assert times.today(BRITISH) == "Wednesday 25 November"


@pytest.mark.parametrize(
    ("distance", "written"),
    [
        (timedelta(seconds=30), "just now"),
        (timedelta(hours=3), "in 3 hours"),
        (-timedelta(days=2), "2 days ago"),
        (timedelta(minutes=50), "in 50 minutes"),
        (-timedelta(hours=27), "27 hours ago"),
        (-timedelta(hours=36), "1 day ago"),  # which is yesterday
        (timedelta(hours=35), "in 1 day"),
        (timedelta(days=8), "in 8 days"),
        (timedelta(days=9), "in 9 days"),
        (timedelta(days=14), "in 2 weeks"),
        (timedelta(days=40), "in 1 month"),
    ],
)
def test_a_moment_is_told_from_now(distance, written):
    assert times.relative(NOON + distance, BRITISH) == written


def test_a_moment_stands_within_a_sentence():
    assert times.within_a_sentence(NOON - timedelta(days=1), BRITISH) == "yesterday 12:00"
    assert times.within_a_sentence(NOON - timedelta(days=4), BRITISH) == "Fri 20 Nov, 12:00"


def test_what_ends_at_midnight_ends_with_the_day_before():
    midnight = NOON + timedelta(days=2, hours=12)
    assert times.last(midnight, BRITISH) == "Thu 26 Nov"
    assert times.last(NOON + timedelta(hours=3), BRITISH) == "today 15:00"


def test_a_day_names_its_year_only_if_it_is_another():
    assert times.day(date(2026, 11, 26), BRITISH) == "Thu 26 Nov"
    assert times.day(date(2027, 1, 4), BRITISH) == "4 Jan 2027"
    assert times.day(date(2026, 11, 26), FRENCH) == "jeu. 26 nov."


def test_days_of_a_stored_move_are_written_for_the_reader_and_other_words_stay():
    moved = "Snow (2026-11-26 → 2027-01-04), see 2026-11-26"

    assert times.moves_written(moved, BRITISH) == "Snow (Thu 26 Nov → 4 Jan 2027), see 2026-11-26"
    assert times.moves_written(moved, FRENCH) == "Snow (jeu. 26 nov. → 4 janv. 2027), see 2026-11-26"
    assert times.moves_written("– → 2026-99-99", BRITISH) == "– → 2026-99-99"


def test_tags_say_nothing_as_a_dash_and_a_moment_machine_readably():
    template = Template("{% load ui %}{% when nothing %}{% day nothing %}|{% when moment 'relative' %}")

    dashes, moment = template.render(Context({"nothing": None, "moment": NOON + timedelta(hours=2)})).split(
        "|"
    )

    assert dashes == "––"
    assert 'datetime="2026-11-24T14:00:00+00:00"' in moment
    assert "in 2 hours</time>" in moment
    assert "Tuesday" in moment

"""Days of service as rows of a sheet: its columns, and what cells mean."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from functools import cache

from babel import Locale
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date, parse_time
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from retailers.schedule import MOST_WEEKS, WEEK
from retailers.words import plain
from wholesale.sheets.columns import Column

_YES = frozenset({"yes", "y", "true", "1", "on", "oui", "o", "si", "s", "x"})
_NO = frozenset({"no", "n", "false", "0", "off", "non"})

COLUMNS = (
    Column(
        "number", gettext_lazy("Customer number"),
        ("customer no", "customer id", "number", "numero client", "no client", "numero cliente"),
        is_required=True, max_length=40, example=("1307", "1307"),
    ),
    Column(
        "delivery_day", gettext_lazy("Delivery day"),
        ("day", "weekday", "jour de livraison", "jour", "dia de entrega", "dia"),
        is_required=True, example=("Tue", "Fri"), help=gettext_lazy("Mon to Sun, or the whole name."),
    ),
    Column(
        "is_on", gettext_lazy("Enabled"), ("on", "active", "actif", "active", "activo", "habilitado"),
        example=("Yes", "Yes"),
    ),
    Column(
        "deadline_weekday", gettext_lazy("Deadline day"),
        ("order deadline day", "jour limite", "dia limite"), example=("Mon", "Thu"),
    ),
    Column(
        "deadline_time", gettext_lazy("Deadline time"),
        ("order deadline time", "heure limite", "hora limite"), example=("12:00:00", "12:00:00"),
        help=gettext_lazy("In your time zone."),
    ),
    Column(
        "starts_on", gettext_lazy("Recurrence start date"),
        ("start date", "date de debut", "fecha de inicio"), example=("2026-11-24", "2026-11-27"),
        help=gettext_lazy("The first delivery is on the delivery day from then on."),
    ),
    Column(
        "every_weeks", gettext_lazy("Recurrence interval"),
        ("interval", "weeks", "intervalle", "semaines", "intervalo", "semanas"), example=("1", "2"),
        help=gettext_lazy("Every how many weeks, 1 to 52."),
    ),
)  # fmt: skip


def read_cells(values: Mapping[str, str]) -> tuple[dict[str, object], list[str]]:
    """Return what a row says by column, and what is wrong with it; an empty cell is left out."""
    kept: dict[str, object] = {}
    faults: list[str] = []
    for key, value in values.items():
        text = " ".join(value.split())
        if text and key in _READ:
            try:
                kept[key] = _READ[key](text)
            except ValidationError as error:
                faults += error.messages
        elif text:
            kept[key] = text
    return kept, faults


def first_delivery(start: date, weekday: int) -> date:
    """Return the first such weekday on or after a day."""
    return start + timedelta(days=(weekday - start.weekday()) % WEEK)


def _weekday(text: str) -> int:
    found = weekdays().get(plain(text).rstrip("."))
    if found is None:
        raise ValidationError(_("“%(text)s” is no weekday.") % {"text": text[:40]})
    return found


def _switch(text: str) -> bool:
    if plain(text) in _YES | _NO:
        return plain(text) in _YES
    raise ValidationError(_("“%(text)s” is neither yes nor no.") % {"text": text[:40]})


def _time(text: str) -> time:
    try:
        found = parse_time(text)
    except ValueError:
        found = None
    if found is None:
        raise ValidationError(_("“%(text)s” is no time, as in 12:00.") % {"text": text[:40]})
    return found.replace(microsecond=0, tzinfo=None)


def _day(text: str) -> date:
    try:
        found = parse_date(text[:10])
    except ValueError:
        found = None
    if found is None:
        raise ValidationError(_("“%(text)s” is no date, as in 2026-11-24.") % {"text": text[:40]})
    return found


def _weeks(text: str) -> int:
    weeks = text.removesuffix(".0")
    if weeks.isascii() and weeks.isdigit() and 1 <= int(weeks[:9]) <= MOST_WEEKS:
        return int(weeks)
    raise ValidationError(_("“%(text)s” is no number of weeks from 1 to 52.") % {"text": text[:40]})


_READ = {
    "delivery_day": _weekday,
    "is_on": _switch,
    "deadline_weekday": _weekday,
    "deadline_time": _time,
    "starts_on": _day,
    "every_weeks": _weeks,
}


@cache
def weekdays() -> dict[str, int]:
    """Return plain name, short or whole, to weekday, in every language; 0 is Monday."""
    found: dict[str, int] = {}
    for code, _label in settings.LANGUAGES:
        for width in ("wide", "abbreviated"):
            names = Locale.parse(code).days["format"][width]
            found |= {plain(name).rstrip("."): day for day, name in names.items()}
    return found

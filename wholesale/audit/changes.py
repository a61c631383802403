"""A change as a reader sees it: the field's name on screen, from what, to what."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateTimeField, Field
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from wholesale.audit.models import AuditEntry
from wholesale.audit.words import NAMES, words_of


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a change; before is empty for what is new, after for what is gone."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the log, ready to show."""

    entry: AuditEntry
    words: str
    changes: list[Change]


def line_of(entry: AuditEntry) -> Line:
    """Return an entry with its words and the fields that differ."""
    names = dict.fromkeys([*entry.before, *entry.after])
    changes = [
        Change(
            _label(entry.subject_type, name),
            _shown(entry.subject_type, name, entry.before.get(name)),
            _shown(entry.subject_type, name, entry.after.get(name)),
        )
        for name in names
    ]
    return Line(entry, words_of(entry.verb), changes)


def _field(subject_type: str, name: str) -> "Field[Any, Any] | None":
    try:
        field = apps.get_model(subject_type)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None
    return field if isinstance(field, Field) else None


def _label(subject_type: str, name: str) -> str:
    field = _field(subject_type, name)
    named = field and isinstance(field.verbose_name, Promise)
    text = str(field.verbose_name if field and named else NAMES.get(name, name.replace("_", " ")))
    return text[:1].upper() + text[1:]


def _shown(subject_type: str, name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    field = _field(subject_type, name)
    if isinstance(field, DateTimeField) and (moment := parse_datetime(str(value))):
        return date_format(localtime(moment), "DATETIME_FORMAT")
    choices = dict(field.flatchoices) if field else {}
    return str(choices.get(value, value))

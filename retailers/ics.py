"""Delivery days as a calendar file, from the library `icalendar`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from retailers.schedule import Delivery

REMINDED = timedelta(hours=2)  # before the deadline


@dataclass(frozen=True, slots=True)
class Expected:
    """A delivery of one supplier, in words of the reader's language.

    Args:
        key: names the delivery, the same each time the file is read.
    """

    key: str
    delivery: Delivery
    title: str
    deadline_title: str


def calendar_of(expected: Iterable[Expected], *, name: str, now: datetime) -> bytes:
    """Return a calendar with each delivery as a whole day, and its order deadline as an event with an alarm."""
    calendar = Calendar()
    calendar.add("prodid", "-//Cratebook//Delivery days//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for each in expected:
        calendar.add_component(_delivery(each, now))
        calendar.add_component(_deadline(each, now))
    return bytes(calendar.to_ical())


def _delivery(each: Expected, now: datetime) -> Event:
    event = _event(f"delivery-{each.key}", each.title, now)
    event.add("dtstart", each.delivery.day)
    event.add("dtend", each.delivery.day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    if each.delivery.carrier:
        event.add("description", each.delivery.carrier)
    return event


def _deadline(each: Expected, now: datetime) -> Event:
    event = _event(f"deadline-{each.key}", each.deadline_title, now)
    event.add("dtstart", each.delivery.cut_off)
    event.add("dtend", each.delivery.cut_off)
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", each.deadline_title)
    alarm.add("trigger", -REMINDED)
    event.add_component(alarm)
    return event


def _event(key: str, title: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{key}@cratebook")
    event.add("dtstamp", now)
    event.add("summary", title)
    return event

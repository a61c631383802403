"""What Setup shows a person: the pages that are theirs, and what the company has not done yet."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.module_loading import import_string

from wholesale.ui import setup_parts
from wholesale.ui.context import resolved


@dataclass(frozen=True)
class SetupLink:
    """A page of Setup, ready to show."""

    label: Promise
    icon: str
    url: str
    text: Promise


@dataclass(frozen=True)
class SetupSection:
    """Pages of Setup below one heading."""

    anchor: str
    label: Promise
    links: list[SetupLink]


@dataclass(frozen=True)
class Task:
    """A step of setting the company up."""

    label: Promise
    verb: Promise
    url: str
    is_done: bool


@dataclass(frozen=True)
class Checklist:
    """All steps of a side."""

    tasks: list[Task]

    @property
    def done_count(self) -> int:
        """Return how many steps are done."""
        return sum(task.is_done for task in self.tasks)

    @property
    def is_done(self) -> bool:
        """Tell whether nothing is left to do."""
        return self.done_count == len(self.tasks)


def setup_sections_of(acting: Any) -> list[SetupSection]:
    """Return the pages of Setup that exist and that this person may open, below their headings."""
    found = [
        SetupSection(group.value, setup_parts.GROUP_NAMES[group], _links_of(acting, group))
        for group in setup_parts.SetupGroup
    ]
    return [section for section in found if section.links]


def _links_of(acting: Any, group: setup_parts.SetupGroup) -> list[SetupLink]:
    place = {"organization": acting.organization.slug, "side": acting.side}
    return [
        SetupLink(part.label, part.icon, url, part.text)
        for part in setup_parts.SETUP
        if part.group == group
        and (not part.permission or acting.may(part.permission))
        and part.side in ("", acting.side)
        and (
            url := resolved(
                (part.url_name,), **(place if not part.side else {"organization": place["organization"]})
            )
        )
    ]


def checklist_of(acting: Any) -> Checklist:
    """Return the steps of this side that exist and that this person may take, in one query each."""
    place = {"organization": acting.organization.slug, "side": acting.side}
    tasks = [
        Task(part.label, part.verb, url, is_done(acting.organization.pk))
        for part in setup_parts.CHECKLIST[acting.side]
        if acting.may(part.permission)
        and (url := resolved((part.url_name,), **place))
        and (is_done := _asked(part.is_done))
    ]
    return Checklist(tasks)


def _asked(path: str) -> Callable[[UUID], bool] | None:
    """Return the function that answers for a step; like its page it may not be there yet."""
    try:
        found: Callable[[UUID], bool] = import_string(path)
    except ImportError:
        return None
    return found

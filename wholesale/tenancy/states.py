"""Migration states that are not rendered anew for each constraint and index.

A table's constraints and indexes say nothing about another model's fields, yet Django renders every model that has
to do with it for each of them: most of what a first start took.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partialmethod
from typing import Any

from django.db.migrations.state import ProjectState


@contextmanager
def rendered_as_it_stands() -> Iterator[None]:
    """Let states keep the models that they have rendered when only a constraint or an index changes."""
    before = {name: getattr(ProjectState, name) for name in _QUICK}
    _put(_QUICK)
    try:
        yield
    finally:
        _put(before)


def _put(methods: dict[str, Callable[..., Any]]) -> None:
    for name, method in methods.items():
        setattr(ProjectState, name, method)


def _add(state: ProjectState, app_label: str, model_name: str, entry: Any, *, option: str) -> None:
    standing = state.models[app_label, model_name].options[option]
    _keep(state, app_label, model_name, option, [*standing, entry])


def _remove(state: ProjectState, app_label: str, model_name: str, name: str, *, option: str) -> None:
    standing = state.models[app_label, model_name].options[option]
    _keep(state, app_label, model_name, option, [entry for entry in standing if entry.name != name])


def _keep(state: ProjectState, app_label: str, model_name: str, option: str, entries: list[Any]) -> None:
    state.models[app_label, model_name].options[option] = entries
    if "apps" in state.__dict__:  # else nothing is rendered yet
        setattr(state.apps.get_model(app_label, model_name)._meta, option, entries)


_QUICK: dict[str, Any] = {
    "add_constraint": partialmethod(_add, option="constraints"),
    "add_index": partialmethod(_add, option="indexes"),
    "remove_constraint": partialmethod(_remove, option="constraints"),
    "remove_index": partialmethod(_remove, option="indexes"),
}

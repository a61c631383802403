"""Queries that every request asks, compiled once: building their SQL anew took longer than their answer."""

from collections.abc import Callable, Hashable, Mapping
from copy import copy
from functools import cached_property
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable

ModelT = TypeVar("ModelT", bound=Model)


class Compiled(Generic[ModelT]):
    """A query for instances in which marks stand for what differs from call to call.

    A mark is a value that nothing else in the query has: a UUID, a word. The query must depend on nothing but them.

    Args:
        build: returns the query with the marks in their places; called when it is first asked.
    """

    def __init__(self, build: Callable[[], QuerySet[ModelT]]) -> None:
        self._build = build

    @cached_property
    def _compiled(self) -> tuple[Any, str, tuple[Any, ...]]:
        compiler = self._build().query.get_compiler(DEFAULT_DB_ALIAS)
        sql, marks = compiler.as_sql()
        return compiler, sql, marks

    def all(self, values: Mapping[Hashable, Any]) -> list[ModelT]:
        """Return the rows for these values of the marks, as the query itself would have loaded them."""
        compiler, sql, marks = self._compiled
        params = tuple(values.get(mark, mark) for mark in marks)
        asked = copy(compiler)
        asked.connection = connections[DEFAULT_DB_ALIAS]
        asked.as_sql = lambda *_, **__: (sql, params)
        query = SimpleNamespace(get_compiler=lambda **_: asked)
        rows: Any = SimpleNamespace(db=DEFAULT_DB_ALIAS, query=query, _known_related_objects={})
        return list(ModelIterable(rows))

"""A view that must not write, whatever it calls: the database refuses it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.db import connection

ViewT = TypeVar("ViewT", bound=Callable[..., Any])


def only_reads(view: ViewT) -> ViewT:
    """Let the transaction of this view read and nothing else, from its first statement on."""

    @wraps(view)
    def reading(*args: Any, **kwargs: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        return view(*args, **kwargs)

    return reading  # type: ignore[return-value]

"""Lists by cursor, as fast at the end as at the beginning; filters that say what they do not know."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from wholesale.api.errors import BadCursor
from wholesale.ui.paging import Page, is_cursor, keyset_page

DEFAULT_LIMIT, HIGHEST_LIMIT = 50, 200
PAGING = {"cursor", "limit"}
FiltersT = TypeVar("FiltersT", bound=serializers.Serializer[Any])


def paginated(
    request: Request,
    rows: QuerySet[Any, Any],
    *,
    order: Sequence[str],
    shown: Callable[[list[Any]], Any] = list,
) -> Response:
    """Return one page: `{"results": […], "next": address or null, "previous": …}`.

    Args:
        rows: filtered, instances or `.values()`.
        order: as `wholesale.ui.paging.keyset_page` takes it.
        shown: turns the rows into what is answered, if they are not `.values()` already.
    Raises: BadCursor 400.
    """
    page = keyset_page(rows, order=order, cursor=cursor_of(request, order), size=limit_of(request))
    return page_answer(request, page, shown(page.rows))


def page_answer(request: Request, page: Page, results: Any) -> Response:
    """Return one page that was read already, its rows as they are answered."""
    links = {"next": _link(request, page.next), "previous": _link(request, page.previous)}
    return Response({"results": results, **links})


def cursor_of(request: Request, order: Sequence[str]) -> str:
    """Return the cursor of a call, or nothing. Raises: BadCursor 400 for one of another list."""
    cursor: str = request.query_params.get("cursor", "")
    if cursor and not is_cursor(cursor, order):
        raise BadCursor
    return cursor


def filters_of(request: Request, serializer: type[FiltersT]) -> dict[str, Any]:
    """Return the checked filters of a list; a name that it does not know is refused, not ignored."""
    many = _many(serializer)
    query = request.query_params
    given = {n: query.getlist(n) if n in many else query[n] for n in query if n not in PAGING}
    checked = serializer(data=given)
    if unknown := given.keys() - checked.fields.keys():
        raise serializers.ValidationError({name: [_("There is no such filter.")] for name in sorted(unknown)})
    checked.is_valid(raise_exception=True)
    filters: dict[str, Any] = checked.validated_data
    return filters


@cache
def _many(serializer: type[serializers.Serializer[Any]]) -> set[str]:
    """Return which filters may be given more than once."""
    return {name for name, field in serializer().fields.items() if isinstance(field, serializers.ListField)}


def public_names(names: Mapping[str, str]) -> Callable[[list[dict[str, Any]]], list[dict[str, Any]]]:
    """Return a function that renames the columns of rows, for `shown`.

    Args:
        names: column to public name; an annotation may not be called like a field of its model.
    """
    return lambda rows: [{names.get(name, name): value for name, value in row.items()} for row in rows]


def limit_of(request: Request) -> int:
    """Return how many rows of a list are asked for. Raises: ValidationError 400."""
    if "limit" not in request.query_params:
        return DEFAULT_LIMIT
    field = serializers.IntegerField(min_value=1, max_value=HIGHEST_LIMIT)
    try:
        limit: int = field.run_validation(request.query_params["limit"])
    except serializers.ValidationError as error:
        raise serializers.ValidationError({"limit": error.detail}) from error
    return limit


def _link(request: Request, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    query = request.query_params.copy()
    query["cursor"] = cursor
    return f"{request.build_absolute_uri(request.path)}?{query.urlencode()}"

"""Every failure under /api/ as RFC 9457 says: `application/problem+json`, a stable `code`, and no stack trace."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, is_dataclass
from datetime import date
from decimal import Decimal
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions

from wholesale.errors import DomainError, MergedAway, StaleVersion

CONTENT_TYPE = "application/problem+json"
PREFIX = "/api/"
RESERVED = {"type", "title", "status", "code", "detail", "message", "headers", "instance"}
DATA = (str, int, Decimal, bool, date, UUID, type(None))
log = logging.getLogger(__name__)


def is_api(request: HttpRequest) -> bool:
    """Tell whether a request is for the API, whatever its address turns out to be."""
    return request.path_info.startswith(PREFIX)


def problem(
    status: int, *, code: str = "", detail: str = "", headers: Mapping[str, str] | None = None, **more: Any
) -> JsonResponse:
    """Return a problem answer.

    Args:
        code: a stable word; by default the status's own ("not_found").
        more: members beside the standard ones ("errors", "shortages", "current").
    """
    title = HTTPStatus(status).phrase
    code = code or title.lower().replace(" ", "_").replace("-", "_").replace("'", "")
    body = {"type": f"urn:cratebook:problem:{code}", "title": title, "status": status, "code": code}
    body |= ({"detail": detail} if detail else {}) | more
    return JsonResponse(body, status=status, headers=dict(headers or {}), content_type=CONTENT_TYPE)


def answer_to(error: Exception, **more: Any) -> JsonResponse | None:
    """Return the problem that an exception stands for; None if it is a fault of ours."""
    if isinstance(error, DomainError):
        headers = _challenge(error.status) | dict(getattr(error, "headers", {}))
        details = {**_details_of(error), **more}
        return problem(error.status, code=error.code, detail=error.message, headers=headers, **details)
    if isinstance(error, exceptions.APIException):
        return _answer_of_drf(error)
    if isinstance(error, Http404):
        return problem(404, detail=_("There is nothing at this address."))
    if isinstance(error, PermissionDenied):
        return problem(403, detail=_("Your role does not allow this."))
    if isinstance(error, OperationalError):
        log.warning("the database asks to try again: %s", error)
        detail = _("Somebody else is changing the same thing. Ask again.")
        return problem(503, code="busy", detail=detail, headers={"Retry-After": "1"})
    return None


def _answer_of_drf(error: exceptions.APIException) -> JsonResponse:
    if isinstance(error, exceptions.ValidationError):
        detail = _("Some values are not as they should be.")
        return problem(400, code="invalid", detail=detail, errors=list(_field_errors(error.detail)))
    headers = _challenge(error.status_code)
    return problem(error.status_code, detail=str(error.detail), code=_code_of(error), headers=headers)


def handle(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """Answer for DRF. A stale edit gets the current state along, if its view knows how to show it."""
    view, request = context["view"], context["request"]
    if isinstance(error, MergedAway):
        return error.redirect(request)
    if isinstance(error, StaleVersion) and (current := getattr(view, "current", None)):
        state, version = current(request, **context["kwargs"])
        answer = answer_to(error, current=state)
        if answer is not None:
            answer.headers["ETag"] = f'"v{version}"'
        return answer
    return answer_to(error)


class ApiProblems:
    """Middleware: whatever fails around the views (unknown address, CSRF, a fault of ours) is a problem too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_problem = response.headers.get("Content-Type", "").startswith(CONTENT_TYPE)
        if not is_api(request) or response.status_code < 400 or is_problem:
            return response
        kept = {name: response.headers[name] for name in ("Allow", "Retry-After") if name in response.headers}
        return problem(response.status_code, headers=kept)


def _field_errors(detail: Any, pointer: str = "#") -> Iterator[dict[str, str]]:
    """Return each wrong field with the JSON pointer to it."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            here = pointer if name == "non_field_errors" else f"{pointer}/{_escaped(str(name))}"
            yield from _field_errors(inner, here)
    elif isinstance(detail, list):
        for number, inner in enumerate(detail):
            nested = isinstance(inner, Mapping | list)
            yield from _field_errors(inner, f"{pointer}/{number}" if nested else pointer)
    else:
        yield {"pointer": pointer, "code": str(getattr(detail, "code", "invalid")), "detail": str(detail)}


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _details_of(error: DomainError) -> dict[str, Any]:
    """Return what an error carries for machines: its public attributes that are data."""
    carried = {name: value for name, value in vars(error).items() if name not in RESERVED}
    return {name: _plain(value) for name, value in carried.items() if _is_data(value)}


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _is_data(value: Any) -> bool:
    """Tell whether a value may be shown as it is: a model's row, say, may not."""
    if isinstance(value, list | tuple):
        return all(_is_data(item) for item in value)
    return isinstance(value, DATA) or (is_dataclass(value) and not isinstance(value, type))


def _code_of(error: exceptions.APIException) -> str:
    codes = error.get_codes()
    return codes if isinstance(codes, str) else error.default_code


def _challenge(status: int) -> dict[str, str]:
    return {"WWW-Authenticate": 'Bearer realm="cratebook"'} if status == 401 else {}

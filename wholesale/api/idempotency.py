"""A write that may be sent twice happens once: `Idempotency-Key` for machines, a hidden key for forms (DATA.md 4).

The key's row is the first statement of the change's transaction. A twin waits for it on the unique index; if the first
one commits, the twin gets its answer, if it fails, the twin does the work. So a refused call leaves no key behind.
"""

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import OperationalError
from rest_framework.request import Request
from rest_framework.response import Response

from wholesale.api.errors import KeyMissing, KeyReused, StillRunning
from wholesale.api.models import IdempotentRequest
from wholesale.api.rendering import JSONRenderer
from wholesale.tenancy.contexts import acting

HEADER = "Idempotency-Key"
KEPT_HEADERS = ("Location", "ETag")
LONGEST = 200
Handler = Callable[..., Response]


def idempotent(handler: Handler) -> Handler:
    """Ask a handler's callers for an Idempotency-Key and answer a repeated call with the first one's answer.

    Raises: KeyMissing 400, KeyReused 422, StillRunning 409; a 4xx answer is not kept.
    """

    @wraps(handler)
    def once(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = key_of_call(request)
        http: Any = request._request  # noqa: SLF001
        mine = IdempotentRequest(
            organization=http.acting.organization,
            asker_id=asker_of(request),
            key=key,
            fingerprint=_fingerprint(request),
        )
        first = _enter(mine)
        if first.pk != mine.pk:
            return _answer_again(first, mine)
        response = handler(view, request, *args, **kwargs)
        if response.status_code < 400:
            _keep(mine, response)
        return response

    once.is_idempotent = True  # type: ignore[attr-defined]
    return once


def key_of_call(request: Request) -> str:
    """Return the Idempotency-Key of a call. Raises: KeyMissing."""
    key = request.headers.get(HEADER, "").strip().strip('"')
    if not key or len(key) > LONGEST or not key.isprintable():
        raise KeyMissing
    return key


def asker_of(request: Request) -> UUID:
    """Return whose keys those of a call are: the token's, or the signed-in person's."""
    http: Any = request._request  # noqa: SLF001
    token = getattr(http, "api_token", None)
    found: UUID = token.pk if token else http.acting.user.pk
    return found


def is_first_submission(*, organization_id: UUID, form: str, key: UUID) -> bool:
    """Tell whether a form is sent for the first time; the second of a double click waits for the first.

    Call it first in the transaction of the change, which the form's hidden key names.

    Args:
        form: what is submitted ("transfer"), so that keys of different forms do not meet.
    """
    mine = IdempotentRequest(
        organization_id=organization_id,
        asker_id=_person(),
        key=f"form:{form}:{key}",
        fingerprint="",
        status=200,
    )
    return _enter(mine).pk == mine.pk


def _person() -> UUID | None:
    context = acting()
    return context.user_id if context else None


def _enter(mine: IdempotentRequest) -> IdempotentRequest:
    """Write the key down, or wait for whoever has it; return the row that stands."""
    try:
        IdempotentRequest.objects.bulk_create([mine], ignore_conflicts=True)
    except OperationalError as error:  # lock_timeout: the first one takes long
        raise StillRunning from error
    return IdempotentRequest.objects.get(
        organization_id=mine.organization_id, asker_id=mine.asker_id, key=mine.key
    )


def _answer_again(first: IdempotentRequest, mine: IdempotentRequest) -> Response:
    if first.fingerprint != mine.fingerprint:
        raise KeyReused
    body = json.loads(first.body) if first.body else None
    headers = {**first.headers, "Idempotency-Replayed": "true"}
    return Response(body, status=first.status, headers=headers)


def _keep(mine: IdempotentRequest, response: Response) -> None:
    mine.status = response.status_code
    mine.body = JSONRenderer().render(response.data).decode()
    mine.headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    mine.save(update_fields=["status", "body", "headers"])


def _fingerprint(request: Request) -> str:
    """Return what makes two calls the same: method, address and body, byte by byte.

    Of a form with files what counts is fields and contents; the boundary between them is drawn anew each time.
    """
    http = request._request  # noqa: SLF001
    digest = hashlib.sha256(f"{http.method} {http.get_full_path()} ".encode())
    if (http.content_type or "").startswith("multipart/"):
        fields: Any = request.data
        for name, value in sorted(fields.items()):
            digest.update(f"{name}=".encode())
            for piece in value.chunks() if hasattr(value, "chunks") else [str(value).encode()]:
                digest.update(piece)
    else:
        digest.update(http.body)
    return digest.hexdigest()

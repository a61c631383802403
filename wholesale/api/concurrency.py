"""Edits say which version they are based on, so that of two the second learns of the first (SPEC.md B4)."""

import re

from rest_framework.request import Request
from rest_framework.response import Response

from wholesale.api.errors import VersionMissing

ETAG = re.compile(r'"v(\d{1,9})"')


def etag_of(version: int) -> str:
    """Return the ETag of a version: `"v7"`."""
    return f'"v{version}"'


def with_etag(response: Response, version: int) -> Response:
    """Put the version of what an answer shows into its header."""
    response.headers["ETag"] = etag_of(version)
    return response


def based_on(request: Request) -> int:
    """Return the version that an edit is based on, from `If-Match`; the service compares it under its lock.

    A weak tag and `*` name no version and are refused like a missing one. A view that has a method
    `current(request, **kwargs) -> (state, version)` shows the state to whoever comes too late.

    Raises: VersionMissing 428. The service raises StaleVersion 412.
    """
    if found := ETAG.fullmatch(request.headers.get("If-Match", "").strip()):
        return int(found.group(1))
    raise VersionMissing

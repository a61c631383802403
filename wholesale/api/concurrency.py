"""Edits say which version they are based on, so that of two the second learns of the first (SPEC.md B4)."""

import re

from rest_framework.request import Request
from rest_framework.response import Response

from wholesale.api.errors import VersionMissing

ETAG = re.compile(r'"v(\d{1,9})"')
DIGEST = re.compile(r'"v([0-9a-f]{32})"')


def etag_of(version: int | str) -> str:
    """Return the ETag of a version: `"v7"`, or of what is counted by no number a digest of it."""
    return f'"v{version}"'


def with_etag(response: Response, version: int | str) -> Response:
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


def based_on_digest(request: Request) -> str:
    """Return the version that an edit is based on, of what has a digest for its version; as based_on.

    Raises: VersionMissing 428. The service raises StaleVersion 412.
    """
    if found := DIGEST.fullmatch(request.headers.get("If-Match", "").strip()):
        return found.group(1)
    raise VersionMissing

"""What every endpoint has in common."""

from collections.abc import Sequence
from typing import Any, ClassVar

from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from wholesale.accounts.models import User
from wholesale.api.parsing import JSONParser
from wholesale.api.rendering import JSONRenderer
from wholesale.api.schema import ApiSchema
from wholesale.api.throttles import ActingThrottle
from wholesale.organizations.access import Acting, Need

METHODS = ("get", "post", "put", "patch", "delete")


class ActingAuthentication(BaseAuthentication):
    """The resolver has found who asks; a browser's session must also show its CSRF token."""

    def authenticate(self, request: Request) -> tuple[User, Any] | None:
        http = request._request  # noqa: SLF001
        acting: Acting | None = getattr(http, "acting", None)
        if acting is None:
            return None
        token = getattr(http, "api_token", None)
        if token is None:
            SessionAuthentication().enforce_csrf(request)
        return acting.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class ApiView(APIView):
    """An endpoint: says what it needs, answers JSON, is documented.

    `need` names the side and the permission of every method that the class answers. A POST that creates or moves
    something is decorated with `@idempotent`, an edit asks `based_on(request)`.
    """

    need: ClassVar[Need]
    schema = ApiSchema()
    authentication_classes = (ActingAuthentication,)
    permission_classes = ()
    throttle_classes = (ActingThrottle,)
    parser_classes = (JSONParser,)
    renderer_classes = (JSONRenderer,)
    files: ClassVar[Sequence[str]] = ()  # the types of the file that it answers with, instead of JSON
    rate_limit: ClassVar[int | None] = None  # calls per minute, instead of the usual ones

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Refuse an endpoint one of whose methods would be open to every member by omission."""
        super().__init_subclass__(**kwargs)
        answered = {method.upper() for method in METHODS if hasattr(cls, method)}
        named = cls.need.permissions.keys() if hasattr(cls, "need") else set()
        if answered and "*" not in named and (unnamed := answered - named):
            raise TypeError(f"{cls.__name__}.need names no permission for {', '.join(sorted(unnamed))}")

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        if allowance := getattr(getattr(request, "_request", request), "allowance", None):
            for name, value in allowance.headers().items():
                response.headers[name] = value
        response.headers["Cache-Control"] = "no-store"
        return super().finalize_response(request, response, *args, **kwargs)


def acting_of_call(request: Request) -> Acting:
    """Return for whom a call acts."""
    acting: Acting = request._request.acting  # type: ignore[attr-defined]  # noqa: SLF001
    return acting

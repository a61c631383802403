"""How endpoints describe themselves: OpenAPI from the same classes that answer (SPEC.md X1)."""

import re
from collections.abc import Sequence
from inspect import signature
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers

from wholesale.api.idempotency import HEADER

PROBLEM = "application/problem+json"
PROBLEMS = {
    400: "Something is missing or malformed; `errors` points at it.",
    401: "No token, or one that is expired or revoked.",
    403: "The role, or the agreement, does not allow this.",
    404: "Not there, or not yours.",
    429: "Too many requests; see `Retry-After`.",
}
REFUSED = "The state of things does not allow it; `code` says why, other members what is left."
ORGANIZATION = OpenApiParameter(
    "organization", str, OpenApiParameter.PATH, description="The company's word in addresses."
)
KEY = OpenApiParameter(
    HEADER,
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="One value of your own per change, the same at every retry: it happens once. Kept for 7 days.",
    examples=[OpenApiExample("a UUID", value="0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10")],
)
MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag that the edit is based on.",
    examples=[OpenApiExample("an ETag", value='"v7"')],
)
PAGING = [
    OpenApiParameter("cursor", str, description="From `next` or `previous` of another page."),
    OpenApiParameter("limit", int, description="Rows of a page, 1 to 200.", default=50),
]


class FieldError(serializers.Serializer[Any]):
    """One wrong field."""

    pointer = serializers.CharField(help_text="JSON pointer into the body, or to the name of a filter.")
    code = serializers.CharField()
    detail = serializers.CharField()


class Problem(serializers.Serializer[Any]):
    """What went wrong (RFC 9457). `code` is stable; other members depend on it."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField(required=False)
    errors = FieldError(many=True, required=False)  # type: ignore[assignment]


class ApiSchema(AutoSchema):
    """Read an ApiView: its docstrings, nested Input, Output and Filters with their `example`, and its promises."""

    def get_tags(self) -> list[str]:
        return [type(self.view).__module__.removeprefix("wholesale.").split(".")[0]]

    def get_operation_id(self) -> str:
        name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(self.view).__name__.removesuffix("Api")).lower()
        if "noun" in signature(self._handler).parameters:  # one view for several verbs, each with an address
            name += f"_{self.path.rstrip('/').rpartition('/')[2]}"
        verb = {"GET": "list" if self._lists else "read", "POST": "create", "DELETE": "delete"}
        return f"{name}_{verb.get(self.method, 'update')}"

    def get_summary(self) -> str:
        return self._words().partition("\n\n")[0].replace("\n", " ").rstrip(".")

    def get_description(self) -> str:  # type: ignore[override]
        return self._words().partition("\n\n")[2]

    def get_override_parameters(self) -> list[Any]:
        found: list[Any] = [ORGANIZATION] if "{organization}" in self.path else []
        if getattr(self._handler, "is_idempotent", False):
            found.append(KEY)
        if self._edits:
            found.append(MATCH)
        if self._lists:
            found += PAGING
        if self._lists or self._files:
            found += filter(None, [getattr(self.view, "Filters", None)])
        found += filter(None, [getattr(self.view, "Query", None)])
        return found

    def get_request_serializer(self) -> Any:
        return getattr(self.view, "Input", None) if self.method in ("POST", "PUT", "PATCH") else None

    def get_response_serializers(self) -> Any:
        if self._files:
            return {(200, media): OpenApiTypes.BINARY for media in self._files} | self._problems()
        output = None if self.method == "DELETE" else getattr(self.view, "Output", None)
        if self._lists and output:
            fields = {
                "results": output(many=True),
                "next": serializers.URLField(allow_null=True),
                "previous": serializers.URLField(allow_null=True),
            }
            output = inline_serializer(f"{self._component}Page", fields)
        success = 204 if output is None else (201 if self.method == "POST" else 200)
        description = OpenApiResponse(description="Done.") if output is None else output
        return {success: description, **self._problems()}

    def get_examples(self) -> list[OpenApiExample]:
        made = []
        if example := getattr(self.get_request_serializer(), "example", None):
            made.append(
                OpenApiExample("Request", value=example, request_only=True, media_type=self._body_type)
            )
        if example := getattr(getattr(self.view, "Output", None), "example", None):
            value = {"results": [example], "next": None, "previous": None} if self._lists else example
            status = ["201" if self.method == "POST" else "200"]
            made.append(OpenApiExample("Answer", value=value, response_only=True, status_codes=status))
        return made

    def _problems(self) -> dict[tuple[int, str], OpenApiResponse]:
        found = dict(PROBLEMS)
        if self.method != "GET":
            found[409] = REFUSED
            found[422] = (
                "The values do not fit together, or the Idempotency-Key was used for another request."
            )
        if self._edits:
            found[412] = "Somebody else was faster; `current` is what they left."
            found[428] = "`If-Match` is missing."
        return {
            (status, PROBLEM): OpenApiResponse(Problem, description=words)
            for status, words in sorted(found.items())
        }

    @property
    def _files(self) -> Sequence[str]:
        """Return the types of the file that the view answers with, if it does."""
        files: Sequence[str] = getattr(self.view, "files", ())  # some views are the framework's
        return files

    @property
    def _handler(self) -> Any:
        return getattr(self.view, self.method.lower(), None)

    @property
    def _body_type(self) -> str:
        return str(self.view.parser_classes[0].media_type)

    @property
    def _lists(self) -> bool:
        return self.method == "GET" and getattr(self.view, "is_list", False)

    @property
    def _edits(self) -> bool:
        return self.method in getattr(self.view, "edits", ())

    @property
    def _component(self) -> str:
        return type(self.view).__name__.removesuffix("Api")

    def _words(self) -> str:
        words = (self._handler and self._handler.__doc__) or type(self.view).__doc__ or ""
        return "\n".join(line.strip() for line in words.strip().splitlines())

    def _get_serializer_name(self, serializer: Any, direction: Any, bypass_extensions: Any = False) -> str:  # noqa: FBT002
        """Name a nested Input or Output after its view, since all are called alike."""
        cls = getattr(serializer, "child", serializer)
        qualified = (cls if isinstance(cls, type) else type(cls)).__qualname__.split(".")
        if len(qualified) > 1 and "<locals>" not in qualified:
            return "".join(qualified)
        name: str = super()._get_serializer_name(serializer, direction, bypass_extensions)
        return name


class ActingScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """A token in a header, or the session of a browser with its CSRF token."""

    target_class = "wholesale.api.base.ActingAuthentication"
    name = ["token", "session"]

    def get_security_definition(self, auto_schema: AutoSchema) -> Any:
        words = "A token from Setup › API tokens. It holds the company and the side."
        return [
            {"type": "http", "scheme": "bearer", "description": words},
            {"type": "apiKey", "in": "cookie", "name": "session", "description": "A signed-in browser."},
        ]

    def get_security_requirement(self, auto_schema: AutoSchema) -> Any:
        """Either of the two is enough."""
        return [{name: []} for name in self.name]

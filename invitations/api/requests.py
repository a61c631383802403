"""A supplier's requests for access, for machines."""

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from invitations import queries, services
from invitations.enums import RequestState
from retailers.queries import customer_for_member
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import filters_of, paginated
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

NEED = Need(Side.SELLING, {"GET": Permission.VIEW_CUSTOMERS, "POST": Permission.INVITE_CUSTOMERS})
EXAMPLE = {
    "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10",
    "customer_id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a11",
    "state": "open",
    "origin": "link",
    "person_name": "Odile Faure",
    "email": "odile@example.com",
    "phone": "514 555-0148",
    "message": "Twelve taps",
    "asked_at": "2026-11-22T09:00:00Z",
    "decided_at": None,
    "decided_by_name": "",
    "answer": "",
}


class RequestOutput(serializers.Serializer[Any]):
    """A retailer's request for access. `answer` is the message that a rejection carried."""

    id = serializers.UUIDField()
    customer_id = serializers.UUIDField()
    state = serializers.ChoiceField(RequestState.choices)
    origin = serializers.CharField(help_text="link: by the invite link; own: by itself.")
    person_name = serializers.CharField()
    email = serializers.EmailField()
    phone = serializers.CharField()
    message = serializers.CharField()
    asked_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    decided_by_name = serializers.CharField()
    answer = serializers.CharField()
    example: ClassVar = EXAMPLE


class RequestsApi(ApiView):
    """What retailers ask of you."""

    need = NEED
    is_list = True
    Output = RequestOutput

    class Filters(serializers.Serializer[Any]):
        state = serializers.ChoiceField(RequestState.choices, required=False)

    def get(self, request: Request, organization: str) -> Response:
        """List requests, newest first; `state=open` are those that wait for you."""
        rows = queries.requests_of(acting_of_call(request)).select_related(None)
        rows = rows.filter(**filters_of(request, self.Filters)).values(*RequestOutput().fields)
        return paginated(request, rows, order=["-asked_at", "-id"])


class RequestApprovalApi(ApiView):
    """The approval of a request."""

    need = NEED
    Output = RequestOutput

    @idempotent
    def post(self, request: Request, organization: str, customer: UUID, access_request: UUID) -> Response:
        """Let a retailer in; it is registered, and orders once you activate it."""
        acting = acting_of_call(request)
        found = queries.request_for_member(acting, customer_for_member(acting, customer), access_request)
        return Response(RequestOutput(services.approve_request(request=found, by=acting.user)).data)


class RequestRejectionApi(ApiView):
    """The rejection of a request."""

    need = NEED
    Output = RequestOutput

    class Input(serializers.Serializer[Any]):
        answer = serializers.CharField(
            max_length=1000, required=False, allow_blank=True, help_text="Stands in the mail."
        )
        example: ClassVar = {"answer": "You are outside of our tour."}

    @idempotent
    def post(self, request: Request, organization: str, customer: UUID, access_request: UUID) -> Response:
        """Decline; whoever asked is told, and may ask again."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        found = queries.request_for_member(acting, customer_for_member(acting, customer), access_request)
        done = services.reject_request(request=found, by=acting.user, **body.validated_data)
        return Response(RequestOutput(done).data)

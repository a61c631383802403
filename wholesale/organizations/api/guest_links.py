"""The link of a guest distributor's people, for machines (SPEC.md I1)."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent
from wholesale.organizations import queries, services
from wholesale.organizations.api.guest_shapes import (
    GuestLinkOutput,
    GuestLinkStateOutput,
    link_row,
    link_state,
)
from wholesale.organizations.api.guests import NEED, agreement_of_call

_VERBS: dict[str, Callable[..., Any]] = {
    "opening": services.switch_guest_link_on,
    "closing": services.switch_guest_link_off,
    "replacement": services.replace_guest_link,
}


class GuestLinkApi(ApiView):
    """The link in use, with its address."""

    need = NEED
    Output = GuestLinkOutput

    def get(self, request: Request, organization: str, agreement_id: UUID) -> Response:
        """Read it; 404 before it is made."""
        link = queries.guest_link_in_use(agreement_of_call(request, agreement_id))
        if link is None:
            raise Http404
        return Response(link_row(link))


class GuestLinkMakingApi(ApiView):
    """The making of the link."""

    need = NEED
    Output = GuestLinkStateOutput

    @idempotent
    def post(self, request: Request, organization: str, agreement_id: UUID) -> Response:
        """Make it; where one is in use, that one is answered. Its address is read from `guest-link/`."""
        agreement = agreement_of_call(request, agreement_id)
        link = services.make_guest_link(agreement=agreement, by=acting_of_call(request).user)
        return Response(link_state(link), status=201)


class GuestLinkChangeApi(ApiView):
    """Switch the link off or on, or replace it: by the old one nobody asks any more."""

    need = NEED
    Output = GuestLinkStateOutput

    class Input(serializers.Serializer[Any]):
        seen = serializers.UUIDField(help_text="The id of the link that you have read.")
        example: ClassVar = {"seen": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a24"}

    @idempotent
    def post(self, request: Request, organization: str, agreement_id: UUID, noun: str) -> Response:
        agreement = agreement_of_call(request, agreement_id)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        by = acting_of_call(request).user
        link = _VERBS[noun](agreement=agreement, seen=given.validated_data["seen"], by=by)
        return Response(link_state(link), status=201)
